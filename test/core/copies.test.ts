// Blocks of copies: whatever stands on the page, none lies over anything, and all stand in even rows and columns.
import { expect, test } from 'vitest';
import {
  type BlockWanted,
  type Cell,
  gapFor,
  type Lying,
  movesInto,
  readingOrder,
} from '../../core/copies.ts';
import { around, intersect, outset, type Point, type Rect } from '../../core/geometry.ts';
import { type Random, seeded } from '../support/random.ts';

const side = (random: Random) => random.between(4, 900);

function lying(box: Rect<'page'>, inset = 0): Lying {
  return { box, corner: { x: box.x + inset, y: box.y + inset } };
}

/** Targets, some with shadows, in whole px; how many lie in a frame of their own is left to chance. */
function somePage(random: Random, targets: number): BlockWanted {
  const rows = Array.from({ length: targets }, () => {
    const [x, y] = [random.between(-2000, 2000), random.between(-2000, 2000)];
    const box = { x: Math.round(x), y: Math.round(y), width: side(random), height: side(random) };
    return lying(box, random.below(2) * random.below(40));
  });
  const boxes = around(rows.map(({ box }) => box));
  const columns = 1 + random.below(6);
  const all = rows.flatMap((_, row) => Array.from({ length: columns }, (__, column) => ({ row, column })));
  const cells = all.filter(() => random.below(4) > 0);
  const taken = Array.from({ length: random.below(40) }, () => ({
    x: random.between(-3000, 6000),
    y: random.between(-3000, 6000),
    width: side(random),
    height: side(random),
  }));
  return {
    rows,
    columns: random.below(2) === 0 ? columns : null,
    cells: cells.length > 0 ? cells : all,
    standing: [],
    beside: random.below(2) === 0 ? boxes : outset(boxes, random.between(0, 300)),
    taken: [...taken, ...rows.map(({ box }) => box)],
  };
}

const moved = ({ x, y, ...size }: Rect<'page'>, by: Point<'page'>) => ({
  ...size,
  x: x + by.x,
  y: y + by.y,
});

function stood(wanted: BlockWanted): (Cell & { corner: Point<'page'>; box: Rect<'page'> })[] {
  const moves = movesInto(wanted);
  expect(moves).toHaveLength(wanted.cells.length);
  return wanted.cells.map((cell, i) => {
    const { box, corner } = wanted.rows[cell.row]!;
    const by = moves[i]!;
    expect([Number.isInteger(by.x), Number.isInteger(by.y)]).toEqual([true, true]);
    return { ...cell, corner: { x: corner.x + by.x, y: corner.y + by.y }, box: moved(box, by) };
  });
}

function overlaps(boxes: readonly Rect<'page'>[], others: readonly Rect<'page'>[]): number {
  const among = boxes.flatMap((box, i) => boxes.slice(i + 1).filter((other) => intersect(box, other)));
  return among.length + boxes.flatMap((box) => others.filter((other) => intersect(box, other))).length;
}

test('copies lie over nothing on the page, nor over each other', () => {
  const random = seeded(61);
  for (let i = 0; i < 300; i++) {
    const wanted = somePage(random, 1 + random.below(6));
    const boxes = stood(wanted).map(({ box }) => box);
    expect(overlaps(boxes, [...wanted.taken, wanted.beside])).toBe(0);
  }
});

test('columns begin at one x and rows at one y, in their order and at even gaps', () => {
  const random = seeded(62);
  for (let i = 0; i < 200; i++) {
    const copies = stood(somePage(random, 1 + random.below(6)));
    for (const [index, axis] of [
      ['column', 'x'],
      ['row', 'y'],
    ] as const) {
      const places = new Map(copies.map((copy) => [copy[index], copy.corner[axis]]));
      expect(copies.every((copy) => places.get(copy[index]) === copy.corner[axis])).toBe(true);
      const inOrder = [...places].sort(([a], [b]) => a - b).map(([, at]) => at);
      expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    }
  }
  const rows = [
    lying({ x: 0, y: 0, width: 300, height: 200 }),
    lying({ x: 0, y: 400, width: 500, height: 90 }),
  ];
  const cells = [0, 1, 2].flatMap((column) => [0, 1].map((row) => ({ row, column })));
  const beside = { x: 0, y: 0, width: 500, height: 490 };
  const block = stood({ rows, cells, columns: 3, standing: [], beside, taken: [] });
  expect([...new Set(block.map(({ corner }) => corner.x))]).toEqual([550, 1100, 1650]);
  expect([...new Set(block.map(({ corner }) => corner.y))]).toEqual([0, 250]);
});

