// `exportAsync`: the picture of a node, in the box and size its settings ask for.
import type { Canvas } from 'canvaskit-wasm';
import { encode } from 'fast-png';
import { drawInPlace, drawSiblings } from '../render/draw.ts';
import { type PaintContext, skiaPaint } from '../render/paints.ts';
import { skiaMatrix } from '../render/shapes.ts';
import { type Pixels, rasterise } from '../render/skia.ts';
import { absoluteBox, absoluteTransform, hasVisibleLayers, paintedBox } from '../scene/geometry.ts';
import { type Rect, union } from '../scene/matrix.ts';
import { pageOf, type SceneNode } from '../scene/model.ts';
import type { Rounding } from '../types.ts';
import type { ApiContext } from './context.ts';
import { exactly, type Method, scene } from './tables.ts';

interface Settings {
  format?: string;
  constraint?: { type: 'SCALE' | 'WIDTH' | 'HEIGHT'; value: number };
  contentsOnly?: boolean;
  useAbsoluteBounds?: boolean;
}

const exportable = (type: Parameters<typeof scene>[0]) => scene(type) || exactly('PAGE')(type);

/** Pictures already made, for playing Figma's stale export cache. */
const stale = new WeakMap<SceneNode, Map<string, Uint8Array>>();

export const exportMethods: Record<string, Method> = {
  exportAsync: {
    on: exportable,
    call: async (context, node, settings) => {
      const picture = exportNode(context, node, (settings ?? { format: 'PNG' }) as Settings);
      // Figma draws elsewhere, so other events come in between; here they would not, without a pause.
      await new Promise((resolve) => setTimeout(resolve, 0));
      return picture;
    },
  },
};

function exportNode(context: ApiContext, node: SceneNode, settings: Settings): Uint8Array {
  if (settings.format !== undefined && settings.format !== 'PNG') {
    throw new Error(`exportAsync to ${settings.format} is not implemented in this stand-in for Figma`);
  }
  const known = stale.get(node) ?? new Map<string, Uint8Array>();
  const key = JSON.stringify(settings);
  const old = context.options.staleExports ? known.get(key) : undefined;
  if (old) return old.slice();
  const bytes = toPng(draw(context, node, settings));
  stale.set(node, known.set(key, bytes));
  return bytes.slice();
}

function draw(context: ApiContext, node: SceneNode, settings: Settings): Pixels {
  const painted = node.type === 'PAGE' ? pageBox(node) : paintedBox(node);
  const box = settings.useAbsoluteBounds && node.type !== 'PAGE' ? absoluteBox(node) : painted;
  const visible = node.type === 'PAGE' ? node.children.some(hasVisibleLayers) : hasVisibleLayers(node);
  if (!box || !visible || !isShown(node)) {
    throw new Error('in exportAsync: Failed to export node. This node may not have any visible layers.');
  }
  const scale = exportScale(box, settings.constraint ?? { type: 'SCALE', value: 1 });
  const whole = settings.contentsOnly === false;
  return drawBox(context, whole ? (pageOf(node) ?? node) : node, box, scale);
}

/** A node in a hidden parent has no visible layers either. */
function isShown(node: SceneNode): boolean {
  return node.props.visible && (node.parent === null || isShown(node.parent));
}

function pageBox(page: SceneNode): Rect | null {
  return union(page.children.flatMap((child) => paintedBox(child) ?? []));
}

function exportScale(box: Rect, { type, value }: NonNullable<Settings['constraint']>): number {
  switch (type) {
    case 'SCALE':
      return value;
    case 'WIDTH':
      return value / box.width;
    case 'HEIGHT':
      return value / box.height;
    default:
      return type satisfies never;
  }
}

/** Draws a node, or all of a page, as seen in a box of the page. */
export function drawBox(
  context: ApiContext,
  node: SceneNode,
  box: Rect,
  scale: number,
  { background = false } = {},
): Pixels {
  const { rounding = 'ceil', scaling = 'anchored' } = context.options;
  const width = wholePixels(box.width * scale, rounding);
  const height = wholePixels(box.height * scale, rounding);
  const [sx, sy] = scaling === 'stretched' ? [width / box.width, height / box.height] : [scale, scale];
  const paints = paintContext(context);
  return rasterise(context.skia, width, height, (canvas) => {
    if (background) drawBackground(canvas, paints, node);
    canvas.scale(sx, sy);
    canvas.translate(-box.x, -box.y);
    if (node.type === 'PAGE') return drawSiblings(canvas, paints, node.children);
    canvas.concat(skiaMatrix(absoluteTransform(node)));
    drawInPlace(canvas, paints, node);
  });
}

function drawBackground(canvas: Canvas, paints: PaintContext, page: SceneNode): void {
  for (const background of page.props.backgrounds) {
    const paint = skiaPaint(paints, background, page.props);
    if (paint) canvas.drawPaint(paint);
    paint?.delete();
  }
}

function paintContext({ skia, document }: ApiContext): PaintContext {
  return { skia, imageBytes: (hash) => document.images.get(hash)?.bytes };
}

/** Sums of floating-point numbers that mean a whole number must not gain a pixel. */
function wholePixels(length: number, rounding: Rounding): number {
  const nearest = Math.round(length);
  const whole = Math.abs(length - nearest) < 1e-4 ? nearest : Math[rounding](length);
  return Math.max(1, whole);
}

/** Stored, not deflated: the picture never leaves the machine, and deflating took as long as drawing it. */
export function toPng({ width, height, data }: Pixels): Uint8Array {
  return encode(
    { width, height, data: new Uint8Array(data.buffer), channels: 4, depth: 8 },
    { zlib: { level: 0 } },
  );
}
