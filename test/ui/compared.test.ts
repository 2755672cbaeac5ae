// Results that were asked for in vain, or whose button went while it was held: the list and the canvas are as before.
import { expect, test, vi } from 'vitest';
import { Failure } from '../../core/failure.ts';
import { currentResult, resultsIn } from '../../ui/results.ts';
import { openPanel } from './open-panel.ts';
import { insertedAs, TINY_SETTINGS } from './world.ts';

/** Two results in the document. */
async function withTwo(plugin: NonNullable<Parameters<typeof openPanel>[0]>['plugin'] = {}) {
  const insert = insertedAs(({ patches }) => patches.map((_, i) => `9:${i}`));
  const edit = { ...TINY_SETTINGS, variations: 2 };
  const open = await openPanel({ settings: { edit }, plugin: { insert, ...plugin } });
  open.panel.generate();
  await vi.waitFor(() => expect(open.state.run.value?.job.state).toBe('done'), 10_000);
  const shown = () => open.calls.flatMap(({ call, args }) => (call === 'showResult' ? [args.shown] : []));
  return { ...open, results: () => resultsIn(open.state), shown };
}

test('compared while the next run takes the list’s place, it is seen again when it is let go, and once', async () => {
  const { panel, results, shown } = await withTwo();
  const { placed } = results()[1]!;
  panel.compareResult(results()[1]!);
  panel.generate();
  expect(results()).toEqual([]);
  panel.stopComparing();
  panel.stopComparing();
  expect(shown()).toEqual([null, placed]);
});

test('what had gone before the panel came is none of the results, and shifts none of the others', async () => {
  const insert = insertedAs(({ patches }) => patches.map((_, i) => (i === 1 ? '' : `9:${i}`)));
  const edit = { ...TINY_SETTINGS, variations: 3 };
  const { panel, state, calls } = await openPanel({ settings: { edit }, plugin: { insert } });
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.outcome?.pictures).toBe(2), 10_000);
  const found = resultsIn(state).map(({ name, placed }) => [name.at(-1), placed?.layerId]);
  expect(found).toEqual([
    ['1', '9:0'],
    ['3', '9:2'],
  ]);
  panel.changeEdit({ matchColours: 0.5 });
  const parts = () => calls.flatMap(({ call, args }) => (call === 'updateLayers' ? args.parts : []));
  const updated = () => parts().flatMap(({ layers }) => layers);
  await vi.waitFor(() => expect(updated()).toHaveLength(2), 10_000);
  expect(updated().map(({ id, recipe }) => [id, recipe.index])).toEqual([
    ['9:0', 0],
    ['9:2', 2],
  ]);
});

test('let go after another was picked, it does not come back', async () => {
  const { panel, results, shown } = await withTwo();
  panel.compareResult(results()[0]!);
  panel.pickResult(results()[1]!);
  panel.stopComparing();
  expect(shown()).toEqual([null, results()[1]!.placed]);
});

test('a decision that fails takes nothing out of the list, even where nobody says how the results stand', async () => {
  const chooseResult = () => {
    throw new Failure('results-undecided');
  };
  const { panel, state, results } = await withTwo({ chooseResult });
  const [first, second] = results();
  panel.pickResult(first!);
  panel.discardResult(first!);
  expect(results()).toHaveLength(1);
  await vi.waitFor(() => expect(state.notice.value?.failure).toBe('results-undecided'));
  expect(results().map(({ key }) => key)).toEqual([first!.key, second!.key]);
  expect(currentResult(state)?.key).toBe(first!.key);
});
