// Keeps the preview's outlines, and how each region is read, in step with what they follow from.
import { computed, effect, signal } from '@preact/signals';
import { isReached, type RegionCoverage } from '../core/change-map.ts';
import { density, type Framing, frameRect } from '../core/framing.ts';
import {
  apply,
  compose,
  corners,
  intersect,
  invert,
  mapRect,
  type Point,
  type Rect,
  type Size,
  type Transform,
} from '../core/geometry.ts';
import { isGraded } from '../core/graded.ts';
import { isTooThin, type MapProblem } from '../core/lint.ts';
import {
  atFullOpacity,
  fitsIn,
  mapOnGrid,
  type Outlines,
  onGrid,
  outlinesOf,
  polygonOn,
  TO_GRID,
} from '../core/outlines.ts';
import { type Pixels, type Plane, planeOf } from '../core/pixels.ts';
import { pngSize } from '../core/png.ts';
import type { Preview, RegionMap, RegionPicture } from '../core/protocol.ts';
import { type Reading, readRegion } from '../core/region-reading.ts';
import type { Region, Target } from '../core/selection.ts';
import type { Edge } from '../core/soft-edge.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { settling } from './settle.ts';
import type { State } from './state.ts';

export interface Outlined extends Outlines {
  /** How the pixels of each region were read; none of a region that has not been seen yet. */
  readonly readings: ReadonlyMap<string, Reading['from']>;
  /** What of the regions will surely not give what was meant. */
  readonly problem: MapProblem | null;
  /** Whether masks are drawn in greys rather than filled. */
  readonly isGraded: boolean;
}

/** Soon enough to follow a slider while it is moved. */
const FIND_AFTER = 16;

/** What is known of a region's looks; an edit hides its masks, but the next one reads them again. */
type Look = { readonly shape: string } & (
  | ({ readonly kind: 'seen'; readonly pixels: Pixels } & Pick<RegionPicture, 'at' | 'shown'>)
  | ({ readonly kind: 'kept'; readonly plane: Plane } & Pick<RegionMap, 'area'>)
);

interface Seen {
  readonly preview: Preview;
  readonly looks: ReadonlyMap<string, Look>;
}

interface Asked {
  readonly target: Target;
  readonly regions: readonly Region[];
  readonly edge: Edge;
  readonly framing: Framing;
  readonly changeEverythingElse: boolean;
}

export function watchOutlines(state: State, { codec, clock }: { codec: Codec; clock: Clock }): void {
  const { preview, outlines } = state;
  let looks: Seen['looks'] = new Map();
  const seen = signal<Seen | null>(null);
  const finding = settling(clock, FIND_AFTER);
  // As text: most of what is set or told anew changes no outline.
  const asked = computed(() => JSON.stringify(askedOf(state)));
  effect(() => {
    const { value: shown } = preview;
    if (shown) void look(shown);
    else seen.value = null;
  });
  effect(() => {
    const [found, wanted]: [Seen | null, Asked | null] = [seen.value, JSON.parse(asked.value)];
    if (!found || !wanted) {
      finding.drop();
      outlines.value = null;
      return;
    }
    finding.later(() => {
      outlines.value = outlined(wanted, found);
    });
  });

  async function look(shown: Preview): Promise<void> {
    const found = await looksIn(shown, looks, codec);
    if (preview.peek() !== shown) return;
    looks = found;
    seen.value = { preview: shown, looks };
  }
}

function askedOf({ selection, geometry, settings }: State): Asked | null {
  const [found, known] = [selection.value, geometry.value];
  if (found.kind !== 'ready' || known.kind !== 'known') return null;
  const { changeEverythingElse } = settings.value.edit;
  const { edge, framing } = known.outline;
  return { target: found.target, regions: found.regions, edge, framing, changeEverythingElse };
}

/** With what is known of regions that are hidden by now. */
async function looksIn(preview: Preview, known: Seen['looks'], codec: Codec): Promise<Seen['looks']> {
  const looks = new Map(known);
  for (const region of preview.regions) {
    const shape = JSON.stringify([region.outline, preview.toPreview]);
    if (region.picture) looks.set(region.id, { shape, ...(await seenLook(region.picture, codec)) });
    else if (looks.get(region.id)?.shape !== shape) {
      const kept = region.map && (await keptLook(region.map, codec));
      if (kept) looks.set(region.id, { shape, ...kept });
      else looks.delete(region.id);
    }
  }
  return looks;
}

async function seenLook({ png, at, shown, opacity }: RegionPicture, codec: Codec) {
  return { kind: 'seen', at, shown, pixels: atFullOpacity(await codec.decode(png), opacity) } as const;
}

