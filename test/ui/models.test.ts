// Each model does its own job: what is sent for it, and what becomes of what comes back.
import { expect, test, vi } from 'vitest';
import type { Size } from '../../core/geometry.ts';
import { levelsOf } from '../../core/model-settings.ts';
import { outline, planEdit } from '../../core/plan.ts';
import { DEFAULT_EDIT, type EditSettings } from '../../core/settings.ts';
import { refusalText } from '../../ui/refusal.ts';
import { priceLine } from '../../ui/wording.ts';
import { openPanel } from './open-panel.ts';
import { scene } from './scene.ts';
import { codec, insertedIn, rasterOf, SELECTION, SETTINGS } from './world.ts';

const GENERAL = 'fal-ai/flux-general/differential-diffusion';
const RESTYLE = 'fal-ai/flux/dev/image-to-image';
const FILL = 'fal-ai/flux/dev';
const VARY = 'fal-ai/flux/dev/redux';

const BOX = SELECTION.regions[0]!.box;

test.each([
  [GENERAL, ['change_map_image_url', 'image_size', 'image_url', 'prompt', 'seed']],
  ['fal-ai/flux-differential-diffusion', ['change_map_image_url', 'image_url', 'prompt', 'seed']],
  [RESTYLE, ['image_url', 'prompt', 'seed']],
  [FILL, ['image_size', 'prompt', 'seed']],
  [VARY, ['image_size', 'image_url', 'seed']],
])('%s is sent what it needs and nothing else, and comes back cut by the map', async (modelId, names) => {
  const edit = scene({ settings: { modelId, softEdge: 0 } });
  await expect(edit.run()).resolves.toMatchObject({ pictures: 1, warnings: [] });
  const [request] = edit.standIn.requests();
  expect(request?.endpoint).toBe(modelId);
  expect(Object.keys(request!.input).sort()).toEqual(names);
  expect(Object.keys(request!.images).sort()).toEqual(names.filter((name) => name.endsWith('image_url')));
  const { png, area } = edit.inserted()[0]!.patches[0]!;
  const { width, height, data } = await codec.decode(png);
  const scale = width / area.width;
  const alphaAt = (x: number, y: number) =>
    data[(Math.floor((y - area.y) * scale) * width + Math.floor((x - area.x) * scale)) * 4 + 3];
  expect(alphaAt(BOX.x + BOX.width / 2, BOX.y + BOX.height / 2)).toBe(255);
  let shown = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i]! > 0) shown++;
  expect(shown).toBe(BOX.width * BOX.height * scale ** 2);
  expect(width * height).toBeGreaterThanOrEqual(shown);
});

const wide = {
  ...SELECTION,
  target: { ...SELECTION.target, size: { width: 2400, height: 1600 } },
  regions: [{ ...SELECTION.regions[0]!, box: { x: 400, y: 600, width: 600, height: 300 } }],
};

test.each([FILL, VARY])('%s makes a picture for the region alone, at its ratio', (modelId) => {
  const settings = { ...DEFAULT_EDIT, prompt: 'a lake', modelId, softEdge: 0 };
  const { size, framing } = planEdit(wide, settings, 1);
  expect(size.width / size.height).toBeCloseTo(2, 0);
  expect(framing.columns * framing.unit).toBeLessThan(700);
  const around = planEdit(wide, { ...settings, modelId: GENERAL }, 1).framing;
  expect(around.columns * around.unit).toBeGreaterThan(700);
  const whole = planEdit(wide, { ...settings, surroundings: 'whole' }, 1).framing;
  expect(whole.columns * whole.unit).toBeGreaterThanOrEqual(2400);
});

test('a picture is made to fit the region, or the frame', async () => {
  const ratioSent = async (size: 'region' | 'frame') => {
    const edit = scene({ settings: { modelId: FILL, softEdge: 0, values: { image_size: size } } });
    await edit.run();
    const { width, height } = edit.standIn.requests()[0]!.input.image_size as Size<'crop'>;
    return width / height;
  };
  const { width, height } = SELECTION.target.size;
  expect(await ratioSent('frame')).toBeCloseTo(width / height, 1);
  // The smallest crop is a square, and the region nearly one.
  expect(await ratioSent('region')).toBeCloseTo(BOX.width / BOX.height, 0);
});

test('a map that is all white holds back only a model that is given it', async () => {
  const plugin = { raster: rasterOf({ x: -96, y: -96, width: 600, height: 600 }) };
  await expect(scene({ plugin }).run()).rejects.toMatchObject({ kind: 'map-all-white' });
  for (const modelId of [RESTYLE, FILL, VARY]) {
    await expect(scene({ plugin, settings: { modelId } }).run()).resolves.toMatchObject({ pictures: 1 });
  }
});

test('variations of a picture need no prompt, and are named after it', async () => {
  const edit = scene({ settings: { modelId: VARY, prompt: '' } });
  await edit.run();
  expect(edit.inserted()[0]!.patches[0]!.name).toBe('Simulated · Variation of Page');
  await expect(scene({ settings: { modelId: FILL, prompt: '' } }).run()).rejects.toMatchObject({
    kind: 'prompt-empty',
  });
});

test('another source or map is sent in place of the selection’s, which is then not uploaded', async () => {
  const picture = `data:image/png;base64,${Buffer.from(codec.encode(grey(64))).toString('base64')}`;
  const values = {
    image_url: { kind: 'url', url: picture },
    change_map_image_url: { kind: 'url', url: picture },
  };
  const edit = scene({ settings: { values } });
  await edit.run();
  expect(edit.standIn.requests()[0]!.input).toMatchObject({
    image_url: picture,
    change_map_image_url: picture,
  });
});

