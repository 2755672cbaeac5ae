// Where a target's contents lie once it has another size: found where they agree, and not guessed where they do not.
import { expect, test } from 'vitest';
import { IDENTITY } from '../../core/geometry.ts';
import { type Lay, sinceDrawn } from '../../core/since-drawn.ts';

type Box = readonly [x: number, y: number, width: number, height: number];

function lay(width: number, height: number, boxes: Readonly<Record<string, Box>>): Lay {
  const contents = Object.entries(boxes).map(([id, [x, y, w, h]]) => ({
    id,
    box: { x, y, width: w, height: h },
  }));
  return { size: { width, height }, contents };
}

const REACH = [{ x: 100, y: 40, width: 60, height: 60 }];
const THEN = lay(200, 120, { photo: [0, 0, 200, 100], mask: [100, 40, 60, 60] });

const since = (now: Lay, then = THEN) => sinceDrawn(then, now, REACH);

test('a target of the same size is as it was, whatever was moved in it', () => {
  expect(since(lay(200, 120, { photo: [30, 0, 200, 100] }))).toBe(IDENTITY);
});

test('what has stayed put has stayed, in a target of any ratio; what is gone or new tells nothing', () => {
  expect(since(lay(300, 110, { photo: [0, 0, 200, 100], new: [5, 5, 5, 5] }))).toBe(IDENTITY);
});

test('what was scaled evenly, or moved, is followed', () => {
  expect(since(lay(100, 60, { photo: [0, 0, 100, 50], mask: [50, 20, 30, 30] }))).toEqual([
    [0.5, 0, 0],
    [0, 0.5, 0],
  ]);
  // A group grows towards its top left, and its origin moves.
  expect(since(lay(230, 140, { photo: [30, 20, 200, 100], mask: [130, 60, 60, 60] }))).toEqual([
    [1, 0, 30],
    [0, 1, 20],
  ]);
});

test.each([
  ['stretched', lay(300, 120, { photo: [0, 0, 300, 100], mask: [150, 40, 90, 60] })],
  ['parted', lay(300, 120, { photo: [0, 0, 200, 100], mask: [200, 40, 60, 60] })],
  ['gone', lay(300, 120, {})],
  [
    'where they were, in a target that ends before the reach does',
    lay(120, 120, { photo: [0, 0, 200, 100] }),
  ],
])('it is not sure where contents are that are %s', (_, now) => {
  expect(since(now)).toBeNull();
});
