// Greys that were drawn, told from a shape with a soft edge.
import { expect, test } from 'vitest';
import { isGraded } from '../../core/graded.ts';
import { emptyPlane, type Plane } from '../../core/pixels.ts';

/** By the distance from the middle, and the column, each from 0 to 1. */
function drawn(value: (distance: number, column: number) => number): Plane {
  const plane = emptyPlane(80, 80);
  for (let i = 0; i < plane.data.length; i++) {
    const [x, y] = [(i % 80) + 0.5, Math.floor(i / 80) + 0.5];
    plane.data[i] = Math.max(0, Math.min(1, value(Math.hypot(x - 40, y - 40) / 40, x / 80)));
  }
  return plane;
}

const disc = drawn((distance) => (0.8 - distance) * 40);
const blurred = drawn((distance) => (0.9 - distance) * 5);
const ramp = drawn((_, column) => column);
const halo = drawn((distance) => 1 - distance);
const steps = drawn((_, column) => (column < 0.5 ? 0.6 : 1));

test.each([
  ['a filled shape', [{ coverage: disc, amount: 1 }], false],
  ['a faint one', [{ coverage: disc, amount: 0.4 }], false],
  ['a soft edge', [{ coverage: blurred, amount: 1 }], false],
  ['a linear ramp', [{ coverage: ramp, amount: 1 }], true],
  ['a radial one, at a lower amount', [{ coverage: halo, amount: 0.7 }], true],
  ['two steps', [{ coverage: steps, amount: 1 }], true],
  [
    'two shapes of different amounts',
    [
      { coverage: disc, amount: 1 },
      { coverage: disc, amount: 0.6 },
    ],
    true,
  ],
  ['a shape that allows nothing', [{ coverage: disc, amount: 0 }], false],
  ['nothing', [], false],
])('%s', (_, regions, graded) => {
  expect(isGraded(regions)).toBe(graded);
});
