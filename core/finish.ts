// What is done to a result once it is there: mapped back and held against its surroundings, once; then cut, as often as asked.
import { isReached } from './change-map.ts';
import { applyColourMatch, type ColourMatch, matchColours } from './colour-match.ts';
import { composite, type Patch } from './composite.ts';
import type { Rect } from './geometry.ts';
import { lesser, type Pixels, type Plane } from './pixels.ts';
import { type Registration, register } from './registration.ts';
import { resample } from './resample.ts';
import { asThoughSolid, inPlaceOfOld } from './silhouette.ts';

/** Everything a result is held against and cut by; all on the crop's grid. */
export interface CropContext {
  /** As it was sent: opaque, padded. */
  readonly source: Pixels;
  /** The change map as it was sent, before the endpoint's own polarity. */
  readonly sent: Plane;
  readonly alpha: Plane;
  /** The source's own alpha, where the edit must not fill what was transparent; else null. */
  readonly limit: Plane | null;
  /** The result takes the place of a layer that stays beneath it, and is cut at that layer's own edge. */
  readonly isOverOld: boolean;
  /** The target's part of the crop, to the last px that it has any of; the rest is padding. */
  readonly area: Rect<'crop'>;
}

/** A result in its place, and how it compares with what was to stay: the map as sent says what that is. */
export interface Held {
  /** On the crop's grid, its colours as they came. */
  readonly pixels: Pixels;
  readonly colours: ColourMatch;
  readonly registration: Registration;
}

/** @param result of any size */
export function hold(result: Pixels, { source, sent, area }: CropContext): Held {
  const sized = resample(result, source.width, source.height);
  const unchanged = unchangedIn(sent, area);
  const registration = register(source, sized, unchanged);
  const isResized = sized !== result;
  // Only a result that was resized has a reason to have moved; else a shift is what the model painted.
  const pixels = isResized && registration.kind === 'shifted' ? moved(sized, registration) : sized;
  return { pixels, colours: matchColours(source, pixels, unchanged), registration };
}

/**
 * @param matching 0–1: how much of the colour match to apply
 * @returns null when nothing of the result would show
 */
export function cut({ pixels, colours }: Held, around: CropContext, matching: number): Patch | null {
  return cutAsItIs(applyColourMatch(pixels, colours, matching), around);
}

type Cutting = Pick<CropContext, 'source' | 'alpha' | 'area' | 'limit' | 'isOverOld'>;

/**
 * In its own colours.
 * @param most how much of it may show at all, where that is not only for the alpha to say
 */
export function cutAsItIs(
  pixels: Pixels,
  { alpha, area, limit, source, isOverOld }: Cutting,
  most: Plane | null = null,
): Patch | null {
  const shown = isOverOld ? inPlaceOfOld({ pixels, alpha }, source, limit) : { pixels, alpha };
  const seen = limit ? asThoughSolid(shown.pixels, source, limit) : shown.pixels;
  return composite(seen, most ? lesser(shown.alpha, most) : shown.alpha, area, limit);
}

function unchangedIn(sent: Plane, area: Rect<'crop'>): Uint8Array {
  const unchanged = new Uint8Array(sent.data.length);
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) {
      const i = y * sent.width + x;
      unchanged[i] = isReached(sent.data[i]!) ? 0 : 1;
    }
  }
  return unchanged;
}

function moved(pixels: Pixels, { dx, dy }: { dx: number; dy: number }): Pixels {
  const { width, height } = pixels;
  const data = new Uint8Array(pixels.data.length);
  for (let y = 0; y < height; y++) {
    const row = Math.max(0, Math.min(height - 1, y - dy));
    for (let x = 0; x < width; x++) {
      const from = (row * width + Math.max(0, Math.min(width - 1, x - dx))) * 4;
      data.set(pixels.data.subarray(from, from + 4), (y * width + x) * 4);
    }
  }
  return { width, height, data };
}
