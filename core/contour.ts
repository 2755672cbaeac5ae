// The outline of a set of pixels, as rings that can be drawn at any size.
import type { Point, Space } from './geometry.ts';

export interface PixelSet {
  /** 1 for each pixel of the set, row by row. */
  readonly isMember: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Closed, without repeating its first point; holes run the other way round. */
export type Ring<S extends Space> = readonly Point<S>[];

/** In px of the picture: a pixel's own square reaches from its column to the next. */
export function contourOf<S extends Space>(set: PixelSet): Ring<S>[] {
  const next = segmentsOf(set);
  const rings: Ring<S>[] = [];
  for (const start of [...next.keys()]) {
    const ring: Point<S>[] = [];
    for (let at: number | undefined = start; at !== undefined && next.has(at); ) {
      ring.push(pointAt(at, set));
      const following: number | undefined = next.get(at);
      next.delete(at);
      at = following;
    }
    if (ring.length > 0) rings.push(withoutStraights(smooth(ring)));
  }
  return rings;
}

/** Midpoints of a square's sides, each between two pixels' centres, in half px from its middle. */
const SIDES = { top: [0, -1], right: [1, 0], bottom: [0, 1], left: [-1, 0] } as const;
type Side = keyof typeof SIDES;

/**
 * By which of a square's corners are members (top left 1, top right 2, bottom right 4, bottom left 8): from
 * which side to which the outline crosses it, with the members on its right.
 */
const CROSSINGS: readonly (readonly (readonly [Side, Side])[])[] = [
  [],
  [['top', 'left']],
  [['right', 'top']],
  [['right', 'left']],
  [['bottom', 'right']],
  [
    ['top', 'left'],
    ['bottom', 'right'],
  ],
  [['bottom', 'top']],
  [['bottom', 'left']],
  [['left', 'bottom']],
  [['top', 'bottom']],
  [
    ['right', 'top'],
    ['left', 'bottom'],
  ],
  [['right', 'bottom']],
  [['left', 'right']],
  [['top', 'right']],
  [['left', 'top']],
  [],
];

/** Each piece of the outline from its start to its end: of every point there is one. */
function segmentsOf(set: PixelSet): Map<number, number> {
  const { width, height } = set;
  const next = new Map<number, number>();
  // Beyond the picture nothing is a member, so an outline that runs into its border is closed along it.
  for (let y = 0; y <= height; y++) {
    for (let x = 0; x <= width; x++) {
      for (const [from, to] of CROSSINGS[cornersAt(set, x, y)]!) {
        next.set(keyOf(x, y, from, width), keyOf(x, y, to, width));
      }
    }
  }
  return next;
}

function cornersAt({ isMember, width, height }: PixelSet, x: number, y: number): number {
  const at = (column: number, row: number) =>
    column >= 0 && row >= 0 && column < width && row < height ? isMember[row * width + column]! : 0;
  return at(x - 1, y - 1) + 2 * at(x, y - 1) + 4 * at(x, y) + 8 * at(x - 1, y);
}

/** A point in half px, counted from half a px outside the picture. */
function keyOf(x: number, y: number, side: Side, width: number): number {
  const [across, down] = SIDES[side];
  return (2 * y + down + 1) * strideOf(width) + 2 * x + across + 1;
}

function pointAt<S extends Space>(key: number, { width }: PixelSet): Point<S> {
  const stride = strideOf(width);
  return { x: ((key % stride) - 1) / 2, y: (Math.floor(key / stride) - 1) / 2 };
}

function strideOf(width: number): number {
  return 2 * width + 3;
}

/** Enough to take the steps out of a slope; a corner is rounded by less than a px. */
const SMOOTHINGS = 3;
/** Smaller rings would shrink to nothing. */
const SMOOTHED_FROM = 16;

function smooth<S extends Space>(ring: Ring<S>): Ring<S> {
  if (ring.length < SMOOTHED_FROM) return ring;
  let points = ring;
  for (let i = 0; i < SMOOTHINGS; i++) points = points.map((point, k) => between(points, k, point));
  return points;
}

function between<S extends Space>(ring: Ring<S>, k: number, { x, y }: Point<S>): Point<S> {
  const before = ring[(k + ring.length - 1) % ring.length]!;
  const after = ring[(k + 1) % ring.length]!;
  return { x: (before.x + 2 * x + after.x) / 4, y: (before.y + 2 * y + after.y) / 4 };
}

/** Of twice the area between a point and the line past it, in px². */
const STRAIGHT = 0.01;

function withoutStraights<S extends Space>(ring: Ring<S>): Ring<S> {
  return ring.filter((point, k) => {
    const before = ring[(k + ring.length - 1) % ring.length]!;
    const after = ring[(k + 1) % ring.length]!;
    const area = (point.x - before.x) * (after.y - before.y) - (point.y - before.y) * (after.x - before.x);
    return Math.abs(area) > STRAIGHT;
  });
}
