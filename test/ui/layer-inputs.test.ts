// Layers as pictures for the model's fields: the real panel and plugin, and what arrives at fal of every field.
import { describe, expect, it, test } from 'vitest';
import { toCrop } from '../../core/framing.ts';
import { apply } from '../../core/geometry.ts';
import {
  type Field,
  type FieldValue,
  type FieldValues,
  fieldsOf,
  MODELS,
  type Model,
} from '../../core/models/index.ts';
import { parseRecipe } from '../../core/recipe.ts';
import { placesIn, something } from '../core/model-places.ts';
import { frame } from '../support/shapes.ts';
import { everywhere, GENERAL, guideAtDesk, RED, soon } from './guide.ts';
import { codec } from './world.ts';

const at = guideAtDesk();

/** How a layer shows in what arrives: on the design, on what it stands on, as an amount, or all of it alone. */
type Shown = 'over the design' | 'in its place' | 'as white' | 'as black' | 'alone';

const EXPECTED: Readonly<Record<string, Readonly<Record<string, Shown>>>> = {
  [GENERAL]: {
    image_url: 'over the design',
    change_map_image_url: 'as black',
    reference_image_url: 'alone',
    'fill_image.fill_image_url.0': 'alone',
    'control_loras.0.control_image_url': 'in its place',
    'controlnets.0.control_image_url': 'in its place',
    'controlnets.0.mask_image_url': 'as white',
    'controlnet_unions.0.controls.0.control_image_url': 'in its place',
    'controlnet_unions.0.controls.0.mask_image_url': 'as white',
    'ip_adapters.0.image_url': 'alone',
    'ip_adapters.0.mask_image_url': 'as white',
    // Its subject, then its layout.
    'easycontrols.0.image_url': 'alone',
    'easycontrols.1.image_url': 'in its place',
  },
  'fal-ai/flux-differential-diffusion': {
    image_url: 'over the design',
    change_map_image_url: 'as black',
  },
  'fal-ai/flux/dev/image-to-image': { image_url: 'over the design' },
  'fal-ai/flux/dev/redux': { image_url: 'alone' },
};

const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];
/** A place within the layer, and one in the target beyond it; the page is grey, the target white. */
const LOOKS: Readonly<Record<Exclude<Shown, 'alone'>, [on: number[], off: number[]]>> = {
  'over the design': [RED, WHITE],
  'in its place': [RED, [245, 245, 245]],
  'as white': [WHITE, BLACK],
  'as black': [BLACK, WHITE],
};

const picturesIn = (model: Model) => placesIn(model).filter(({ field }) => field.kind === 'image');
const TAKING = MODELS.filter((model) => picturesIn(model).length > 0);

it('is told of every endpoint that takes pictures', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual(TAKING.map(({ id }) => id).sort());
});

describe.each(TAKING.map((model) => [model.id, model] as const))('%s', (id, model) => {
  it('takes a layer in every field for a picture', async () => {
    const values = withLayers(fieldsOf(model), at.layer());
    at.set(values, id);
    const { images } = await at.sent();
    const expected = EXPECTED[id]!;
    const known = picturesIn(model);
    for (const { path } of known) expect(Object.keys(expected)).toContain(path);
    expect(Object.keys(images).sort()).toEqual(Object.keys(expected).sort());
    for (const [path, shown] of Object.entries(expected)) {
      expect({ path, looks: await looksOf(images[path]!, shown) }).toEqual({ path, looks: true });
    }
    if (id !== GENERAL) return;
    // Of each layer, no more than id and name is kept.
    await soon(() => expect(at.session.state.run.value?.outcome).toBeTruthy());
    expect(recipe()?.settings.values).toEqual(values);
  });
});

/** Every picture among the fields set to the layer, and what is required beside it. */
function withLayers(fields: readonly Field[], image: FieldValue): FieldValues {
  const entries = fields.flatMap((field): [string, FieldValue][] => {
    if (field.kind === 'image') return [[field.name, image]];
    if (field.kind === 'group') return [[field.name, withLayers(field.fields, image)]];
    if (field.kind !== 'list' || field.name === 'loras') return [];
    if (field.item.kind === 'image') return [[field.name, [image]]];
    const item = { ...(something(field.item) as FieldValues), ...withLayers(field.item.fields, image) };
    const isEasy = field.name === 'easycontrols';
    return [[field.name, isEasy ? [item, { ...item, image_control_type: 'spatial' }] : [item]]];
  });
  return Object.fromEntries(entries);
}

async function looksOf(png: Uint8Array, shown: Shown): Promise<boolean> {
  const pixels = await codec.decode(png);
  if (shown === 'alone') {
    const isItsRatio = Math.abs(pixels.width / pixels.height - 40 / 30) < 0.02;
    return isItsRatio && everywhere(pixels, RED) && Math.max(pixels.width, pixels.height) >= 128;
  }
  const { geometry } = at.session.state;
  if (geometry.value.kind !== 'known') throw new Error('what is sent has a geometry');
  const toPixel = toCrop(geometry.value.outline.framing);
  const colourAt = (x: number, y: number) => {
    const px = apply(toPixel, { x, y });
    const i = (Math.floor(px.y) * pixels.width + Math.floor(px.x)) * 4;
    return [...pixels.data.slice(i, i + 3)];
  };
  const [on, off] = LOOKS[shown];
  return near(colourAt(40, 30), on) && near(colourAt(52, 42), off) && near(colourAt(47, 39), off);
}

function near(found: readonly number[], wanted: readonly number[]): boolean {
  return found.every((value, i) => Math.abs(value - wanted[i]!) <= 1);
}

function recipe() {
  const result = at.window.host.nodes().find(({ pluginData }) => 'changemap/recipe' in pluginData);
  const text = Object.entries(result?.pluginData ?? {}).find(([key]) => key.includes('recipe'))?.[1];
  return text === undefined ? null : parseRecipe(text);
}

describe('a layer is picked by selecting it', () => {
  test('and what is edited is selected again', async () => {
    const before = await at.window.host.fingerprint();
    at.window.host.select([at.guide.id]);
    await expect(at.session.panel.pickLayer()).resolves.toEqual(at.layer());
    await soon(() =>
      expect(at.window.figma.currentPage.selection.map(({ id }) => id).sort()).toEqual(
        [at.window.target.id, at.window.region.id].sort(),
      ),
    );
    expect(at.session.state.selection.value).toMatchObject({
      kind: 'ready',
      target: { id: at.window.target.id },
      regions: [{ id: at.window.region.id }],
    });
    expect(await at.window.host.fingerprint()).toBe(before);
  });

  test('also when the panel has taken it for something to edit meanwhile', async () => {
    const other = frame(at.window.figma, 60, 60);
    other.name = 'Sketch';
    at.window.host.select([other.id]);
    const target = () => {
      const { value } = at.session.state.selection;
      return value.kind === 'none' ? null : value.target.name;
    };
    await soon(() => expect(target()).toBe('Sketch'));
    await expect(at.session.panel.pickLayer()).resolves.toMatchObject({ name: 'Sketch' });
    await soon(() => expect(target()).toBe('Product page'));
  });

  test('with nothing, several or a section selected it says what to do', async () => {
    const cases = [
      [[], 'Select the layer in Figma first'],
      [[at.window.target.id, at.window.region.id], 'Several layers are selected'],
      [[at.window.figma.createSection().id], 'is a section'],
    ] as const;
    for (const [ids, sentence] of cases) {
      at.window.host.select([...ids]);
      await expect(at.session.panel.pickLayer()).rejects.toThrow(sentence);
    }
  });
});
