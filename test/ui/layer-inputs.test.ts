// Layers as pictures for the model's fields: the real panel and plugin, and what arrives at fal of every field.
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { Failure } from '../../core/failure.ts';
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
import type { Pixels } from '../../core/pixels.ts';
import { parseRecipe } from '../../core/recipe.ts';
import { placesIn, something } from '../core/model-places.ts';
import { closeWindows, type Desk, openDesk, type Session, type Window } from '../support/desk.ts';
import { frame, rectangle, solid } from '../support/shapes.ts';
import { scene } from './scene.ts';
import { codec } from './world.ts';

/** However busy the machine is. */
const soon = (check: () => void) => vi.waitFor(check, 20_000);

const GENERAL = 'fal-ai/flux-general/differential-diffusion';

let desk: Desk;
let window: Window;
let session: Session;
let guide: ReturnType<typeof rectangle>;

beforeEach(async () => {
  desk = await openDesk();
  window = await desk.openWindow();
  // Over the target's upper left, beside it in the tree.
  guide = rectangle(window.figma, window.figma.currentPage, [8, 8, 40, 30]);
  guide.name = 'Guide';
  guide.fills = [solid(1, 0, 0)];
  guide.opacity = 0.3;
  session = await desk.openSession(window);
  await soon(() => expect(session.state.selection.value.kind).toBe('ready'));
});

afterEach(() => {
  session.kill();
  closeWindows();
});

const layer = () => ({ kind: 'layer', id: guide.id, name: 'Guide' }) as const;
const set = (values: FieldValues, modelId = GENERAL) => session.panel.changeEdit({ modelId, values });
const requests = () => desk.standIn.requests();

async function sent() {
  session.panel.generate();
  await soon(() => expect(requests()).toHaveLength(1));
  return requests()[0]!;
}

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

const RED = [255, 0, 0];
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
    const values = withLayers(fieldsOf(model), layer());
    set(values, id);
    const { images } = await sent();
    const expected = EXPECTED[id]!;
    const known = picturesIn(model);
    for (const { path } of known) expect(Object.keys(expected)).toContain(path);
    expect(Object.keys(images).sort()).toEqual(Object.keys(expected).sort());
    for (const [path, shown] of Object.entries(expected)) {
      expect({ path, looks: await looksOf(images[path]!, shown) }).toEqual({ path, looks: true });
    }
    if (id !== GENERAL) return;
    // Of each layer, no more than id and name is kept.
    await soon(() => expect(session.state.run.value?.outcome).toBeTruthy());
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
  const { geometry } = session.state;
  if (geometry.value.kind !== 'known') throw new Error('what is sent has a geometry');
  const toPixel = toCrop(geometry.value.outline.framing);
  const colourAt = (x: number, y: number) => {
    const at = apply(toPixel, { x, y });
    const i = (Math.floor(at.y) * pixels.width + Math.floor(at.x)) * 4;
    return [...pixels.data.slice(i, i + 3)];
  };
  const [on, off] = LOOKS[shown];
  return near(colourAt(40, 30), on) && near(colourAt(52, 42), off) && near(colourAt(47, 39), off);
}

function everywhere({ data }: Pixels, [r, g, b]: readonly number[]): boolean {
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] !== r || data[i + 1] !== g || data[i + 2] !== b) return false;
  }
  return true;
}

function near(found: readonly number[], wanted: readonly number[]): boolean {
  return found.every((value, i) => Math.abs(value - wanted[i]!) <= 1);
}

function recipe() {
  const result = window.host.nodes().find(({ pluginData }) => 'changemap/recipe' in pluginData);
  const text = Object.entries(result?.pluginData ?? {}).find(([key]) => key.includes('recipe'))?.[1];
  return text === undefined ? null : parseRecipe(text);
}

