// The antialiased edge of what is painted over: laid over itself, it would shine through there by up to a quarter.
import { distanceTo } from './distance.ts';
import type { Rect } from './geometry.ts';
import type { Pixels, Plane } from './pixels.ts';

/** A result, and how much of it shows. */
export interface Shown {
  readonly pixels: Pixels;
  readonly alpha: Plane;
}

/**
 * Where a share c of a px was the old layer's and the rest what lies behind it, it becomes the source + c · (new − old):
 * as if the new had been drawn in the old one's place. No other px is touched.
 * @param limit the source's own alpha, or null: where that is not whole, what lies behind is not known
 */
export function inPlaceOfOld({ pixels, alpha }: Shown, source: Pixels, limit: Plane | null): Shown {
  const { width, height } = alpha;
  const whole = Uint8Array.from(alpha.data, (value) => (value === 1 ? 1 : 0));
  const { nearest } = distanceTo(whole, width, height);
  const data = Uint8Array.from(pixels.data);
  const shows = Float32Array.from(alpha.data);
  for (let i = 0; i < shows.length; i++) {
    const [share, inner] = [alpha.data[i]!, nearest[i]!];
    if (share === 0 || share === 1 || inner < 0 || (limit && limit.data[i]! < 1)) continue;
    shows[i] = 1;
    for (let c = 0; c < 3; c++) {
      const [then, old] = [source.data[i * 4 + c]!, source.data[inner * 4 + c]!];
      const now = then + share * (pixels.data[i * 4 + c]! - old);
      data[i * 4 + c] = Math.max(0, Math.min(255, Math.round(now)));
    }
  }
  return { pixels: { ...pixels, data }, alpha: { ...alpha, data: shows } };
}

/**
 * Where only a share of a px is the design's, only that share of a result shows, and with it a share of what
 * it was meant to change: a rim in the old colours. So it differs from the source by as much more, as far as
 * colours go: over what the target stands on, it is then seen as it came.
 * @param limit the source's own alpha
 */
export function asThoughSolid(pixels: Pixels, source: Pixels, limit: Plane): Pixels {
  const data = Uint8Array.from(pixels.data);
  for (let i = 0; i < limit.data.length; i++) {
    const share = limit.data[i]!;
    if (share === 0 || share === 1) continue;
    for (let c = 4 * i; c < 4 * i + 3; c++) {
      const old = source.data[c]!;
      const now = old + (pixels.data[c]! - old) / share;
      data[c] = Math.max(0, Math.min(255, Math.round(now)));
    }
  }
  return { ...pixels, data };
}

/** Px of a picture by which a px of it can spread where it is drawn at a fraction of a px. */
const SPREAD = 1.5;

/**
 * 1 where a result cannot grow the outline of what it is laid over, else 0: on what is solid, and so far
 * from all that is not that the two meet in no px of any screen.
 * @param share the source's own alpha @param area of the crop, that the target covers in full
 * @param density crop px per frame px: several of them come to lie in one px of the page
 */
export function solidPart(share: Plane, area: Rect<'crop'>, density: number): Plane {
  const { width, height, data } = share;
  const seenThrough = Uint8Array.from(data, (value, i) =>
    value === 1 && isInside(area, i % width, Math.floor(i / width)) ? 0 : 1,
  );
  const { distance } = distanceTo(seenThrough, width, height);
  const margin = SPREAD * Math.max(1, density);
  return { width, height, data: distance.map((far) => (far > margin ? 1 : 0)) };
}

function isInside(area: Rect<'crop'>, x: number, y: number): boolean {
  return x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height;
}
