// Pictures that are chosen for fields: reading or picking one takes a moment, in which anything may have been changed.
import { expect, test } from 'vitest';
import type { FieldValue, ImageValue } from '../../core/models/index.ts';
import { openPanel } from './open-panel.ts';
import { SETTINGS } from './world.ts';

const FILE: ImageValue = { kind: 'file', key: 'cat.png 1 2', name: 'cat.png' };
const nets = (...paths: string[]): FieldValue => paths.map((path) => ({ path }));

/** A choice that has begun for the second of three ControlNets, and what ends it. */
async function choosing() {
  const values = { controlnets: nets('one', 'two', 'three') };
  const { panel, state } = await openPanel({ settings: { edit: { ...SETTINGS, values } } });
  let resolve: (image: ImageValue) => void = () => {};
  const asked = new Promise<ImageValue>((done) => {
    resolve = done;
  });
  const chosen = panel.choosePicture('controlnets.1.control_image_url', () => asked);
  const arrange = (order: number[], list: FieldValue) => {
    panel.reorderRows('controlnets', order);
    panel.changeValue('controlnets', list);
  };
  const end = async () => {
    resolve(FILE);
    await chosen;
    expect(state.choices.value).toEqual({});
    return state.settings.value.edit.values;
  };
  return { panel, state, arrange, end };
}

test('a late choice leaves alone what was typed beside it', async () => {
  const { panel, end } = await choosing();
  panel.changeValue('controlnets.1.path', 'typed');
  panel.changeValue('controlnets.0.conditioning_scale', 0.5);
  panel.changeValue('strength', 0.3);
  expect(await end()).toEqual({
    strength: 0.3,
    controlnets: [
      { path: 'one', conditioning_scale: 0.5 },
      { path: 'typed', control_image_url: FILE },
      { path: 'three' },
    ],
  });
});

test('it goes where its row has been moved, and nowhere when that was removed', async () => {
  const moved = await choosing();
  moved.arrange([1, 0, 2], nets('two', 'one', 'three'));
  moved.arrange([0, 2], nets('two', 'three'));
  expect(await moved.end()).toEqual({
    controlnets: [{ path: 'two', control_image_url: FILE }, { path: 'three' }],
  });
  const removed = await choosing();
  removed.arrange([0, 2], nets('one', 'three'));
  expect(await removed.end()).toEqual({ controlnets: nets('one', 'three') });
});

test('what is set in the field meanwhile stays, and so do settings that were taken from elsewhere', async () => {
  const typed = await choosing();
  const url = { kind: 'url', url: 'https://example.com/a.png' };
  typed.panel.changeValue('controlnets.1.control_image_url', url);
  expect(await typed.end()).toMatchObject({ controlnets: [{}, { control_image_url: url }, {}] });
  const elsewhere = await choosing();
  const { modelId } = SETTINGS;
  elsewhere.panel.changeEdit({ modelId, values: { controlnets: nets('a', 'b') } });
  expect(await elsewhere.end()).toEqual({ controlnets: nets('a', 'b') });
});

test('layers of a scale stay in the order in which they were added, whatever their names', async () => {
  const { panel, state } = await openPanel({
    settings: {
      edit: { ...SETTINGS, values: { loras: [{ path: 'a/b', scale: [{ name: '9', scale: 1 }] }] } },
    },
  });
  panel.changeValue('loras.0.scale', [
    { name: '9', scale: 1 },
    { name: '', scale: 1 },
  ]);
  panel.changeValue('loras.0.scale.1.name', '2');
  panel.changeValue('loras.0.scale.0.scale', 3);
  expect(state.settings.value.edit.values.loras).toEqual([
    {
      path: 'a/b',
      scale: [
        { name: '9', scale: 3 },
        { name: '2', scale: 1 },
      ],
    },
  ]);
});
