// The sample document's photographs as pixels, and pieces of them of any size.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import jpeg from 'jpeg-js';
import type { Pixels } from '../../core/pixels.ts';
import type { Random } from './random.ts';

const FOLDER = join(import.meta.dirname, '../../playground/sample/images');

const PHOTOS: readonly Pixels[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.jpg'))
  .sort()
  .map((name) => {
    const { width, height, data } = jpeg.decode(readFileSync(join(FOLDER, name)), { useTArray: true });
    return { width, height, data };
  });

export function cut(photo: Pixels, x: number, y: number, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * photo.width + x) * 4;
    data.set(photo.data.subarray(from, from + width * 4), row * width * 4);
  }
  return { width, height, data };
}

/** A piece of some photograph, from anywhere in it, at least `margin` px from its border. */
export function somePiece(random: Random, width: number, height: number, margin = 0) {
  const photo = PHOTOS[random.below(PHOTOS.length)]!;
  const x = margin + random.below(photo.width - width - 2 * margin + 1);
  const y = margin + random.below(photo.height - height - 2 * margin + 1);
  return { photo, x, y, pixels: cut(photo, x, y, width, height) };
}

export function mapChannels(pixels: Pixels, change: (value: number, channel: number) => number): Pixels {
  const data = Uint8Array.from(pixels.data);
  for (let i = 0; i < data.length; i++) {
    if (i % 4 < 3) data[i] = Math.max(0, Math.min(255, Math.round(change(data[i]!, i % 4))));
  }
  return { ...pixels, data };
}
