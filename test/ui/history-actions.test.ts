// What the entries of History do to the panel: parts of a recipe taken over, ways back, what is said of it.
import { expect, test, vi } from 'vitest';
import type { Part } from '../../core/again.ts';
import { moreLikeThis } from '../../core/again.ts';
import { Failure } from '../../core/failure.ts';
import type { PastRun } from '../../core/history.ts';
import { emptyPatch } from '../support/patch.ts';
import { againWith, openPanel } from './open-panel.ts';
import { SELECTION, SETTINGS } from './world.ts';

const FRAMING = { x: 0, y: 0, columns: 16, rows: 16, unit: 16 };
const patch = emptyPatch(SELECTION.target, FRAMING, { x: 0, y: 0, width: 1, height: 1 });
const settings = { ...SETTINGS, prompt: 'a green hedge', softEdge: 9, variations: 2, seed: null };
const RECIPE = { ...patch.recipe, settings, seed: 11 };
const RUN: PastRun = {
  key: 'r',
  prompt: 'a green hedge',
  targetKey: '1:1',
  targetName: 'Page',
  formerName: 'Page',
  pageName: 'Page 1',
  createdAt: '',
  seed: 11,
  simulated: true,
  charges: [{ requestId: 'r', billed: null, simulated: true }],
  layerIds: ['9:1', '9:2'],
  isGone: false,
  returnable: [],
  cover: {
    address: { layerId: '9:1' },
    made: { requestId: 'r', index: 0 },
    picture: 'hash',
    obstacle: null,
  },
};

async function taken(part: Part) {
  const { panel, state } = await openPanel({ plugin: { recipe: () => RECIPE } });
  panel.takeOver(RUN, part);
  await vi.waitFor(() => expect(state.historyNote.value).toMatchObject({ text: expect.stringMatching(/./) }));
  return state.settings.value.edit;
}

test('prompt, settings and seed are taken over one by one, or all', async () => {
  expect(await taken('prompt')).toEqual({ ...SETTINGS, prompt: 'a green hedge' });
  expect(await taken('seed')).toEqual({ ...SETTINGS, seed: 11 });
  expect(await taken('settings')).toEqual({ ...settings, prompt: SETTINGS.prompt, seed: SETTINGS.seed });
  expect(await taken('all')).toEqual({ ...settings, seed: 11 });
});

test('a way back opens the edit as it was; one that fails is told of in History', async () => {
  const goBack = vi
    .fn()
    .mockResolvedValueOnce(againWith(settings))
    .mockRejectedValueOnce(new Failure('result-gone'));
  const { panel, state } = await openPanel({ plugin: { goBack } });
  panel.choose('history');
  panel.goBack(RUN, 'edit-again');
  await vi.waitFor(() => expect(state.tab.value).toBe('edit'));
  expect(state.settings.value.edit).toEqual(settings);
  panel.goBack(RUN, 'edit-again');
  await vi.waitFor(() =>
    expect(state.historyNote.value).toMatchObject({ kind: 'failed', failure: { failure: 'result-gone' } }),
  );
});

test('a thumbnail is asked for once, and not at all when nobody looks any more', async () => {
  const thumbnail = vi.fn(() => ({ bytes: patch.png, isSmall: true }));
  const { panel } = await openPanel({ plugin: { thumbnail } });
  const looking = new AbortController().signal;
  const all = await Promise.all([1, 2].map(() => panel.thumbnail(RUN.cover, looking)));
  expect(all).toEqual([1, 2].map(() => expect.stringMatching(/^data:image\/png;base64,/)));
  expect(await panel.thumbnail({ ...RUN.cover, picture: 'other' }, AbortSignal.abort())).toBeNull();
  expect(thumbnail).toHaveBeenCalledTimes(1);
});

test('more like it looks at the result, weaker, whatever the model', () => {
  const of = (modelId: string, strength?: number) =>
    moreLikeThis({ ...SETTINGS, modelId, values: strength === undefined ? {} : { strength } });
  expect(of('fal-ai/flux/dev/image-to-image', 0.5).values).toMatchObject({ strength: 0.3 });
  expect(of('fal-ai/flux-general/differential-diffusion').values).toMatchObject({ strength: 0.51 });
  expect(of('fal-ai/flux/dev')).toMatchObject({ modelId: 'fal-ai/flux/dev/image-to-image', seed: null });
  expect(of('fal-ai/flux/dev/redux')).toMatchObject({ modelId: 'fal-ai/flux/dev/redux', values: {} });
});

test('layers that cannot be read are told of with the list, and selected', async () => {
  const select = vi.fn(() => ({ shown: 1 }));
  const { panel, state } = await openPanel({
    plugin: { history: () => ({ runs: [], unreadable: ['9:3', '9:4'] }), select },
  });
  panel.choose('history');
  await vi.waitFor(() => expect(state.history.value).toMatchObject({ unreadable: ['9:3', '9:4'] }));
  panel.showUnreadable(['9:3', '9:4']);
  const text = 'The layer is selected. 1 is on another page.';
  await vi.waitFor(() => expect(state.historyNote.value).toMatchObject({ text }));
  expect(select).toHaveBeenCalledWith({ layerIds: ['9:3', '9:4'] });
});
