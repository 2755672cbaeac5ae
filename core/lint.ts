// Looks at a change map before it is paid for: what will surely not give what was meant.
import { isReached } from './change-map.ts';
import type { FailureKind } from './failure.ts';
import type { Rect } from './geometry.ts';
import { MODEL_CELL } from './levels.ts';
import type { Plane } from './pixels.ts';

/**
 * The first thing wrong with a map, or null.
 * @param amount how much each pixel may change @param drawn the regions as drawn, without their soft edge
 * @param area the target's part of the crop
 */
export function lintMap(
  amount: Plane,
  drawn: Plane,
  area: Rect<'crop'>,
): Extract<FailureKind, 'region-empty' | 'map-all-white' | 'map-too-thin'> | null {
  if (!drawn.data.some(isReached)) return 'region-empty';
  if (everyPixel(amount, area, (value) => value >= 1)) return 'map-all-white';
  return hasRoomForCell(drawn) ? null : 'map-too-thin';
}

function everyPixel(plane: Plane, area: Rect<'crop'>, holds: (value: number) => boolean): boolean {
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) {
      if (!holds(plane.data[y * plane.width + x]!)) return false;
    }
  }
  return true;
}

/** Whether a disc as wide as a cell fits anywhere into what is drawn; what lies beyond the crop does not count. */
function hasRoomForCell(drawn: Plane): boolean {
  for (let y = 0; y < drawn.height; y++) {
    for (let x = 0; x < drawn.width; x++) if (fitsDisc(drawn, x, y)) return true;
  }
  return false;
}

const RADIUS = MODEL_CELL / 2;

function fitsDisc({ data, width, height }: Plane, x: number, y: number): boolean {
  for (let dy = 1 - RADIUS; dy < RADIUS; dy++) {
    const row = y + dy;
    if (row < 0 || row >= height) continue;
    for (let dx = 1 - RADIUS; dx < RADIUS; dx++) {
      const column = x + dx;
      if (dx * dx + dy * dy >= RADIUS * RADIUS || column < 0 || column >= width) continue;
      if (!isReached(data[row * width + column]!)) return false;
    }
  }
  return true;
}
