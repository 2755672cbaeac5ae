// The `figma` object of the stand-in, in the shape of Figma's typings.
import type { PluginAPI } from '@figma/plugin-typings/plugin-api-standalone';
import { absoluteBox } from '../scene/geometry.ts';
import { union } from '../scene/matrix.ts';
import type { SceneNode } from '../scene/model.ts';
import type { ClientStorage } from '../storage.ts';
import type { UndoHistory } from '../undo.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { type ApiContext, MIXED } from './context.ts';
import { creators } from './create.ts';
import { hostObject } from './host-object.ts';
import { createImage, imageByHash } from './images.ts';
import { createParameters } from './parameters.ts';
import type { PluginRun } from './run.ts';
import { isAvailable } from './text.ts';
import { createUi, showUI } from './ui.ts';

type Listener = (...args: unknown[]) => unknown;

export interface FigmaParts {
  context: ApiContext;
  run: PluginRun;
  storage: ClientStorage;
  history: UndoHistory;
}

/** Typed as Figma's own; whatever is missing from it throws by name when it is touched. */
export function createFigma(parts: FigmaParts): PluginAPI {
  const { context, run, history } = parts;
  const members = {
    apiVersion: '1.0.0',
    fileKey: undefined,
    editorType: 'figma',
    mode: 'default',
    mixed: MIXED,
    skipInvisibleInstanceChildren: false,
    get command() {
      return run.command;
    },
    get root() {
      return context.wrap(context.document.root);
    },
    get currentPage() {
      return context.wrap(context.currentPage);
    },
    set currentPage(page: unknown) {
      refuseUnderDynamicPage(context, 'set_currentPage', 'figma.setCurrentPageAsync');
      context.showPage(context.unwrap(page, 'set_currentPage'));
    },
    ui: createUi(run),
    parameters: createParameters(run),
    clientStorage: clientStorage(parts.storage),
    viewport: viewport(context),
    util: util(),
    showUI: (html: unknown, options?: object) => showUI(run, html, options),
    closePlugin: (message?: string) => run.hooks.onClose(message),
    notify: (message: string) => notify(run, message),
    commitUndo: () => history.commit(),
    triggerUndo: () => void history.undo(),
    base64Encode: encodeBase64,
    base64Decode: decodeBase64,
    createImage: (bytes: unknown) => createImage(context, bytes),
    getImageByHash: (hash: unknown) => imageByHash(context, hash),
    ...eventMembers(context, run),
    ...lookups(context),
    ...fonts(context),
    ...creators(context),
  };
  return hostObject('figma', members) as unknown as PluginAPI;
}

function refuseUnderDynamicPage(context: ApiContext, operation: string, instead: string): void {
  if (context.options.manifest.documentAccess !== 'dynamic-page') return;
  throw new Error(`in ${operation}: Cannot call with documentAccess: dynamic-page. Use ${instead} instead.`);
}

function eventMembers(context: ApiContext, run: PluginRun) {
  const on = (event: string, listener: Listener, once: boolean) => {
    const unloaded = context.document.root.children.some((page) => !context.loadedPages.has(page.id));
    if (event === 'documentchange' && unloaded) {
      throw new Error(
        "in on: Cannot listen to 'documentchange' before figma.loadAllPagesAsync() was awaited",
      );
    }
    run.events.on(event, listener, once);
  };
  return {
    on: (event: string, listener: Listener) => on(event, listener, false),
    once: (event: string, listener: Listener) => on(event, listener, true),
    off: (event: string, listener: Listener) => run.events.off(event, listener),
  };
}

function lookups(context: ApiContext) {
  const find = (id: unknown) => {
    const node = context.document.nodes.get(String(id));
    return node ? context.wrap(node) : null;
  };
  return {
    getNodeById: (id: unknown) => {
      refuseUnderDynamicPage(context, 'getNodeById', 'figma.getNodeByIdAsync');
      return find(id);
    },
    getNodeByIdAsync: async (id: unknown) => find(id),
    setCurrentPageAsync: async (page: unknown) =>
      context.showPage(context.unwrap(page, 'setCurrentPageAsync')),
    loadAllPagesAsync: async () => {
      for (const page of context.document.root.children) context.loadedPages.add(page.id);
    },
  };
}

function fonts(context: ApiContext) {
  return {
    loadFontAsync: async (font: { family: string; style: string }) => {
      if (!isAvailable(context, font))
        throw new Error(`in loadFontAsync: The font "${font.family} ${font.style}" could not be loaded`);
      context.loadedFonts.add(`${font.family} ${font.style}`);
    },
    listAvailableFontsAsync: async () => context.skia.fontNames.map((fontName) => ({ fontName })),
  };
}

function clientStorage(storage: ClientStorage) {
  return hostObject('figma.clientStorage', {
    getAsync: async (key: string) => storage.get(key),
    setAsync: async (key: string, value: unknown) => storage.set(key, value),
    deleteAsync: async (key: string) => storage.delete(key),
    keysAsync: async () => storage.keys(),
  });
}

function viewport(context: ApiContext) {
  const view = { center: { x: 0, y: 0 }, zoom: 1, bounds: { x: -500, y: -400, width: 1000, height: 800 } };
  return hostObject('figma.viewport', {
    ...view,
    scrollAndZoomIntoView(nodes: readonly unknown[]) {
      const boxes = nodes
        .map((node): SceneNode => context.unwrap(node, 'scrollAndZoomIntoView'))
        .map(absoluteBox);
      const box = union(boxes);
      if (box) this.center = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    },
  });
}

function util() {
  return hostObject('figma.util', {
    rgb: (hex: string) => hexColour(hex),
    solidPaint: (hex: string, overrides: object = {}) => ({
      type: 'SOLID',
      color: hexColour(hex),
      ...overrides,
    }),
  });
}

function hexColour(hex: string) {
  const digits = /^#?([0-9a-f]{6})$/i.exec(hex)?.[1];
  if (!digits) throw new Error(`in util: "${hex}" is not a colour in the form #rrggbb`);
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255);
  return { r, g, b };
}

function notify(run: PluginRun, message: string) {
  run.hooks.notify(message);
  return hostObject('NotificationHandler', { cancel: () => {} });
}
