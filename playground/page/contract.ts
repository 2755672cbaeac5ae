// `window.playground`: what scripts and tests may do with the page. Its shape is fixed.
import type { NodeInfo } from '../host/index.ts';
import { openFig, openSample } from './documents.ts';
import type { Editor } from './editor.ts';
import { type FalRequest, standIn } from './standin.ts';

export interface Playground {
  openSample(name?: string): Promise<void>;
  openFig(bytes: Uint8Array): Promise<void>;
  /** The current page, depth first, frames before their children. */
  nodes(): NodeInfo[];
  select(ids: string[]): void;
  /** As rendered on the canvas. */
  png(id: string, scale?: number): Promise<Uint8Array>;
  /** A hash of the whole document, plugin data included. */
  fingerprint(): Promise<string>;
  undo(): void;
  /** (Re)starts the plugin, as the menu or a relaunch button does. */
  runPlugin(command?: string): Promise<void>;
  closePlugin(): void;
  fal: {
    /** Generation requests that really arrived, oldest first, images decoded. */
    requests(): FalRequest[];
    fault(name: string | null, options?: object): void;
    faults(): string[];
  };
}

declare global {
  interface Window {
    playground: Playground;
  }
}

export function createPlayground(editor: Editor): Playground {
  const { host } = editor;
  return {
    openSample: (name) => openSample(editor, name),
    openFig: (bytes) => openFig(editor, bytes),
    nodes: () => host.nodes(),
    select: (ids) => host.select(ids),
    png: (id, scale) => host.png(id, scale),
    fingerprint: () => host.fingerprint(),
    undo: () => host.undo(),
    runPlugin: (command) => host.runPlugin(command),
    closePlugin: () => host.closePlugin(),
    fal: standIn,
  };
}
