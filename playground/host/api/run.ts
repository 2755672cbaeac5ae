// What lives only as long as one run of the plugin: its command, listeners and panel.

import type { UiState } from '../types.ts';
import { Events } from './events.ts';

export interface RunHooks {
  onUi: (ui: UiState | null) => void;
  /** A message for the panel, already cloned. */
  onMessage: (message: unknown) => void;
  /** The plugin asked to be closed. */
  onClose: (message: string | undefined) => void;
  notify: (message: string) => void;
}

export class PluginRun {
  readonly events = new Events('figma', [
    'run',
    'selectionchange',
    'currentpagechange',
    'documentchange',
    'close',
  ]);
  readonly uiEvents = new Events('figma.ui', ['message']);
  readonly inputEvents = new Events('figma.parameters', ['input']);
  command = '';
  /** Query mode: the plugin's code has run, and its parameters are being entered. */
  isAsking = false;
  uiHtml = '';
  #ui: UiState | null = null;
  #loaded = false;
  #queue: unknown[] = [];

  constructor(readonly hooks: RunHooks) {}

  get ui(): UiState | null {
    return this.#ui;
  }

  show(ui: UiState | null): void {
    if (ui?.html !== this.#ui?.html) {
      this.#loaded = false;
      this.#queue = [];
    }
    this.#ui = ui;
    this.hooks.onUi(ui && { ...ui });
  }

  /** Messages wait until the panel has loaded. */
  post(message: unknown): void {
    if (this.#loaded) this.hooks.onMessage(message);
    else this.#queue.push(message);
  }

  uiLoaded(): void {
    this.#loaded = true;
    for (const message of this.#queue.splice(0)) this.hooks.onMessage(message);
  }

  end(): void {
    this.events.clear();
    this.uiEvents.clear();
    this.inputEvents.clear();
    this.command = '';
    this.isAsking = false;
    if (this.#ui) this.show(null);
  }
}
