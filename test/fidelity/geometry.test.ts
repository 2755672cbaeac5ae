// Where pixels are taken and where the result lies: the arithmetic in 2,000 cases, the real plugin in a sample of them.
import { describe, expect, it } from 'vitest';
import { CELL, cropSize, density, type Framing, frameRegion, toCrop } from '../../core/framing.ts';
import {
  apply,
  compose,
  corners,
  invert,
  type Matrix,
  type Point,
  type Rect,
  type Transform,
} from '../../core/geometry.ts';
import { alphaOf, type Pixels } from '../../core/pixels.ts';
import type { Place, RasterRequest } from '../../core/protocol.ts';
import type { Resolution, Surroundings } from '../../core/settings.ts';
import { HARD_EDGE, softEdge } from '../../core/soft-edge.ts';
import type { Rounding, Scaling } from '../../playground/host/index.ts';
import { type Editor, openEditor } from '../support/edit.ts';
import { emptyPatch } from '../support/patch.ts';
import { type Random, seeded } from '../support/random.ts';
import { frame, mutable, rectangle, solid, somePlacement } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const SURROUNDINGS: readonly Surroundings[] = ['nearby', 'none', 'whole'];
const RESOLUTIONS: readonly Resolution[] = ['standard', 'fine'];

function someFraming(random: Random): Framing {
  const target = { width: random.between(8, 5000), height: random.between(8, 5000) };
  const [width, height] = [random.between(1, target.width), random.between(1, target.height)];
  const region = {
    x: random.between(-10, target.width - width),
    y: random.between(-10, target.height - height),
    width: width + 10,
    height: height + 10,
  };
  const framing = frameRegion({
    target,
    region,
    edge: random.below(3) === 0 ? HARD_EDGE : softEdge('automatic', region, random.next()),
    surroundings: SURROUNDINGS[random.below(3)]!,
    resolution: RESOLUTIONS[random.below(2)]!,
  });
  if (!framing) throw new Error('the region meets the target');
  return framing;
}

describe('the arithmetic', () => {
  it('is invertible to a millionth of a frame px, on grids of 16a × 16b px', () => {
    const random = seeded(1);
    let worst = 0;
    const densities = { least: Number.POSITIVE_INFINITY, most: 0 };
    for (let i = 0; i < 2000; i++) {
      const framing = someFraming(random);
      const { width, height } = cropSize(framing);
      expect([width % CELL, height % CELL]).toEqual([0, 0]);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(256);
      expect(Math.max(width, height)).toBeLessThanOrEqual(2048);
      expect(width * height).toBeLessThanOrEqual(2_000_000);
      const nested = compose(somePlacement(random), compose(somePlacement(random), somePlacement(random)));
      worst = Math.max(worst, roundTrip(framing, nested, random));
      densities.least = Math.min(densities.least, density(framing));
      densities.most = Math.max(densities.most, density(framing));
    }
    console.log(
      `Geometry: 2,000 cases, densities ${densities.least.toFixed(2)}–${densities.most}, ` +
        `page → crop → page off by at most ${worst.toExponential(1)} frame px`,
    );
    expect(worst).toBeLessThan(1e-6);
  });
});

/** How far a point of the page comes back from where it was, by way of the target's px and the crop's. */
function roundTrip(framing: Framing, toPage: Matrix, random: Random): number {
  const { width, height } = cropSize(framing);
  const toFrame = invert(toCrop(framing)) as Transform<'crop', 'frame'>;
  const cropToPage = compose(toPage as Transform<'frame', 'page'>, toFrame);
  const point: Point<'crop'> = { x: random.between(0, width), y: random.between(0, height) };
  const onPage = apply(cropToPage, point);
  const inFrame = apply(invert(toPage as Transform<'frame', 'page'>)!, onPage);
  const again = apply(cropToPage, apply(toCrop(framing), inFrame));
  return Math.hypot(again.x - onPage.x, again.y - onPage.y);
}

const ROUNDINGS: readonly Rounding[] = ['ceil', 'floor', 'round'];
const SCALINGS: readonly Scaling[] = ['anchored', 'stretched'];
const SAMPLE = 30;

describe.each(ROUNDINGS.flatMap((rounding) => SCALINGS.map((scaling) => ({ rounding, scaling }))))(
  'the plugin in a host that rounds by $rounding and is $scaling',
  ({ rounding, scaling }) => {
    it('puts the layer where the pixels were taken', async () => {
      const editor = await openEditor({ rounding, scaling });
      const random = seeded(rounding.length * 10 + scaling.length);
      let worst = 0;
      for (let i = 0; i < SAMPLE; i++) worst = Math.max(worst, await misplacement(editor, random));
      editor.host.dispose();
      console.log(
        `Geometry: ${rounding}, ${scaling}: ${SAMPLE} layers, corners off by at most ${worst.toFixed(4)} frame px`,
      );
      expect(worst).toBeLessThan(0.01);
    });
  },
);

