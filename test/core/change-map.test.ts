// The change map and its alpha: greys kept, softness outside only, nothing beyond the reach.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeMap, isReached, type OpenSides } from '../../core/change-map.ts';
import { emptyPlane, type Plane } from '../../core/pixels.ts';
import { type Edge, HARD_EDGE, reachOf } from '../../core/soft-edge.ts';

const SIZE = 96;
const CLOSED = { left: false, top: false, right: false, bottom: false };
const SOFT: Edge = { feather: 12, grow: 10, blend: 16 };

function draw(value: (x: number, y: number) => number): Plane {
  const plane = emptyPlane(SIZE, SIZE);
  for (let y = 0; y < SIZE; y++) for (let x = 0; x < SIZE; x++) plane.data[y * SIZE + x] = value(x, y);
  return plane;
}

function mapOf(
  planes: readonly Plane[],
  edge: Edge,
  density: number,
  openSides: OpenSides,
  changeEverythingElse = false,
) {
  return changeMap(
    planes.map((coverage) => ({ coverage, amount: 1 })),
    { edge, density, openSides, changeEverythingElse },
  );
}

const at = (plane: Plane, x: number, y: number) => plane.data[y * SIZE + x]!;
const isInSquare = (x: number, y: number) => x >= 40 && x < 60 && y >= 40 && y < 60;
const square = draw((x, y) => (isInSquare(x, y) ? 1 : 0));

/** A smooth disc: hard edge with one antialiased pixel. */
function disc(cx: number, cy: number, radius: number, value = 1): Plane {
  return draw((x, y) => value * Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(x - cx, y - cy))));
}

