// Where pixels are taken and where the result lies: the real plugin, in as many cases as are asked for.
import type {
  FrameNode,
  ImagePaint,
  PluginAPI,
  RectangleNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { describe, expect, it } from 'vitest';
import { CELL, cropSize, density, type Framing, frameRect, targetArea, toCrop } from '../../core/framing.ts';
import {
  apply,
  compose,
  corners,
  IDENTITY,
  intersect,
  invert,
  type Matrix,
  mapRect,
  type Point,
  type Rect,
  type Size,
  type Space,
  type Transform,
  translation,
} from '../../core/geometry.ts';
import type { Place, RasterRequest } from '../../core/protocol.ts';
import type { Rounding, Scaling } from '../../playground/host/index.ts';
import { type Editor, openEditor } from '../support/edit.ts';
import { insertOne } from '../support/insert.ts';
import { emptyPatch } from '../support/patch.ts';
import { type Ramps, rampPaints, rampsFor, readRamps } from '../support/ramps.ts';
import { type Random, seeded } from '../support/random.ts';
import { frame, mutable, rectangle, somePlacement } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const ROUNDINGS: readonly Rounding[] = ['ceil', 'floor', 'round'];
const SCALINGS: readonly Scaling[] = ['anchored', 'stretched'];
/** For each way in which the host may round and scale; there are two ways to scale for each rounding. */
const CASES = Number(process.env.FIDELITY_CASES ?? 4);
/** A case takes a sixth of a second, or some when the machine is busy. */
const TIMEOUT = 30_000 + CASES * 2_000;

describe.each(ROUNDINGS.flatMap((rounding) => SCALINGS.map((scaling) => ({ rounding, scaling }))))(
  'the plugin in a host that rounds by $rounding and is $scaling',
  ({ rounding, scaling }) => {
    it('puts the layer where the pixels were taken', { timeout: TIMEOUT }, async () => {
      const editor = await openEditor({ rounding, scaling });
      const random = seeded(10 * ROUNDINGS.indexOf(rounding) + SCALINGS.indexOf(scaling));
      const densities: number[] = [];
      let [worst, padded] = [0, 0];
      for (let i = 0; i < CASES; i++) {
        const drawing = someDrawing(editor, random);
        densities.push(density(drawing.request.framing));
        if (drawing.isPadded) padded++;
        worst = Math.max(worst, await leastMisplacement(editor, drawing));
        drawing.remove();
      }
      editor.host.dispose();
      console.log(
        `Geometry: ${rounding}, ${scaling}: ${CASES} layers (${padded} with padding), densities ` +
          `${Math.min(...densities).toFixed(2)}–${Math.max(...densities)} (${densities.filter((one) => one < 1).length} below 1), ` +
          `corners off by at most ${worst.toFixed(4)} frame px`,
      );
      expect(worst).toBeLessThan(TOLERANCE);
    });
  },
);

interface Drawing {
  readonly request: RasterRequest;
  readonly target: {
    readonly id: string;
    readonly size: Size<'frame'>;
    readonly toPage: Transform<'frame', 'page'>;
  };
  readonly cropToLayer: Transform<'crop', 'layer'>;
  readonly layerToPage: Transform<'layer', 'page'>;
  readonly isPadded: boolean;
  paint(rampPixels: number): Ramps;
  remove(): void;
}

/**
 * Ramps can meet the pixels so that many of them are rounded the same way, which passes for some thousandths of
 * a px. With ramps of another length it is another amount; a layer in the wrong place stays there.
 */
async function leastMisplacement(editor: Editor, drawing: Drawing): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (const pixels of RAMP_PIXELS) {
    least = Math.min(least, await misplacement(editor, drawing, drawing.paint(pixels)));
    if (least < TOLERANCE / 2) break;
  }
  return least;
}

const TOLERANCE = 0.01;
const RAMP_PIXELS = [10, 7, 14];

