// A layer that is painted over at its own antialiased edge: the new one stands there as if it had been drawn in its place.
import { expect, it } from 'vitest';
import { changeMap } from '../../core/change-map.ts';
import { composite } from '../../core/composite.ts';
import { emptyPlane, type Pixels, type Plane } from '../../core/pixels.ts';
import { asThoughSolid, inPlaceOfOld, solidPart } from '../../core/silhouette.ts';
import { HARD_EDGE } from '../../core/soft-edge.ts';
import { somePiece } from '../support/photos.ts';
import { seeded } from '../support/random.ts';

const SIDE = 96;
const WHOLE = { x: 0, y: 0, width: SIDE, height: SIDE } as const;
const OPEN = { left: false, top: false, right: false, bottom: false };
const OLD = [240, 10, 200] as const;

/** A disc with an edge of one px, half of which it covers on average. */
const coverage: Plane = {
  ...emptyPlane(SIDE, SIDE),
  data: Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const from = Math.hypot((i % SIDE) - 47.3, Math.floor(i / SIDE) - 46.8);
    return Math.max(0, Math.min(1, 30.5 - from));
  }),
};

const { alpha } = changeMap([{ coverage, amount: 1 }], {
  edge: HARD_EDGE,
  density: 1,
  openSides: OPEN,
  changeEverythingElse: false,
});

const random = seeded(3);
const behind = somePiece(random, SIDE, SIDE).pixels;
const result = somePiece(random, SIDE, SIDE).pixels;

/** Each px a share of one picture, the rest of another. */
function mixed(share: Plane, over: (at: number) => number, under: Pixels): Pixels {
  const data = under.data.map((value, at) => {
    const c = share.data[Math.floor(at / 4)]!;
    return at % 4 === 3 ? 255 : Math.round(c * over(at) + (1 - c) * value);
  });
  return { ...under, data };
}

const source = mixed(coverage, (at) => OLD[at % 4]!, behind);
const wanted = mixed(coverage, (at) => result.data[at]!, behind);

function laidOver({ pixels, alpha }: { pixels: Pixels; alpha: Plane }, limit: Plane | null = null): Pixels {
  const patch = composite(pixels, alpha, WHOLE, limit)!;
  const data = Uint8Array.from(source.data);
  const { x, y, width } = patch.area;
  for (let i = 0; i < patch.pixels.data.length; i++) {
    const [column, row] = [Math.floor(i / 4) % width, Math.floor(i / 4 / width)];
    const at = ((row + y) * SIDE + column + x) * 4 + (i % 4);
    const share = patch.pixels.data[i - (i % 4) + 3]! / 255;
    data[at] = Math.round(share * patch.pixels.data[i]! + (1 - share) * data[at]!);
  }
  return { ...source, data };
}

function largestDifference(a: Pixels, b: Pixels): number {
  return a.data.reduce(
    (most, value, at) => (at % 4 === 3 ? most : Math.max(most, Math.abs(value - b.data[at]!))),
    0,
  );
}

it('shows the new layer over what lies behind, and nothing of the old one', () => {
  const shown = inPlaceOfOld({ pixels: result, alpha }, source, null);
  expect(largestDifference(laidOver({ pixels: result, alpha }), wanted)).toBeGreaterThan(40);
  expect(largestDifference(laidOver(shown), wanted)).toBeLessThanOrEqual(1);
});

it('stays within the old layer’s px', () => {
  const shown = inPlaceOfOld({ pixels: result, alpha }, source, null);
  expect(shown.alpha.data.some((value, i) => value > 0 && coverage.data[i] === 0)).toBe(false);
});

it('is merely cut where what lies behind is not known', () => {
  const limit = { ...coverage, data: coverage.data.map((value) => value) };
  expect(inPlaceOfOld({ pixels: result, alpha }, source, limit)).toEqual({ pixels: result, alpha });
});

/** All of it may change, as in a soft region. */
const everywhere: Plane = { ...coverage, data: coverage.data.map(() => 1) };

it('lets a target that is see-through at its edges be seen in the new colours, with no rim of the old', () => {
  const before = laidOver({ pixels: result, alpha: everywhere }, coverage);
  const after = laidOver({ pixels: asThoughSolid(result, source, coverage), alpha: everywhere }, coverage);
  let [edge, left, most] = [0, 0, 0];
  for (const [i, share] of coverage.data.entries()) {
    for (let at = 4 * i; at < 4 * i + 3; at++) {
      const [meant, old] = [result.data[at]!, source.data[at]!];
      const off = Math.abs(after.data[at]! - meant);
      if (share === 0) expect(after.data[at]).toBe(old);
      else expect(off).toBeLessThanOrEqual(Math.abs(before.data[at]! - meant) + 1);
      if (share === 0 || share === 1) continue;
      edge++;
      const needed = old + (meant - old) / share;
      if (needed >= 0 && needed <= 255) most = Math.max(most, off);
      left += off / Math.max(1, Math.abs(before.data[at]! - meant));
    }
  }
  expect(edge).toBeGreaterThan(300);
  expect(most).toBeLessThanOrEqual(1);
  // The rest is where no colour is strong enough.
  expect(left / edge).toBeLessThan(0.6);
});

it('takes for solid only what is so far from every hole that the two meet in no px', () => {
  const { data } = solidPart(coverage, WHOLE, 2);
  for (const [i, share] of coverage.data.entries()) {
    const from = Math.hypot((i % SIDE) - 47.3, Math.floor(i / SIDE) - 46.8);
    if (share < 1 || from > 29.5 - 2) expect(data[i]).toBe(0);
    if (from < 29.5 - 4.5) expect(data[i]).toBe(1);
  }
  const cutAt = { ...WHOLE, width: 47 };
  const half = solidPart(everywhere, cutAt, 1).data;
  expect([half[44], half[46], half[47]]).toEqual([1, 0, 0]);
});
