// Looks at a change map before it is paid for: what will surely not give what was meant.
import { distanceTo } from './distance.ts';
import type { FailureKind } from './failure.ts';
import type { Rect } from './geometry.ts';
import type { Plane } from './pixels.ts';

/** Crop px a side of the cells in which the models see the map. */
const CELL = 8;

/**
 * The first thing wrong with a map, or null.
 * @param amount as it will be sent @param drawn the regions as drawn, without their soft edge
 * @param area the target's part of the crop
 */
export function lintMap(
  amount: Plane,
  drawn: Plane,
  area: Rect<'crop'>,
): Extract<FailureKind, 'region-empty' | 'map-all-white' | 'map-too-thin'> | null {
  if (!drawn.data.some((value) => value * 255 >= 0.5)) return 'region-empty';
  if (everyPixel(amount, area, (value) => value >= 1)) return 'map-all-white';
  return widest(drawn) < CELL / 2 ? 'map-too-thin' : null;
}

function everyPixel(plane: Plane, area: Rect<'crop'>, holds: (value: number) => boolean): boolean {
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) {
      if (!holds(plane.data[y * plane.width + x]!)) return false;
    }
  }
  return true;
}

/** Half the width, in crop px, of the widest place drawn. */
function widest({ data, width, height }: Plane): number {
  const outside = Uint8Array.from(data, (value) => (value * 255 < 0.5 ? 1 : 0));
  const { distance } = distanceTo(outside, width, height);
  return distance.reduce((most, value) => Math.max(most, value), 0);
}
