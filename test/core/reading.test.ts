// What a region's pixels say, and what is wrong with a map before it is paid for.
import { describe, expect, it } from 'vitest';
import { lintMap } from '../../core/lint.ts';
import { emptyPlane, type Pixels } from '../../core/pixels.ts';
import { readRegion } from '../../core/region-reading.ts';

const SIZE = 32;

function draw(pixel: (x: number, y: number) => readonly [number, number, number, number]): Pixels {
  const data = new Uint8Array(SIZE * SIZE * 4);
  for (let i = 0; i < SIZE * SIZE; i++) data.set(pixel(i % SIZE, Math.floor(i / SIZE)), i * 4);
  return { width: SIZE, height: SIZE, data };
}

const greys = draw((x) => [x * 8, x * 8, x * 8, 255]);
const colours = draw((x) => [x * 8, 0, 200, 255]);
const flat = draw(() => [90, 90, 90, 255]);
const fading = draw((x) => [x * 8, x * 8, x * 8, x * 8]);

describe('reading a region', () => {
  it('takes light and dark for a mask that is plainly a grey map', () => {
    const { coverage, from } = readRegion(greys, 'automatic', 'mask');
    expect(from).toBe('light-and-dark');
    expect(coverage.data[10]).toBeCloseTo(80 / 255, 5);
  });

  it.each([
    ['colours', colours],
    ['one flat grey', flat],
    ['a fading grey', fading],
  ])('takes the shape of %s', (_, pixels) => {
    expect(readRegion(pixels, 'automatic', 'mask').from).toBe('shape');
  });

  it('takes the shape of content, whatever it shows', () => {
    expect(readRegion(greys, 'automatic', 'content').from).toBe('shape');
  });

  it('does as it is told', () => {
    expect(readRegion(greys, 'shape', 'mask').coverage.data[10]).toBe(1);
    const { coverage } = readRegion(fading, 'light-and-dark', 'mask');
    expect(coverage.data[10]).toBeCloseTo((80 / 255) ** 2, 5);
  });
});

describe('looking at a map before it is paid for', () => {
  const WHOLE = { x: 0, y: 0, width: SIZE, height: SIZE };
  const plane = (value: (x: number, y: number) => number) => {
    const drawn = emptyPlane(SIZE, SIZE);
    for (let i = 0; i < drawn.data.length; i++) drawn.data[i] = value(i % SIZE, Math.floor(i / SIZE));
    return drawn;
  };

  it.each([
    ['region-empty', plane(() => 0.001)],
    ['map-all-white', plane(() => 1)],
    ['map-too-thin', plane((x) => (x === 16 || x === 17 ? 1 : 0))],
    [null, plane((x, y) => (Math.hypot(x - 16, y - 16) < 8 ? 1 : 0))],
  ])('%s', (problem, drawn) => {
    expect(lintMap(drawn, drawn, WHOLE)).toBe(problem);
  });

  it('does not count padding as something that may not change', () => {
    const left = plane((x) => (x < 20 ? 1 : 0));
    expect(lintMap(left, left, { ...WHOLE, width: 20 })).toBe('map-all-white');
  });
});
