// What the host needs from its surroundings, and what it tells them.
import type { CanvasKit } from 'canvaskit-wasm';
import type { QuickJSWASMModule } from 'quickjs-emscripten';
import type { FontFile, Pixels } from './render/skia.ts';
import type { Transform } from './scene/matrix.ts';
import type { ClientStorage } from './storage.ts';

export type { FontFile, Pixels };

/** Loaders for everything that lies elsewhere in Node than in a browser. */
export interface HostAssets {
  loadCanvasKit: () => Promise<CanvasKit>;
  loadFonts: () => Promise<readonly FontFile[]>;
  /** A new one each time: every run of the plugin has one to itself. */
  loadQuickJS: () => Promise<QuickJSWASMModule>;
}

/** How a fractional export size becomes whole pixels. Only real Figma knows, so every way can be played. */
export type Rounding = 'ceil' | 'floor' | 'round';

/** Whether the content keeps its scale from the top left, or is stretched to the rounded size. */
export type Scaling = 'anchored' | 'stretched';

/** As the manifest lists them for a command. */
export interface Parameter {
  name: string;
  key: string;
  description?: string;
  allowFreeform?: boolean;
  optional?: boolean;
}

export interface Suggestion {
  name: string;
  /** The value that the parameter takes when this is chosen. */
  data: unknown;
}

export type Suggestions = { kind: 'list'; list: readonly Suggestion[] } | { kind: 'error'; message: string };

/** What the host reads of it. */
export interface HostManifest {
  editorType: readonly string[];
  documentAccess?: string;
  menu?: readonly { command?: string; parameters?: readonly Parameter[] }[];
}

export interface HostOptions extends HostAssets {
  manifest: HostManifest;
  mainScript: () => Promise<string>;
  uiHtml: () => Promise<string>;
  /** What it holds at first; a storage itself is shared with the other windows that were given it. */
  clientStorage?: Readonly<Record<string, unknown>> | ClientStorage;
  rounding?: Rounding;
  scaling?: Scaling;
  /** Repeat exports of the same node with the same settings return the first picture. */
  staleExports?: boolean;
  /** What `Date.now` tells the plugin; this computer's time unless said otherwise. */
  now?: () => number;
  /** Where the plugin's console and its uncaught errors go. */
  log?: (level: 'log' | 'info' | 'warn' | 'error', ...values: unknown[]) => void;
}

export interface NodeInfo {
  id: string;
  name: string;
  type: string;
  parentId: string | null;
  visible: boolean;
  x: number;
  y: number;
  width: number;
  height: number;
  absoluteTransform: Transform;
  pluginData: Record<string, string>;
}

export interface UiState {
  html: string;
  width: number;
  height: number;
  title: string;
  visible: boolean;
  themeColors: boolean;
}

export type HostChange = 'document' | 'selection' | 'plugin';
