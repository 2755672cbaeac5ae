// The distance transform, against the slow and obvious way.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distanceTo } from '../../core/distance.ts';

it('finds the nearest member of the set for every pixel', () => {
  const shapes = fc
    .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 }))
    .chain(([width, height]) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        set: fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: width * height, maxLength: width * height }),
      }),
    );
  fc.assert(
    fc.property(shapes, ({ width, height, set }) => {
      const { distance, nearest } = distanceTo(Uint8Array.from(set), width, height);
      for (let i = 0; i < set.length; i++) {
        const [x, y] = [i % width, Math.floor(i / width)];
        const distances = set.flatMap((member, j) =>
          member ? [Math.hypot((j % width) - x, Math.floor(j / width) - y)] : [],
        );
        if (distances.length === 0) {
          expect([distance[i], nearest[i]]).toEqual([Number.POSITIVE_INFINITY, -1]);
          continue;
        }
        const j = nearest[i]!;
        expect(distance[i]).toBeCloseTo(Math.min(...distances), 4);
        expect(Math.hypot((j % width) - x, Math.floor(j / width) - y)).toBeCloseTo(distance[i]!, 4);
      }
    }),
    { numRuns: 300 },
  );
});
