// Copies of several targets stand in one block, and what comes later goes where its cell was left free.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import type { InsertRequest } from '../../core/protocol.ts';
import { shareOut } from '../../core/run.ts';
import { emptyPage, openStarted } from '../support/figma.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { emptyRequest } from '../support/patch.ts';
import { frame } from '../support/shapes.ts';

const open = oncePerFile(openStarted);
/** Two prompts, two variations of each. */
const SHARES = shareOut({ id: 'click', prompts: ['red', 'blue'], variations: 2, seed: 1, most: 1 });
const COLUMNS = SHARES.length;
let targets: FrameNode[] = [];

beforeEach(() => {
  emptyPage(open);
  // The last one made stands first.
  targets = [500, 250, 0].map((y, i) => {
    const target = frame(open.figma, 96, 80);
    [target.name, target.y] = [`Card ${3 - i}`, y];
    return target;
  });
  targets.reverse();
  open.figma.commitUndo();
});

function wanted(row: number, columns: readonly number[]): InsertRequest[] {
  const target = targets[row]!;
  return columns.map((column) => {
    const { series } = SHARES[column]!;
    const requestId = `${row} ${column}`;
    return emptyRequest(target, {
      insertAs: 'copies',
      results: [{ name: String(column), recipe: { requestId, series, simulated: false } }],
      matrix: { targetIds: targets.map(({ id }) => id), columns: COLUMNS },
    });
  });
}

const insert = (...parts: InsertRequest[][]) => open.plugin.call('insert', { parts: parts.flat() });
const copies = () =>
  open.figma.currentPage.children.filter(({ name }) => name.includes(' · ')) as FrameNode[];
const stand = () => Object.fromEntries(copies().map(({ name, x, y }) => [name, `${x} ${y}`]));

/** Where all would stand that come at once. */
async function whole(): Promise<Record<string, string>> {
  const all = [0, 1, 2, 3];
  await insert(wanted(0, all), wanted(1, all), wanted(2, all));
  const found = stand();
  open.host.undo();
  expect(copies()).toEqual([]);
  return found;
}

test('rows are the targets from the top, columns their pictures; the gaps are even', async () => {
  const found = await whole();
  expect(Object.keys(found)).toHaveLength(12);
  for (const row of [0, 1, 2]) {
    for (const column of [0, 1, 2, 3]) {
      const place = `${128 * (column + 1)} ${(80 + 32) * row}`;
      expect(found[`Card ${row + 1} · ${column}`]).toBe(place);
    }
  }
});

test('what comes later has its cell, be it the first, the last, or all of its row', async () => {
  const at = await whole();
  await insert(wanted(0, [1, 2]), wanted(2, [2]));
  await insert(wanted(2, [3, 0]), wanted(0, [0]));
  await insert(wanted(1, [3, 0]));
  const found = stand();
  expect(Object.keys(found)).toHaveLength(8);
  expect(at).toMatchObject(found);
});

test('it follows the block where that was moved, and takes no place that is taken', async () => {
  await insert(wanted(0, [0]), wanted(1, [0, 1]));
  for (const copy of copies()) copy.x += 1000;
  const sticker = frame(open.figma, 10, 10);
  [sticker.x, sticker.y] = [128 * 3 + 1000 + 40, 40];
  await insert(wanted(0, [1, 2]));
  const { 'Card 1 · 1': free, 'Card 1 · 2': taken } = stand();
  expect(free).toBe('1256 0');
  // Beside its target, as if it were alone.
  expect(taken).toBe('128 0');
});

test('one that was deleted comes back to where it stood', async () => {
  await insert(wanted(0, [0, 1]), wanted(1, [0, 1]));
  const before = stand();
  await open.plugin.call('history');
  const gone = copies().find(({ name }) => name === 'Card 2 · 1')!;
  const result = { layerId: gone.children[0]!.id };
  gone.remove();
  await open.plugin.call('putBack', { results: [result] });
  const back = open.figma.currentPage.children.at(-1)!;
  expect(`${back.x} ${back.y}`).toBe(before['Card 2 · 1']);
});

test('when one of them cannot be moved, nothing of any stays', async () => {
  const before = await open.host.fingerprint();
  open.host.fault(null);
  await insert(wanted(0, [0, 1]), wanted(1, [0]));
  const moves = open.host.steps().get('node.relativeTransform')!;
  open.host.undo();
  // The last of all that is done to where layers lie.
  open.host.fault('node.relativeTransform', { after: moves });
  await expect(insert(wanted(0, [0, 1]), wanted(1, [0]))).rejects.toMatchObject({ kind: 'insert-failed' });
  expect(open.host.strikes()).toBe(1);
  expect(await open.host.fingerprint()).toBe(before);
});
