// An alert goes with the target that it is about.
import { expect, test, vi } from 'vitest';
import { NO_OFFER } from '../../core/selection.ts';
import { openPanel } from './open-panel.ts';
import { SELECTION } from './world.ts';

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
