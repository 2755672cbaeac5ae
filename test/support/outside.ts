// Compares two renders of a target: nothing may differ outside the reach, and inside, by how much it was allowed to.
import { apply, IDENTITY, type Matrix, mapRect, type Rect } from '../../core/geometry.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Picture } from './page-bytes.ts';

/** The change map as it arrived (white preserves), read back into amounts of change from 0 to 255. */
export type Map = Picture;

export interface Comparison {
  /** Pixels that differ although no part of them was within reach. */
  readonly changedOutside: number;
  readonly comparedOutside: number;
  readonly changedInside: number;
  /** Mean difference, in levels, for pixels by the amount they were allowed to change: eight equal steps. */
  readonly byAmount: readonly number[];
}

/**
 * @param before @param after renders of the target at 1×, so that a pixel is a frame px
 * @param slack frame px beside the reach that are not counted as outside: a hard edge of more than one
 *   crop px a frame px is drawn smaller than it is, and blends with its neighbours as any picture does
 * @param toFrame from the renders' px to the target's, where they are not the same
 */
export function compare(
  before: Picture,
  after: Picture,
  map: Map,
  framing: Recipe['framing'],
  slack = 0,
  toFrame: Matrix = IDENTITY,
): Comparison {
  const counts = { changedOutside: 0, comparedOutside: 0, changedInside: 0 };
  const sums = Array.from({ length: 8 }, () => ({ sum: 0, count: 0 }));
  const amountAt = largestAmount(map, framing, slack);
  const inTarget = pixelBounds(toFrame);
  for (let y = 0; y < before.height; y++) {
    for (let x = 0; x < before.width; x++) {
      const difference = differenceAt(before, after, x, y);
      const amount = amountAt(inTarget(x, y));
      if (amount === 0) {
        counts.comparedOutside++;
        if (difference > 0) counts.changedOutside++;
        continue;
      }
      if (difference > 0) counts.changedInside++;
      const step = sums[Math.min(7, Math.floor(amount / 32))]!;
      step.sum += difference;
      step.count++;
    }
  }
  return { ...counts, byAmount: sums.map(({ sum, count }) => (count > 0 ? sum / count : 0)) };
}

/** In levels. */
export function differenceAt(a: Picture, b: Picture, x: number, y: number): number {
  const [i, j] = [(y * a.width + x) * a.channels, (y * b.width + x) * b.channels];
  let most = 0;
  for (let c = 0; c < 3; c++) most = Math.max(most, Math.abs(a.data[i + c]! - b.data[j + c]!));
  return most;
}

/** What bounds a px of the renders in the target: as large wherever it lies. */
function pixelBounds(toFrame: Matrix): (x: number, y: number) => Rect<'frame'> {
  const { width, height } = mapRect(toFrame, { x: 0, y: 0, width: 1, height: 1 });
  return (x, y) => {
    const middle = apply(toFrame, { x: x + 0.5, y: y + 0.5 });
    return { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
  };
}

/** The largest amount of change among the crop px that a frame px shows, and their neighbours. */
function largestAmount(
  map: Map,
  framing: Recipe['framing'],
  slack: number,
): (pixel: Rect<'frame'>) => number {
  const density = 16 / framing.unit;
  const reached = reachedBox(map);
  const first = (position: number, origin: number) => Math.floor((position - slack - origin) * density) - 1;
  const last = (position: number, origin: number) => Math.ceil((position + slack - origin) * density);
  return ({ x, y, width, height }) => {
    const [left, top] = [
      Math.max(first(x, framing.x), reached.left),
      Math.max(first(y, framing.y), reached.top),
    ];
    const right = Math.min(last(x + width, framing.x), reached.right);
    const bottom = Math.min(last(y + height, framing.y), reached.bottom);
    let most = 0;
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) most = Math.max(most, amountIn(map, column, row));
    }
    return most;
  };
}

function amountIn({ width, data, channels }: Map, x: number, y: number): number {
  return 255 - data[(y * width + x) * channels]!;
}

/** Around every pixel that may change: most px of a render lie far from it. */
function reachedBox(map: Map) {
  const box = { left: map.width, top: map.height, right: -1, bottom: -1 };
  for (let y = 0; y < map.height; y++) {
    for (let x = 0; x < map.width; x++) {
      if (amountIn(map, x, y) === 0) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = y;
    }
  }
  return box;
}
