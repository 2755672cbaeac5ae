// Region pixels → the change map (how much each pixel may change) and the alpha with which the result is laid over.
import { interiorValues } from './antialias.ts';
import { distanceTo } from './distance.ts';
import { emptyPlane, type Plane } from './pixels.ts';
import { type Edge, reachOf } from './soft-edge.ts';

export interface ChangeMap {
  /** 0–1 per crop px, white = change: what the model is told. */
  readonly amount: Plane;
  /** 0–1 per crop px: how much of the result shows. 0 wherever `amount` is. */
  readonly alpha: Plane;
}

/** Which of the crop's sides are the target's own border, beyond which there is nothing to blend into. */
export interface OpenSides {
  readonly left: boolean;
  readonly top: boolean;
  readonly right: boolean;
  readonly bottom: boolean;
}

/** Where nothing of the drawing may change less than this, the result covers fully. */
const COVERED_FROM = 0.1;
/**
 * What stays untouched at the reach's outer end: 2 crop px, and at higher densities 1.5 frame px, since a
 * picture drawn smaller than it is blends each pixel with its neighbours.
 */
const CLEAR_CROP_PIXELS = 2;
const CLEAR_FRAME_PIXELS = 1.5;
/** The models work in cells of 8 crop px; a blend over fewer than two of them shows their edges. */
const LEAST_BLEND_PIXELS = 16;

/**
 * @param regions each region's rendered alpha on the crop's grid
 * @param edge in frame px
 * @param density crop px per frame px
 */
export function changeMap(
  regions: readonly Plane[],
  edge: Edge,
  density: number,
  openSides: OpenSides,
): ChangeMap {
  const drawn = maximum(regions);
  if (edge.feather === 0) return { amount: drawn, alpha: hardAlpha(drawn) };
  const inside = maximum(regions.map(interiorValues));
  const amount = maximum(regions.map((region) => withFalloff(interiorValues(region), edge, density)));
  const blend = Math.max(LEAST_BLEND_PIXELS, edge.blend * density);
  const clear = Math.max(CLEAR_CROP_PIXELS, CLEAR_FRAME_PIXELS * density);
  return { amount, alpha: softAlpha(amount, inside, { blend, clear }, openSides) };
}

/** Whether anything may change at all, at the precision with which the map travels. */
export function isEmpty(plane: Plane): boolean {
  return plane.data.every((value) => !isReached(value));
}

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
  for (let i = 0; i < amount.data.length; i++) {
    if (distance[i]! >= end) continue;
    amount.data[i] = drawn.data[nearest[i]!]! * Math.min(1, (end - distance[i]!) / width || 1);
    if (distance[i] === 0) amount.data[i] = drawn.data[i]!;
  }
  return amount;
}

// A designer who asks for no softness gets the drawing's own antialiased edge, and nothing outside it.
function hardAlpha(drawn: Plane): Plane {
  const interior = interiorValues(drawn);
  const alpha = emptyPlane(drawn.width, drawn.height);
  for (let i = 0; i < alpha.data.length; i++) {
    const value = drawn.data[i]!;
    if (!isReached(value)) continue;
    const isBorder = interior.data[i]! > value;
    alpha.data[i] = isBorder ? value / interior.data[i]! : Math.min(1, value / COVERED_FROM);
  }
  return alpha;
}

/** 1 where the drawing allows a change, 0 at the reach's end, a ramp of at most `blend` crop px between. */
function softAlpha(
  amount: Plane,
  inside: Plane,
  { blend, clear }: { blend: number; clear: number },
  openSides: OpenSides,
): Plane {
  const { width, height } = amount;
  const threshold = Math.min(COVERED_FROM, highest(inside) / 2);
  const covered = members(inside, (value) => value >= threshold && isReached(value));
  const toCovered = distanceTo(covered, width, height).distance;
  const toOutside = distanceToOutside(amount, openSides);
  const alpha = emptyPlane(width, height);
  for (let i = 0; i < alpha.data.length; i++) {
    const room = Math.max(0, toOutside[i]! - clear);
    if (room === 0 || !isReached(amount.data[i]!)) continue;
    alpha.data[i] = covered[i] ? 1 : Math.min(1, room / Math.min(blend, room + toCovered[i]!));
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

function highest(plane: Plane): number {
  let value = 0;
  for (const candidate of plane.data) if (candidate > value) value = candidate;
  return value;
}
