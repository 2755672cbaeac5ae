// A picture of another ratio, fitted to the size of what was asked for.
import { expect, it } from 'vitest';
import type { Pixels } from '../../core/pixels.ts';
import { cover } from '../../core/resample.ts';

/** Each pixel's red tells its column, its green its row. */
function grid(width: number, height: number): Pixels {
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => {
    const pixel = Math.floor(i / 4);
    return [pixel % width, Math.floor(pixel / width), 0, 255][i % 4]!;
  });
  return { width, height, data };
}

const pixelAt = ({ width, data }: Pixels, x: number, y: number) => [
  ...data.slice((y * width + x) * 4, (y * width + x) * 4 + 2),
];

it('cuts what stands over evenly, and stretches nothing', () => {
  const wide = cover(grid(96, 32), { width: 32, height: 32 });
  expect([pixelAt(wide, 0, 0), pixelAt(wide, 31, 31)]).toEqual([
    [32, 0],
    [63, 31],
  ]);
  const tall = cover(grid(32, 96), { width: 32, height: 32 });
  expect([pixelAt(tall, 0, 0), pixelAt(tall, 31, 31)]).toEqual([
    [0, 32],
    [31, 63],
  ]);
});

it('fills the size whatever the picture’s own is', () => {
  const larger = cover(grid(64, 32), { width: 128, height: 128 });
  expect([larger.width, larger.height]).toEqual([128, 128]);
  expect(pixelAt(larger, 0, 0)).toEqual([16, 0]);
  expect(pixelAt(larger, 127, 127)).toEqual([47, 31]);
  const same = grid(20, 10);
  expect(cover(same, { width: 20, height: 10 })).toBe(same);
});
