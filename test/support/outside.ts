// Compares two renders of a target: nothing may differ outside the reach, and inside, by how much it was allowed to.
import { IDENTITY, type Matrix, mapRect, type Rect } from '../../core/geometry.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Picture } from './playground.ts';

/** The change map as it arrived (white preserves), read back into amounts of change from 0 to 255. */
export type Map = Picture;

interface Comparison {
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
  for (let y = 0; y < before.height; y++) {
    for (let x = 0; x < before.width; x++) {
      const difference = differenceAt(before, after, x, y);
      const amount = largestAmount(map, framing, mapRect(toFrame, { x, y, width: 1, height: 1 }), slack);
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

function differenceAt(a: Picture, b: Picture, x: number, y: number): number {
  const [i, j] = [(y * a.width + x) * a.channels, (y * b.width + x) * b.channels];
  let most = 0;
  for (let c = 0; c < 3; c++) most = Math.max(most, Math.abs(a.data[i + c]! - b.data[j + c]!));
  return most;
}

/** The largest amount of change among the crop px that a frame px shows, and their neighbours. */
function largestAmount(
  map: Map,
  framing: Recipe['framing'],
  { x, y, width, height }: Rect<'frame'>,
  slack: number,
): number {
  const density = 16 / framing.unit;
  const first = (position: number, origin: number) => Math.floor((position - slack - origin) * density) - 1;
  const last = (position: number, origin: number) => Math.ceil((position + slack - origin) * density);
  let most = 0;
  for (let row = first(y, framing.y); row <= last(y + height, framing.y); row++) {
    for (let column = first(x, framing.x); column <= last(x + width, framing.x); column++) {
      if (row < 0 || column < 0 || row >= map.height || column >= map.width) continue;
      most = Math.max(most, 255 - map.data[(row * map.width + column) * map.channels]!);
    }
  }
  return most;
}
