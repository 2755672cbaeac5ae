// Region pixels → the change map (how much each pixel may change) and the alpha with which the result is laid over.
import { interiorValues } from './antialias.ts';
import { distanceTo } from './distance.ts';
import type { Rect } from './geometry.ts';
import { MODEL_CELL } from './levels.ts';
import { emptyPlane, highest, type Plane } from './pixels.ts';
import { type Edge, reachOf } from './soft-edge.ts';

export interface ChangeMap {
  /** 0–1 per crop px, white = change: how much each pixel may change. */
  readonly amount: Plane;
  /** What the model is told: `amount`, at a hard edge out to the ends of the cells in which models see it. */
  readonly sent: Plane;
  /** 0–1 per crop px: how much of the result shows. 0 wherever `amount` is. */
  readonly alpha: Plane;
  /** The regions as drawn, their amounts applied, without the soft edge. */
  readonly drawn: Plane;
}

/** One region on the crop's grid: what it says, and what its strongest pixel may change (0–1). */
export interface RegionCoverage {
  readonly coverage: Plane;
  readonly amount: number;
}

/** Which of the crop's sides are the target's own border, beyond which there is nothing to blend into. */
export interface OpenSides {
  readonly left: boolean;
  readonly top: boolean;
  readonly right: boolean;
  readonly bottom: boolean;
}

export interface MapShape {
  /** In frame px. */
  readonly edge: Edge;
  /** Crop px per frame px. */
  readonly density: number;
  readonly openSides: OpenSides;
  /** The regions say what stays. */
  readonly changeEverythingElse: boolean;
  /** Beyond these nothing may change, however far the edge would go. */
  readonly within?: readonly Rect<'crop'>[];
}

/** Where nothing of the drawing may change less than this, the result covers fully. */
const COVERED_FROM = 0.1;
/**
 * What stays untouched at the reach's outer end: 2 crop px, and at higher densities 1.5 frame px, since a
 * picture drawn smaller than it is blends each pixel with its neighbours.
 */
const CLEAR_CROP_PIXELS = 2;
const CLEAR_FRAME_PIXELS = 1.5;

/** At least one region; regions combine by the larger amount. */
export function changeMap(regions: readonly RegionCoverage[], shape: MapShape): ChangeMap {
  const { amount, drawn, covered } = amountOf(regions, shape);
  const sent = isSoft(shape) ? amount : inWholeCells(amount);
  return { amount, sent, alpha: alphaFor(amount, covered, shape), drawn };
}

function isSoft({ edge }: MapShape): boolean {
  return edge.feather > 0 || edge.grow > 0;
}

/** What may change, without what a result needs besides: a small part of the work. */
export function amountOf(
  regions: readonly RegionCoverage[],
  shape: MapShape,
): Pick<ChangeMap, 'amount' | 'drawn'> & { readonly covered: Plane } {
  const { edge, density, changeEverythingElse, within } = shape;
  const drawn = drawnBy(regions);
  const interiors = isSoft(shape) ? regions.map((region) => interiorValues(scaled(region))) : [];
  const inside = interiors.length > 0 ? maximum(interiors) : drawn;
  // Each region fades out by itself: a faint one does not cut off the falloff of the one beside it.
  const spread =
    interiors.length > 0 ? maximum(interiors.map((own) => withFalloff(own, edge, density))) : drawn;
  const whole = changeEverythingElse ? inverse(spread) : spread;
  const amount = within ? boundedBy(whole, within) : whole;
  return { amount, drawn, covered: changeEverythingElse ? amount : inside };
}

/** The regions by themselves, before any edge is put around them. */
export function drawnBy(regions: readonly RegionCoverage[]): Plane {
  return maximum(regions.map(scaled));
}

function scaled({ coverage, amount }: RegionCoverage): Plane {
  return amount === 1 ? coverage : { ...coverage, data: coverage.data.map((value) => value * amount) };
}

function inverse(plane: Plane): Plane {
  return { ...plane, data: plane.data.map((value) => 1 - value) };
}