/** Rasters a drawing, inserts a layer over its region, and tells how far its corners lie from where the pixels were. */
async function misplacement(editor: Editor, drawing: Drawing, ramps: Ramps): Promise<number> {
  const { request, target, cropToLayer, layerToPage } = drawing;
  const size = cropSize(request.framing);
  const { source, regions, place } = await editor.plugin.call('raster', request);
  const pictures = await Promise.all([source, ...regions].map((png) => codec.decode(png)));
  for (const picture of pictures) expect(picture).toMatchObject(size);
  const seen = pictures.map((picture) => readRamps(picture, ramps, cropToLayer));
  for (const { pixels } of seen) expect(pixels).toBeGreaterThan(LEAST_PIXELS);
  const area = intersect(wholeCells(seen[0]!.box), targetArea(request.framing, target.size))!;
  const layer = await insert(editor, drawing, place, area);
  const placed = corners(UNIT).map((corner) => apply(pictureToPage(layer), corner));
  const taken = seen.map(({ at }) => corners(area).map((corner) => apply(layerToPage, at(corner))));
  const distances = taken.flatMap((points) => points.map((point, i) => distance(point, placed[i]!)));
  return Math.max(...distances, beyond(layer, target));
}

const UNIT = { x: 0, y: 0, width: 1, height: 1 };

/** From the picture's unit square to the page, by way of the layer that shows a part of it. */
function pictureToPage(layer: RectangleNode): Matrix {
  const [fill] = layer.fills as readonly ImagePaint[];
  const toLayer = invert((fill?.imageTransform ?? IDENTITY) as Matrix)!;
  const size: Matrix = [
    [layer.width, 0, 0],
    [0, layer.height, 0],
  ];
  return compose(layer.absoluteTransform as Matrix, compose(size, toLayer));
}

/** How far the layer goes beyond its target. */
function beyond(layer: RectangleNode, { size, toPage }: Drawing['target']): number {
  const toTarget = compose(invert(toPage)!, layer.absoluteTransform as Transform<'layer', 'page'>);
  const { x, y, width, height } = mapRect(toTarget, { x: 0, y: 0, width: layer.width, height: layer.height });
  return Math.max(0, -x, -y, x + width - size.width, y + height - size.height);
}

const LEAST_PIXELS = 100;

function distance(a: Point<Space>, b: Point<Space>): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** A target of any size in turned and mirrored frames and groups, and a turned region: in it, in a layer of it, or over it. */
function someDrawing({ figma }: Editor, random: Random): Drawing {
  const top = frame(figma, 2000, 2000);
  top.relativeTransform = mutable(somePlacement(random));
  const middle = frame(figma, 1500, 1500, top);
  middle.relativeTransform = mutable(somePlacement(random));
  const unit = someUnit(random);
  const size = { width: someSide(unit, random), height: someSide(unit, random) };
  const target = frame(figma, size.width, size.height, middle);
  target.relativeTransform = mutable(somePlacement(random));
  if (random.below(2) === 0) figma.group([target], middle).rotation = random.between(-180, 180);
  for (const node of [top, middle, target]) node.clipsContent = false;

  const toPage = target.absoluteTransform as Transform<'frame', 'page'>;
  const own = { width: someShare(unit, size.width, random), height: someShare(unit, size.height, random) };
  const inTarget = somewhereIn(size, own, random);
  // The same ramps in the design, below the region, so that both pictures tell where they were taken.
  const design = rectangle(figma, target, [0, 0, own.width, own.height]);
  place(design, compose(toPage, inTarget));
  design.name = 'Part of the design';
  const mask = rectangle(figma, someParent(figma, random, { top, target }), [0, 0, own.width, own.height]);
  place(mask, compose(toPage, inTarget));
  const box = mapRect(inTarget, { x: 0, y: 0, ...own });
  const framing = someGrid(unit, size, box, random);
  const paint = (rampPixels: number) => {
    const ramps = rampsFor(mask.width, mask.height, density(framing), rampPixels);
    mask.fills = rampPaints(ramps);
    design.fills = rampPaints(ramps, 0.5);
    return ramps;
  };
  const layerToPage = mask.absoluteTransform as Transform<'layer', 'page'>;
  const cropToPage = compose(toPage, invert(toCrop(framing))!);
  const { width, height } = frameRect(framing);
  return {
    request: {
      targetId: target.id,
      regions: [{ id: mask.id, use: 'mask' }],
      framing,
      reach: [intersect(box, { x: 0, y: 0, ...size })!],
      protectsText: true,
      replacedIds: [],
    },
    target: { id: target.id, size, toPage },
    cropToLayer: compose(invert(layerToPage)!, cropToPage),
    layerToPage,
    isPadded: width > size.width || height > size.height,
    paint,
    remove: () => top.remove(),
  };
}

