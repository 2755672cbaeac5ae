// A result made again from the recipe on its layer: the same request, the same bytes, with every model.
import { createHash } from 'node:crypto';
import type { ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { expect, test } from 'vitest';
import { settingsOf } from '../../core/again.ts';
import { MODELS } from '../../core/models/index.ts';
import { SHARED_NAMESPACE } from '../../core/protocol.ts';
import { parseRecipe, type Recipe } from '../../core/recipe.ts';
import type { EditSettings } from '../../core/settings.ts';
import { type Made, openEditor } from '../support/edit.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { ellipse, frame } from '../support/shapes.ts';

const editor = oncePerFile(openEditor);

async function layersOf({ outcome }: Made): Promise<RectangleNode[]> {
  const found = await Promise.all(outcome.layerIds.map((id) => editor.figma.getNodeByIdAsync(id)));
  return found as RectangleNode[];
}

/** Told apart by a few characters: megabytes take a test's report minutes to compare. */
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Of the picture as the document holds it. */
async function hashIn(layer: RectangleNode): Promise<string> {
  const [fill] = layer.fills as ImagePaint[];
  return hashOf(await editor.figma.getImageByHash(fill!.imageHash!)!.getBytesAsync());
}

function recipeOn(layer: RectangleNode): Recipe {
  const recipe = parseRecipe(layer.getSharedPluginData(SHARED_NAMESPACE, 'recipe'));
  if (!recipe) throw new Error(`${layer.name} carries no recipe`);
  return recipe;
}

/** What arrived at the stand-in, and what came back from it and stands in the document. */
async function madeWith(settings: Partial<EditSettings>) {
  const target = frame(editor.figma, 96, 64);
  const region = ellipse(editor.figma, target, [32, 20, 24, 20]);
  const made = await editor.make(await editor.select(target, region), { softEdge: 0, ...settings });
  const layers = await layersOf(made);
  const { endpoint, input, images } = editor.standIn.requests().at(-1)!;
  const result = {
    endpoint,
    input: hashOf(Buffer.from(JSON.stringify(input))),
    images: Object.entries(images).map(([name, bytes]) => [name, hashOf(bytes)]),
    pictures: made.composited.pictures.map(({ pixels }) => hashOf(pixels.data)),
    layers: await Promise.all(layers.map(hashIn)),
  };
  const recipes = layers.map(recipeOn);
  target.remove();
  return { result, recipes };
}

const PICTURE = {
  kind: 'url',
  url: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
};

/** At every depth; each model takes what it knows of it. */
const VALUES = {
  num_inference_steps: 12,
  image_size: { width: 256, height: 320 },
  loras: [
    { path: 'a/b', scale: [{ name: 'single_blocks.0', scale: 0.5 }] },
    { path: 'c/d', scale: 0.7 },
  ],
  controlnet_unions: [{ path: 'a/b', controls: [{ control_image_url: PICTURE, control_mode: 'canny' }] }],
};

test.each(MODELS.map(({ id }) => id))('%s', async (modelId) => {
  const first = await madeWith({ modelId, seed: 4711, values: VALUES });
  const [recipe] = first.recipes;
  expect(recipe).toMatchObject({ seed: 4711, settings: { modelId } });

  const again = await madeWith(settingsOf(recipe!));
  expect(again.result).toEqual(first.result);
});

test('a seed that nobody chose is in the recipe of each picture, and gives the same again', async () => {
  const first = await madeWith({ seed: null, variations: 2 });
  expect(first.recipes).toMatchObject([0, 1].map((index) => ({ index, count: 2 })));
  expect(new Set(first.result.pictures).size).toBe(2);
  const recipe = first.recipes[1];
  expect(recipe!.seed).not.toBeNull();
  const again = await madeWith(settingsOf(recipe!));
  expect(again.result.layers).toEqual(first.result.layers);
  // Each picture of a run has the next seed.
  const other = await madeWith({ ...recipe!.settings, variations: 1, seed: recipe!.seed! + 2 });
  expect(first.result.layers).not.toContain(other.result.layers[0]);
});
