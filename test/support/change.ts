// How far two maps differ that were made on grids of one density, but not of one size.
import type { Framing } from '../../core/framing.ts';
import { CELL } from '../../core/framing.ts';
import type { Plane } from '../../core/pixels.ts';

/** The mean over the first; outside the second is 0. @param shift from the second's origin to the first's, in frame px */
export function meanDifference(
  first: Plane,
  second: Plane,
  shift: { readonly x: number; readonly y: number },
  { unit }: Pick<Framing, 'unit'>,
): number {
  const [dx, dy] = [(shift.x * CELL) / unit, (shift.y * CELL) / unit];
  let sum = 0;
  for (let y = 0; y < first.height; y++) {
    for (let x = 0; x < first.width; x++) {
      sum += Math.abs(first.data[y * first.width + x]! - at(second, x + dx, y + dy));
    }
  }
  return sum / first.data.length;
}

function at({ width, height, data }: Plane, x: number, y: number): number {
  const isInside = x >= 0 && y >= 0 && x < width && y < height;
  return isInside ? data[Math.round(y) * width + Math.round(x)]! : 0;
}
