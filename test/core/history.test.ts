// Entries of History: grouped by run and target, searched by words, filtered by target.
import { expect, test } from 'vitest';
import { filtered, pastRuns, type ResultLayer, targetsOf } from '../../core/history.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';
import { emptyPatch } from '../support/patch.ts';

const FRAMING = { x: 0, y: 0, columns: 16, rows: 16, unit: 16 };

function result(id: string, prompt: string, changes: Partial<ResultLayer['recipe']> = {}): ResultLayer {
  const target = { id: '1:1', size: { width: 96, height: 64 } };
  const { recipe } = emptyPatch(target, FRAMING, { x: 0, y: 0, width: 1, height: 1 });
  const settings = { ...DEFAULT_EDIT, prompt };
  return {
    id,
    isSeen: true,
    recipe: { ...recipe, settings, requestId: id, targetName: 'Hero', madeAs: id, ...changes },
    pageName: 'Page 1',
    picture: `picture of ${id}`,
    isGone: false,
    obstacle: null,
  };
}

const NAMES = new Map([['1:1', 'Hero, renamed']]);

test('a run shows its first picture, and of what is deleted only what is left', () => {
  const run = { requestId: 'r' };
  const two = [result('b', 'a lake', { ...run, index: 1 }), result('a', 'a lake', { ...run, index: 0 })];
  expect(pastRuns(two, NAMES)).toMatchObject([
    { cover: { address: { layerId: 'a' } }, layerIds: ['a', 'b'] },
  ]);
  const left = [two[0]!, { ...two[1]!, isGone: true }];
  expect(pastRuns(left, NAMES)).toMatchObject([
    { cover: { address: { layerId: 'b' } }, layerIds: ['b'], isGone: false },
  ]);
  const gone = left.map((layer) => ({ ...layer, isGone: true }));
  expect(pastRuns(gone, NAMES)).toMatchObject([{ isGone: true, layerIds: ['a', 'b'] }]);
});

test('words are found in any order and case, within one target or all', () => {
  const other = { targetId: '2:2', targetName: 'Footer' };
  const runs = pastRuns(
    [result('a', 'A red door'), result('b', 'a blue door'), result('c', 'red door', other)],
    NAMES,
  );
  const found = (query: string, targetKey: string | null = null) =>
    filtered(runs, { query, targetKey }).map(({ layerIds }) => layerIds[0]);
  expect(found('door RED').sort()).toEqual(['a', 'c']);
  expect(found('door', '2:2')).toEqual(['c']);
  expect(found('lake')).toEqual([]);
  expect(found('').length).toBe(3);
  expect(targetsOf(runs)).toEqual([
    { key: '1:1', name: 'Hero, renamed' },
    { key: '2:2', name: 'Footer' },
  ]);
});

test('what was pasted from another file is not of the target that has the same id here', () => {
  const pasted = { madeAs: '7:7', targetName: 'Menu' };
  const runs = pastRuns([result('a', 'a lake'), result('b', 'a sea', pasted)], NAMES);
  expect(runs).toMatchObject([
    { targetName: 'Hero, renamed', formerName: 'Hero' },
    { targetName: null, formerName: 'Menu' },
  ]);
  expect(filtered(runs, { query: '', targetKey: '1:1' })).toEqual([runs[0]]);
  expect(targetsOf(runs).map(({ name }) => name)).toEqual(['Hero, renamed', 'Menu']);
});
