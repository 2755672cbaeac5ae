import { describe, expect, it } from 'vitest';
import { CELL, cropSize, density, type Framing, frameRegion, toCrop } from '../../core/framing.ts';
import { apply, compose, invert, type Matrix, type Point, type Transform } from '../../core/geometry.ts';
import type { Resolution, Surroundings } from '../../core/settings.ts';
import { HARD_EDGE, softEdge } from '../../core/soft-edge.ts';
import { type Random, seeded } from '../support/random.ts';
import { somePlacement } from '../support/shapes.ts';

const SURROUNDINGS: readonly Surroundings[] = ['nearby', 'none', 'whole'];
const RESOLUTIONS: readonly Resolution[] = ['standard', 'fine'];

function someFraming(random: Random): Framing {
  const target = { width: random.between(8, 5000), height: random.between(8, 5000) };
  const [width, height] = [random.between(1, target.width), random.between(1, target.height)];
  const region = {
    x: random.between(-10, target.width - width),
    y: random.between(-10, target.height - height),
    width: width + 10,
    height: height + 10,
  };
  const framing = frameRegion({
    target,
    region,
    edge: random.below(3) === 0 ? HARD_EDGE : softEdge('automatic', region, random.next()),
    surroundings: SURROUNDINGS[random.below(3)]!,
    resolution: RESOLUTIONS[random.below(2)]!,
  });
  if (!framing) throw new Error('the region meets the target');
  return framing;
}

describe('the arithmetic', () => {
  it('is invertible to a millionth of a frame px, on grids of 16a × 16b px', () => {
    const random = seeded(1);
    let worst = 0;
    const densities = { least: Number.POSITIVE_INFINITY, most: 0 };
    for (let i = 0; i < 2000; i++) {
      const framing = someFraming(random);
      const { width, height } = cropSize(framing);
      expect([width % CELL, height % CELL]).toEqual([0, 0]);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(256);
      expect(Math.max(width, height)).toBeLessThanOrEqual(2048);
      expect(width * height).toBeLessThanOrEqual(2_000_000);
      const nested = compose(somePlacement(random), compose(somePlacement(random), somePlacement(random)));
      worst = Math.max(worst, roundTrip(framing, nested, random));
      densities.least = Math.min(densities.least, density(framing));
      densities.most = Math.max(densities.most, density(framing));
    }
    console.log(
      `Geometry: 2,000 cases, densities ${densities.least.toFixed(2)}–${densities.most}, ` +
        `page → crop → page off by at most ${worst.toExponential(1)} frame px`,
    );
    expect(worst).toBeLessThan(1e-6);
  });
});

/** How far a point of the page comes back from where it was, by way of the target's px and the crop's. */
function roundTrip(framing: Framing, toPage: Matrix, random: Random): number {
  const { width, height } = cropSize(framing);
  const toFrame = invert(toCrop(framing)) as Transform<'crop', 'frame'>;
  const cropToPage = compose(toPage as Transform<'frame', 'page'>, toFrame);
  const point: Point<'crop'> = { x: random.between(0, width), y: random.between(0, height) };
  const onPage = apply(cropToPage, point);
  const inFrame = apply(invert(toPage as Transform<'frame', 'page'>)!, onPage);
  const again = apply(cropToPage, apply(toCrop(framing), inFrame));
  return Math.hypot(again.x - onPage.x, again.y - onPage.y);
}
