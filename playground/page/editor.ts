// The editor's state, as signals, over the host; every part of the page reads and changes it here.
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Host, NodeInfo, UiState } from '../host/index.ts';
import { type Box, type Camera, fitCamera, type Insets } from './camera.ts';
import { ancestorsOf } from './layers/tree.ts';
import type { NetworkAccess } from './panel/document.ts';

export interface Manifest {
  name: string;
  editorType: string[];
  documentAccess?: string;
  networkAccess: NetworkAccess;
  menu?: { name?: string; command?: string; separator?: boolean }[];
}

export interface Surroundings {
  manifest: Manifest;
  simulated: boolean;
  /** CSS declarations of Figma's colour variables. */
  themes: Record<ThemeName, string>;
}

export type ThemeName = 'light' | 'dark';

export interface Editor extends Surroundings {
  host: Host;
  documentName: Signal<string>;
  /** What to say to the reader of the page: a plugin's notification, or why a file did not open. */
  notice: Signal<string>;
  theme: Signal<ThemeName>;
  /** The current page's own colour, in CSS. */
  pageColour: ReadonlySignal<string>;
  nodes: ReadonlySignal<NodeInfo[]>;
  nodesById: ReadonlySignal<ReadonlyMap<string, NodeInfo>>;
  selection: ReadonlySignal<readonly string[]>;
  /** Grows with every change that may look different on the canvas. */
  revision: ReadonlySignal<number>;
  openLayers: Signal<ReadonlySet<string>>;
  camera: Signal<Camera>;
  canvasSize: Signal<{ width: number; height: number }>;
  ui: Signal<UiState | null>;
  isRunning: Signal<boolean>;
}

const CANVAS_MARGIN = 48;
const PANEL_GAP = 24;

export function createEditor(host: Host, surroundings: Surroundings): Editor {
  const nodes = signal<NodeInfo[]>(host.nodes());
  const selection = signal<readonly string[]>(host.selection());
  const revision = signal(0);
  const editor: Editor = {
    ...surroundings,
    host,
    documentName: signal('Untitled'),
    notice: signal(''),
    theme: signal(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
    pageColour: computed(() => {
      void revision.value;
      return pageColourOf(host);
    }),
    nodes,
    nodesById: computed(() => new Map(nodes.value.map((node) => [node.id, node]))),
    selection,
    revision,
    openLayers: signal<ReadonlySet<string>>(new Set()),
    camera: signal({ x: 0, y: 0, zoom: 1 }),
    canvasSize: signal({ width: 1, height: 1 }),
    ui: signal<UiState | null>(null),
    isRunning: signal(false),
  };
  host.onUi((ui) => {
    editor.ui.value = ui;
  });
  host.onNotify((message) => {
    editor.notice.value = message;
  });
  host.onChange((what) => {
    switch (what) {
      case 'document':
        nodes.value = host.nodes();
        revision.value += 1;
        break;
      case 'selection':
        selection.value = host.selection();
        reveal(editor);
        break;
      case 'plugin':
        editor.isRunning.value = host.running();
        break;
      default:
        what satisfies never;
    }
  });
  return editor;
}

function pageColourOf({ figma }: Host): string {
  const paint = figma.currentPage.backgrounds.find(
    ({ type, visible }) => type === 'SOLID' && visible !== false,
  );
  const { r, g, b } = paint?.type === 'SOLID' ? paint.color : { r: 1, g: 1, b: 1 };
  return `rgb(${[r, g, b].map((channel) => Math.round(channel * 255)).join(' ')})`;
}

/** Unfolds what is above the selected layers, so that the list shows them. */
function reveal({ nodes, selection, openLayers }: Editor): void {
  const above = selection.value.flatMap((id) => ancestorsOf(id, nodes.value));
  openLayers.value = new Set([...openLayers.value, ...above]);
}

export function select({ host, selection }: Editor, id: string, isAdding: boolean): void {
  const others = selection.value.filter((other) => other !== id);
  if (!isAdding) host.select([id]);
  else host.select(selection.value.includes(id) ? others : [...others, id]);
}

export function setOpen({ openLayers }: Editor, id: string, isOpen: boolean): void {
  const next = new Set(openLayers.value);
  if (isOpen) next.add(id);
  else next.delete(id);
  openLayers.value = next;
}

/** A change by the user, so it is an undo step of its own. */
export async function toggleVisible({ host }: Editor, id: string): Promise<void> {
  const node = await host.figma.getNodeByIdAsync(id);
  if (!node || !('visible' in node)) return;
  host.figma.commitUndo();
  node.visible = !node.visible;
  host.figma.commitUndo();
}

/** Shows the boxes of these layers, or of everything, beside the plugin's panel. */
export function zoomToFit(editor: Editor, ids?: readonly string[]): void {
  const nodes = editor.nodes.value;
  const known = editor.nodesById.value;
  const shown = nodes.filter(({ id, parentId }) => (ids ? ids.includes(id) : !known.has(parentId ?? '')));
  const box = unionOf(shown.map(boxOf));
  if (box) editor.camera.value = fitCamera(box, editor.canvasSize.value, insets(editor));
}

function insets({ ui, canvasSize }: Editor): Insets {
  const panel = ui.value?.visible ? ui.value.width + PANEL_GAP : 0;
  const isRoomy = canvasSize.value.width > panel * 2;
  const margin = CANVAS_MARGIN;
  return { left: margin, top: margin, bottom: margin, right: margin + (isRoomy ? panel : 0) };
}

/** The corners of a layer in page px, clockwise from its own top left. */
export function cornersOf({ absoluteTransform, width, height }: NodeInfo): { x: number; y: number }[] {
  const [[a, c, e], [b, d, f]] = absoluteTransform;
  const corners = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ] as const;
  return corners.map(([x, y]) => ({ x: a * x + c * y + e, y: b * x + d * y + f }));
}

function boxOf(node: NodeInfo): Box {
  const corners = cornersOf(node);
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function unionOf(boxes: Box[]): Box | null {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