/** Frame px a cell: every density from 4 down to 0.3, as many low as high. */
function someUnit(random: Random): number {
  return Math.round(4 * 13.4 ** random.next());
}

/** Crop px as frame px. */
const framePixels = (pixels: number, unit: number) => (pixels * unit) / CELL;

/** Of a target, at any fraction of a px: smaller than the crop, or a few times as large. */
function someSide(unit: number, random: Random): number {
  return framePixels(100 * 10 ** random.next(), unit);
}

/** Of a region: enough crop px to be read by, and no more than the time they take. */
function someShare(unit: number, side: number, random: Random): number {
  return Math.min(Math.max(side, framePixels(120, unit)), framePixels(random.between(120, 230), unit));
}

/** A crop of the least size around the region, at the density that is wanted. */
function someGrid(unit: number, target: Size<'frame'>, region: Rect<'frame'>, random: Random): Framing {
  const [columns, rows] = [16 + random.below(5), 16 + random.below(5)];
  const start = (middle: number, length: number, side: number) =>
    Math.max(0, Math.min(Math.round(middle - length / 2), Math.ceil(side) - length));
  const x = start(region.x + region.width / 2, columns * unit, target.width);
  const y = start(region.y + region.height / 2, rows * unit, target.height);
  return { x, y, columns, rows, unit };
}

/** Turned by any angle, its middle near the target's. */
function somewhereIn(
  target: { width: number; height: number },
  own: { width: number; height: number },
  random: Random,
): Transform<'layer', 'frame'> {
  const turned = somePlacement(random, 0);
  const middle = { x: target.width * random.between(0.3, 0.7), y: target.height * random.between(0.3, 0.7) };
  const moved = apply(turned, { x: own.width / 2, y: own.height / 2 });
  return compose(translation(middle.x - moved.x, middle.y - moved.y), turned);
}

/** The target, a turned frame in it, or the frame around it all. */
function someParent(
  figma: PluginAPI,
  random: Random,
  { top, target }: { top: FrameNode; target: FrameNode },
): FrameNode {
  const where = random.below(3);
  if (where !== 1) return where === 0 ? target : top;
  const inner = frame(figma, target.width, target.height, target);
  inner.relativeTransform = mutable(somePlacement(random, 5));
  [inner.clipsContent, inner.fills] = [false, []];
  return inner;
}

function place(layer: RectangleNode, toPage: Matrix): void {
  const parent = layer.parent as FrameNode;
  layer.relativeTransform = mutable(compose(invert(parent.absoluteTransform as Matrix)!, toPage));
}

function wholeCells(box: Rect<'crop'>): Rect<'crop'> {
  const x = Math.floor(box.x / CELL) * CELL;
  const y = Math.floor(box.y / CELL) * CELL;
  const up = (end: number) => Math.ceil(end / CELL) * CELL;
  return { x, y, width: up(box.x + box.width) - x, height: up(box.y + box.height) - y };
}

async function insert(
  { figma, plugin }: Editor,
  { target, request: { framing, ...request } }: Drawing,
  place: Place,
  area: Rect<'crop'>,
) {
  const patch = emptyPatch(target, framing, area);
  const { layerIds } = await insertOne(plugin, {
    ...request,
    place,
    patches: [patch],
    name: patch.name,
  });
  const layer = await figma.getNodeByIdAsync(layerIds[0]!);
  if (layer?.type !== 'RECTANGLE') throw new Error('the result is a rectangle');
  return layer;
}