/** Pixels that lie whole in one of the boxes; the others are nothing. */
function boundedBy(plane: Plane, boxes: readonly Rect<'crop'>[]): Plane {
  const data = new Float32Array(plane.data.length);
  for (const box of boxes) {
    const [left, right] = [Math.max(0, Math.ceil(box.x)), Math.floor(box.x + box.width)];
    const bottom = Math.min(plane.height, Math.floor(box.y + box.height));
    for (let y = Math.max(0, Math.ceil(box.y)); y < bottom; y++) {
      const from = y * plane.width;
      data.set(plane.data.subarray(from + left, from + Math.min(plane.width, right)), from + left);
    }
  }
  return { ...plane, data };
}

function alphaFor(amount: Plane, covered: Plane, { edge, density, openSides }: MapShape): Plane {
  const clear = clearance(edge, density);
  const room = distanceToOutside(amount, openSides).map((distance) => Math.max(0, distance - clear));
  return edge.blend > 0 ? softAlpha(amount, covered, edge.blend * density, room) : hardAlpha(amount, room);
}

/** Crop px at the reach's end in which nothing of a result shows. */
export function clearance({ feather }: Pick<Edge, 'feather'>, density: number): number {
  return feather > 0 ? Math.max(CLEAR_CROP_PIXELS, CLEAR_FRAME_PIXELS * density) : 0;
}

const SMALLEST_AMOUNT = 1 / 255;

/** Part of the reach: the map's value there is not 0 when written as one of 255 levels. */
export function isReached(amount: number): boolean {
  return amount * 255 >= 0.5;
}

function maximum(planes: readonly Plane[]): Plane {
  const [first, ...others] = planes;
  if (!first) throw new RangeError('a change map needs at least one region');
  const data = Float32Array.from(first.data);
  for (const plane of others) {
    for (let i = 0; i < data.length; i++) if (plane.data[i]! > data[i]!) data[i] = plane.data[i]!;
  }
  return { ...first, data };
}

/** Greys stay as drawn; outside, the nearest drawn value falls to zero. A drawing that ends at 0 is not widened. */
function withFalloff(drawn: Plane, edge: Edge, density: number): Plane {
  const { distance, nearest } = distanceTo(members(drawn, isReached), drawn.width, drawn.height);
  const end = reachOf(edge) * density;
  const width = edge.feather * density;
  const amount = emptyPlane(drawn.width, drawn.height);
  const room = roomToFade(drawn, edge, density);
  for (let i = 0; i < amount.data.length; i++) {
    const border = nearest[i]!;
    if (distance[i] === 0) amount.data[i] = drawn.data[i]!;
    else if (distance[i]! >= end) amount.data[i] = 0;
    else if (endsAtZero(drawn, i, border)) {
      amount.data[i] = distance[i]! < room(border) ? SMALLEST_AMOUNT : 0;
    } else {
      const falloff = width > 0 ? Math.min(1, (end - distance[i]!) / width) : 1;
      // Never quite nothing, so that the reach ends at one distance from strong and faint parts alike.
      amount.data[i] = Math.max(SMALLEST_AMOUNT, drawn.data[border]! * falloff);
    }
  }
  return amount;
}

/** Whether the drawing fades out by itself where a pixel outside comes nearest to it. */
function endsAtZero({ width, data }: Plane, outside: number, border: number): boolean {
  const across = (border % width) - (outside % width);
  const down = Math.floor(border / width) - Math.floor(outside / width);
  const length = Math.max(Math.abs(across), Math.abs(down));
  const column = (border % width) + Math.round(across / length);
  const row = Math.floor(border / width) + Math.round(down / length);
  const value = data[border]!;
  const isInside = column >= 0 && column < width && row >= 0 && row * width < data.length;
  const slope = isInside ? data[row * width + column]! - value : 0;
  // A level and a half: the faintest drawn is one, and a plane holds it rounded.
  return value - slope < 1.5 * SMALLEST_AMOUNT;
}

/**
 * Crop px that the patch needs beyond a border where the drawing ends at zero: what its own fading leaves of the
 * blend. A soft drawing has all of it inside, a steep one hardly any.
 */
