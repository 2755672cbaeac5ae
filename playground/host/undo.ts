// The undo history: snapshots of the document at its commit points.
import { type SceneDocument, type Snapshot, sameSnapshot } from './scene/document.ts';

export class UndoHistory {
  readonly #document: SceneDocument;
  #past: Snapshot[];
  #future: Snapshot[] = [];
  #version: number;

  constructor(document: SceneDocument) {
    this.#document = document;
    this.#past = [document.snapshot()];
    this.#version = document.version;
  }

  /** Closes the step under way. One that leaves the document as it was is none. */
  commit(): void {
    if (this.#document.version === this.#version) return;
    this.#version = this.#document.version;
    const now = this.#document.snapshot();
    if (sameSnapshot(now, this.#current())) return;
    this.#past.push(now);
    this.#future = [];
  }

  /** Makes the document as it is the beginning of the history. */
  restart(): void {
    this.#past = [this.#document.snapshot()];
    this.#future = [];
    this.#version = this.#document.version;
  }

  /** One ⌘Z: what was not committed yet counts as a step. */
  undo(): boolean {
    this.commit();
    const undone = this.#past.length > 1 ? this.#past.pop() : undefined;
    if (!undone) return false;
    this.#future.push(undone);
    this.#restore();
    return true;
  }

  redo(): boolean {
    this.commit();
    const next = this.#future.pop();
    if (!next) return false;
    this.#past.push(next);
    this.#restore();
    return true;
  }

  #current(): Snapshot {
    const current = this.#past.at(-1);
    if (!current) throw new Error('The undo history has lost its beginning');
    return current;
  }

  #restore(): void {
    this.#document.restore(this.#current());
    this.#version = this.#document.version;
  }
}
