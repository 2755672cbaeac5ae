// A picture of one size on the grid of another: a result that came back smaller or larger than what was sent.
import { clamp } from './geometry.ts';
import type { Pixels } from './pixels.ts';

/** Bilinear between pixel centres; the picture covers the same area before and after. */
export function resample(source: Pixels, width: number, height: number): Pixels {
  if (source.width === width && source.height === height) return source;
  const columns = taps(source.width, width);
  const rows = taps(source.height, height);
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) writePixel(source, columns[x]!, rows[y]!, data, (y * width + x) * 4);
  }
  return { width, height, data };
}

interface Tap {
  readonly first: number;
  readonly second: number;
  /** The second's weight. */
  readonly weight: number;
}

function taps(from: number, to: number): Tap[] {
  return Array.from({ length: to }, (_, i) => {
    const position = clamp(((i + 0.5) * from) / to - 0.5, 0, from - 1);
    const first = Math.floor(position);
    return { first, second: Math.min(first + 1, from - 1), weight: position - first };
  });
}

function writePixel(source: Pixels, column: Tap, row: Tap, into: Uint8Array, at: number): void {
  const top = row.first * source.width;
  const bottom = row.second * source.width;
  for (let channel = 0; channel < 4; channel++) {
    const value = (offset: number) => source.data[offset * 4 + channel]!;
    const upper = mix(value(top + column.first), value(top + column.second), column.weight);
    const lower = mix(value(bottom + column.first), value(bottom + column.second), column.weight);
    into[at + channel] = Math.round(mix(upper, lower, row.weight));
  }
}

function mix(a: number, b: number, weight: number): number {
  return a + (b - a) * weight;
}
