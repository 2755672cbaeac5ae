// The outlines in the preview: where the change map would reach, found on a grid small enough to follow a slider.
import { amountOf, isReached, type MapShape, type RegionCoverage } from './change-map.ts';
import { contourOf, type Ring } from './contour.ts';
import {
  apply,
  boundsOf,
  contains,
  type Point,
  type Rect,
  type Size,
  scaling,
  type Transform,
} from './geometry.ts';
import { isAllWhite } from './lint.ts';
import { emptyPlane, type Pixels, type Plane } from './pixels.ts';

/** Half the preview's resolution. */
export const TO_GRID: Transform<'preview', 'grid'> = scaling(0.5);

export interface Outlines {
  /** Around all that may change. */
  readonly reach: readonly Ring<'grid'>[];
  /** Around what was drawn. */
  readonly drawn: readonly Ring<'grid'>[];
  /** Whether all of the target that would be sent may change completely. */
  readonly isAllWhite: boolean;
}

/**
 * @param target 1 for each px of the grid in the target: beyond it nothing changes
 * @param area of the target, that would be sent
 */
export function outlinesOf(
  regions: readonly RegionCoverage[],
  shape: MapShape,
  target: Plane,
  area: Rect<'grid'>,
): Outlines {
  const { amount, drawn } = amountOf(regions, shape);
  return {
    reach: contourOf(reachedIn(amount, target)),
    drawn: contourOf(reachedIn(drawn, target)),
    isAllWhite: isAllWhite(amount, area),
  };
}

function reachedIn({ width, height, data }: Plane, target: Plane) {
  const isMember = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) isMember[i] = target.data[i]! > 0 && isReached(data[i]!) ? 1 : 0;
  return { isMember, width, height };
}

/**
 * As opaque as it is where a raster takes the layer's own opacity off. What is faintest stays so: a level is
 * all that is left of several, and a drawing that fades out must not seem to end in a step.
 */
export function atFullOpacity(pixels: Pixels, opacity: number): Pixels {
  if (opacity === 1 || opacity === 0) return pixels;
  const full = Math.round(255 * opacity);
  const data = Uint8Array.from(pixels.data);
  for (let i = 3; i < data.length; i += 4) {
    const alpha = data[i]!;
    if (alpha > 0) data[i] = alpha >= full ? 255 : Math.round(1 + (alpha - 1) / opacity);
  }
  return { ...pixels, data };
}

/** A region's own plane put where it lies on the grid, as far as it is shown. */
export function onGrid(
  { width, height }: Size<'grid'>,
  own: Plane,
  at: Point<'grid'>,
  shown: Rect<'grid'>,
): Plane {
  const plane = emptyPlane(width, height);
  const [left, top] = [Math.round(at.x), Math.round(at.y)];
  const from = { x: Math.max(0, left, Math.round(shown.x)), y: Math.max(0, top, Math.round(shown.y)) };
  const right = Math.min(width, left + own.width, Math.round(shown.x + shown.width));
  const bottom = Math.min(height, top + own.height, Math.round(shown.y + shown.height));
  for (let y = from.y; y < bottom && from.x < right; y++) {
    const row = (y - top) * own.width - left;
    plane.data.set(own.data.subarray(row + from.x, row + right), y * width + from.x);
  }
  return plane;
}

/** A map of some area of the target put on the grid: each px of the grid shows what lies under its middle. */
export function mapOnGrid(
  { width, height }: Size<'grid'>,
  map: Plane,
  area: Rect<'frame'>,
  toFrame: Transform<'grid', 'frame'>,
): Plane {
  const plane = emptyPlane(width, height);
  for (let i = 0; i < plane.data.length; i++) {
    const { x, y } = apply(toFrame, { x: (i % width) + 0.5, y: Math.floor(i / width) + 0.5 });
    const column = Math.floor(((x - area.x) / area.width) * map.width);
    const row = Math.floor(((y - area.y) / area.height) * map.height);
    const isIn = column >= 0 && row >= 0 && column < map.width && row < map.height;
    if (isIn) plane.data[i] = map.data[row * map.width + column]!;
  }
  return plane;
}

/**
 * Whether what is drawn can be what a layer of this outline drew: a map is kept from when it was used, and the layer
 * may have been moved or resized since. Nothing of it lies outside, and it takes up at least half of it each way.
 */
export function fitsIn(drawn: Plane, outline: readonly Point<'grid'>[]): boolean {
  const own = drawnBounds(drawn);
  const layer = boundsOf(outline);
  return (
    own !== null &&
    contains(layer, own, NEAR) &&
    2 * own.width >= layer.width &&
    2 * own.height >= layer.height
  );
}

/** In px of the grid: a small map's px may cover several of them. */
const NEAR = 4;

function drawnBounds({ width, data }: Plane): Rect<'grid'> | null {
  const drawn: Point<'grid'>[] = [];
  for (let i = 0; i < data.length; i++) {
    if (isReached(data[i]!)) drawn.push({ x: i % width, y: Math.floor(i / width) });
  }
  return drawn.length > 0 ? boundsOf(drawn) : null;
}

/** 1 in every px whose middle lies in the polygon. */
export function polygonOn({ width, height }: Size<'grid'>, polygon: readonly Point<'grid'>[]): Plane {
  const plane = emptyPlane(width, height);
  for (let y = 0; y < height; y++) {
    const crossings = crossingsAt(polygon, y + 0.5);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const [from, to] = [Math.ceil(crossings[k]! - 0.5), Math.ceil(crossings[k + 1]! - 0.5)];
      plane.data.fill(1, y * width + Math.max(0, from), y * width + Math.max(0, Math.min(width, to)));
    }
  }
  return plane;
}

function crossingsAt(polygon: readonly Point<'grid'>[], y: number): number[] {
  const crossings = polygon.flatMap((a, k) => {
    const b = polygon[(k + 1) % polygon.length]!;
    return a.y <= y === b.y <= y ? [] : [a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)];
  });
  return crossings.sort((a, b) => a - b);
}
