// Looks at a change map before it is paid for: what will surely not give what was meant.
import { isReached } from './change-map.ts';
import type { FailureKind } from './failure.ts';
import type { Rect, Space } from './geometry.ts';
import { MODEL_CELL } from './levels.ts';
import type { Plane } from './pixels.ts';

export type MapProblem = Extract<FailureKind, 'region-empty' | 'map-all-white' | 'map-too-thin'>;

/**
 * The first thing wrong with a map, or null.
 * @param amount how much each pixel may change @param drawn the regions as drawn, without their soft edge
 * @param area the target's part of the crop
 */
export function lintMap(amount: Plane, drawn: Plane, area: Rect<'crop'>): MapProblem | null {
  if (!drawn.data.some(isReached)) return 'region-empty';
  if (isAllWhite(amount, area)) return 'map-all-white';
  return hasRoomForCell(drawn) ? null : 'map-too-thin';
}

/** Whether all of an area may change completely; not where it is less than a px. */
export function isAllWhite<S extends Space>(amount: Plane, area: Rect<S>): boolean {
  return area.width > 0 && area.height > 0 && everyPixel(amount, area, (value) => value >= 1);
}

/** Whether no cell of the model fits into any of the boxes, which hold all that is drawn. */
export function isTooThin(boxes: readonly Rect<'frame'>[], density: number): boolean {
  return boxes.every(({ width, height }) => Math.min(width, height) * density < MODEL_CELL);
}

function everyPixel<S extends Space>(
  plane: Plane,
  area: Rect<S>,
  holds: (value: number) => boolean,
): boolean {
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
