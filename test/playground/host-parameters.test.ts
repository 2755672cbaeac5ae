// Quick actions in the host: a plugin is asked for suggestions, and runs with what was entered.
import { expect, test } from 'vitest';
import { startHost } from './host.ts';

const PLUGIN = `
  figma.parameters.on('input', ({ query, key, parameters, result }) => {
    if (key === 'animal') result.setSuggestions(['Armadillo', { name: 'Baboon', data: 7 }].filter((s) => (s.name ?? s).startsWith(query)));
    else if (query === '?') result.setError('No question');
    else result.setSuggestions([JSON.stringify(parameters)]);
  });
  let refusal = '';
  try { figma.showUI(__html__) } catch (error) { refusal = error.message }
  figma.on('run', ({ command, parameters }) => {
    figma.showUI(__html__);
    figma.ui.postMessage({ command, parameters: parameters ?? null, refusal });
  });`;

const MANIFEST = {
  editorType: ['figma'],
  documentAccess: 'dynamic-page',
  menu: [
    {
      command: 'zoo',
      parameters: [
        { name: 'Animal', key: 'animal' },
        { name: 'Colour', key: 'colour', allowFreeform: true, optional: true },
      ],
    },
  ],
};

async function open() {
  const host = await startHost(PLUGIN, { manifest: MANIFEST });
  const told: unknown[] = [];
  host.onMessageToUi((message) => told.push(message));
  host.onUi((ui) => ui && host.uiLoaded());
  const answers = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return told;
  };
  return { host, answers };
}

test('a plugin suggests values, runs with those that were chosen, and shows no panel before', async () => {
  const { host, answers } = await open();
  const action = await host.queryPlugin('zoo');
  expect(await action.type('animal', 'B')).toEqual({ kind: 'list', list: [{ name: 'Baboon', data: 7 }] });
  expect(() => action.enter('animal', 'Cat')).toThrow('“Cat” is no suggestion for Animal');
  await expect(action.run()).rejects.toThrow('Animal has not been entered');
  action.enter('animal', 'Baboon');
  expect(await action.type('colour', '')).toMatchObject({ list: [{ name: '{"animal":7}' }] });
  action.enter('colour', 'any at all');
  expect(await answers()).toEqual([]);
  await action.run();
  expect(await answers()).toEqual([
    {
      command: 'zoo',
      parameters: { animal: 7, colour: 'any at all' },
      refusal: 'in showUI: Cannot be called while parameters are being entered',
    },
  ]);
  host.dispose();
});

test('from the menu it runs at once, without parameters', async () => {
  const { host, answers } = await open();
  await host.runPlugin('zoo');
  expect((await answers()).at(-1)).toMatchObject({ command: 'zoo', parameters: null });
  host.dispose();
});
