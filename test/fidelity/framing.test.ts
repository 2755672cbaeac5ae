// The framing against Krita AI Diffusion's published numbers, and against the best density that fits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cropSize,
  density,
  type Framing,
  type FramingRequest,
  frameRect,
  frameRegion,
} from '../../core/framing.ts';
import { intersect, outset, type Rect, type Size } from '../../core/geometry.ts';
import { billedMegapixels } from '../../core/price.ts';
import type { Resolution } from '../../core/settings.ts';
import { HARD_EDGE, reachOf, softEdge } from '../../core/soft-edge.ts';

interface Sides {
  readonly width: number;
  readonly height: number;
}

const CANVAS = { width: 1440, height: 1024 };

/** A selection in the middle of a canvas. */
function centred({ width, height }: Size<'frame'>, canvas: Size<'frame'>): Rect<'frame'> {
  return { x: (canvas.width - width) / 2, y: (canvas.height - height) / 2, width, height };
}

/** What Krita AI Diffusion 1.53 would send for a selection, by its own formulas, in px of the canvas. */
function kritaContext(canvas: Sides, selection: Sides, strength: number): Sides {
  const diagonal = Math.hypot(selection.width, selection.height);
  const feather = Math.max(Math.floor(0.1 * strength * diagonal), Math.round(32 * strength));
  const pad = feather + 4 + Math.floor(0.06 * diagonal);
  const up = (side: number, multiple: number) => Math.ceil(side / multiple) * multiple;
  const bounded = (side: number, most: number) => Math.min(Math.max(256, up(side + 2 * pad, 16)), most);
  const bounds = {
    width: bounded(selection.width, canvas.width),
    height: bounded(selection.height, canvas.height),
  };
  if (strength < 1) return bounds;
  const mean = Math.floor((bounds.width + bounds.height) / 2);
  const context = Math.max(Math.floor(Math.max(canvas.width, canvas.height) / 16), Math.floor(mean / 2));
  const less = Math.min(Math.floor(Math.abs(bounds.width - bounds.height) / 2), Math.floor(context / 2));
  const isWide = bounds.width > bounds.height;
  const side = (length: number, padding: number, most: number) =>
    Math.min(up(Math.max(512, length + 2 * padding), 8), most);
  return {
    width: side(bounds.width, isWide ? context - less : context, canvas.width),
    height: side(bounds.height, isWide ? context : context - less, canvas.height),
  };
}

function framed(
  selection: Rect<'frame'>,
  strength: number,
  canvas: Size<'frame'> = CANVAS,
  resolution: Resolution = 'standard',
): Framing {
  const framing = frameRegion({
    target: canvas,
    region: selection,
    edge: softEdge('automatic', selection, strength),
    surroundings: 'nearby',
    resolution,
  });
  if (!framing) throw new Error('the selection lies inside the canvas');
  return framing;
}

const selections = fc.record({
  canvas: fc.record({
    width: fc.integer({ min: 256, max: 5000 }),
    height: fc.integer({ min: 256, max: 5000 }),
  }),
  across: fc.double({ min: 0.01, max: 1, noNaN: true }),
  down: fc.double({ min: 0.01, max: 1, noNaN: true }),
  strength: fc.constantFrom(0.5, 0.85, 1),
});

describe('the four worked selections on 1440 × 1024', () => {
  it.each([
    // The selection, Krita's context, and what is sent here: exact rectangle and density.
    [300, 200, 1, [720, 720], { x: 407, y: 199, columns: 57, rows: 57, unit: 11 }],
    [300, 200, 0.5, [400, 288], { x: 441, y: 233, columns: 62, rows: 62, unit: 9 }],
    [64, 64, 1, [512, 512], { x: 464, y: 256, columns: 57, rows: 57, unit: 9 }],
    [900, 600, 1, [1440, 1024], { x: 136, y: 88, columns: 73, rows: 53, unit: 16 }],
  ] as const)('%i × %i at %f', (width, height, strength, [contextWidth, contextHeight], expected) => {
    const krita = kritaContext(CANVAS, { width, height }, strength);
    expect(krita).toEqual({ width: contextWidth, height: contextHeight });
    const framing = framed(centred({ width, height }, CANVAS), strength);
    expect(framing).toEqual(expected);
    const size = cropSize(framing);
    expect(billedMegapixels(size)).toBeLessThanOrEqual(billedMegapixels(krita));
    console.log(
      `Framing: ${width} × ${height} at ${strength}: ${size.width} × ${size.height} px of ` +
        `${framing.columns * framing.unit} × ${framing.rows * framing.unit} frame px, density ` +
        `${density(framing).toFixed(3)}, bills ${billedMegapixels(size)} MP (Krita's context: ` +
        `${krita.width} × ${krita.height})`,
    );
  });
});

