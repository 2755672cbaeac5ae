// Quick actions with the built plugin: what it suggests while somebody types, and what the panel is told to run.
import { expect, test } from 'vitest';
import { MODELS } from '../../core/models/index.ts';
import { openFigma } from '../support/figma.ts';
import { oncePerFile } from '../support/lifetime.ts';

const prompts = { saved: ['a red door'], recent: ['a blue gate', 'a blue door'] };
const open = oncePerFile(() => openFigma({ clientStorage: { settings: { version: 1, prompts } } }));

async function run(parameters: Readonly<Record<string, string>>) {
  const action = await open.host.queryPlugin('edit');
  for (const [key, text] of Object.entries(parameters)) {
    await action.type(key, text);
    action.enter(key, text);
  }
  await action.run();
  open.host.uiLoaded();
  return (await open.plugin.call('ready')).opening;
}

test('suggests the prompts of before, saved ones first, and every model by its name', async () => {
  const action = await open.host.queryPlugin('edit');
  const names = async (key: string, query: string) => {
    const suggestions = await action.type(key, query);
    return suggestions.kind === 'list' ? suggestions.list.map(({ name }) => name) : [];
  };
  expect(await names('prompt', '')).toEqual(['a red door', 'a blue gate', 'a blue door']);
  expect(await names('prompt', 'door blue')).toEqual(['a blue door']);
  expect(await names('model', '')).toEqual(MODELS.map(({ label }) => label));
  expect(await names('model', 'REDUX')).toEqual(['FLUX dev · variations (Redux)']);
});

test('the panel is told what was entered, whatever of it', async () => {
  expect(await run({ prompt: 'a green hedge', model: 'FLUX dev · variations (Redux)' })).toEqual({
    kind: 'quick',
    prompt: 'a green hedge',
    modelId: 'fal-ai/flux/dev/redux',
  });
  expect(await run({ prompt: 'a red door' })).toMatchObject({ prompt: 'a red door', modelId: null });
  expect(await run({})).toEqual({ kind: 'tab', tab: 'edit' });
});

test('from the menu the panel opens as before', async () => {
  expect((await open.start('edit')).opening).toEqual({ kind: 'tab', tab: 'edit' });
  expect((await open.start('settings')).opening).toEqual({ kind: 'tab', tab: 'settings' });
});
