// Where copies stand: in one block of even rows and columns beside their targets, over nothing else on the page.
import { around, clamp, intersect, outset, type Point, type Rect, type Size } from './geometry.ts';

/** Rows are targets, columns are what was made for each. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** A copy while it lies over its target; all of a row are alike. */
export interface Lying {
  /** All that it paints. */
  readonly box: Rect<'page'>;
  /** What the columns and rows are measured by: where its own box begins. */
  readonly corner: Point<'page'>;
}

/** A copy of an earlier step. */
export interface Standing {
  /** Null where its target has no row any more. */
  readonly row: number | null;
  readonly column: number;
  readonly corner: Point<'page'>;
}

export interface BlockWanted {
  readonly rows: readonly Lying[];
  /** How many each row is to have in all; null where that is not known, and then no room is kept for others. */
  readonly columns: number | null;
  /** Of those that are to be moved. */
  readonly cells: readonly Cell[];
  readonly standing: readonly Standing[];
  /** A new block begins to the right of it: the targets, or what they lie in. */
  readonly beside: Rect<'page'>;
  /** Everything else on the page. */
  readonly taken: readonly Rect<'page'>[];
}

/**
 * How far each copy is to be moved, in whole px, so that what was sharp stays sharp. Beside copies of earlier steps each
 * goes into its own cell where that is still free; all others make up a new block.
 */
export function movesInto(wanted: BlockWanted): Point<'page'>[] {
  const { cells, rows, taken, standing } = wanted;
  const own = movesBeside(wanted);
  const placed = cells.flatMap(({ row }, i) => (own[i] ? moved(rows[row]!.box, own[i]) : []));
  const left = cells.filter((_, i) => !own[i]);
  const block = { ...wanted, cells: left, taken: [...taken, ...placed] };
  const others = movesToNew(block, standing.length === 0);
  return own.map((by) => by ?? others.shift()!);
}

/** From the first to the last as a page is read: those that lie level with each other from left to right. */
export function readingOrder(boxes: readonly Rect<'page'>[]): number[] {
  const lines: number[][] = [];
  for (const i of [...boxes.keys()].sort((a, b) => boxes[a]!.y - boxes[b]!.y)) {
    const line = lines.at(-1);
    const first = line && boxes[line[0]!]!;
    if (first && boxes[i]!.y + boxes[i]!.height / 2 < first.y + first.height) line.push(i);
    else lines.push([i]);
  }
  return lines.flatMap((line) => line.sort((a, b) => boxes[a]!.x - boxes[b]!.x));
}

/** Wide enough for Figma to show each name, and small beside the copies themselves. */
export function gapFor({ width, height }: Size<'page'>): number {
  return clamp(Math.round(Math.max(width, height) / 10), 32, 100);
}

/** Where the corners are, measured from the top left of all that the block paints. */
interface Grid extends Size<'page'> {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly gap: number;
}

function gridOf(rows: readonly Lying[], columns: number): Grid {
  const left = Math.max(...rows.map(({ box, corner }) => corner.x - box.x));
  const right = Math.max(...rows.map(({ box, corner }) => box.x + box.width - corner.x));
  const gap = gapFor({ width: left + right, height: Math.max(...rows.map(({ box }) => box.height)) });
  const step = Math.ceil(left + right) + gap;
  const ys: number[] = [];
  let bottom = -gap;
  for (const { box, corner } of rows) {
    ys.push(bottom + gap + corner.y - box.y);
    bottom += gap + Math.ceil(box.height);
  }
  const xs = Array.from({ length: columns }, (_, i) => left + i * step);
  return { xs, ys, gap, width: step * columns - gap, height: bottom };
}

/** Null where a cell has no place beside those that stand, or something else lies there by now. */
function movesBeside({ rows, columns, cells, standing, taken }: BlockWanted): (Point<'page'> | null)[] {
  const count = Math.max(columns ?? 0, ...[...cells, ...standing].map(({ column }) => column + 1));
  const grid = gridOf(rows, count);
  const xs = linedUp(
    grid.xs,
    standing.map(({ column, corner }) => [column, corner.x]),
  );
  const ys = linedUp(
    grid.ys,
    standing.flatMap(({ row, corner }) => (row === null ? [] : [[row, corner.y] as const])),
  );
  const met = [...taken];
  return cells.map(({ row, column }) => {
    if (!xs || !ys) return null;
    const by = moveTo(rows[row]!, { x: xs[column]!, y: ys[row]! });
    const box = moved(rows[row]!.box, by);
    if (met.some((other) => intersect(other, box))) return null;
    met.push(box);
    return by;
  });
}

