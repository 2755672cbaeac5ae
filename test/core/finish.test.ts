// A result is held against its surroundings: moved back when it came resized and shifted, otherwise only told of.
import { expect, it } from 'vitest';
import { type CropContext, cut as cutPatch, hold } from '../../core/finish.ts';
import type { Pixels } from '../../core/pixels.ts';
import { resample } from '../../core/resample.ts';
import { cut, mapChannels, somePiece } from '../support/photos.ts';
import { seeded } from '../support/random.ts';

const SIDE = 256;
const [FROM, TO] = [96, 160];

const isInside = (i: number) =>
  [i % SIDE, Math.floor(i / SIDE)].every((place) => place >= FROM && place < TO);
const plane = () => ({
  width: SIDE,
  height: SIDE,
  data: Float32Array.from({ length: SIDE * SIDE }, (_, i) => (isInside(i) ? 1 : 0)),
});

/** A photograph, and the same seen from (dx, dy) further on. */
function shiftedBy(dx: number, dy: number, seed: number): { around: CropContext; shifted: Pixels } {
  const { photo, x, y, pixels } = somePiece(seeded(seed), SIDE, SIDE, 8);
  const area = { x: 0, y: 0, width: SIDE, height: SIDE };
  return {
    around: { source: pixels, sent: plane(), alpha: plane(), limit: null, area, isOverOld: false },
    shifted: cut(photo, x + dx, y + dy, SIDE, SIDE),
  };
}

const resized = (pixels: Pixels) => resample(pixels, SIDE * 2, SIDE * 2);

/** Mean difference in levels of what shows in the patch. */
function difference({ source }: CropContext, held: ReturnType<typeof hold>, around: CropContext): number {
  const patch = cutPatch(held, around, 0)!;
  const { x, y, width, height } = patch.area;
  expect([x, y, width, height]).toEqual([FROM, FROM, TO - FROM, TO - FROM]);
  const wanted = cut(source, x, y, width, height);
  let sum = 0;
  for (let i = 0; i < wanted.data.length; i += 4) sum += Math.abs(wanted.data[i]! - patch.pixels.data[i]!);
  return sum / (wanted.data.length / 4);
}

it.each([
  [3, 2],
  [-4, 1],
  [0, -3],
])('moves a result that came resized and shifted by (%i, %i) back to where it belongs', (dx, dy) => {
  const { around, shifted } = shiftedBy(dx, dy, 5);
  const held = hold(resized(shifted), around);
  expect(held.registration).toEqual({ kind: 'shifted', dx, dy });
  const left = hold(resized(mapChannels(around.source, (value) => value)), around);
  // As near to the source as one that came resized alone.
  expect(difference(around, held, around)).toBeLessThan(difference(around, left, around) + 1);
});

it('tells of a shift in a result of the right size, and leaves it where it is', () => {
  const { around, shifted } = shiftedBy(3, 2, 5);
  const held = hold(shifted, around);
  expect(held.registration).toEqual({ kind: 'shifted', dx: 3, dy: 2 });
  expect(held.pixels).toBe(shifted);
});
