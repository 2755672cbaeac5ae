// A stand-in for Figma, never Figma itself: documents, their pictures, and plugins run as Figma runs them.
import type { PluginAPI } from '@figma/plugin-typings/plugin-api-standalone';
import { drawBox, toPng } from './api/export.ts';
import { Faults } from './faults.ts';
import { fingerprint } from './fingerprint.ts';
import { Listeners } from './listeners.ts';
import { describeNodes, hitTest } from './nodes.ts';
import type { QuickAction } from './quick-action.ts';
import { createSkia, type Pixels } from './render/skia.ts';
import { absoluteBox, paintedBox } from './scene/geometry.ts';
import type { Rect } from './scene/matrix.ts';
import type { SceneNode } from './scene/model.ts';
import { newFile, type OpenFile, Session, type SessionParts } from './session.ts';
import { ClientStorage } from './storage.ts';
import type { HostChange, HostOptions, NodeInfo, UiState } from './types.ts';

export type { QuickAction } from './quick-action.ts';
export type {
  HostAssets,
  HostChange,
  HostOptions,
  NodeInfo,
  Parameter,
  Pixels,
  Rounding,
  Scaling,
  Suggestion,
  Suggestions,
  UiState,
} from './types.ts';

export interface Host {
  /** The plugin's own API, to be called from outside the sandbox; for building documents. */
  readonly figma: PluginAPI;
  newDocument(): void;
  openFig(bytes: Uint8Array): Promise<void>;
  /** The current page, depth first, parents before their children. */
  nodes(): NodeInfo[];
  select(ids: readonly string[]): void;
  selection(): string[];
  /** The node as rendered on the canvas, without what lies around it. */
  png(id: string, scale?: number): Promise<Uint8Array>;
  /** A rectangle of the current page, with its background. */
  renderPage(options: Rect & { scale: number }): Promise<Pixels>;
  hitTest(x: number, y: number, options?: { deep?: boolean }): string | null;
  fingerprint(): Promise<string>;
  undo(): void;
  redo(): void;
  /** As the menu or a relaunch button does. */
  runPlugin(command?: string): Promise<void>;
  /** As the quick actions do, for a command with parameters. */
  queryPlugin(command: string): Promise<QuickAction>;
  closePlugin(): void;
  /** As when the computer is switched off: the plugin has no last word. */
  crashPlugin(): void;
  running(): boolean;
  onChange(listener: (what: HostChange) => void): () => void;
  onUi(listener: (ui: UiState | null) => void): () => void;
  onMessageToUi(listener: (message: unknown) => void): () => void;
  onNotify(listener: (message: string) => void): () => void;
  uiLoaded(): void;
  messageFromUi(message: unknown): void;
  /** Makes the n-th call of a member of the API throw inside the plugin. */
  fault(step: string | null, options?: { after?: number }): void;
  /** How often that fault has thrown. */
  strikes(): number;
  /** How often the plugin has called each API since `fault` was last called. */
  steps(): ReadonlyMap<string, number>;
  /** What the plugin keeps on this computer, in whatever window it runs. */
  readonly storage: ClientStorage;
  /** The same file in another window, with a selection and a plugin of its own. */
  openWindow(): Host;
  dispose(): void;
}

export async function createHost(options: HostOptions): Promise<Host> {
  const [kit, fonts] = await Promise.all([options.loadCanvasKit(), options.loadFonts()]);
  return new StandIn({
    options,
    skia: createSkia(kit, fonts),
    storage:
      options.clientStorage instanceof ClientStorage
        ? options.clientStorage
        : new ClientStorage(options.clientStorage),
    faults: new Faults(),
    windows: new Set(),
  });
}

type Lasting = Pick<SessionParts, 'options' | 'skia' | 'storage' | 'faults'> & {
  /** Those that are open. */
  windows: Set<Host>;
};

class StandIn implements Host {
  readonly #lasting: Lasting;
  readonly #changes = new Listeners<HostChange>();
  readonly #uis = new Listeners<UiState | null>();
  readonly #messages = new Listeners<unknown>();
  readonly #notices = new Listeners<string>();
  #session: Session;

