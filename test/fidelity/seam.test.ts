// The seam: a result that is a little lighter all over must fade into its surroundings without a step.
import { describe, expect, it } from 'vitest';
import { changeMap, type RegionCoverage } from '../../core/change-map.ts';
import { cut, hold } from '../../core/finish.ts';
import type { Rect } from '../../core/geometry.ts';
import { emptyPlane, type Pixels, type Plane } from '../../core/pixels.ts';
import { softEdge } from '../../core/soft-edge.ts';
import { mapChannels, somePiece } from '../support/photos.ts';
import { seeded } from '../support/random.ts';

const SIZE = 512;
const LIGHTER = 8;
const CLOSED = { left: false, top: false, right: false, bottom: false };

/** Coverage in crop px from the middle of the crop, in units of the region's half side. */
type Draw = (x: number, y: number) => number;

const SHAPES: Readonly<Record<string, Draw>> = {
  disc: (x, y) => clamped((1 - Math.hypot(x, y)) * 60),
  'turned rectangle': (x, y) => clamped((0.8 - Math.max(Math.abs(x + y), Math.abs(x - y)) * 0.7) * 60),
  'ramp with a zero edge': (x, y) => (Math.max(Math.abs(x), Math.abs(y)) <= 1 ? (x + 1) / 2 : 0),
  'steep ramp': (x, y) => (Math.max(Math.abs(x), Math.abs(y)) <= 1 ? clamped((x + 1) * 4) : 0),
  'soft disc': (x, y) => clamped(1 - Math.hypot(x, y)),
  'two squares': (x, y) => (Math.abs(Math.abs(x) - 0.6) <= 0.4 && Math.abs(y) <= 0.6 ? 1 : 0),
  'faint square': (x, y) => (Math.max(Math.abs(x), Math.abs(y)) <= 1 ? 0.06 : 0),
};

function clamped(value: number): number {
  return Math.max(0, Math.min(1, value));
}

function drawn(draw: Draw, half: number): Plane {
  const plane = emptyPlane(SIZE, SIZE);
  const middle = SIZE / 2;
  for (let i = 0; i < plane.data.length; i++) {
    const [x, y] = [(i % SIZE) + 0.5 - middle, Math.floor(i / SIZE) + 0.5 - middle];
    plane.data[i] = draw(x / half, y / half);
  }
  return plane;
}

describe.each([1, 4])('at density %i', (density) => {
  it.each(Object.entries(SHAPES))('a %s shows no step', (name, draw) => {
    const half = density === 1 ? 100 : 80;
    const frameSide = (2 * half) / density;
    const box: Rect<'frame'> = { x: 0, y: 0, width: frameSide, height: frameSide };
    const region: RegionCoverage = { coverage: drawn(draw, half), amount: 1 };
    const edge = softEdge('automatic', box, 1);
    const map = changeMap([region], { edge, density, openSides: CLOSED, changeEverythingElse: false });
    const { pixels } = somePiece(seeded(density), SIZE, SIZE);
    const source = mapChannels(pixels, (value) => Math.min(value, 255 - LIGHTER));
    const result = mapChannels(source, (value) => value + LIGHTER);
    const area: Rect<'crop'> = { x: 0, y: 0, width: SIZE, height: SIZE };
    const around = { source, ...map, limit: null, area, isOverOld: false };
    const patch = cut(hold(result, around), around, 0);
    const shown = laidOver(source, patch!);
    const step = largestNewStep(source, shown);
    console.log(`Seam: ${name} at density ${density}: largest new step ${step} levels`);
    expect(lightest(source, shown)).toBe(LIGHTER);
    expect(step).toBeLessThanOrEqual(1);
  });
});

/** As Figma paints it: the patch over the source, in 8 bits. */
function laidOver(source: Pixels, { pixels, area }: { pixels: Pixels; area: Rect<'crop'> }): Pixels {
  const data = Uint8Array.from(source.data);
  for (let i = 0; i < pixels.width * pixels.height; i++) {
    const x = area.x + (i % pixels.width);
    const y = area.y + Math.floor(i / pixels.width);
    const to = (y * source.width + x) * 4;
    const alpha = pixels.data[i * 4 + 3]! / 255;
    for (let c = 0; c < 3; c++) {
      data[to + c] = Math.round(pixels.data[i * 4 + c]! * alpha + data[to + c]! * (1 - alpha));
    }
  }
  return { ...source, data };
}

/** Between neighbours across and down: by how much a step exceeds the one the source has there itself. */
function largestNewStep(source: Pixels, shown: Pixels): number {
  const { width, data } = source;
  let most = 0;
  for (let i = 0; i < data.length; i++) {
    for (const j of [i + 4, i + 4 * width]) {
      if (j >= data.length || (j === i + 4 && (i / 4) % width >= width - 1)) continue;
      const before = Math.abs(data[j]! - data[i]!);
      const after = Math.abs(shown.data[j]! - shown.data[i]!);
      most = Math.max(most, after - before);
    }
  }
  return most;
}

function lightest(source: Pixels, shown: Pixels): number {
  return shown.data.reduce((most, value, i) => Math.max(most, value - source.data[i]!), 0);
}
