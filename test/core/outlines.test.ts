// The preview's outlines: the true edge of what is drawn, as rings, on a grid that is small.
import { describe, expect, test } from 'vitest';
import { contourOf } from '../../core/contour.ts';
import { atFullOpacity, onGrid, outlinesOf, polygonOn } from '../../core/outlines.ts';
import { emptyPlane, type Plane } from '../../core/pixels.ts';
import { HARD_EDGE } from '../../core/soft-edge.ts';

const SIZE = { width: 60, height: 50 };
const CENTRE = { x: 30, y: 25 };
const OPEN = { left: true, top: true, right: true, bottom: true };
const EVERYWHERE: Plane = { ...SIZE, data: new Float32Array(SIZE.width * SIZE.height).fill(1) };

type Point = { x: number; y: number };
const fromCentre = ({ x, y }: Point) => Math.hypot(x - CENTRE.x, y - CENTRE.y);

/** 1 wherever the distance from the middle allows it. */
function drawn(value: (distance: number) => number): Plane {
  const plane = emptyPlane(SIZE.width, SIZE.height);
  for (let i = 0; i < plane.data.length; i++) {
    const [x, y] = [(i % SIZE.width) + 0.5, Math.floor(i / SIZE.width) + 0.5];
    plane.data[i] = value(fromCentre({ x, y }));
  }
  return plane;
}

const setOf = ({ width, height, data }: Plane) => ({ width, height, isMember: Uint8Array.from(data) });
const disc = drawn((distance) => (distance < 15 ? 1 : 0));

describe('a contour', () => {
  test('follows a slope to within half a px, and runs on as one ring', () => {
    const [ring, ...others] = contourOf(setOf(disc));
    expect(others).toEqual([]);
    for (const point of ring!) expect(Math.abs(fromCentre(point) - 15)).toBeLessThan(0.6);
    expect(ring!.length).toBeGreaterThan(16);
  });

  test('has a ring of its own for a hole, the other way round', () => {
    const areas = contourOf(setOf(drawn((distance) => (distance < 15 && distance > 6 ? 1 : 0)))).map(areaOf);
    expect(areas).toHaveLength(2);
    expect(Math.sign(areas[0]!)).toBe(-Math.sign(areas[1]!));
  });

  test('does not lose a single px, nor two that touch at a corner', () => {
    const plane = emptyPlane(SIZE.width, SIZE.height);
    for (const [x, y] of [
      [3, 3],
      [10, 10],
      [11, 11],
    ] as const)
      plane.data[y * SIZE.width + x] = 1;
    const rings = contourOf(setOf(plane));
    expect(rings).toHaveLength(3);
    for (const ring of rings) expect(ring.length).toBeGreaterThan(2);
  });

  test('is closed along the border of the picture', () => {
    const [ring] = contourOf(setOf(EVERYWHERE));
    expect(Math.abs(areaOf(ring!))).toBeGreaterThan(0.98 * SIZE.width * SIZE.height);
  });
});

function areaOf(ring: readonly Point[]): number {
  return ring.reduce((sum, a, k) => {
    const b = ring[(k + 1) % ring.length]!;
    return sum + (a.x * b.y - b.x * a.y) / 2;
  }, 0);
}

const SENT = { x: 0, y: 0, ...SIZE };

describe('outlines', () => {
  const shape = {
    edge: { feather: 8, grow: 8, blend: 4 },
    density: 0.5,
    openSides: OPEN,
    changeEverythingElse: false,
  };

  test('the reach lies as far outside the drawing as the edge goes', () => {
    const found = outlinesOf([{ coverage: disc, amount: 1 }], shape, EVERYWHERE, SENT);
    for (const point of found.drawn[0]!) expect(fromCentre(point)).toBeCloseTo(15, -0.2);
    for (const point of found.reach[0]!) expect(Math.abs(fromCentre(point) - 15 - 6)).toBeLessThan(1);
  });

  test('with a hard edge both are the drawing, and outside the target there is nothing', () => {
    const left = polygonOn(SIZE, [
      { x: 0, y: 0 },
      { x: 30, y: 0 },
      { x: 30, y: 50 },
      { x: 0, y: 50 },
    ]);
    const { reach, drawn } = outlinesOf(
      [{ coverage: disc, amount: 1 }],
      { ...shape, edge: HARD_EDGE },
      left,
      SENT,
    );
    expect(reach).toEqual(drawn);
    expect(Math.max(...reach[0]!.map(({ x }) => x))).toBeLessThanOrEqual(30);
  });

  test('turned round, all but the drawing is reached; a region of no amount reaches nothing', () => {
    const inverse = outlinesOf(
      [{ coverage: disc, amount: 1 }],
      { ...shape, changeEverythingElse: true },
      EVERYWHERE,
      SENT,
    );
    expect(inverse.reach).toHaveLength(2);
    expect(outlinesOf([{ coverage: disc, amount: 0 }], shape, EVERYWHERE, SENT).reach).toEqual([]);
  });

  test('a blur on a layer that is seen through ends in no step: nothing is added to what it reaches', () => {
    const faded = drawn((distance) => Math.round(Math.max(0, 1 - distance / 20) ** 2 * 64));
    const pixels = { ...SIZE, data: new Uint8Array(SIZE.width * SIZE.height * 4) };
    for (const [i, alpha] of faded.data.entries()) pixels.data[i * 4 + 3] = alpha;
    const { data } = atFullOpacity(pixels, 0.25);
    const coverage = { ...SIZE, data: Float32Array.from(faded.data, (_, i) => data[i * 4 + 3]! / 255) };
    const { reach } = outlinesOf([{ coverage, amount: 1 }], shape, EVERYWHERE, SENT);
    for (const point of reach[0]!) expect(fromCentre(point)).toBeLessThan(20);
    expect(Math.max(...coverage.data)).toBeGreaterThan(0.9);
  });
});

describe('a region on the grid', () => {
  test('lies where it was found, cut by what it lies in', () => {
    const own: Plane = { width: 10, height: 10, data: new Float32Array(100).fill(1) };
    const shown = { x: 0, y: 0, width: 4, height: 50 };
    const { data } = onGrid(SIZE, own, { x: -3, y: 45.2 }, shown);
    expect(data.reduce((sum, value) => sum + value, 0)).toBe(4 * 5);
    expect([data[45 * SIZE.width], data[45 * SIZE.width + 4]]).toEqual([1, 0]);
  });

  test('a polygon takes the px whose middle it holds', () => {
    const turned = [
      { x: 10, y: 25 },
      { x: 30, y: 5 },
      { x: 50, y: 25 },
      { x: 30, y: 45 },
    ];
    const area = polygonOn(SIZE, turned).data.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(area - 800)).toBeLessThan(20);
  });
});
