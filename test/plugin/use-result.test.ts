// A result used elsewhere belongs there: made again, or asked for its region, it goes by the place where it has come to lie.
import type { EllipseNode, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import { emptyPage, openStarted, press } from '../support/figma.ts';
import { AREA, type Fills, picture, render, run } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { recipeOn } from '../support/recipe.ts';
import { ellipse } from '../support/shapes.ts';
import { everywhere, HALF, type Masked, squareIn, used, useIn, withMask } from '../support/use-result.ts';

const open = oncePerFile(openStarted);
let card: Masked;

beforeEach(() => {
  emptyPage(open);
  card = withMask(open, 'Card');
});

const made = () => squareIn(open, card);

test('in a picture, all of the picture is what changes when it is made again', async () => {
  const photo = picture(open, [120, 72]);
  expect(await useIn(open, await made(), photo)).toEqual({ used: 1, refused: [] });
  expect(recipeOn(photo)).toMatchObject({
    targetId: photo.id,
    targetName: 'Photo',
    regionIds: [photo.id],
    regionNames: [],
    map: null,
  });
  const { again, selection } = await press(open, 'edit-again', photo);
  expect(again).toMatchObject({
    targetId: photo.id,
    replacedIds: [`${photo.id} request-1 0`],
    edit: { prompt: 'a red door', insertAs: 'fill' },
  });
  expect(selection).toMatchObject({ kind: 'ready', target: { id: photo.id }, regions: [{ id: photo.id }] });
});

test('a picture takes it whatever region lies in the frame around it, and so do several with a frame that has none', async () => {
  const photos = ['Region 1', 'Mask'].map((name) => {
    const { target: around, mask: region } = withMask(open, 'Trip', 2);
    region.name = name;
    const photo = picture(open, [60, 40]);
    around.appendChild(photo);
    return photo;
  });
  const layerId = await made();
  expect(await useIn(open, layerId, photos[0]!)).toEqual({ used: 1, refused: [] });
  expect(photos.map(({ fills }) => (fills as Fills).length)).toEqual([3, 2]);
  expect(await useIn(open, layerId, photos[1]!, photos[0]!)).toEqual({ used: 2, refused: [] });
  expect(photos.map(({ fills }) => (fills as Fills).length)).toEqual([3, 3]);
});

test('used in the same picture once more, it is there but once', async () => {
  const photo = picture(open, [120, 72]);
  const layerId = await made();
  for (let i = 0; i < 2; i++) await useIn(open, layerId, photo);
  expect(photo.fills).toHaveLength(3);
});

test('used from there in the picture where it was made, it stays what it is there', async () => {
  const [photo, other] = [picture(open, [120, 72]), picture(open, [60, 60])];
  await run(open, { targetId: photo.id, insertAs: 'fill' }, { recipe: { map: HALF } });
  await useIn(open, photo.id, other);
  const fills = JSON.stringify(photo.fills);
  expect(await useIn(open, other.id, photo)).toEqual({ used: 1, refused: [] });
  expect(JSON.stringify(photo.fills)).toBe(fills);
});

test('used from there where another run lies over it, it comes to the top of the results, and beneath what was painted over them', async () => {
  const [photo, other] = [picture(open, [120, 72]), picture(open, [60, 60])];
  const fill = { targetId: photo.id, insertAs: 'fill' as const };
  await run(open, fill, { recipe: { map: HALF, requestId: 'first' } });
  await useIn(open, photo.id, other);
  await run(open, fill, { recipe: { map: HALF, requestId: 'second' } });
  const [white, own, drawn, later] = photo.fills as Fills;
  const tint = { ...white!, opacity: 0.1 };
  photo.fills = [white!, own!, drawn!, later!, tint];
  const before = await open.host.fingerprint();
  expect(await useIn(open, other.id, photo)).toEqual({ used: 1, refused: [] });
  expect(photo.fills).toEqual([white, own, later, drawn, tint]);
  expect(recipeOn(photo).requestId).toBe('first');
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(before);
});

test('over a region of another frame, it goes by that, and draws it again in its size once it is gone', async () => {
  const { target: poster, mask: hero } = withMask(open, 'Poster', 3);
  await useIn(open, await made(), poster, hero);
  const layer = poster.children[1] as RectangleNode;
  expect([layer.x, layer.y, layer.width, layer.height]).toEqual([96, 48, 96, 96]);
  expect(recipeOn(layer)).toMatchObject({
    targetName: 'Poster',
    regionIds: [hero.id],
    regionNames: ['Hero'],
  });
  expect((await press(open, 'edit-again', layer)).selection).toMatchObject({
    target: { id: poster.id },
    regions: [{ id: hero.id }],
  });
  hero.remove();
  const { selection } = await press(open, 'show-region', layer);
  if (selection.kind !== 'ready') throw new Error('a region was drawn');
  expect(selection.regions).toMatchObject([{ box: { x: 96, y: 48, width: 96, height: 96 } }]);
  const drawn = poster.children.at(-1) as RectangleNode;
  // The map is no longer that of the square's own region: it is that of the ellipse there, by which it was cut.
  const pixels = await render(open, drawn);
  expect(pixels.at(20, 48)[0]).toBe(255);
  expect(pixels.at(76, 48)[0]).toBe(255);
  expect(pixels.at(4, 4)[0]).toBe(0);
});

/** Two masks in a frame, at two corners of where the square will be, or so far beside it. */
function withMasks(name: string, [first, second]: readonly [string, string], x: number, y: number) {
  const { target, mask } = withMask(open, name);
  target.y = y;
  const other = ellipse(open.figma, target, [56, 40, 8, 8]);
  for (const each of [mask, other]) {
    each.resize(8, 8);
    each.x += x;
  }
  [mask.name, other.name] = [first, second];
  return { target, masks: [mask, other] };
}

test('of several masks all say where it goes, are hidden and are what it is made again by, whatever they are called', async () => {
  const made = withMasks('Card 1', ['Mask 1', 'Mask 2'], 0, 100);
  const same = withMasks('Card 2', ['Mask 2', 'Mask 1'], 20, 200);
  const others = withMasks('Card 3', ['Spot', 'Blob'], -10, 300);
  const regions = made.masks.map(({ id }) => ({ id, use: 'mask' as const }));
  const recipe = { targetName: 'Card 1', regionNames: ['Mask 1', 'Mask 2'], map: HALF };
  const [layerId] = await run(open, { targetId: made.target.id, regions, insertAs: 'layer' }, { recipe });
  const places = [same, others].flatMap(({ target, masks }) => [target, ...masks]);
  expect(await useIn(open, layerId!, ...places)).toEqual({ used: 2, refused: [] });
  for (const { target, masks } of [same, others]) {
    expect(masks.map(({ visible }) => visible)).toEqual([false, false]);
    const layer = target.findChild(({ type }) => type === 'RECTANGLE') as RectangleNode;
    expect([layer.x, layer.y, layer.width]).toEqual([masks[0]!.x, masks[0]!.y, AREA.width]);
    expect(recipeOn(layer)).toMatchObject({
      regionIds: masks.map(({ id }) => id),
      regionNames: masks.map(({ name }) => name),
    });
  }
});

test('beside a mask of its name another is hidden as well, and one that was set to be content stays', async () => {
  const { target, mask } = withMask(open, 'Poster', 3);
  const drawn = ['Other', 'Kept'].map((name, i) => {
    const region = ellipse(open.figma, target, [200 + i * 40, 100, 30, 30]);
    region.name = name;
    return region;
  });
  const [other, kept] = drawn as [EllipseNode, EllipseNode];
  await open.plugin.call('setRegion', { regionId: kept.id, changes: { use: 'content' } });
  const regions = [mask, other, kept];
  await useIn(open, await made(), target, ...regions);
  const layer = target.findChild(({ type }) => type === 'RECTANGLE') as RectangleNode;
  expect([layer.x, layer.y, layer.width, layer.height]).toEqual([96, 48, 96, 96]);
  expect(regions.map(({ visible }) => visible)).toEqual([false, false, true]);
  expect(recipeOn(layer).regionIds).toEqual(regions.map(({ id }) => id));
});

test('of two fills the one that is asked for is used, and else the one that is seen', async () => {
  const photo = picture(open, [120, 72]);
  const names = ['a red door', 'a blue door'];
  await run(open, { targetId: photo.id, insertAs: 'fill' }, { names });
  const [one, two] = [picture(open, [60, 60]), picture(open, [40, 60])];
  await useIn(open, photo.id, one);
  expect(recipeOn(one).settings.prompt).toBe('a red door');
  const fill = { requestId: 'request-1', index: 1 };
  await used(open, { layerId: photo.id, fill }, two);
  expect(recipeOn(two).settings.prompt).toBe('a blue door');
});

test('History knows what the same picture everywhere has put on a page that is not open, also once it is gone', async () => {
  const { figma } = open;
  const { currentPage: page } = figma;
  const [first, { target: second }] = [picture(open, [120, 72]), withMask(open, 'Poster', 2)];
  const other = figma.createPage();
  await figma.setCurrentPageAsync(other);
  const { used } = await everywhere(open, { targetId: first.id, insertAs: 'layer' }, [first, second]);
  await figma.setCurrentPageAsync(page);
  other.remove();
  const layer = (await figma.getNodeByIdAsync(used!.placedIds[0]!)) as RectangleNode;
  expect(layer.parent?.id).toBe(second.id);
  layer.remove();
  expect((await open.plugin.call('history')).runs).toContainEqual(
    expect.objectContaining({ targetName: 'Poster', isGone: true, returnable: [{ layerId: layer.id }] }),
  );
});
