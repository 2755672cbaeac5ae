// The framing: which rectangle is sent, at what density, and that the way back is exact.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coveredArea,
  cropSize,
  density,
  type Framing,
  footprintOf,
  frameRect,
  frameRegion,
  targetArea,
  targetSides,
  toCrop,
} from '../../core/framing.ts';
import { apply, contains, intersect, invert, outset, type Rect } from '../../core/geometry.ts';
import { HARD_EDGE, reachOf, softEdge } from '../../core/soft-edge.ts';

const sides = fc.double({ min: 1, max: 6000, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

const requests = fc
  .record({
    width: sides,
    height: sides,
    left: share,
    top: share,
    right: share,
    bottom: share,
    soft: fc.boolean(),
    surroundings: fc.constantFrom('nearby', 'none', 'whole' as const),
    resolution: fc.constantFrom('standard', 'fine' as const),
  })
  .map(({ width, height, left, top, right, bottom, soft, surroundings, resolution }) => {
    const region: Rect<'frame'> = {
      x: left * width * 0.9,
      y: top * height * 0.9,
      width: Math.max(0.5, right * width),
      height: Math.max(0.5, bottom * height),
    };
    const edge = soft ? softEdge('automatic', region, 1) : HARD_EDGE;
    return { target: { width, height }, region, edge, surroundings, resolution };
  });

function framed(request: Parameters<typeof frameRegion>[0]): Framing {
  const framing = frameRegion(request);
  if (!framing) throw new Error('the region lies inside the target, so there is a framing');
  return framing;
}

describe('framing', () => {
  it('sends images whose sides are multiples of 16 within the limits and the budget', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { width, height } = cropSize(framed(request));
        expect((width % 16) + (height % 16)).toBe(0);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(256);
        expect(Math.max(width, height)).toBeLessThanOrEqual(2048);
        expect(width * height).toBeLessThanOrEqual(request.resolution === 'fine' ? 2_000_000 : 1_000_000);
      }),
      { numRuns: 1000 },
    );
  });

  it('shows everything that may change, and as much of the target as there is', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const rect = frameRect(framed(request));
        const whole = { x: 0, y: 0, ...request.target };
        const needed = intersect(outset(request.region, reachOf(request.edge)), whole);
        expect(needed && contains(rect, needed, 1e-6)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('lies inside the target, or starts at its origin when the target is smaller', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { x, y, width, height } = frameRect(framed(request));
        expect(Number.isInteger(x) && Number.isInteger(y)).toBe(true);
        expect(x === 0 || x + width <= Math.ceil(request.target.width)).toBe(true);
        expect(y === 0 || y + height <= Math.ceil(request.target.height)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('maps frame px to crop px and back to within a millionth', () => {
    fc.assert(
      fc.property(requests, share, share, (request, across, down) => {
        const framing = framed(request);
        const forward = toCrop(framing);
        const back = invert(forward);
        const point = { x: across * request.target.width, y: down * request.target.height };
        const again = apply(back!, apply(forward, point));
        expect(Math.hypot(again.x - point.x, again.y - point.y)).toBeLessThan(1e-6);
      }),
      { numRuns: 1000 },
    );
  });

  it('never exceeds four crop px a frame px', () => {
    fc.assert(fc.property(requests, (request) => density(framed(request)) <= 4));
  });

  it('keeps a density of 1 wherever the region itself, with its soft edge, fits the budget', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const whole = {
          x: 0,
          y: 0,
          width: Math.ceil(request.target.width),
          height: Math.ceil(request.target.height),
        };
        const needed = intersect(outset(request.region, reachOf(request.edge) + 5), whole);
        const up16 = (side: number) => Math.max(256, Math.ceil((side + 1) / 16) * 16);
        const [width, height] = [up16(needed!.width), up16(needed!.height)];
        const fits = width <= 2048 && height <= 2048 && width * height <= 1_000_000;
        if (fits && request.surroundings !== 'whole') {
          expect(density(framed(request))).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('says there is none when the region lies outside the target', () => {
    const outside = { x: 900, y: 0, width: 100, height: 100 };
    const request = { target: { width: 800, height: 600 }, region: outside, edge: HARD_EDGE };
    expect(frameRegion({ ...request, surroundings: 'nearby', resolution: 'standard' })).toBeNull();
  });

  it('tells pixels that the target covers whole from those it has any part of', () => {
    const framing: Framing = { x: 0, y: 0, columns: 16, rows: 16, unit: 16 };
    const target = { width: 100.5, height: 300 };
    expect(coveredArea(framing, target)).toEqual({ x: 0, y: 0, width: 100, height: 256 });
    expect(targetArea(framing, target)).toEqual({ x: 0, y: 0, width: 101, height: 256 });
    const patch = { x: 32, y: 16, width: 69, height: 32 };
    expect(footprintOf(framing, target, patch)).toEqual({ area: patch, shown: { ...patch, width: 68.5 } });
    expect(footprintOf(framing, target, { ...patch, x: 112 })).toBeNull();
    expect(targetSides(framing, target)).toEqual({
      left: true,
      top: true,
      right: true,
      bottom: false,
    });
  });
});
