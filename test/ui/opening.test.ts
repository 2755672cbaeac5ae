// What the panel does when a quick action or a relaunch button has started the plugin.
import { expect, test, vi } from 'vitest';
import { replacedFor } from '../../ui/restored.ts';
import { againWith, openPanel } from './open-panel.ts';
import { SELECTION, SETTINGS } from './world.ts';

const REDUX = 'fal-ai/flux/dev/redux';
const quick = (prompt: string, modelId: string | null = null) =>
  ({ kind: 'quick', prompt, modelId }) as const;

test('a quick action runs at once, with the rest as it was last set', async () => {
  const { state, network } = await openPanel({ opening: quick('a blue door') });
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('done'), 10_000);
  const [request] = network.standIn.requests();
  expect(request?.input).toMatchObject({ prompt: 'a blue door', seed: SETTINGS.seed });
  expect(state.settings.value.prompts.recent).toEqual(['a blue door']);
});

test('what is missing is told, with the prompt in its field, and nothing is sent', async () => {
  const { target } = SELECTION;
  const message = 'Choose a region: draw a layer over it.';
  const selection = { kind: 'target', target, problem: 'no-region', message } as const;
  const { state, network } = await openPanel({ opening: quick('a blue door'), selection });
  expect(state.notice.value?.message).toBe(message);
  expect(state.settings.value.edit.prompt).toBe('a blue door');
  expect([state.runs.value, network.submits()]).toEqual([[], []]);
});

test('without a proxy the run says so, and the prompt stays', async () => {
  const { state, network } = await openPanel({ opening: quick('a blue door'), settings: { proxyUrl: '' } });
  await vi.waitFor(() =>
    expect(state.run.value?.job).toMatchObject({ state: 'failed', failure: { failure: 'proxy-missing' } }),
  );
  expect(state.settings.value.edit.prompt).toBe('a blue door');
  expect(network.submits()).toEqual([]);
});

test('a model alone is chosen, and runs only where it takes no words', async () => {
  const { state } = await openPanel({ opening: quick('', 'fal-ai/flux/dev') });
  expect(state.settings.value.edit.modelId).toBe('fal-ai/flux/dev');
  expect(state.runs.value).toEqual([]);
  const other = await openPanel({ opening: quick('', REDUX) });
  expect(other.state.runs.value).toMatchObject([{ modelId: REDUX }]);
});

test('what was gone back to takes the place of what was set, and of what stood in the fields', async () => {
  const edit = { ...SETTINGS, prompt: 'a green hedge', softEdge: 9, seed: 11 };
  const { state } = await openPanel({ opening: { kind: 'again', again: againWith(edit) } });
  expect(state.settings.value.edit).toEqual(edit);
  expect(replacedFor(state, SELECTION.target.id)).toEqual(['9:1']);
});
