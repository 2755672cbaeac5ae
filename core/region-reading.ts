// What a region's pixels say: how much may change where, read from their shape or from their light and dark.
import type { Pixels, Plane } from './pixels.ts';

/** `automatic` takes light and dark only for a mask that is plainly a greyscale map. */
export type ReadFrom = 'automatic' | 'shape' | 'light-and-dark';
export const READ_FROM: readonly ReadFrom[] = ['automatic', 'shape', 'light-and-dark'];

export interface Reading {
  /** 0–1 per crop px, before the region's own change amount. */
  readonly coverage: Plane;
  readonly from: Exclude<ReadFrom, 'automatic'>;
}

/** @param pixels the region alone, on the crop's grid, not premultiplied */
export function readRegion(pixels: Pixels, readFrom: ReadFrom, use: 'mask' | 'content'): Reading {
  const from = readFrom === 'automatic' ? automatic(pixels, use) : readFrom;
  const coverage = new Float32Array(pixels.width * pixels.height);
  for (let i = 0; i < coverage.length; i++) {
    const alpha = pixels.data[i * 4 + 3]! / 255;
    coverage[i] = from === 'shape' ? alpha : (alpha * luminance(pixels, i)) / 255;
  }
  return { coverage: { width: pixels.width, height: pixels.height, data: coverage }, from };
}

/** Levels by which the channels of a grey may differ. */
const COLOURLESS = 3;
/** Levels between darkest and lightest above which a mask is drawn in greys rather than filled. */
const VARIED = 16;
/** The share of the drawing that may be translucent, beside its antialiased edge. */
const TRANSLUCENT = 0.05;

// Content is never read so: a photograph is light and dark, too.
function automatic(pixels: Pixels, use: 'mask' | 'content'): 'shape' | 'light-and-dark' {
  if (use === 'content') return 'shape';
  let [drawn, translucent, darkest, lightest] = [0, 0, 255, 0];
  for (let i = 0; i < pixels.width * pixels.height; i++) {
    const alpha = pixels.data[i * 4 + 3]!;
    if (alpha === 0) continue;
    drawn++;
    if (alpha < 255) {
      // Of a small drawing the edge is a large share, at whatever size it is looked at.
      if (!touchesNothing(pixels, i)) translucent++;
      continue;
    }
    if (spread(pixels, i) > COLOURLESS) return 'shape';
    const level = luminance(pixels, i);
    darkest = Math.min(darkest, level);
    lightest = Math.max(lightest, level);
  }
  const isMap = translucent <= TRANSLUCENT * drawn && lightest - darkest >= VARIED;
  return isMap ? 'light-and-dark' : 'shape';
}

/** Whether a pixel lies beside one that is clear, as the pixels of an edge do. */
function touchesNothing({ width, height, data }: Pixels, i: number): boolean {
  const [x, y] = [i % width, Math.floor(i / width)];
  for (let row = y - 1; row <= y + 1; row++) {
    for (let column = x - 1; column <= x + 1; column++) {
      const isInside = row >= 0 && column >= 0 && row < height && column < width;
      if (!isInside || data[(row * width + column) * 4 + 3] === 0) return true;
    }
  }
  return false;
}

function spread({ data }: Pixels, i: number): number {
  const [r, g, b] = [data[i * 4]!, data[i * 4 + 1]!, data[i * 4 + 2]!];
  return Math.max(r, g, b) - Math.min(r, g, b);
}

// Of the values as they stand, not of light: what looks half grey on the screen means half.
function luminance({ data }: Pixels, i: number): number {
  return 0.2126 * data[i * 4]! + 0.7152 * data[i * 4 + 1]! + 0.0722 * data[i * 4 + 2]!;
}