  constructor(lasting: Lasting, file = newFile()) {
    this.#lasting = lasting;
    this.#session = this.#open(file);
    lasting.windows.add(this);
  }

  get figma(): PluginAPI {
    return this.#session.figma;
  }

  newDocument(): void {
    this.#replace(newFile());
  }

  async openFig(bytes: Uint8Array): Promise<void> {
    const { openFigFile } = await import('./fig/open.ts');
    this.#replace(newFile(await openFigFile(bytes)));
  }

  nodes(): NodeInfo[] {
    return describeNodes(this.#page);
  }

  select(ids: readonly string[]): void {
    this.#session.context.select(
      this.#page,
      ids.map((id) => this.#node(id)),
    );
  }

  selection(): string[] {
    return this.#session.context.selection().map((node) => node.id);
  }

  async png(id: string, scale = 1): Promise<Uint8Array> {
    const node = this.#node(id);
    return toPng(drawBox(this.#session.context, node, paintedBox(node) ?? absoluteBox(node), scale));
  }

  async renderPage({ scale, ...box }: Rect & { scale: number }): Promise<Pixels> {
    return drawBox(this.#session.context, this.#page, box, scale, { background: true });
  }

  hitTest(x: number, y: number, { deep = false } = {}): string | null {
    return hitTest(this.#page, { x, y }, deep)?.id ?? null;
  }

  async fingerprint(): Promise<string> {
    return fingerprint(this.#session.context.document);
  }

  undo(): void {
    this.#session.undo();
  }

  redo(): void {
    this.#session.redo();
  }

  runPlugin(command = ''): Promise<void> {
    return this.#session.runPlugin(command);
  }

  queryPlugin(command: string): Promise<QuickAction> {
    return this.#session.queryPlugin(command);
  }

  closePlugin(): void {
    this.#session.closePlugin();
  }

  crashPlugin(): void {
    this.#session.crashPlugin();
  }

  running(): boolean {
    return this.#session.running;
  }

  onChange(listener: (what: HostChange) => void): () => void {
    return this.#changes.add(listener);
  }

  onUi(listener: (ui: UiState | null) => void): () => void {
    return this.#uis.add(listener);
  }

  onMessageToUi(listener: (message: unknown) => void): () => void {
    return this.#messages.add(listener);
  }

  onNotify(listener: (message: string) => void): () => void {
    return this.#notices.add(listener);
  }

  uiLoaded(): void {
    this.#session.run.uiLoaded();
  }

  messageFromUi(message: unknown): void {
    this.#session.messageFromUi(message);
  }

  fault(step: string | null, { after = 1 } = {}): void {
    this.#lasting.faults.set(step, after);
  }

  strikes(): number {
    return this.#lasting.faults.strikes;
  }

  steps(): ReadonlyMap<string, number> {
    return new Map(this.#lasting.faults.steps);
  }

  get storage(): ClientStorage {
    return this.#lasting.storage;
  }

  openWindow(): Host {
    return new StandIn(this.#lasting, this.#session.file);
  }

  dispose(): void {
    const { windows, skia } = this.#lasting;
    this.#session.leave();
    windows.delete(this);
    if (windows.size === 0) skia.images.clear();
    for (const listeners of [this.#changes, this.#uis, this.#messages, this.#notices]) listeners.clear();
  }

  get #page(): SceneNode {
    return this.#session.context.currentPage;
  }

  #node(id: string): SceneNode {
    const node = this.#session.context.document.nodes.get(id);
    if (!node) throw new Error(`There is no node ${id}`);
    return node;
  }

  #replace(file: OpenFile): void {
    this.#session.leave();
    this.#session = this.#open(file);
    this.#changes.emit('document');
    this.#changes.emit('selection');
  }

  #open(file: OpenFile): Session {
    const parts: SessionParts = {
      ...this.#lasting,
      changed: (what) => this.#changes.emit(what),
      ui: (ui) => this.#uis.emit(ui),
      message: (message) => this.#messages.emit(message),
      notify: (message) => this.#notices.emit(message),
    };
    return new Session(parts, file);
  }
}