describe('a layer is picked by selecting it', () => {
  test('and what is edited is selected again', async () => {
    const before = await window.host.fingerprint();
    window.host.select([guide.id]);
    await expect(session.panel.pickLayer()).resolves.toEqual(layer());
    await soon(() =>
      expect(window.figma.currentPage.selection.map(({ id }) => id).sort()).toEqual(
        [window.target.id, window.region.id].sort(),
      ),
    );
    expect(session.state.selection.value).toMatchObject({
      kind: 'ready',
      target: { id: window.target.id },
      regions: [{ id: window.region.id }],
    });
    expect(await window.host.fingerprint()).toBe(before);
  });

  test('also when the panel has taken it for something to edit meanwhile', async () => {
    const other = frame(window.figma, 60, 60);
    other.name = 'Sketch';
    window.host.select([other.id]);
    const target = () => {
      const { value } = session.state.selection;
      return value.kind === 'none' ? null : value.target.name;
    };
    await soon(() => expect(target()).toBe('Sketch'));
    await expect(session.panel.pickLayer()).resolves.toMatchObject({ name: 'Sketch' });
    await soon(() => expect(target()).toBe('Product page'));
  });

  test('with nothing, several or a section selected it says what to do', async () => {
    const cases = [
      [[], 'Select the layer in Figma first'],
      [[window.target.id, window.region.id], 'Several layers are selected'],
      [[window.figma.createSection().id], 'is a section'],
    ] as const;
    for (const [ids, sentence] of cases) {
      window.host.select([...ids]);
      await expect(session.panel.pickLayer()).rejects.toThrow(sentence);
    }
  });
});

test('a cancel while a layer is drawn stops it, and nothing is sent', async () => {
  const edit = scene({
    settings: { values: { reference_image_url: layer() } },
    plugin: {
      drawLayer: () => {
        edit.abort.abort();
        throw new Failure('cancelled');
      },
    },
  });
  await expect(edit.run()).rejects.toMatchObject({ kind: 'cancelled' });
  expect(edit.calls.map(({ call }) => call)).toContain('cancelRaster');
  expect(edit.sent.filter(({ method }) => method === 'POST')).toEqual([]);
});

describe('what has become of a layer is told beside the field, before anything is paid for', () => {
  const problem = () => session.state.problems.value.reference_image_url ?? null;
  const control = () => session.state.problems.value['controlnets.0.control_image_url'] ?? null;

  async function told(sentence: string | null, by = problem): Promise<void> {
    await soon(() => expect(by()).toBe(sentence));
    if (sentence === null) return;
    session.panel.generate();
    expect(session.state.run.value).toBeNull();
    expect(requests()).toEqual([]);
  }

  test('deleted, renamed or emptied', async () => {
    set({ reference_image_url: layer() });
    guide.name = 'Sketch';
    await told('Another layer: “Guide” goes by another name now, or belongs to another file.');
    guide.name = 'Guide';
    await told(null);
    guide.fills = [];
    await told('A layer that shows something: “Guide” is empty.');
    guide.remove();
    await told('Another layer: “Guide” is no longer in this file.');
  });

  test('moved off the target, where it has to line up with it', async () => {
    set({
      reference_image_url: layer(),
      controlnets: [{ path: 'owner/name', control_image_url: layer() }],
    });
    guide.x = 500;
    await told('A layer over the target: “Guide” lies elsewhere.', control);
    expect(problem()).toBeNull();
    guide.x = 8;
    await told(null, control);
  });

  test('over the target, but not over the part of it that is sent', async () => {
    guide.resize(6, 6);
    [guide.x, guide.y] = [0, 0];
    set({ image_url: layer() });
    session.panel.generate();
    await soon(() =>
      expect(session.state.run.value?.job).toMatchObject({
        state: 'failed',
        failure: { failure: 'input-outside', message: expect.stringMatching(/“Guide”.*“Product page”/) },
      }),
    );
    expect(requests()).toEqual([]);
  });

  test('with the settings in another file', async () => {
    const remembered = layer();
    session.kill();
    window.host.newDocument();
    const { figma } = window.host;
    const target = frame(figma, 96, 64);
    window.host.select([target.id, rectangle(figma, target, [30, 20, 30, 20]).id]);
    session = await desk.openSession(window);
    set({ reference_image_url: remembered });
    await told('Another layer: “Guide” is no longer in this file.');
  });

  test('but hidden it is drawn all the same', async () => {
    set({ reference_image_url: layer() });
    guide.visible = false;
    await soon(() =>
      expect(session.state.layers.value.get(guide.id)).toEqual({
        kind: 'there',
        isHidden: true,
        isOver: true,
      }),
    );
    const { images } = await sent();
    expect(everywhere(await codec.decode(images.reference_image_url!), RED)).toBe(true);
    expect(guide.visible).toBe(false);
  });
});