/** Null for a damaged one: the layer's own outline is known all the same. */
async function keptLook({ png, area }: RegionMap, codec: Codec) {
  const pixels = await codec.decode(png).catch(() => null);
  return pixels && ({ kind: 'kept', area, plane: planeOf(pixels) } as const);
}

/** A region as it lies on the preview's grid, with how it was read where it has been seen. */
interface Read extends RegionCoverage {
  readonly region: Region;
  readonly from: Reading['from'] | null;
  /** Nothing of it may change, by its own pixels. */
  readonly isEmpty: boolean;
}

/** Null when nothing is known of any of the regions. */
function outlined(asked: Asked, seen: Seen): Outlined | null {
  const toGrid = compose(TO_GRID, seen.preview.toPreview);
  const size = gridSize(seen.preview);
  const { target, regions, edge, changeEverythingElse } = asked;
  const read = regions.flatMap((region) => readOn(size, region, seen, toGrid) ?? []);
  if (read.length === 0) return null;
  const scale = Math.hypot(toGrid[0][0], toGrid[1][0]);
  const openSides = { left: true, top: true, right: true, bottom: true };
  const inTarget = polygonOn(size, onto(toGrid, corners({ x: 0, y: 0, ...target.size })));
  const shape = { edge, density: scale, openSides, changeEverythingElse };
  const outlines = outlinesOf(read, shape, inTarget, sentArea(asked, size, toGrid));
  return {
    ...outlines,
    problem: problemIn(asked, read, outlines),
    readings: new Map(read.flatMap(({ region, from }) => (from ? [[region.id, from] as const] : []))),
    isGraded: isGraded(read.filter(({ region }) => region.use === 'mask')),
  };
}

/** Only whole px of the target, and of what the grid shows. */
function sentArea(
  { target, framing }: Asked,
  size: Size<'grid'>,
  toGrid: Transform<'frame', 'grid'>,
): Rect<'grid'> {
  const whole = { x: 0, y: 0, ...target.size };
  const shown = mapRect(toGrid, intersect(frameRect(framing), whole) ?? whole);
  const [x, y] = [Math.max(0, Math.ceil(shown.x)), Math.max(0, Math.ceil(shown.y))];
  const right = Math.min(size.width, Math.floor(shown.x + shown.width));
  const bottom = Math.min(size.height, Math.floor(shown.y + shown.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Of what is drawn finer than the grid, that is told by what is known of the layers themselves. */
function problemIn(
  { regions, framing, changeEverythingElse }: Asked,
  read: readonly Read[],
  outlines: Outlines,
): MapProblem | null {
  if (read.length === regions.length && read.every(({ isEmpty }) => isEmpty)) return 'region-empty';
  if (outlines.isAllWhite) return 'map-all-white';
  const boxes = regions.map(({ box }) => box);
  return !changeEverythingElse && isTooThin(boxes, density(framing)) ? 'map-too-thin' : null;
}

function readOn(
  size: Size<'grid'>,
  region: Region,
  { preview, looks }: Seen,
  toGrid: Transform<'frame', 'grid'>,
): Read | null {
  const look = looks.get(region.id);
  const { amount } = region;
  if (look?.kind === 'seen') {
    const { coverage, from } = readRegion(look.pixels, region.readFrom, region.use);
    const isEmpty = amount === 0 || !coverage.data.some(isReached);
    return { region, amount, from, isEmpty, coverage: onGrid(size, coverage, look.at, look.shown) };
  }
  const view = preview.regions.find(({ id }) => id === region.id);
  if (!view) return null;
  const polygon = onto(toGrid, view.outline);
  const kept = look && keptOn(size, look, amount, toGrid);
  const coverage = kept && fitsIn(kept, polygon) ? kept : polygonOn(size, polygon);
  return { region, amount, from: null, isEmpty: amount === 0, coverage };
}

/** The change amount is in the map already. */
function keptOn(
  size: Size<'grid'>,
  { plane, area }: Extract<Look, { kind: 'kept' }>,
  amount: number,
  toGrid: Transform<'frame', 'grid'>,
): Plane | null {
  const toFrame = invert(toGrid);
  if (!toFrame || amount === 0) return null;
  const { data, ...shape } = mapOnGrid(size, plane, area, toFrame);
  return { ...shape, data: data.map((value) => Math.min(1, value / amount)) };
}

function gridSize({ png }: Preview): Size<'grid'> {
  const { width, height } = pngSize(png) ?? { width: 1, height: 1 };
  return { width: Math.ceil(width * TO_GRID[0][0]), height: Math.ceil(height * TO_GRID[0][0]) };
}

function onto(toGrid: Transform<'frame', 'grid'>, points: readonly Point<'frame'>[]): Point<'grid'>[] {
  return points.map((point) => apply(toGrid, point));
}
