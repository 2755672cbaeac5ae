// Entries of History: grouped by run and target, searched by words, filtered by target.
import { expect, test } from 'vitest';
import { spentOn } from '../../core/billed.ts';
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

const NAMES = new Map([['1:1', { name: 'Hero, renamed', label: null }]]);

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

test('the requests of one click for one prompt are one entry, in the order in which they were asked for', () => {
  const of = (from: number, id = 'click 0') => ({ series: { id, from, of: 3 } });
  const billed = { units: 1, dollars: 0.025 };
  const runs = pastRuns(
    [
      result('c', 'a lake', { ...of(2), billed, createdAt: '2026-01-03T00:00:00.000Z' }),
      result('a', 'a lake', { ...of(0), billed, createdAt: '2026-01-01T00:00:00.000Z' }),
      result('b', 'a lake', { ...of(1), billed, createdAt: '2026-01-02T00:00:00.000Z' }),
      result('d', 'a sea', of(0, 'click 1')),
      result('e', 'a lake', { ...of(0), targetId: '2:2' }),
    ],
    NAMES,
  );
  expect(runs.map(({ layerIds }) => layerIds)).toEqual([['a', 'b', 'c'], ['d'], ['e']]);
  expect(runs[0]).toMatchObject({ createdAt: '2026-01-03T00:00:00.000Z' });
  expect(spentOn(runs[0]!.charges).paid).toEqual({ requests: 0, dollars: 0, unpricedUnits: 0 });
  expect(spentOn(runs[0]!.charges).simulated).toMatchObject({ requests: 3 });
});

test('what was seen last is seen again when a run is put back', () => {
  const gone = { isGone: true, isSeen: false };
  const [first, chosen] = [0, 1].map((index) => result(`${index}`, 'a lake', { requestId: 'r', index }));
  const [run] = pastRuns(
    [
      { ...first!, ...gone },
      { ...chosen!, isGone: true },
    ],
    NAMES,
  );
  expect(run?.returnable.map(({ layerId }) => layerId)).toEqual(['1', '0']);
});

test('of a run that is gone each picture can be put back once; of one that is gone in part, none by itself', () => {
  const gone = (id: string, index: number) => ({
    ...result(id, 'a lake', { requestId: 'r', index }),
    isGone: true,
  });
  const lost = { ...gone('e', 3), obstacle: 'unknown' as const };
  const all = [gone('b', 0), gone('c', 2), gone('d', 1), gone('f', 1), lost];
  const [run] = pastRuns(all, NAMES);
  expect(run?.returnable.map(({ layerId }) => layerId)).toEqual(['b', 'd', 'c']);
  expect(pastRuns(all, new Map())[0]?.returnable).toEqual([]);
  const left = result('a', 'a lake', { requestId: 'r', index: 0 });
  expect(pastRuns([left, ...all], NAMES)).toMatchObject([{ isGone: false, layerIds: ['a'], returnable: [] }]);
});
