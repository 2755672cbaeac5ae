// Rows of copies: whatever stands on the page, none lies over anything, and all stand at one distance.
import { expect, test } from 'vitest';
import { gapFor, rowBeside } from '../../core/copies.ts';
import { intersect, outset, type Rect } from '../../core/geometry.ts';
import { type Random, seeded } from '../support/random.ts';

function somePage(random: Random): { box: Rect<'page'>; beside: Rect<'page'>; taken: Rect<'page'>[] } {
  const side = () => random.between(4, 900);
  const box: Rect<'page'> = {
    x: random.between(-2000, 2000),
    y: random.between(-2000, 2000),
    width: side(),
    height: side(),
  };
  const beside = random.below(2) === 0 ? box : outset(box, random.between(0, 300));
  const taken = Array.from({ length: random.below(40) }, () => ({
    x: random.between(-3000, 6000),
    y: random.between(-3000, 6000),
    width: side(),
    height: side(),
  }));
  return { box, beside, taken };
}

const moved = ({ x, y, ...size }: Rect<'page'>, by: { x: number; y: number }) => ({
  ...size,
  x: x + by.x,
  y: y + by.y,
});

test('copies lie over nothing on the page, nor over each other', () => {
  const random = seeded(61);
  let overlaps = 0;
  for (let i = 0; i < 400; i++) {
    const { box, beside, taken } = somePage(random);
    const count = 1 + random.below(12);
    const row = rowBeside({ box, count, beside, taken }).map((by) => moved(box, by));
    expect(row).toHaveLength(count);
    for (const [j, copy] of row.entries()) {
      const roomy = outset(copy, gapFor(box) - 2);
      overlaps += [...taken, beside, box].filter((other) => intersect(roomy, other)).length;
      overlaps += row.slice(j + 1).filter((other) => intersect(copy, other)).length;
    }
  }
  expect(overlaps).toBe(0);
});

test('a row is level, at even distances, and moved by whole px', () => {
  const random = seeded(62);
  for (let i = 0; i < 100; i++) {
    const { box, beside, taken } = somePage(random);
    const row = rowBeside({ box, count: 4, beside, taken });
    expect(new Set(row.map(({ y }) => y)).size).toBe(1);
    const steps = row.slice(1).map(({ x }, j) => x - row[j]!.x);
    expect(new Set(steps)).toEqual(new Set([Math.ceil(box.width) + gapFor(box)]));
    for (const { x, y } of row) expect([Number.isInteger(x), Number.isInteger(y)]).toEqual([true, true]);
  }
});

test('on an empty page the row begins beside its target, level with it', () => {
  const box = { x: 100, y: 50, width: 320, height: 640 };
  expect(rowBeside({ box, count: 2, beside: box, taken: [] })).toEqual([
    { x: 384, y: 0 },
    { x: 768, y: 0 },
  ]);
});

test('it goes below what stands beside the target, where that is nearer than past it', () => {
  const box = { x: 0, y: 0, width: 100, height: 100 };
  const wide = { x: 120, y: 0, width: 5000, height: 100 };
  const [first] = rowBeside({ box, count: 2, beside: box, taken: [wide] });
  expect(first).toEqual({ x: 132, y: 132 });
});