/** Rasters a random target, inserts a layer over its region, and tells how far that lies from the region itself. */
async function misplacement(editor: Editor, random: Random): Promise<number> {
  const { top, request, region } = someDocument(editor, random);
  const { source, regions, place } = await editor.plugin.call('raster', request);
  const pixels = await codec.decode(regions[0]!);
  const size = cropSize(request.framing);
  expect(pixels).toMatchObject(size);
  expect(await codec.decode(source)).toMatchObject(size);
  const measured = boxOf(pixels);
  const area = wholeCells(measured);
  const layer = await insert(editor, request, place, area);
  const taken = corners(region.box).map((corner) => apply(region.toPage, corner));
  const toLayer = (corner: Point<'crop'>) => ({
    x: ((corner.x - area.x) * layer.width) / area.width,
    y: ((corner.y - area.y) * layer.height) / area.height,
  });
  const placed = corners(measured).map((corner) => apply(layer.absoluteTransform, toLayer(corner)));
  top.remove();
  return Math.max(...placed.map((point, i) => Math.hypot(point.x - taken[i]!.x, point.y - taken[i]!.y)));
}

/** A target of fractional size in turned and mirrored frames and groups, and a rectangle upright in it. */
function someDocument({ figma }: Editor, random: Random) {
  const unit = 4 + random.below(30);
  const framing = {
    x: unit * (random.below(5) - 2),
    y: unit * (random.below(5) - 2),
    columns: 16 + random.below(4),
    rows: 16 + random.below(4),
    unit,
  };
  const [width, height] = [framing.columns * framing.unit, framing.rows * framing.unit];
  const top = frame(figma, 2000, 2000);
  top.relativeTransform = mutable(somePlacement(random));
  const middle = frame(figma, 1500, 1500, top);
  middle.relativeTransform = mutable(somePlacement(random));
  const target = frame(figma, width * random.between(0.9, 1.2), height * random.between(0.9, 1.2), middle);
  target.relativeTransform = mutable(somePlacement(random));
  if (random.below(2) === 0) figma.group([target], middle).rotation = random.between(-180, 180);
  // Skia, which draws for the host, sets edges to a quarter px: on quarters the measure itself is exact.
  const quarters = (share: number, side: number) => (Math.round(share * side * 64) / 64) * framing.unit;
  const box = {
    x: Math.max(0, framing.x) + quarters(random.between(0.1, 0.4), framing.columns),
    y: Math.max(0, framing.y) + quarters(random.between(0.1, 0.4), framing.rows),
    width: quarters(random.between(0.1, 0.4), framing.columns),
    height: quarters(random.between(0.1, 0.4), framing.rows),
  };
  const mask = rectangle(figma, target, [box.x, box.y, box.width, box.height]);
  mask.fills = [solid(0, 0, 0)];
  const toPage = mask.absoluteTransform as Transform<'layer', 'page'>;
  const own: Rect<'layer'> = { x: 0, y: 0, width: mask.width, height: mask.height };
  const regions = [{ id: mask.id, use: 'mask' as const }];
  const request = {
    targetId: target.id,
    regions,
    framing,
    reach: [box],
    protectsText: true,
    replacedIds: [],
  };
  return { top, request, region: { box: own, toPage } };
}

/** The rectangle that was drawn, to a fraction of a px, from the moments of its coverage. */
function boxOf(pixels: Pixels): Rect<'crop'> {
  const { width, data } = alphaOf(pixels);
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  data.forEach((value, i) => {
    if (value === 0) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    columns.set(x, Math.max(columns.get(x) ?? 0, value));
    rows.set(y, Math.max(rows.get(y) ?? 0, value));
  });
  const [x, right] = extent(columns);
  const [y, bottom] = extent(rows);
  return { x, y, width: right - x, height: bottom - y };
}

/** A border px covered by a third is crossed a third of the way from within. */
function extent(coverage: ReadonlyMap<number, number>): [number, number] {
  const first = Math.min(...coverage.keys());
  const last = Math.max(...coverage.keys());
  return [first + 1 - coverage.get(first)!, last + coverage.get(last)!];
}

function wholeCells(box: Rect<'crop'>): Rect<'crop'> {
  const x = Math.floor(box.x / CELL) * CELL;
  const y = Math.floor(box.y / CELL) * CELL;
  const up = (end: number) => Math.ceil(end / CELL) * CELL;
  return { x, y, width: up(box.x + box.width) - x, height: up(box.y + box.height) - y };
}

async function insert(
  { figma, plugin }: Editor,
  { framing, ...request }: RasterRequest,
  place: Place,
  area: Rect<'crop'>,
) {
  const patch = emptyPatch(request.targetId, framing, area);
  const { layerIds } = await plugin.call('insert', {
    ...request,
    place,
    patches: [patch],
    name: patch.name,
  });
  const layer = await figma.getNodeByIdAsync(layerIds[0]!);
  if (layer?.type !== 'RECTANGLE') throw new Error('the result is a rectangle');
  return layer;
}
