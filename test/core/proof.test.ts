// The outside proof, as a comparison: what counts as a change, and when there is nothing to be said.
import { expect, test } from 'vitest';
import type { Pixels, Plane } from '../../core/pixels.ts';
import { prove } from '../../core/proof.ts';

const AMOUNT: Plane = { width: 4, height: 1, data: Float32Array.from([0, 0, 0.5, 1]) };

/** Four px, each of one grey and one alpha. */
function row(...pixels: (readonly [grey: number, alpha: number])[]): Pixels {
  const data = Uint8Array.from(pixels.flatMap(([grey, alpha]) => [grey, grey, grey, alpha]));
  return { width: pixels.length, height: 1, data };
}

const BEFORE = row([10, 255], [20, 255], [30, 255], [40, 255]);

test('a change inside the reach alone is what was wanted', () => {
  expect(prove(BEFORE, row([10, 255], [20, 255], [90, 255], [200, 255]), AMOUNT)).toEqual({ kind: 'kept' });
});

test('a pixel outside counts, by the channel that changed most', () => {
  expect(prove(BEFORE, row([11, 255], [27, 255], [90, 255], [200, 255]), AMOUNT)).toEqual({
    kind: 'changed',
    pixels: 2,
    most: 7,
  });
});

test('so does one that became opaque, but no colour that cannot be seen', () => {
  const clear = row([0, 0], [0, 0], [30, 255], [40, 255]);
  expect(prove(clear, row([9, 0], [0, 0], [90, 255], [40, 255]), AMOUNT)).toEqual({ kind: 'kept' });
  expect(prove(clear, row([0, 3], [0, 0], [90, 255], [40, 255]), AMOUNT)).toMatchObject({
    pixels: 1,
    most: 3,
  });
});

test('an amount too small for any level of the map is outside', () => {
  const amount = { ...AMOUNT, data: Float32Array.from([0.001, 0, 1, 1]) };
  expect(prove(BEFORE, row([12, 255], [20, 255], [0, 255], [0, 255]), amount)).toMatchObject({ pixels: 1 });
});

test('the same picture twice proves nothing, nor does one without an outside or of another size', () => {
  expect(prove(BEFORE, BEFORE, AMOUNT)).toBeNull();
  const everywhere = { ...AMOUNT, data: new Float32Array(4).fill(1) };
  expect(prove(BEFORE, row([0, 255], [0, 255], [0, 255], [0, 255]), everywhere)).toBeNull();
  expect(prove(BEFORE, row([10, 255]), AMOUNT)).toBeNull();
});