function grey(side: number) {
  return { width: side, height: side, data: new Uint8Array(side * side * 4).fill(255) };
}

test('the price is that of the size that is asked for, and unknown where fal names none', () => {
  const price = (changes: Partial<EditSettings>) => {
    const settings = { ...DEFAULT_EDIT, prompt: 'a lake', ...changes };
    return priceLine(outline(wide, settings), settings, settings.variations).text.split(' · ')[0];
  };
  expect(price({ modelId: FILL })).toBe('$0.025');
  expect(price({ modelId: FILL, values: { image_size: 'square_hd' }, variations: 2 })).toBe(
    '$0.10 for 2 pictures',
  );
  expect(price({ modelId: FILL, values: { image_size: { width: 2000, height: 2000 } } })).toBe('$0.10');
  for (const modelId of [GENERAL, RESTYLE, VARY]) expect(price({ modelId })).toBe('Price unknown');
});

test('another model keeps all that was set, says what it does not take, and sends what it knows', async () => {
  const values = { strength: 0.4, num_inference_steps: 8, guidance_scale: 7, loras: [{ path: 'a/b' }] };
  const edit = { ...SETTINGS, values, variations: 9, seed: 3 };
  const { panel, state, network } = await openPanel({ settings: { edit } });
  panel.changeEdit({ modelId: RESTYLE });
  // Eight steps are fewer than it takes; the LoRA waits for a model that knows it.
  expect(state.settings.value.edit).toEqual({ ...edit, modelId: RESTYLE });
  expect(state.problems.value).toEqual({ num_inference_steps: 'A whole number from 10 to 50.' });
  expect(levelsOf(state.settings.value.edit)).toBe(levelsOf({ modelId: RESTYLE, values: { strength: 0.4 } }));
  panel.generate();
  expect(refusalText(state)).toBe('Nothing was sent: one field is not right yet.');
  panel.changeEdit({ modelId: GENERAL });
  expect(state.settings.value.edit).toEqual(edit);
  panel.changeEdit({ modelId: RESTYLE, variations: 1 });
  panel.changeValue('num_inference_steps', 12);
  panel.generate();
  await vi.waitFor(() => expect(network.standIn.requests()).toHaveLength(1), 5000);
  const { image_url, ...input } = network.standIn.requests()[0]!.input;
  const sent = { strength: 0.4, num_inference_steps: 12, guidance_scale: 7 };
  expect(input).toEqual({ prompt: SETTINGS.prompt, seed: 3, ...sent });
});

test('what one model refuses as it is typed, another that takes it has; other fields keep their words', async () => {
  const loras = [{ path: 'a/b' }];
  const edit = { ...SETTINGS, modelId: RESTYLE, values: { loras } };
  const { panel, state } = await openPanel({ settings: { edit } });
  panel.draft('num_inference_steps', { text: '8', problem: 'A whole number from 10 to 50.' });
  panel.draft('strength', { text: '', problem: 'A number.' });
  panel.draft('variations', { text: '99', problem: 'A whole number from 1 to 40.' });
  panel.draft('seed', { text: '1.5', problem: 'A whole number.' });
  panel.changeEdit({ modelId: GENERAL });
  expect(state.settings.value.edit).toEqual({
    ...edit,
    modelId: GENERAL,
    values: { loras, num_inference_steps: 8 },
  });
  expect(Object.keys(state.drafts.value)).toEqual(['variations', 'seed']);
  panel.draft('loras.0.scale', { text: '9', problem: 'A number from -4 to 4.' });
  panel.changeEdit({ modelId: RESTYLE });
  expect(state.settings.value.edit.values.loras).toEqual([{ path: 'a/b', scale: 9 }]);
});

test('a model that sees no prompt is not said to have been given the one in the field', async () => {
  const { panel, state, calls } = await openPanel({ settings: { edit: { ...SETTINGS, modelId: VARY } } });
  panel.generate();
  expect(state.run.value?.name).toBe('FLUX dev · variations (Redux)');
  await vi.waitFor(() => expect(insertedIn(calls)).toHaveLength(1), 5000);
  const { name, recipe } = insertedIn(calls)[0]!.patches[0]!;
  expect([name, recipe.settings.prompt]).toEqual(['Simulated · Variation of Page', '']);
  expect(state.settings.value).toMatchObject({ edit: { prompt: SETTINGS.prompt }, prompts: { recent: [] } });
});

test('a value back at its default gives way to another model’s own', async () => {
  const { panel } = await openPanel();
  const values = () => panel.state.settings.value.edit.values;
  panel.changeValue('strength', 0.3);
  expect(values()).toEqual({ strength: 0.3 });
  panel.changeValue('strength', 0.85);
  expect(values()).toEqual({});
  panel.changeEdit({ modelId: RESTYLE });
  panel.changeValue('strength', 0.85);
  expect(values()).toEqual({ strength: 0.85 });
});

test('a file from disk is sent as it is, and is asked for again when the panel has been closed', async () => {
  const png = codec.encode(grey(32));
  const file = { kind: 'file', key: 'cat.png 1 2', name: 'cat.png' } as const;
  const edit = scene({
    settings: { values: { reference_image_url: file } },
    files: new Map([['cat.png 1 2', png]]),
  });
  await edit.run();
  expect(edit.standIn.requests()[0]!.images.reference_image_url).toEqual(png);
  const gone = scene({ settings: { values: { reference_image_url: file } } });
  await expect(gone.run()).rejects.toMatchObject({
    kind: 'file-gone',
    message: expect.stringContaining('cat.png'),
  });
  expect(gone.submits()).toHaveLength(0);
});