/** How much of the canvas is sent, in square px. */
function shown(framing: Framing): number {
  const { width, height } = frameRect(framing);
  return width * height;
}

describe('the same at Fine, which a designer chooses to pay two megapixels for', () => {
  it.each([
    [300, 200, 1, { x: 404, y: 196, columns: 79, rows: 79, unit: 8 }],
    [300, 200, 0.5, { x: 440, y: 232, columns: 80, rows: 80, unit: 7 }],
    [64, 64, 1, { x: 462, y: 254, columns: 86, rows: 86, unit: 6 }],
    [900, 600, 1, { x: 0, y: 0, columns: 103, rows: 74, unit: 14 }],
  ] as const)('%i × %i at %f', (width, height, strength, expected) => {
    const framing = framed(centred({ width, height }, CANVAS), strength, CANVAS, 'fine');
    expect(framing).toEqual(expected);
    expect(billedMegapixels(cropSize(framing))).toBe(2);
  });
});

describe('for 1,000 random selections', () => {
  it('bills no more at Standard than Krita’s context would, and a second megapixel at Fine for what it buys', () => {
    let asDear = 0;
    fc.assert(
      fc.property(selections, ({ canvas, across, down, strength }) => {
        const size = {
          width: Math.max(1, Math.round(across * canvas.width)),
          height: Math.max(1, Math.round(down * canvas.height)),
        };
        const selection = centred(size, canvas);
        const krita = billedMegapixels({ ...kritaContext(canvas, size, strength) });
        const [standard, fine] = (['standard', 'fine'] as const).map((resolution) =>
          framed(selection, strength, canvas, resolution),
        ) as [Framing, Framing];
        expect(billedMegapixels(cropSize(standard))).toBeLessThanOrEqual(krita);
        const billed = billedMegapixels(cropSize(fine));
        expect(billed).toBeLessThanOrEqual(2);
        if (billed <= krita) asDear++;
        else expect(density(fine) > density(standard) || shown(fine) > shown(standard)).toBe(true);
      }),
      { numRuns: 1000 },
    );
    console.log(
      `Framing: Standard never above Krita's context; Fine above it, for more density or surroundings, in ${1000 - asDear} of 1,000`,
    );
  });

  it('has a density of 1 wherever region + feather, rounded up to the grid, fits', () => {
    let fitting = 0;
    fc.assert(
      fc.property(requests, (request) => {
        if (!fitsAtDensityOne(request)) return;
        fitting++;
        const framing = frameRegion(request);
        expect(framing && density(framing)).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 3000 },
    );
    console.log(
      `Framing: density 1 or more in ${fitting} of ${fitting} cases in which region + feather fits`,
    );
    expect(fitting).toBeGreaterThan(500);
  });
});

const side = fc.double({ min: 100, max: 3000, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

// Half of the regions are as large as may be, where the rule is hardest to keep.
const requests: fc.Arbitrary<FramingRequest> = fc
  .record({
    target: fc.record({ width: side, height: side }),
    x: share,
    y: share,
    across: share,
    down: share,
    isTight: fc.boolean(),
    isSoft: fc.boolean(),
    surroundings: fc.constantFrom('nearby', 'none' as const),
    resolution: fc.constantFrom('standard', 'fine' as const),
  })
  .map(({ target, x, y, across, down, isTight, isSoft, ...choices }) => {
    const width = 1 + across * (target.width - 1);
    const requestFor = (height: number): FramingRequest => {
      const region = { x: x * (target.width - width), y: y * (target.height - height), width, height };
      return { target, region, edge: isSoft ? softEdge('automatic', region, 1) : HARD_EDGE, ...choices };
    };
    return isTight ? largestThatFits(requestFor, target.height) : requestFor(1 + down * (target.height - 1));
  });

function largestThatFits(requestFor: (height: number) => FramingRequest, limit: number): FramingRequest {
  let [low, high] = [1, limit];
  for (let i = 0; i < 16; i++) {
    const middle = (low + high) / 2;
    if (fitsAtDensityOne(requestFor(middle))) low = middle;
    else high = middle;
  }
  return requestFor(low);
}

function fitsAtDensityOne({ target, region, edge, resolution }: FramingRequest): boolean {
  const whole = { x: 0, y: 0, width: Math.ceil(target.width), height: Math.ceil(target.height) };
  const needed = intersect(outset(region, reachOf(edge)), whole);
  if (!needed) return false;
  const up = (start: number, length: number) =>
    Math.max(256, Math.ceil((Math.ceil(start + length) - Math.floor(start)) / 16) * 16);
  const [width, height] = [up(needed.x, needed.width), up(needed.y, needed.height)];
  const budget = resolution === 'fine' ? 2_000_000 : 1_000_000;
  return width <= 2048 && height <= 2048 && width * height <= budget;
}
