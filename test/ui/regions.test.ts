// What is set for a region: shown at once, kept once, and never undone by news that is older.
import { expect, test, vi } from 'vitest';
import type { Selection } from '../../core/selection.ts';
import { amountDraft, createRegions, draftsFor } from '../../ui/regions.ts';
import { createState } from '../../ui/state.ts';
import { fakePlugin, SELECTION } from './world.ts';

const [REGION] = SELECTION.regions;
const ID = REGION!.id;

/** Waiting ends when the test says so. */
function heldClock() {
  const ends = new Set<() => void>();
  return {
    now: () => 0,
    sleep: (_: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        ends.add(resolve);
        signal?.addEventListener('abort', () => resolve());
      }),
    pass: () => {
      for (const end of ends) end();
    },
  };
}

function setUp(handlers: Parameters<typeof fakePlugin>[0] = {}, selection: Selection = SELECTION) {
  const state = createState();
  state.selection.value = selection;
  const clock = heldClock();
  const { plugin, calls } = fakePlugin(handlers);
  const regions = createRegions(state, { plugin, clock });
  const shown = () => {
    const { value } = state.selection;
    return value.kind === 'ready' ? value.regions[0] : undefined;
  };
  return { state, clock, calls, regions, shown };
}

test('a slider’s moves are shown at once and kept as one change', async () => {
  const { regions, shown, calls, clock } = setUp();
  for (const amount of [0.9, 0.7, 0.5]) regions.changeRegion(ID, { amount });
  regions.changeRegion(ID, { readFrom: 'light-and-dark' });
  expect(shown()).toMatchObject({ amount: 0.5, readFrom: 'light-and-dark' });
  expect(calls).toEqual([]);
  clock.pass();
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  expect(calls[0]).toMatchObject({
    call: 'setRegion',
    args: { regionId: ID, changes: { amount: 0.5, readFrom: 'light-and-dark' } },
  });
});

test('what is set as mask or content counts at once; automatic waits for the main thread', () => {
  const { regions, shown } = setUp();
  regions.changeRegion(ID, { use: 'content' });
  expect(shown()).toMatchObject({ use: 'content', useSetting: 'content' });
  regions.changeRegion(ID, { use: 'automatic' });
  expect(shown()).toMatchObject({ use: 'content', useSetting: 'automatic' });
});

test('news of the selection does not take back what is not yet kept, and does so once it is', async () => {
  const { regions, clock, calls } = setUp();
  regions.changeRegion(ID, { amount: 0.3 });
  expect(regions.asSet(SELECTION)).toMatchObject({ regions: [{ amount: 0.3 }] });
  clock.pass();
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  await vi.waitFor(() => expect(regions.asSet(SELECTION)).toMatchObject({ regions: [{ amount: 1 }] }));
});

test('leaving a field keeps at once, and no change is sent twice', async () => {
  const { regions, calls } = setUp();
  regions.changeRegion(ID, { amount: 0.3 });
  regions.keep();
  regions.keep();
  await vi.waitFor(() => expect(calls).toHaveLength(1));
});

test('what is set while another change is on its way is kept too', async () => {
  const { regions, calls } = setUp();
  regions.changeRegion(ID, { amount: 0.3 });
  regions.keep();
  regions.changeRegion(ID, { amount: 0.4 });
  regions.keep();
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  expect(calls[1]).toMatchObject({ args: { changes: { amount: 0.4 } } });
});

test('a region that is gone is told of', async () => {
  const setRegion = () => {
    throw new Error('no such layer');
  };
  const { regions, state } = setUp({ setRegion });
  regions.changeRegion(ID, { amount: 0.3 });
  regions.keep();
  await vi.waitFor(() => expect(state.notice.value?.detail).toBe('Error: no such layer'));
});

test('a region is added to the target, and to nothing when there is none', () => {
  const none: Selection = { kind: 'none', problem: 'nothing-selected', message: '' };
  const empty = setUp({}, none);
  empty.regions.addRegion();
  expect(empty.calls).toEqual([]);
  const { regions, calls } = setUp();
  regions.addRegion();
  expect(calls).toMatchObject([{ call: 'addRegion', args: { targetId: SELECTION.target.id } }]);
});

test('a field of a region no longer selected holds nothing back', () => {
  const draft = { text: '300', problem: 'A whole number from 0 to 100.' };
  const drafts = { [amountDraft(ID)]: draft, [amountDraft('8:8')]: draft, blend: draft };
  expect(Object.keys(draftsFor(SELECTION, drafts))).toEqual([amountDraft(ID), 'blend']);
  const none: Selection = { kind: 'none', problem: 'nothing-selected', message: '' };
  expect(Object.keys(draftsFor(none, drafts))).toEqual(['blend']);
});
