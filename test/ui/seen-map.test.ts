// The map as the model will see it: drawn while it is wanted, before anything is sent, and anew when it changes.
import { expect, test, vi } from 'vitest';
import type { Selection } from '../../core/selection.ts';
import { seenText, sendsMap } from '../../ui/seen-map.ts';
import type { State } from '../../ui/state.ts';
import { openPanel } from './open-panel.ts';
import { SELECTION } from './world.ts';

const shown = async ({ seen }: State) => {
  await vi.waitFor(() => expect(seen.value.kind).toBe('shown'), 5000);
  if (seen.value.kind !== 'shown') throw new Error('it was shown a moment ago');
  return seen.value.map;
};

test('it is drawn when it is asked for, without a prompt and without sending anything', async () => {
  const { panel, state, network } = await openPanel();
  panel.changeEdit({ prompt: '' });
  expect(state.seen.value.kind).toBe('hidden');
  panel.showSeen(true);
  const { cells, levels } = await shown(state);
  expect(cells.data.reduce((most, value) => Math.max(most, value), 0)).toBe(1);
  expect(levels).toBe(24);
  expect(network.submits()).toHaveLength(0);
  panel.showSeen(false);
  expect(state.seen.value.kind).toBe('hidden');
});

test('it follows what it is made of, and leaves Figma alone while only the prompt changes', async () => {
  const { panel, state, calls } = await openPanel();
  const rasters = () => calls.filter(({ call }) => call === 'raster').length;
  panel.showSeen(true);
  await shown(state);
  panel.changeEdit({ prompt: 'something else' });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(rasters()).toBe(1);
  panel.changeValue('strength', 0.5);
  expect(state.seen.value.kind).toBe('drawing');
  expect((await shown(state)).levels).toBe(14);
  expect(rasters()).toBe(2);
});

test('it says why it cannot be drawn, and there is none for a model that takes no map', async () => {
  const raster = () => {
    throw new Error('Figma is asleep');
  };
  const { panel, state } = await openPanel({ plugin: { raster } });
  panel.showSeen(true);
  await vi.waitFor(() => expect(state.seen.value.kind).toBe('failed'));
  panel.changeEdit({ modelId: 'fal-ai/flux/dev' });
  expect([sendsMap(state), state.seen.value.kind]).toEqual([false, 'hidden']);
  const none: Selection = { kind: 'target', target: SELECTION.target, problem: 'no-region', message: '' };
  expect(sendsMap((await openPanel({ selection: none })).state)).toBe(false);
});

test('what is said of it names its cells and levels, and that an all white one lets everything change', async () => {
  const { panel, state } = await openPanel();
  panel.showSeen(true);
  const map = await shown(state);
  expect(seenText(state.seen.value)).toBe('8 px cells, 24 levels. White may change, black stays.');
  const cells = { ...map.cells, data: map.cells.data.map(() => 1) };
  const all = seenText({ kind: 'shown', map: { ...map, cells, levels: 1 } });
  expect(all).toBe('8 px cells, 1 level. All white: everything may change.');
});
