// A result used elsewhere belongs there: made again, or asked for its region, it goes by the place where it has come to lie.
import type {
  ComponentNode,
  EllipseNode,
  FrameNode,
  InstanceNode,
  RectangleNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import { toBase64 } from '../../ui/base64.ts';
import { encodeGrey } from '../../ui/codec.ts';
import { againIn, emptyPage, openStarted } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import {
  AREA,
  type Fills,
  patchOf,
  picture,
  placeFor,
  placeOf,
  RED,
  render,
  run,
} from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { recipeOn } from '../support/recipe.ts';
import { ellipse, frame, type Parent } from '../support/shapes.ts';

const open = oncePerFile(openStarted);
let card: FrameNode;
let mask: EllipseNode;

beforeEach(() => {
  emptyPage(open);
  [card, mask] = withMask('Card', 1, open.figma.currentPage);
});

/** The mask lies where the square will: in larger frames it is larger. */
function withMask(name: string, scale: number, parent: Parent): [FrameNode, EllipseNode] {
  const target = frame(open.figma, 96 * scale, 64 * scale, parent);
  target.name = name;
  const { x, y, width, height } = AREA;
  const region = ellipse(open.figma, target, [x * scale, y * scale, width * scale, height * scale]);
  region.name = 'Hero';
  return [target, region];
}

/** What may change of a crop of 256 px: half of the square. */
const MAP = toBase64(
  encodeGrey({
    width: 16,
    height: 16,
    data: Float32Array.from({ length: 256 }, (_, i) => (i % 16 < 3 && i >= 16 && i < 48 ? 1 : 0)),
  }),
);

async function made(): Promise<string> {
  const wanted = {
    targetId: card.id,
    regions: [{ id: mask.id, use: 'mask' as const }],
    insertAs: 'layer' as const,
  };
  const recipe = { map: MAP, targetName: 'Card', regionNames: ['Hero'] };
  const [layerId] = await run(open, wanted, { recipe });
  return layerId!;
}

async function use(layerId: string, ...places: { id: string }[]) {
  open.host.select(places.map(({ id }) => id));
  return open.plugin.call('useInSelection', { layerId, uncut: null });
}

async function press(way: string, layer: { id: string }) {
  open.host.closePlugin();
  open.host.select([layer.id]);
  const session = await open.start(way);
  return { ...session, again: againIn(session) };
}

const instanceOf = (component: ComponentNode, y: number): InstanceNode => {
  const instance = component.createInstance();
  instance.y = y;
  return instance;
};

test('in a picture, all of the picture is what changes when it is made again', async () => {
  const photo = picture(open, [120, 72]);
  expect(await use(await made(), photo)).toEqual({ used: 1, refused: [] });
  expect(recipeOn(photo)).toMatchObject({
    targetId: photo.id,
    targetName: 'Photo',
    regionIds: [photo.id],
    regionNames: [],
    map: null,
  });
  const { again, selection } = await press('edit-again', photo);
  expect(again).toMatchObject({
    targetId: photo.id,
    replacedIds: [`${photo.id} request-1 0`],
    edit: { prompt: 'a red door', insertAs: 'fill' },
  });
  expect(selection).toMatchObject({ kind: 'ready', target: { id: photo.id }, regions: [{ id: photo.id }] });
});

test('a picture takes it whatever region lies in the frame around it, and so do several with a frame that has none', async () => {
  const photos = ['Region 1', 'Mask'].map((name) => {
    const [around, region] = withMask('Trip', 2, open.figma.currentPage);
    region.name = name;
    const photo = picture(open, [60, 40]);
    around.appendChild(photo);
    return photo;
  });
  const layerId = await made();
  expect(await use(layerId, photos[0]!)).toEqual({ used: 1, refused: [] });
  expect(photos.map(({ fills }) => (fills as Fills).length)).toEqual([3, 2]);
  expect(await use(layerId, photos[1]!, photos[0]!)).toEqual({ used: 2, refused: [] });
  expect(photos.map(({ fills }) => (fills as Fills).length)).toEqual([3, 3]);
});

test('used in the same picture once more, it is there but once', async () => {
  const photo = picture(open, [120, 72]);
  const layerId = await made();
  for (let i = 0; i < 2; i++) await use(layerId, photo);
  expect(photo.fills).toHaveLength(3);
});

test('used from there in the picture where it was made, it stays what it is there', async () => {
  const [photo, other] = [picture(open, [120, 72]), picture(open, [60, 60])];
  await run(open, { targetId: photo.id, insertAs: 'fill' }, { recipe: { map: MAP } });
  await use(photo.id, other);
  const fills = JSON.stringify(photo.fills);
  expect(await use(other.id, photo)).toEqual({ used: 1, refused: [] });
  expect(JSON.stringify(photo.fills)).toBe(fills);
});

test('used from there where another run lies over it, it comes to the top of the results, and beneath what was painted over them', async () => {
  const [photo, other] = [picture(open, [120, 72]), picture(open, [60, 60])];
  const fill = { targetId: photo.id, insertAs: 'fill' as const };
  await run(open, fill, { recipe: { map: MAP, requestId: 'first' } });
  await use(photo.id, other);
  await run(open, fill, { recipe: { map: MAP, requestId: 'second' } });
  const [white, own, drawn, later] = photo.fills as Fills;
  const tint = { ...white!, opacity: 0.1 };
  photo.fills = [white!, own!, drawn!, later!, tint];
  const before = await open.host.fingerprint();
  expect(await use(other.id, photo)).toEqual({ used: 1, refused: [] });
  expect(photo.fills).toEqual([white, own, later, drawn, tint]);
  expect(recipeOn(photo).requestId).toBe('first');
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(before);
});

test('over a region of another frame, it goes by that, and draws it again in its size once it is gone', async () => {
  const [poster, hero] = withMask('Poster', 3, open.figma.currentPage);
  await use(await made(), poster, hero);
  const layer = poster.children[1] as RectangleNode;
  expect([layer.x, layer.y, layer.width, layer.height]).toEqual([96, 48, 96, 96]);
  expect(recipeOn(layer)).toMatchObject({
    targetName: 'Poster',
    regionIds: [hero.id],
    regionNames: ['Hero'],
  });
  expect((await press('edit-again', layer)).selection).toMatchObject({
    target: { id: poster.id },
    regions: [{ id: hero.id }],
  });
  hero.remove();
  const { selection } = await press('show-region', layer);
  if (selection.kind !== 'ready') throw new Error('a region was drawn');
  expect(selection.regions).toMatchObject([{ box: { x: 96, y: 48, width: 96, height: 96 } }]);
  const drawn = poster.children.at(-1) as RectangleNode;
  // The map is that of half the square, which now is three times as large.
  const pixels = await render(open, drawn);
  expect(pixels.at(20, 48)[0]).toBeGreaterThan(pixels.at(76, 48)[0]! + 100);
});

test('of two fills the one that is asked for is used, and else the one that is seen', async () => {
  const photo = picture(open, [120, 72]);
  const names = ['a red door', 'a blue door'];
  await run(open, { targetId: photo.id, insertAs: 'fill' }, { names });
  const [one, two] = [picture(open, [60, 60]), picture(open, [40, 60])];
  await use(photo.id, one);
  expect(recipeOn(one).settings.prompt).toBe('a red door');
  open.host.select([two.id]);
  const fill = { requestId: 'request-1', index: 1 };
  await open.plugin.call('useInSelection', { layerId: photo.id, fill, uncut: null });
  expect(recipeOn(two).settings.prompt).toBe('a blue door');
});

test('in pictures of instances it is their own override, also where they have one already; no component is touched', async () => {
  const component = open.figma.createComponent();
  component.resize(200, 150);
  const main = picture(open, [120, 72], {}, component);
  const [plain, overridden] = [instanceOf(component, 300), instanceOf(component, 600)];
  const [first, second] = [plain.children[0] as RectangleNode, overridden.children[0] as RectangleNode];
  // A designer has put another picture, in another crop, into the one instance.
  const own = { ...(picture(open, [9, 9]).fills as Fills)[1]!, scaleMode: 'FIT' as const };
  second.fills = [own];
  const untouched = JSON.stringify([main.fills, main.getSharedPluginDataKeys('changemap')]);
  const layerId = await made();
  const before = await open.host.fingerprint();

  expect(await use(layerId, first, second)).toEqual({ used: 2, refused: [] });
  expect((first.fills as Fills).map(({ scaleMode }) => scaleMode)).toEqual([undefined, 'FILL', 'FILL']);
  expect((second.fills as Fills).map(({ scaleMode }) => scaleMode)).toEqual(['FIT', 'FILL']);
  expect((second.fills as Fills)[0]).toEqual(own);
  for (const layer of [first, second]) {
    expect((await render(open, layer)).at(48, 32)).toEqual(RED);
    expect(recipeOn(layer).targetId).toBe(layer.id);
  }
  expect(JSON.stringify([main.fills, main.getSharedPluginDataKeys('changemap')])).toBe(untouched);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(before);
});

test('the same picture everywhere goes into pictures of instances with the first, in one step, past their component', async () => {
  const component = open.figma.createComponent();
  component.resize(200, 150);
  const main = picture(open, [120, 72], {}, component);
  const photos = [300, 600, 900].map((y) => instanceOf(component, y).children[0] as RectangleNode);
  const [first, second, third] = photos as [RectangleNode, RectangleNode, RectangleNode];
  second.fills = [{ ...(second.fills as Fills)[1]!, scaleMode: 'FIT' }];
  const untouched = JSON.stringify([main.fills, main.getSharedPluginDataKeys('changemap')]);
  const before = await open.host.fingerprint();

  const wanted = { targetId: first.id, insertAs: 'fill' as const };
  const place = await placeFor(open, wanted);
  const reply = await insertOne(open.plugin, {
    ...placeOf(wanted),
    place,
    patches: [patchOf(open, wanted, place)],
    name: 'a red door',
    spread: { within: photos.map(({ id }) => id), uncut: null },
  });
  expect(reply).toMatchObject({ layerIds: [first.id], used: { used: 2, refused: [] } });
  expect(photos.map((photo) => recipeOn(photo).targetId)).toEqual(photos.map(({ id }) => id));
  expect((second.fills as Fills).map(({ scaleMode }) => scaleMode)).toEqual(['FIT', 'FILL']);
  expect(third.fills).toHaveLength(3);
  expect(JSON.stringify([main.fills, main.getSharedPluginDataKeys('changemap')])).toBe(untouched);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(before);
});

test('siblings in an instance each have it just above the instance, and nothing comes into the component', async () => {
  const component = open.figma.createComponent();
  component.resize(300, 80);
  for (const [i, name] of ['Left', 'Right'].entries()) {
    const [half] = withMask(name, 1, component);
    half.x = i * 150;
  }
  const inner = open.figma.createFrame();
  inner.resize(400, 400);
  const instance = instanceOf(component, 100);
  const over = frame(open.figma, 20, 20, inner);
  inner.insertChild(0, instance);
  const count = component.findAll(() => true).length;
  const halves = instance.children as readonly FrameNode[];
  const layerId = await made();
  const before = await open.host.fingerprint();

  const reply = await use(layerId, ...halves.flatMap((half) => [half, half.children[0]!]));
  expect(reply).toEqual({ used: 2, refused: [] });
  const [below, ...results] = inner.children.slice(0, -1) as RectangleNode[];
  expect([below!.id, inner.children.at(-1)!.id]).toEqual([instance.id, over.id]);
  // Each over its own, for which it can be made again.
  expect(results.map((layer) => recipeOn(layer).targetId).sort()).toEqual(halves.map(({ id }) => id).sort());
  for (const layer of results) {
    const half = halves.find(({ id }) => id === recipeOn(layer).targetId)!;
    expect([layer.x, layer.y]).toEqual([half.x + AREA.x, 100 + AREA.y]);
    expect(recipeOn(layer).regionIds).toEqual([half.children[0]!.id]);
  }
  expect(halves.map((half) => half.children[0]!.visible)).toEqual([false, false]);
  expect(component.findAll(() => true)).toHaveLength(count);
  expect(component.findAll(({ visible }) => !visible)).toEqual([]);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(before);
});

test('instances that are siblings each have it just above themselves, however many came before', async () => {
  const component = open.figma.createComponent();
  component.resize(96, 64);
  withMask('Half', 1, component)[1].name = 'Hero';
  const row = frame(open.figma, 400, 400);
  const instances = [0, 100, 200].map((y) => instanceOf(component, y));
  for (const instance of instances) row.appendChild(instance);
  const masks = instances.map((instance) => instance.findOne(({ name }) => name === 'Hero')!);

  expect(await use(await made(), ...instances, ...masks)).toEqual({ used: 3, refused: [] });
  const owners = row.children.map((layer) =>
    layer.type === 'INSTANCE' ? layer.id : recipeOn(layer as RectangleNode).targetId,
  );
  expect(owners).toEqual(instances.flatMap(({ id }) => [id, id]));
  expect(component.findAll(({ visible }) => !visible)).toEqual([]);
});
