// `figma.showUI` and `figma.ui`.
import { isBytes } from '../bytes.ts';
import type { UiState } from '../types.ts';
import { hostObject } from './host-object.ts';
import type { PluginRun } from './run.ts';

const DEFAULT_SIZE = { width: 300, height: 200 };
const SMALLEST = { width: 70, height: 0 };

interface ShowOptions {
  visible?: boolean;
  title?: string;
  width?: number;
  height?: number;
  themeColors?: boolean;
}

type Listener = (...args: unknown[]) => unknown;

export function showUI(run: PluginRun, html: unknown, options: ShowOptions = {}): void {
  if (typeof html !== 'string') throw new TypeError('in showUI: Expected a string');
  if (run.isAsking) throw new Error('in showUI: Cannot be called while parameters are being entered');
  const { width = DEFAULT_SIZE.width, height = DEFAULT_SIZE.height } = options;
  run.show({
    html,
    ...limited(width, height),
    title: options.title ?? 'Plugin',
    visible: options.visible ?? true,
    themeColors: options.themeColors ?? false,
  });
}

function limited(width: number, height: number) {
  return { width: Math.max(SMALLEST.width, width), height: Math.max(SMALLEST.height, height) };
}

export function createUi(run: PluginRun) {
  let onmessage: Listener | undefined;
  const change = (part: Partial<UiState>) => run.show({ ...shown(run), ...part });
  return hostObject('figma.ui', {
    get onmessage() {
      return onmessage;
    },
    set onmessage(listener: Listener | undefined) {
      if (onmessage) run.uiEvents.off('message', onmessage);
      onmessage = listener ?? undefined;
      if (onmessage) run.uiEvents.on('message', onmessage);
    },
    postMessage: (message: unknown) => {
      shown(run);
      run.post(cloneMessage(message));
    },
    on: (event: string, listener: Listener) => run.uiEvents.on(event, listener),
    once: (event: string, listener: Listener) => run.uiEvents.on(event, listener, true),
    off: (event: string, listener: Listener) => run.uiEvents.off(event, listener),
    resize: (width: number, height: number) => change(limited(width, height)),
    reposition: () => shown(run),
    show: () => change({ visible: true }),
    hide: () => change({ visible: false }),
    close: () => run.show(null),
  });
}

function shown(run: PluginRun): UiState {
  if (!run.ui) throw new Error('in figma.ui: There is no UI, because showUI was not called');
  return run.ui;
}

/** Messages are cloned, and of the binary types only Uint8Array passes. */
export function cloneMessage(message: unknown): unknown {
  if (typeof message === 'symbol') throw new TypeError('in postMessage: Cannot unwrap symbol');
  if (typeof message === 'function') throw new TypeError('in postMessage: Cannot unwrap function');
  if (typeof message !== 'object' || message === null) return message;
  if (isBytes(message)) return new Uint8Array(message);
  if (Array.isArray(message)) return message.map(cloneMessage);
  if (!isPlain(message)) {
    throw new TypeError(
      `in postMessage: Cannot send ${Object.prototype.toString.call(message)}; of binary types only Uint8Array`,
    );
  }
  return Object.fromEntries(Object.entries(message).map(([key, value]) => [key, cloneMessage(value)]));
}

/** Data from another realm has another Object.prototype, so the chain is judged by its length. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
