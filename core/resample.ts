// A picture of one size on the grid of another: a result that came back smaller or larger than what was sent.
import { clamp, type Size } from './geometry.ts';
import { cropped, type Pixels } from './pixels.ts';

/** Bilinear between pixel centres; the picture covers the same area before and after. */
export function resample(source: Pixels, width: number, height: number): Pixels {
  if (source.width === width && source.height === height) return source;
  const columns = taps(source.width, width);
  const rows = taps(source.height, height);
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) writeRow(source, columns, rows, y, data);
  return { width, height, data };
}

/** In its own ratio; a picture that is small enough stays as it is. */
export function shrunkTo(source: Pixels, longestSide: number): Pixels {
  const scale = Math.min(1, longestSide / Math.max(source.width, source.height));
  const scaled = (side: number) => Math.max(1, Math.round(side * scale));
  return resample(source, scaled(source.width), scaled(source.height));
}

/** Fills the size with the picture in its own ratio; what stands over at two sides is cut off evenly. */
export function cover(source: Pixels, { width, height }: Size<'crop'>): Pixels {
  const scale = Math.min(source.width / width, source.height / height);
  const columns = Math.min(source.width, Math.max(1, Math.round(width * scale)));
  const rows = Math.min(source.height, Math.max(1, Math.round(height * scale)));
  return resample(middle(source, columns, rows), width, height);
}

function middle(source: Pixels, width: number, height: number): Pixels {
  const [x, y] = [Math.floor((source.width - width) / 2), Math.floor((source.height - height) / 2)];
  return cropped(source, { x, y, width, height });
}

/** Per position: the two source positions around it, and the second's weight. */
interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float64Array;
}

function taps(from: number, to: number): Taps {
  const [first, second, weight] = [new Int32Array(to), new Int32Array(to), new Float64Array(to)];
  for (let i = 0; i < to; i++) {
    const position = clamp(((i + 0.5) * from) / to - 0.5, 0, from - 1);
    first[i] = Math.floor(position);
    second[i] = Math.min(first[i]! + 1, from - 1);
    weight[i] = position - first[i]!;
  }
  return { first, second, weight };
}

function writeRow(source: Pixels, columns: Taps, rows: Taps, y: number, into: Uint8Array): void {
  const { data } = source;
  const top = rows.first[y]! * source.width;
  const bottom = rows.second[y]! * source.width;
  const down = rows.weight[y]!;
  const width = columns.first.length;
  for (let x = 0, at = y * width * 4; x < width; x++) {
    const left = columns.first[x]!;
    const right = columns.second[x]!;
    const across = columns.weight[x]!;
    for (let channel = 0; channel < 4; channel++, at++) {
      const upper = mix(data[(top + left) * 4 + channel]!, data[(top + right) * 4 + channel]!, across);
      const lower = mix(data[(bottom + left) * 4 + channel]!, data[(bottom + right) * 4 + channel]!, across);
      into[at] = Math.round(mix(upper, lower, down));
    }
  }
}

function mix(a: number, b: number, weight: number): number {
  return a + (b - a) * weight;
}