test('whatever of a block is missing has its cell kept free, and comes into it later', () => {
  const random = seeded(63);
  for (let i = 0; i < 200; i++) {
    const wanted = { ...somePage(random, 2 + random.below(5)), columns: 6 };
    const whole = stood(wanted);
    const isLate = wanted.cells.map(() => random.below(3) === 0);
    const first = { ...wanted, cells: wanted.cells.filter((_, at) => !isLate[at]) };
    if (first.cells.length === 0) continue;
    const standing = stood(first);
    const late = {
      ...wanted,
      cells: wanted.cells.filter((_, at) => isLate[at]),
      standing,
      taken: [...wanted.taken, ...standing.map(({ box }) => box)],
    };
    const found = [...standing, ...stood(late)];
    for (const { row, column, corner } of whole) {
      expect(found.find((copy) => copy.row === row && copy.column === column)?.corner).toEqual(corner);
    }
  }
});

const CARD = { x: 100, y: 50, width: 320, height: 640 };
const ALONE = { rows: [lying(CARD)], columns: 2, standing: [], beside: CARD, taken: [CARD] };
const [FIRST, SECOND] = [
  { row: 0, column: 0 },
  { row: 0, column: 1 },
];

test('on an empty page the row of one target begins beside it, level with it', () => {
  expect(movesInto({ ...ALONE, cells: [FIRST, SECOND] })).toEqual([
    { x: 384, y: 0 },
    { x: 768, y: 0 },
  ]);
  expect(gapFor(CARD)).toBe(64);
});

test('it goes below what stands beside the target, where that is nearer than past it', () => {
  const box = { x: 0, y: 0, width: 100, height: 100 };
  const wide = { x: 120, y: 0, width: 5000, height: 100 };
  const block = { ...ALONE, rows: [lying(box)], cells: [FIRST, SECOND], beside: box, taken: [wide] };
  expect(movesInto(block)[0]).toEqual({ x: 132, y: 132 });
});

test('a cell in which something else lies by now is left to that, and a block that was moved is followed', () => {
  const standing = [{ ...FIRST, corner: { x: 1000, y: 900 } }];
  const there = { ...CARD, x: 1000, y: 900 };
  const block = { ...ALONE, cells: [SECOND], standing };
  expect(movesInto({ ...block, taken: [CARD, there] })).toEqual([{ x: 1284, y: 850 }]);
  const sticker = { x: 1400, y: 1000, width: 10, height: 10 };
  expect(movesInto({ ...block, taken: [CARD, there, sticker] })).toEqual([{ x: 384, y: 0 }]);
});

test('of a row the most are gone by, where one was dragged out of it', () => {
  const corners = [490, 4000, 490].map((y, column) => ({
    row: 0,
    column,
    corner: { x: 484 + column * 384, y },
  }));
  const [by] = movesInto({ ...ALONE, cells: [{ row: 0, column: 3 }], standing: corners });
  expect(by).toEqual({ x: 384 * 4, y: 440 });
});

test('where nobody knows what is to come, no room is kept; two of one cell stand side by side', () => {
  const cells = [
    { row: 0, column: 3 },
    { row: 0, column: 5 },
    { row: 0, column: 5 },
  ];
  const xs = movesInto({ ...ALONE, columns: null, cells }).map(({ x }) => x);
  expect(xs).toEqual([384, 768, 1152]);
});

test('rows follow the page as it is read: level ones from left to right, though none begins at quite the same height', () => {
  const random = seeded(64);
  const boxes = Array.from({ length: 12 }, (_, i) => ({
    x: (i % 4) * 300 + random.between(0, 40),
    y: Math.floor(i / 4) * 400 + random.between(0, 60),
    width: 200,
    height: 300,
  }));
  const mixed = [7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 4, 6];
  const order = readingOrder(mixed.map((i) => boxes[i]!));
  expect(order.map((at) => mixed[at])).toEqual([...boxes.keys()]);
});