describe('change map', () => {
  it('keeps drawn greys to the level', () => {
    const gradient = draw((x, y) => (y > 30 && y < 60 ? x / (SIZE - 1) : 0));
    const { amount } = mapOf([gradient], SOFT, 1, CLOSED);
    for (let x = 4; x < SIZE - 4; x++) {
      expect(Math.abs(at(amount, x, 45) - at(gradient, x, 45))).toBeLessThan(1 / 255);
    }
  });

  it('falls to zero outside, by the feather, and no further than the reach', () => {
    const { amount } = mapOf([square], SOFT, 1, CLOSED);
    const row = Array.from({ length: 36 }, (_, i) => at(amount, 59 + i, 50));
    for (let i = 1; i < row.length; i++) expect(row[i]!).toBeLessThanOrEqual(row[i - 1]!);
    expect(row[1]).toBe(1);
    expect(row[Math.ceil(reachOf(SOFT)) + 1]).toBe(0);
  });

  it('does not widen a drawing that ends at zero', () => {
    const fading = draw((x, y) => (isInSquare(x, y) ? (60 - x) / 20 : 0));
    const { amount } = mapOf([fading], SOFT, 1, CLOSED);
    for (let x = 62; x < SIZE; x++) expect(at(amount, x, 50)).toBeLessThan(0.06);
  });

  it('takes the interior’s value beside a hard antialiased edge, so that no dotted seam shows', () => {
    const { amount } = mapOf([disc(48, 48, 20.3)], SOFT, 1, CLOSED);
    for (let y = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE; x++) {
        if (Math.hypot(x - 48, y - 48) < 20.8) expect(at(amount, x, y)).toBe(1);
      }
    }
  });

  it('leaves the region’s own coverage alone when no softness is wanted', () => {
    const region = disc(48, 48, 20.3);
    const { amount, alpha } = mapOf([region], HARD_EDGE, 1, CLOSED);
    expect(amount.data).toEqual(region.data);
    for (let i = 0; i < alpha.data.length; i++) {
      if (region.data[i] === 0) expect(alpha.data[i]).toBe(0);
    }
    expect(at(alpha, 48, 48)).toBe(1);
  });

  it('tells the model of a hard edge in whole cells, so that no sliver inside stays as it was', () => {
    const region = disc(45, 51, 20.3, 0.6);
    const { sent } = mapOf([region], HARD_EDGE, 1, CLOSED);
    for (let y = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE; x++) {
        const isCellTouched = [0, 1, 2, 3, 4, 5, 6, 7].some((dy) =>
          [0, 1, 2, 3, 4, 5, 6, 7].some((dx) => isReached(at(region, x - (x % 8) + dx, y - (y % 8) + dy))),
        );
        expect(at(sent, x, y)).toBeCloseTo(isCellTouched ? 0.6 : 0, 6);
      }
    }
  });

  it('does so where the edge runs along the border of the picture, antialiased over many pixels', () => {
    // A large arc that touches the upper border at its right end.
    const arc = draw((x, y) => Math.max(0, Math.min(1, 300.9 - Math.hypot(x - 95, y - 300))));
    expect(at(arc, 80, 0)).toBeCloseTo(0.52, 1);
    const { sent } = mapOf([arc], HARD_EDGE, 1, { left: true, top: true, right: true, bottom: true });
    expect([at(sent, 80, 0), at(sent, 88, 0)]).toEqual([1, 1]);
  });

  it('tells the model nothing of what lies beyond a drawing that ends at zero, hard edge or not', () => {
    const fading = draw((x, y) => (isInSquare(x, y) ? (60 - x) / 20 : 0));
    const { sent } = mapOf([fading], HARD_EDGE, 1, CLOSED);
    for (let x = 61; x < SIZE; x++) expect(at(sent, x, 50) * 255).toBeLessThanOrEqual(13);
  });

  it('never shows the result outside the reach, nor in its outermost two px', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 75 }),
        fc.integer({ min: 20, max: 75 }),
        fc.integer({ min: 3, max: 18 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (cx, cy, radius, value) => {
          const { amount, alpha } = mapOf([disc(cx, cy, radius, value)], SOFT, 1, CLOSED);
          let touched = 0;
          for (let y = 2; y < SIZE - 2; y++) {
            for (let x = 2; x < SIZE - 2; x++) {
              const nearOutside = [-2, 0, 2].some(
                (d) => !isReached(at(amount, x + d, y)) || !isReached(at(amount, x, y + d)),
              );
              if (nearOutside && at(alpha, x, y) > 0) touched++;
            }
          }
          expect(touched).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('covers fully wherever a tenth or more may change', () => {
    const half = draw((x, y) => (isInSquare(x, y) ? 0.5 : 0));
    const { alpha } = mapOf([half], SOFT, 1, CLOSED);
    for (let y = 40; y < 60; y++) for (let x = 40; x < 60; x++) expect(at(alpha, x, y)).toBe(1);
  });

  it('fades out before a cut side of the crop, and not at the target’s own border', () => {
    const edgeSquare = draw((x, y) => (x < 30 && y > 30 && y < 60 ? 1 : 0));
    const cut = mapOf([edgeSquare], SOFT, 1, CLOSED).alpha;
    const own = mapOf([edgeSquare], SOFT, 1, { ...CLOSED, left: true }).alpha;
    expect(at(cut, 0, 45)).toBe(0);
    expect(at(own, 0, 45)).toBe(1);
  });

  it('combines regions by the larger amount', () => {
    const weak = draw((x, y) => (x < 50 && isInSquare(x, y) ? 0.4 : 0));
    const { amount } = mapOf([weak, square], SOFT, 1, CLOSED);
    expect(at(amount, 45, 50)).toBe(1);
  });

  it('lets a region change at most by its own amount', () => {
    const shape = { edge: SOFT, density: 1, openSides: CLOSED, changeEverythingElse: false };
    const { amount } = changeMap([{ coverage: square, amount: 0.3 }], shape);
    expect(at(amount, 50, 50)).toBeCloseTo(0.3, 6);
    expect(Math.max(...amount.data)).toBeLessThanOrEqual(0.3 + 1e-6);
  });

  it('changes everything else when asked to, and leaves the drawing alone', () => {
    const { amount, alpha } = mapOf(
      [square],
      SOFT,
      1,
      { left: true, top: true, right: true, bottom: true },
      true,
    );
    for (const [x, y] of [
      [50, 50],
      [41, 58],
    ] as const)
      expect([at(amount, x, y), at(alpha, x, y)]).toEqual([0, 0]);
    expect([at(amount, 5, 5), at(alpha, 5, 5)]).toEqual([1, 1]);
  });
});