function roomToFade(drawn: Plane, edge: Edge, density: number): (border: number) => number {
  const wanted = edge.blend * density + clearance(edge, density);
  let toCovered: Float32Array | null = null;
  return (border) => {
    toCovered ??= distanceTo(coveredIn(drawn), drawn.width, drawn.height).distance;
    return wanted - toCovered[border]!;
  };
}

/** Where the drawing allows enough for the result to show in full. */
function coveredIn(plane: Plane): Uint8Array {
  const threshold = Math.min(COVERED_FROM, highest(plane.data) / 2);
  return members(plane, (value) => value >= threshold && isReached(value));
}

/**
 * A model takes a whole cell for its first pixel. Where a hard edge runs through a cell that pixel may lie
 * outside, or be an antialiased one, and up to 7 px inside the drawing would stay as they were. So every cell
 * that the drawing touches is given the drawing's value throughout; the patch's alpha still cuts at the edge.
 */
function inWholeCells(amount: Plane): Plane {
  const { width, height, data } = amount;
  const wide = withFalloff(
    interiorValues(amount),
    { feather: 0, grow: MODEL_CELL * Math.SQRT2, blend: 0 },
    1,
  );
  const columns = Math.ceil(width / MODEL_CELL);
  const cellOf = (i: number) =>
    Math.floor(Math.floor(i / width) / MODEL_CELL) * columns + Math.floor((i % width) / MODEL_CELL);
  const isTouched = new Uint8Array(columns * Math.ceil(height / MODEL_CELL));
  for (let i = 0; i < data.length; i++) if (isReached(data[i]!)) isTouched[cellOf(i)] = 1;
  return { ...amount, data: wide.data.map((value, i) => (isTouched[cellOf(i)] ? value : 0)) };
}

// A designer who asks for no blend gets the drawing's own antialiased edge.
function hardAlpha(amount: Plane, room: Float32Array): Plane {
  const interior = interiorValues(amount);
  const alpha = emptyPlane(amount.width, amount.height);
  for (let i = 0; i < alpha.data.length; i++) {
    const value = amount.data[i]!;
    if (room[i] === 0 || !isReached(value)) continue;
    const isBorder = interior.data[i]! > value;
    alpha.data[i] = isBorder ? value / interior.data[i]! : Math.min(1, value / COVERED_FROM);
  }
  return alpha;
}

/** 1 where the drawing allows a change, 0 at the reach's end, a ramp of at most `blend` crop px between. */
function softAlpha(amount: Plane, inside: Plane, blend: number, room: Float32Array): Plane {
  const { width, height } = amount;
  const covered = coveredIn(inside);
  const toCovered = distanceTo(covered, width, height).distance;
  const alpha = emptyPlane(width, height);
  for (let i = 0; i < alpha.data.length; i++) {
    if (room[i] === 0 || !isReached(amount.data[i]!)) continue;
    alpha.data[i] = covered[i] ? 1 : Math.min(1, room[i]! / Math.min(blend, room[i]! + toCovered[i]!));
  }
  return alpha;
}

/** Crop px to the nearest pixel that must not change, the crop's cut sides counted as such. */
function distanceToOutside(amount: Plane, openSides: OpenSides): Float32Array {
  const { width, height } = amount;
  const { distance } = distanceTo(
    members(amount, (value) => !isReached(value)),
    width,
    height,
  );
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      distance[i] = Math.min(
        distance[i]!,
        openSides.left ? Number.POSITIVE_INFINITY : x + 1,
        openSides.right ? Number.POSITIVE_INFINITY : width - x,
        openSides.top ? Number.POSITIVE_INFINITY : y + 1,
        openSides.bottom ? Number.POSITIVE_INFINITY : height - y,
      );
    }
  }
  return distance;
}

function members(plane: Plane, isMember: (value: number) => boolean): Uint8Array {
  const set = new Uint8Array(plane.data.length);
  for (let i = 0; i < set.length; i++) set[i] = isMember(plane.data[i]!) ? 1 : 0;
  return set;
}
