// A result pasted into a file where the ids in its recipe are other layers': it goes by what it lies in, never by those.
import type {
  EllipseNode,
  FrameNode,
  RectangleNode,
  SceneNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import type { WrittenRecipe } from '../../core/recipe.ts';
import { toBase64 } from '../../ui/base64.ts';
import { encodeGrey } from '../../ui/codec.ts';
import { emptyPage, openFigma, pastRuns, press } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { AREA, patchOf, picture, placeOf, run } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { recipeOn } from '../support/recipe.ts';
import { ellipse, frame, rectangle } from '../support/shapes.ts';
import { used, withMask } from '../support/use-result.ts';

const open = oncePerFile(openFigma);
let card: FrameNode;
let hero: EllipseNode;
/** What has nothing to do with the result. */
let poster: FrameNode;
let logo: RectangleNode;

beforeEach(async () => {
  const { figma } = open;
  emptyPage(open);
  ({ target: card, mask: hero } = withMask(open, 'Card'));
  poster = withMask(open, 'Poster').target;
  poster.y = 200;
  logo = rectangle(figma, figma.currentPage, [500, 500, 50, 50]);
  logo.name = 'Logo';
  await open.start();
});

const MAP = toBase64(encodeGrey({ width: 4, height: 4, data: new Float32Array(16).fill(1) }));

/** Made in “Card” by “Hero”, both of this file. */
async function made(): Promise<RectangleNode> {
  const wanted = {
    targetId: card.id,
    regions: [{ id: hero.id, use: 'mask' as const }],
    insertAs: 'layer' as const,
  };
  const recipe = { targetName: 'Card', regionNames: ['Hero'], map: MAP };
  const patches = [patchOf(open, wanted, { parentId: card.id, below: [], beneath: [] }, recipe)];
  // Nobody looks at its pixels, so none have to be exported first.
  const { layerIds } = await insertOne(open.plugin, {
    ...placeOf(wanted),
    place: null,
    patches,
    name: 'a red door',
  });
  return (await open.figma.getNodeByIdAsync(layerIds[0]!)) as RectangleNode;
}

function rewrite(layer: SceneNode, changes: Partial<WrittenRecipe>): void {
  layer.setSharedPluginData('changemap', 'recipe', JSON.stringify({ ...recipeOn(layer), ...changes }));
}

/** As if it had been made in “Menu” of another file, where these ids were that and its mask. */
async function pasted(
  target: { id: string },
  regions: readonly { id: string }[] = [],
): Promise<RectangleNode> {
  const layer = await made();
  const regionIds = regions.map(({ id }) => id);
  rewrite(layer, {
    madeAs: '9:9',
    targetId: target.id,
    targetName: 'Menu',
    regionIds,
    regionNames: regions.map(() => 'Hero'),
  });
  return layer;
}

async function editAgain(layer: SceneNode) {
  const { again } = await press(open, 'edit-again', layer);
  return { again, names: open.figma.currentPage.selection.map(({ name }) => name) };
}

const use = (layer: SceneNode, ...places: { id: string }[]) => used(open, { layerId: layer.id }, ...places);

test('Edit again takes no layer for its region that only has the id, also where its frame has that of the target', async () => {
  const { again, names } = await editAgain(await pasted(card, [logo]));
  expect(again?.targetId).toBe(card.id);
  expect(names).toEqual(['Card', 'Hero']);
});

test('Edit again takes the frame that it lies in, and none that only has the id', async () => {
  const { again, names } = await editAgain(await pasted(poster, [logo]));
  expect(again?.targetId).toBe(card.id);
  expect(names).toEqual(['Card', 'Hero']);
});

test('in its own file target and region are known however they are called by now, also when it has been moved away', async () => {
  const layer = await made();
  [card.name, hero.name] = ['Card, renamed', 'Blob'];
  open.figma.currentPage.appendChild(layer);
  const { again, names } = await editAgain(layer);
  expect(again?.targetId).toBe(card.id);
  expect(names).toEqual(['Card, renamed', 'Blob']);
  expect(await pastRuns(open)).toMatchObject([{ targetName: 'Card, renamed', formerName: 'Card' }]);
});

test.each([{}, { madeAs: '' }])(
  'a copy, or one from before that was kept, goes by ids whose names still fit: %j',
  async (changes) => {
    const layer = await made();
    rewrite(layer, changes);
    const copy = layer.clone();
    layer.remove();
    open.figma.currentPage.appendChild(copy);
    expect((await editAgain(copy)).names).toEqual(['Card', 'Hero']);
    expect(await pastRuns(open)).toMatchObject([{ targetName: 'Card' }]);
  },
);

test('History does not say that it was made in a frame that only has the id, nor lists it with those that were', async () => {
  const layer = await pasted(poster);
  const [entry] = await pastRuns(open);
  expect(entry).toMatchObject({ targetName: null, formerName: 'Menu', layerIds: [layer.id] });
  expect(entry?.targetKey).not.toBe(poster.id);
});

test('deleted and put back, it lands in no other frame: that its own is gone is said', async () => {
  const layer = await pasted(poster, [logo]);
  await pastRuns(open);
  layer.remove();
  await pastRuns(open);
  const putBack = open.plugin.call('putBack', { results: [{ layerId: layer.id }] });
  await expect(putBack).rejects.toThrow('“Menu”');
  expect(poster.children).toHaveLength(1);
});

test('a copy of it tells of where it has come to, and so is at home there', async () => {
  const layer = await pasted(poster, [logo]);
  await pastRuns(open);
  const { layerIds } = await open.plugin.call('putBack', { results: [{ layerId: layer.id }] });
  const copy = (await open.figma.getNodeByIdAsync(layerIds[0]!)) as RectangleNode;
  expect(copy.parent?.id).toBe(card.id);
  expect(recipeOn(copy)).toMatchObject({
    madeAs: copy.id,
    targetId: card.id,
    targetName: 'Card',
    regionIds: [hero.id],
    regionNames: ['Hero'],
  });
});

test('it can be used in a frame that has the id of the one that it was made in', async () => {
  const layer = await pasted(poster);
  const [region] = poster.children;
  expect(await use(layer, poster, region!)).toMatchObject({
    placedIds: [poster.children.at(-1)!.id],
  });
});

test('used elsewhere, it is not measured by layers that only have the ids', async () => {
  const big = frame(open.figma, 960, 640);
  big.y = 600;
  const corner = rectangle(open.figma, big, [600, 400, 100, 100]);
  const layer = await pasted(big, [corner]);
  const [region] = poster.children;
  await use(layer, poster, region!);
  const placed = poster.children.at(-1)!;
  expect([placed.x, placed.y, placed.width, placed.height]).toEqual([
    AREA.x,
    AREA.y,
    AREA.width,
    AREA.height,
  ]);
});

test('Clean up takes no layer for its mask that only has the id', async () => {
  const mask = ellipse(open.figma, open.figma.currentPage, [500, 600, 40, 40]);
  mask.name = 'Mask';
  mask.visible = false;
  logo.visible = false;
  await pasted(poster, [mask, logo]);
  const { items } = await open.plugin.call('leftovers');
  expect(items.filter(({ name }) => name === 'Mask' || name === 'Logo')).toMatchObject([
    { name: 'Mask', doubt: 'never-used' },
  ]);
});

test('its small map is no picture of a hidden layer that only has the id', async () => {
  logo.visible = false;
  await pasted(card, [logo]);
  const preview = await open.plugin.call('preview', {
    targetId: card.id,
    regionIds: [logo.id, hero.id],
    longestSide: 50,
  });
  expect(preview?.regions).toMatchObject([{ id: logo.id, map: null }, { id: hero.id }]);
});

test('a picture copied with a fill in it is itself what changes', async () => {
  const photo = picture(open, [120, 72]);
  await run(
    open,
    { targetId: photo.id, insertAs: 'fill' },
    { recipe: { targetName: 'Photo', regionIds: [photo.id] } },
  );
  const copy = photo.clone();
  copy.name = 'Photo of another file';
  const { again, names } = await editAgain(copy);
  expect([again?.targetId, names]).toEqual([copy.id, ['Photo of another file']]);
});
