// An alert goes with the target that it is about.
import { afterEach, expect, test, vi } from 'vitest';
import { NO_OFFER } from '../../core/selection.ts';
import { heldByFailure, listedUnfinished } from '../../ui/state.ts';
import { closeWindows, openDesk } from '../support/desk.ts';
import { openPanel } from './open-panel.ts';
import { SELECTION } from './world.ts';

afterEach(closeWindows);

const other = { ...SELECTION, target: { ...SELECTION.target, id: '2:2', name: 'Journal' } };

async function failed(plugin: NonNullable<Parameters<typeof openPanel>[0]>['plugin'] = {}) {
  const open = await openPanel({ plugin });
  open.panel.generate();
  await vi.waitFor(() => expect(open.state.run.value?.job.state).toBe('failed'), 5000);
  const select = (selection: typeof SELECTION) =>
    open.tell({ event: 'selectionChanged', value: { selection, offer: NO_OFFER } });
  return { ...open, select };
}

const refused = () => {
  throw new Error('Figma is asleep');
};

test('what failed for one target is not told beside another, but stays while its own is told anew', async () => {
  const { state, select } = await failed({ raster: refused });
  select({ ...SELECTION, regions: [{ ...SELECTION.regions[0]!, amount: 0.5 }] });
  expect(state.run.value?.job.state).toBe('failed');
  select(other);
  expect(state.run.value).toBeNull();
});

test('a picture that was paid for is not forgotten over it', async () => {
  const { state, select } = await failed({ insert: refused });
  select(other);
  expect(state.run.value?.parts[0].checkpoint?.stage).toBe('composited');
});

test('a failure that is dismissed goes out of sight, and what was paid for is still in History', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const { panel, state, kill } = await desk.openSession(window);
  window.host.fault('createImage');
  await vi.waitFor(() => expect(state.selection.value.kind).toBe('ready'));
  panel.changeEdit({ prompt: 'a red door' });
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('failed'), 5000);
  // In History as well, where it is told that it waits on the first screen.
  await vi.waitFor(() => expect(heldByFailure(state)).toHaveLength(1));
  expect(listedUnfinished(state)).toEqual([]);
  panel.dismiss(state.run.value!.id);
  expect(state.run.value).toBeNull();
  await vi.waitFor(() => expect(listedUnfinished(state)).toHaveLength(1));
  expect(heldByFailure(state)).toEqual([]);
  panel.fetchUnfinished(listedUnfinished(state)[0]!.id);
  await vi.waitFor(() => expect(window.results()).toEqual(['Simulated · a red door']), 5000);
  expect([desk.standIn.charges(), desk.keptJobs()]).toEqual([1, []]);
  kill();
});

test('a run that is under way cannot be dismissed', async () => {
  const { panel, state } = await openPanel();
  panel.generate();
  const { id } = state.run.value!;
  panel.dismiss(id);
  expect(state.run.value?.id).toBe(id);
});
