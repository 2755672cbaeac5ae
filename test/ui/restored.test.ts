// What was gone back to holds for its own target: the settings in the form, and the result that gives way to the next run.
import { expect, test, vi } from 'vitest';
import type { PastRun } from '../../core/history.ts';
import { NO_OFFER } from '../../core/selection.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';
import { replacedFor, restoredText } from '../../ui/restored.ts';
import { againWith, openPanel } from './open-panel.ts';
import { insertedAs, insertedIn, SELECTION, SETTINGS } from './world.ts';

async function openAgain(plugin = {}) {
  const open = await openPanel({ opening: { kind: 'again', again: againWith(SETTINGS) }, plugin });
  const run = async () => {
    open.panel.generate();
    await vi.waitFor(() => expect(open.state.run.value?.job.state).toMatch(/done|failed/), 5000);
  };
  const drawn = () => open.calls.flatMap((message) => (message.call === 'raster' ? [message.args] : []));
  const replaced = (name: 'raster' | 'insert') =>
    (name === 'raster' ? drawn() : insertedIn(open.calls)).map(({ replacedIds }) => replacedIds);
  return { ...open, run, replaced };
}

test('the next run of the target knows of it, and the one after it does not', async () => {
  const { run, replaced } = await openAgain();
  await run();
  await run();
  expect(replaced('raster')).toEqual([['9:1'], []]);
  expect(replaced('insert')).toEqual([['9:1'], []]);
});

test('a run that came to nothing leaves it to the next', async () => {
  const raster = vi.fn().mockRejectedValueOnce(new Error('Figma would not'));
  const { run, replaced } = await openAgain({ raster });
  await run();
  await run();
  expect(replaced('raster')).toEqual([['9:1'], ['9:1']]);
});

test('in copies nothing of the target was hidden, and so the run after the next knows of it too', async () => {
  const { panel, run, replaced } = await openAgain();
  panel.changeEdit({ insertAs: 'copies' });
  await run();
  await run();
  expect(replaced('insert')).toEqual([['9:1'], ['9:1']]);
});

test('what was gone back to while the run was under way is left to its own next run', async () => {
  const other = { ...SELECTION, target: { ...SELECTION.target, id: '2:2' } };
  const goBack = () => ({ ...BACK, targetId: '2:2', replacedIds: ['9:2'] });
  let land = () => {};
  const isToLand = new Promise<void>((resolve) => {
    land = resolve;
  });
  const insert = async (args: Parameters<ReturnType<typeof insertedAs>>[0]) => {
    await isToLand;
    return insertedAs(() => ['9:9'])(args);
  };
  const { panel, state, tell, calls } = await openAgain({ insert, goBack });
  panel.generate();
  await vi.waitFor(() => expect(insertedIn(calls)).toHaveLength(1), 5000);
  panel.goBack({ cover: { address: { layerId: '9:2' } } } as PastRun, 'edit-again');
  await vi.waitFor(() => expect(state.restored.value?.again.targetId).toBe('2:2'));
  tell({ event: 'selectionChanged', value: { selection: other, offer: NO_OFFER } });
  land();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('done'), 5000);
  expect(replacedFor(state, '2:2')).toEqual(['9:2']);
});

test('another target forgets it, also when the first is chosen again', async () => {
  const { run, replaced, tell } = await openAgain();
  const other = { ...SELECTION, target: { ...SELECTION.target, id: '2:2' } };
  tell({ event: 'selectionChanged', value: { selection: other, offer: NO_OFFER } });
  tell({ event: 'selectionChanged', value: { selection: SELECTION, offer: NO_OFFER } });
  await run();
  expect(replaced('raster')).toEqual([[]]);
});

test('nothing selected for a moment does not', async () => {
  const { run, replaced, tell } = await openAgain();
  const nothing = { kind: 'none', problem: 'nothing-selected', message: '' } as const;
  tell({ event: 'selectionChanged', value: { selection: nothing, offer: NO_OFFER } });
  tell({ event: 'selectionChanged', value: { selection: SELECTION, offer: NO_OFFER } });
  await run();
  expect(replaced('raster')).toEqual([['9:1']]);
});

const BACK = {
  way: 'more-like-this',
  name: 'a red door 2',
  edit: { ...DEFAULT_EDIT, ...SETTINGS, prompt: 'a red door', seed: null, values: { strength: 0.51 } },
  targetId: SELECTION.target.id,
  replacedIds: [],
  start: { layerId: '9:1', name: 'a red door 2' },
} as const;
const OTHER = { ...SELECTION, target: { ...SELECTION.target, id: '2:2' } };

test('another target has the user’s own settings again, with what was set by hand since', async () => {
  const { panel, state, tell } = await openPanel({ opening: { kind: 'again', again: BACK } });
  expect(restoredText(state.restored.value!.again, BACK.edit)).toBe(
    'More like “a red door 2”: strength 0.51, new seeds.',
  );
  panel.changeEdit({ variations: 3 });
  tell({ event: 'selectionChanged', value: { selection: OTHER, offer: NO_OFFER } });
  expect(state.restored.value).toBeNull();
  expect(state.settings.value.edit).toEqual({ ...SETTINGS, variations: 3 });
  tell({ event: 'selectionChanged', value: { selection: SELECTION, offer: NO_OFFER } });
  expect(state.settings.value.edit).toEqual({ ...SETTINGS, variations: 3 });
});

test('they come back by a button too, and one way back after another leads no further from them', async () => {
  const second = {
    ...BACK,
    way: 'edit-again',
    edit: { ...BACK.edit, values: { strength: 0.31 }, seed: 7 },
  } as const;
  const goBack = vi.fn().mockResolvedValueOnce(BACK).mockResolvedValueOnce(second);
  const { panel, state } = await openPanel({ plugin: { goBack } });
  const run = { cover: { address: { layerId: '9:1' } } } as PastRun;
  panel.goBack(run, 'more-like-this');
  await vi.waitFor(() => expect(state.settings.value.edit).toEqual(BACK.edit));
  panel.goBack(run, 'edit-again');
  await vi.waitFor(() => expect(state.settings.value.edit).toEqual(second.edit));
  expect(restoredText(state.restored.value!.again, second.edit)).toBe('Settings of “a red door 2”.');
  panel.backToMine();
  expect(state.settings.value.edit).toEqual(SETTINGS);
  expect(state.restored.value).toBeNull();
});

test('from beside another target, the selection that follows changes nothing of it', async () => {
  const goBack = () => ({ ...BACK, replacedIds: ['9:1'] });
  const { panel, state, tell } = await openPanel({ selection: OTHER, plugin: { goBack } });
  panel.goBack({ cover: { address: { layerId: '9:1' } } } as PastRun, 'edit-again');
  await vi.waitFor(() => expect(state.restored.value).not.toBeNull());
  tell({ event: 'selectionChanged', value: { selection: SELECTION, offer: NO_OFFER } });
  expect(state.settings.value.edit).toEqual(BACK.edit);
  expect(replacedFor(state, SELECTION.target.id)).toEqual(['9:1']);
  tell({ event: 'selectionChanged', value: { selection: OTHER, offer: NO_OFFER } });
  expect(state.settings.value.edit).toEqual(SETTINGS);
});