/** Each as far as it should be from the nearest that is known; null where none is. */
function linedUp(
  offsets: readonly number[],
  known: readonly (readonly [index: number, at: number])[],
): number[] | null {
  const [first] = known;
  if (!first) return null;
  return offsets.map((offset, i) => {
    const distance = (index: number) => Math.abs(index - i);
    const [nearest] = known.reduce(
      (best, each) => (distance(each[0]) < distance(best[0]) ? each : best),
      first,
    );
    const places = known.flatMap(([index, at]) => (index === nearest ? at : []));
    return mostCommon(places) + offset - offsets[nearest]!;
  });
}

/** One may have been moved by hand. Of several, the first. */
function mostCommon(values: readonly number[]): number {
  const count = (value: number) => values.filter((other) => other === value).length;
  return values.reduce((best, value) => (count(value) > count(best) ? value : best));
}

/**
 * Level with the first of the targets, unless there is room nearer below.
 * @param isFirst room is kept for all that was asked for, so that what comes later has its cell
 */
function movesToNew(wanted: BlockWanted, isFirst: boolean): Point<'page'>[] {
  if (wanted.cells.length === 0) return [];
  const cells = apart(wanted.cells);
  const isWhole = isFirst && wanted.columns !== null;
  const rowsOf = isWhole ? [...wanted.rows.keys()] : used(cells.map(({ row }) => row));
  const columns = used(cells.map(({ column }) => column));
  const count = isWhole ? Math.max(wanted.columns ?? 0, columns.at(-1)! + 1) : columns.length;
  const rows = rowsOf.map((row) => wanted.rows[row]!);
  const grid = gridOf(rows, count);
  const { x, y } = roomFor(grid, around(rows.map(({ box }) => box)), wanted);
  return cells.map(({ row, column }) => {
    const [across, down] = [isWhole ? column : columns.indexOf(column), rowsOf.indexOf(row)];
    return moveTo(wanted.rows[row]!, { x: x + grid.xs[across]!, y: y + grid.ys[down]! });
  });
}

/** Two of one cell, as of pictures that have lost their targets: the later one goes past the last column. */
function apart(cells: readonly Cell[]): Cell[] {
  let end = Math.max(...cells.map(({ column }) => column)) + 1;
  const met = new Set<string>();
  return cells.map(({ row, column }) => {
    const key = `${row} ${column}`;
    if (met.has(key)) return { row, column: end++ };
    met.add(key);
    return { row, column };
  });
}

/** Each once, in order. */
function used(indices: readonly number[]): number[] {
  return [...new Set(indices)].sort((a, b) => a - b);
}

function roomFor(
  { width, height, gap }: Grid,
  lying: Rect<'page'>,
  { beside, taken }: BlockWanted,
): Point<'page'> {
  const obstacles = [...taken, beside].map((rect) => outset(rect, gap));
  const block = { ...lying, width, height, x: lying.x + Math.ceil(beside.x + beside.width - lying.x) + gap };
  const level = pushed(block, obstacles, 'x', 'width');
  const below = pushed(block, obstacles, 'y', 'height');
  return level.x - block.x <= below.y - block.y ? level : below;
}

function moveTo({ corner }: Lying, { x, y }: Point<'page'>): Point<'page'> {
  return { x: Math.round(x - corner.x), y: Math.round(y - corner.y) };
}

function moved(box: Rect<'page'>, by: Point<'page'>): Rect<'page'> {
  return { ...box, x: box.x + by.x, y: box.y + by.y };
}

/** Moved on along one axis, by whole px, until it shares no area with any. */
function pushed(
  block: Rect<'page'>,
  obstacles: readonly Rect<'page'>[],
  axis: 'x' | 'y',
  length: 'width' | 'height',
): Rect<'page'> {
  let at = block;
  for (;;) {
    const met = obstacles.filter((obstacle) => intersect(obstacle, at));
    if (met.length === 0) return at;
    const reached = around(met);
    const end = reached[axis] + reached[length];
    at = { ...at, [axis]: at[axis] + Math.max(1, Math.ceil(end - at[axis])) };
  }
}
