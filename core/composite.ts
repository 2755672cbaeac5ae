// Result + alpha → patch: the result, transparent wherever nothing may change, cut to the cells it occupies.
import { CELL } from './framing.ts';
import { intersect, type Rect } from './geometry.ts';
import type { Pixels, Plane } from './pixels.ts';

export interface Patch {
  readonly pixels: Pixels;
  /** Where the patch lies in the crop: whole cells, so that it lands on whole frame px, cut at the target's border. */
  readonly area: Rect<'crop'>;
}

/**
 * @param result @param alpha on the crop's grid
 * @param bounds the part of the crop that is the target's; the rest is padding
 * @param limit the source's own alpha, where the edit must not fill what was transparent; else null
 * @returns null when no pixel of the result would show
 */
export function composite(
  result: Pixels,
  alpha: Plane,
  bounds: Rect<'crop'>,
  limit: Plane | null,
): Patch | null {
  const shown = limit ? product(alpha, limit) : alpha;
  const cells = occupiedCells(shown);
  const area = cells && intersect(cells, bounds);
  return area && { pixels: cropped(result, shown, area), area };
}

/** Where a patch would lie, known without its picture; null when no pixel of it would show. */
export function patchArea(alpha: Plane, bounds: Rect<'crop'>, limit: Plane | null): Rect<'crop'> | null {
  const cells = occupiedCells(limit ? product(alpha, limit) : alpha);
  return cells && intersect(cells, bounds);
}

/** Whether any pixel of a result would show: asked before it is paid for. */
export function showsAnything(...of: Parameters<typeof patchArea>): boolean {
  return patchArea(...of) !== null;
}

function product(a: Plane, b: Plane): Plane {
  return { ...a, data: a.data.map((value, i) => value * b.data[i]!) };
}

function occupiedCells({ width, height, data }: Plane): Rect<'crop'> | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (toByte(data[y * width + x]!) === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return null;
  const x = Math.floor(left / CELL) * CELL;
  const y = Math.floor(top / CELL) * CELL;
  return {
    x,
    y,
    width: Math.ceil((right + 1) / CELL) * CELL - x,
    height: Math.ceil((bottom + 1) / CELL) * CELL - y,
  };
}

// Colour under alpha 0 is dropped: it would travel, be stored and mean nothing.
function cropped(pixels: Pixels, alpha: Plane, area: Rect<'crop'>): Pixels {
  const data = new Uint8Array(area.width * area.height * 4);
  for (let y = 0; y < area.height; y++) {
    for (let x = 0; x < area.width; x++) {
      const from = (y + area.y) * alpha.width + x + area.x;
      const opacity = toByte(alpha.data[from]!);
      if (opacity === 0) continue;
      const to = (y * area.width + x) * 4;
      data[to] = pixels.data[from * 4]!;
      data[to + 1] = pixels.data[from * 4 + 1]!;
      data[to + 2] = pixels.data[from * 4 + 2]!;
      data[to + 3] = opacity;
    }
  }
  return { width: area.width, height: area.height, data };
}

function toByte(value: number): number {
  return Math.round(value * 255);
}
