// What has become of a target's contents since it was drawn, where it has another size by now: told by where they lie.
import {
  around,
  contains,
  IDENTITY,
  type Matrix,
  mapRect,
  type Rect,
  type Size,
  type Transform,
} from './geometry.ts';

interface Content {
  readonly id: string;
  readonly box: Rect<'frame'>;
}

/** A target as it was drawn. */
export interface Lay {
  readonly size: Size<'frame'>;
  /** What of it lies beneath the result, as far as its size says how it is drawn; the target itself among it where it is a picture. */
  readonly contents: readonly Content[];
}

/** In px of the target: Figma rounds what it scales, and keeps numbers in single precision. */
const ROUNDING = 0.5;

/**
 * From the target's px as they were to those in which the same contents lie now. One of the same size is as it was.
 * @returns null where that is not sure: its contents have gone different ways, or none of them is left to tell; nor
 * where not all of the reach lies in it any more
 */
export function sinceDrawn(
  then: Lay,
  now: Lay,
  reach: readonly Rect<'frame'>[],
): Transform<'frame', 'frame'> | null {
  if (isSameSize(then.size, now.size)) return IDENTITY;
  const ways = waysOf(then, now);
  const [first] = ways;
  const moved = first && [IDENTITY, wayOf(first)].find((way) => ways.every((each) => goes(each, way)));
  if (!moved) return null;
  const own = { x: 0, y: 0, ...now.size };
  return contains(own, mapRect(moved, around(reach)), ROUNDING) ? moved : null;
}

interface Way {
  readonly from: Rect<'frame'>;
  readonly to: Rect<'frame'>;
}

/** The largest first, as it tells most exactly; what is gone tells nothing. */
function waysOf(then: Lay, now: Lay): Way[] {
  const ways = then.contents.flatMap(({ id, box: from }) => {
    const to = now.contents.find((content) => content.id === id)?.box;
    return to ? [{ from, to }] : [];
  });
  return ways.sort((a, b) => longest(b.from) - longest(a.from));
}

function longest({ width, height }: Size<'frame'>): number {
  return Math.max(width, height);
}

/** Evenly scaled, and moved. */
function wayOf({ from, to }: Way): Matrix {
  const scale = longest(from) > 0 ? longest(to) / longest(from) : 1;
  return [
    [scale, 0, to.x - from.x * scale],
    [0, scale, to.y - from.y * scale],
  ];
}

function goes({ from, to }: Way, way: Matrix): boolean {
  const there = mapRect<'frame', 'frame'>(way, from);
  return contains(there, to, ROUNDING) && contains(to, there, ROUNDING);
}

function isSameSize(a: Size<'frame'>, b: Size<'frame'>): boolean {
  return Math.abs(a.width - b.width) < 0.01 && Math.abs(a.height - b.height) < 0.01;
}
