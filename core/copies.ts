// Where the copies of a target stand: in one row beside it, at even distances, over nothing else on the page.
import { around, clamp, intersect, outset, type Point, type Rect } from './geometry.ts';

export interface RowWanted {
  /** One of the copies, where the target itself lies; all are of its size. */
  readonly box: Rect<'page'>;
  readonly count: number;
  /** The row begins to the right of it: the target, or what the target lies in. */
  readonly beside: Rect<'page'>;
  /** Everything else on the page. */
  readonly taken: readonly Rect<'page'>[];
}

/**
 * How far each copy is to be moved, in whole px, so that what was sharp stays sharp.
 * The row is level with the target, unless there is room nearer below.
 */
export function rowBeside({ box, count, beside, taken }: RowWanted): Point<'page'>[] {
  const gap = gapFor(box);
  const step = Math.ceil(box.width) + gap;
  const obstacles = [...taken, beside].map((rect) => outset(rect, gap));
  const row = {
    ...box,
    width: step * count - gap,
    x: box.x + Math.ceil(beside.x + beside.width - box.x) + gap,
  };
  const level = pushed(row, obstacles, 'x', 'width');
  const below = pushed(row, obstacles, 'y', 'height');
  const { x, y } = level.x - row.x <= below.y - row.y ? level : below;
  return Array.from({ length: count }, (_, i) => ({
    x: Math.round(x - box.x) + i * step,
    y: Math.round(y - box.y),
  }));
}

/** Wide enough for Figma to show each name, and small beside the copies themselves. */
export function gapFor({ width, height }: Rect<'page'>): number {
  return clamp(Math.round(Math.max(width, height) / 10), 32, 100);
}

/** Moved on along one axis, by whole px, until it shares no area with any. */
function pushed(
  row: Rect<'page'>,
  obstacles: readonly Rect<'page'>[],
  axis: 'x' | 'y',
  length: 'width' | 'height',
): Rect<'page'> {
  let moved = row;
  for (;;) {
    const met = obstacles.filter((obstacle) => intersect(obstacle, moved));
    if (met.length === 0) return moved;
    const reached = around(met);
    const end = reached[axis] + reached[length];
    moved = { ...moved, [axis]: moved[axis] + Math.max(1, Math.ceil(end - moved[axis])) };
  }
}
