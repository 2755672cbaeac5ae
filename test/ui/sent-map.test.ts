// The map as the model saw it: there once a result is, for its own target, in the levels of its own settings.
import { expect, test } from 'vitest';
import type { Rect } from '../../core/geometry.ts';
import { planEdit } from '../../core/plan.ts';
import { placeRequest } from '../../ui/place-request.ts';
import { seenPicture, sentMap } from '../../ui/sent-map.ts';
import { createState, NEW_RUN, type Run } from '../../ui/state.ts';
import { codec, SELECTION, SETTINGS } from './world.ts';

const amount = { width: 16, height: 8, data: Float32Array.from({ length: 128 }, (_, i) => (i % 16) / 15) };

function finished(settings: Partial<typeof SETTINGS> = {}): Run {
  const plan = planEdit(SELECTION, { ...SETTINGS, ...settings }, 1);
  const place = { parentId: plan.target.id, below: [], beneath: [] };
  const insert = { ...placeRequest(plan), place, patches: [], name: '' };
  const result = { requestId: 'a', seed: 1, warnings: [], withheld: 0 };
  const source = { width: 16, height: 8, data: new Uint8Array(512) };
  const area: Rect<'crop'> = { x: 0, y: 0, width: 16, height: 8 };
  const around = { source, amount, alpha: amount, limit: null, area };
  const cut = { settings: SETTINGS, around, allowed: amount, regions: [], pictures: [] };
  return {
    ...NEW_RUN,
    job: { state: 'done', requestId: 'a', layerIds: ['9:9'] },
    checkpoint: { stage: 'composited', plan, insert, ...cut, ...result },
    outcome: {
      layerIds: ['9:9'],
      name: '',
      targetName: 'Page',
      regionNames: ['Mask'],
      beneath: [],
      pictures: 1,
      before: null,
      cameTooLate: false,
      ...result,
    },
  };
}

function stateWith(run: Run | null) {
  const state = createState();
  state.selection.value = SELECTION;
  state.run.value = run;
  return state;
}

test('there is none before a result, nor for another target', () => {
  expect(sentMap(stateWith(null))).toBeNull();
  expect(sentMap(stateWith({ ...finished(), outcome: null }))).toBeNull();
  const state = stateWith(finished());
  state.selection.value = { ...SELECTION, target: { ...SELECTION.target, id: '5:5' } };
  expect(sentMap(state)).toBeNull();
});

test('its levels are those of the run, whatever is set since', () => {
  const values = { num_inference_steps: 10, strength: 0.5 };
  const state = stateWith(finished({ values }));
  expect(sentMap(state)).toMatchObject({ amount, levels: 5 });
});

test('the picture has one grey a cell, white where all may change', async () => {
  const white = { ...amount, data: new Float32Array(128).fill(1) };
  expect(new Set((await codec.decode(seenPicture(white, 20))).data)).toEqual(new Set([255]));
  const { width, data } = await codec.decode(seenPicture(amount, 20));
  const row = Array.from({ length: width }, (_, x) => data[x * 4]);
  expect(new Set(row.slice(0, 8)).size).toBe(1);
  expect(new Set(row).size).toBe(2);
});
