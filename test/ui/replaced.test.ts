// The result that is edited again gives way to the next run of its target, and to no other run.
import { expect, test, vi } from 'vitest';
import { NO_OFFER } from '../../core/selection.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';
import { openPanel } from './open-panel.ts';
import { insertedIn, SELECTION, SETTINGS } from './world.ts';

/** The panel as the relaunch button of layer 9:1 opens it. */
async function openAgain(plugin = {}) {
  const edit = { ...DEFAULT_EDIT, ...SETTINGS };
  const again = { edit, targetId: SELECTION.target.id, replacedIds: ['9:1'] };
  const open = await openPanel({ opening: { kind: 'again', again }, plugin });
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
