// Insert as: copies of the frame, in a row, in one undo step.
import type {
  FrameNode,
  InstanceNode,
  RectangleNode,
  SceneNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import { toBase64 } from '../../ui/base64.ts';
import { encodeGrey } from '../../ui/codec.ts';
import { emptyPage, openStarted } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { AREA, patchOf, picture, placeFor, placeOf, RED, render, run, seen } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { recipeOn } from '../support/recipe.ts';
import { frame as newFrame, rectangle } from '../support/shapes.ts';

const open = oncePerFile(openStarted);

beforeEach(() => {
  emptyPage(open);
  open.figma.currentPage.flowStartingPoints = [];
});

const NAMES = ['a red door 1', 'a red door 2', 'a red door 3'];
const onPage = () => open.figma.currentPage.children;

function card(): { target: FrameNode; mask: RectangleNode } {
  const target = newFrame(open.figma, 160, 120);
  target.name = 'Card';
  const mask = rectangle(open.figma, target, [AREA.x, AREA.y, AREA.width, AREA.height]);
  return { target, mask };
}

function overlaps(layers: readonly SceneNode[]): string[] {
  const boxes = layers.map((layer) => ({ name: layer.name, box: layer.absoluteBoundingBox! }));
  return boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (b) =>
          a.box.x < b.box.x + b.box.width &&
          b.box.x < a.box.x + a.box.width &&
          a.box.y < b.box.y + b.box.height &&
          b.box.y < a.box.y + a.box.height,
      )
      .map((b) => `${a.name} over ${b.name}`),
  );
}

test('copies stand in a named row over nothing, each with its result, and go with one undo', async () => {
  const { target, mask } = card();
  newFrame(open.figma, 50, 50).x = 220;
  const fingerprint = await open.host.fingerprint();
  const regions = [{ id: mask.id, use: 'mask' as const }];
  const layerIds = await run(open, { targetId: target.id, regions, insertAs: 'copies' }, { names: NAMES });
  const copies = onPage().slice(2) as FrameNode[];
  expect(copies.map(({ name, type }) => `${type} ${name}`)).toEqual(NAMES.map((name) => `FRAME ${name}`));
  expect(overlaps(onPage())).toEqual([]);
  for (const [i, copy] of copies.entries()) {
    expect(copy.children.map(({ name, visible }) => [name, visible])).toEqual([
      ['Mask', false],
      [NAMES[i], true],
    ]);
    expect(copy.children[1]!.id).toBe(layerIds[i]);
    expect((await render(open, copy)).at(40, 24)).toEqual(RED);
  }
  // The original stays as it is, its mask too.
  expect(target.children.map(({ visible }) => visible)).toEqual([true]);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(fingerprint);
});

test('copies of a component are frames, and of an instance instances', async () => {
  const component = open.figma.createComponent();
  component.resize(160, 120);
  rectangle(open.figma, component, [0, 0, 10, 10]);
  await run(open, { targetId: component.id, insertAs: 'copies' });
  const instance = component.createInstance();
  instance.y = 400;
  await run(open, { targetId: instance.id, insertAs: 'copies' });
  const [, ofComponent, , ofInstance] = onPage() as FrameNode[];
  expect([ofComponent!.type, ofComponent!.name]).toEqual(['FRAME', 'a red door']);
  expect(ofInstance!.children.map(({ type }) => type)).toEqual(['INSTANCE', 'RECTANGLE']);
  const main = await (ofInstance!.children[0] as InstanceNode).getMainComponentAsync();
  expect(main?.id).toBe(component.id);
  expect(open.figma.currentPage.findAllWithCriteria({ types: ['COMPONENT'] })).toHaveLength(1);
  expect(overlaps(onPage())).toEqual([]);
});

test('of a component nothing stays behind that Figma refuses to make a frame of', async () => {
  const component = open.figma.createComponent();
  component.resize(160, 120);
  open.figma.commitUndo();
  const fingerprint = await open.host.fingerprint();
  open.host.fault('detachInstance');
  await expect(run(open, { targetId: component.id, insertAs: 'copies' })).rejects.toMatchObject({
    kind: 'insert-failed',
  });
  expect(await open.host.fingerprint()).toBe(fingerprint);
});

test('copies of a picture in a frame stand beside that frame, looking as it does', async () => {
  const outer = newFrame(open.figma, 300, 200);
  const layer = picture(open, [120, 72], {}, outer);
  layer.rotation = 30;
  await run(open, { targetId: layer.id, insertAs: 'copies' });
  const [, copy] = onPage() as FrameNode[];
  expect(copy!.children.map(({ type }) => type)).toEqual(['RECTANGLE', 'RECTANGLE']);
  expect(copy!.rotation).toBeCloseTo(30);
  expect(overlaps(onPage())).toEqual([]);
});

test('used in a picture as well, the picture stays as it is and a copy of it is filled', async () => {
  const { target, mask } = card();
  const photo = picture(open, [120, 72]);
  const before = JSON.stringify(open.host.nodes());
  const wanted = {
    targetId: target.id,
    regions: [{ id: mask.id, use: 'mask' as const }],
    insertAs: 'copies' as const,
  };
  const place = await placeFor(open, wanted);
  const reply = await insertOne(open.plugin, {
    ...placeOf(wanted),
    place,
    patches: [patchOf(open, wanted, place, { simulated: false })],
    name: 'a red door',
    spread: { within: [photo.id], uncut: null, cuts: [] },
  });
  expect(reply.used).toMatchObject({ refused: [] });
  const [, , copy, ofPhoto] = onPage() as FrameNode[];
  expect([copy!.name, ofPhoto!.name]).toEqual(['Card · a red door', 'Photo · a red door']);
  const [filled] = ofPhoto!.children as RectangleNode[];
  expect(seen(filled!)).toEqual([true, true, true]);
  expect(recipeOn(filled!)).toMatchObject({ targetId: filled!.id, madeFor: { id: photo.id, name: 'Photo' } });
  for (const each of [copy!, ofPhoto!]) each.remove();
  expect(JSON.stringify(open.host.nodes())).toBe(before);
});

test('copies carry recipes of their own, so that each can be edited again where it stands', async () => {
  const { target, mask } = card();
  const regions = [{ id: mask.id, use: 'mask' as const }];
  const [layerId] = await run(open, { targetId: target.id, regions, insertAs: 'copies' });
  const copy = onPage()[1] as FrameNode;
  const layer = copy.children.find(({ id }) => id === layerId)!;
  const found = recipeOn(layer);
  expect(found).toMatchObject({ targetId: copy.id, regionIds: [copy.children[0]!.id] });
});

test('copies of a picture have the mask beside it drawn again over them, when one is edited again', async () => {
  const layer = picture(open, [120, 72]);
  const mask = rectangle(open.figma, open.figma.currentPage, [52, 46, 32, 32]);
  const wanted = {
    targetId: layer.id,
    regions: [{ id: mask.id, use: 'mask' as const }],
    insertAs: 'copies' as const,
  };
  const map = toBase64(encodeGrey({ width: 1, height: 1, data: new Float32Array([1]) }));
  const [layerId] = await run(open, wanted, { recipe: { map } });
  const copy = onPage().at(-1) as FrameNode;
  await open.plugin.call('goBack', { way: 'edit-again', layerId: layerId! });
  const [target, region] = open.figma.currentPage.selection as RectangleNode[];
  expect([target!.id, region!.name]).toEqual([copy.children[0]!.id, 'Region 1']);
  expect(region!.absoluteBoundingBox).toEqual({
    x: target!.absoluteBoundingBox!.x + AREA.x,
    y: target!.absoluteBoundingBox!.y + AREA.y,
    width: AREA.width,
    height: AREA.height,
  });
});

test('copies double no flow’s start, and leave nothing behind when Figma refuses a step', async () => {
  const { target, mask } = card();
  open.figma.currentPage.flowStartingPoints = [{ nodeId: target.id, name: 'Flow 1' }];
  const wanted = {
    targetId: target.id,
    regions: [{ id: mask.id, use: 'mask' as const }],
    insertAs: 'copies' as const,
  };
  const place = await placeFor(open, wanted);
  const patches = NAMES.map((name) => patchOf(open, wanted, place, { name }));
  const request = { ...placeOf(wanted), place, patches, name: 'a red door' };
  const fingerprint = await open.host.fingerprint();
  for (const [step, after] of [
    ['clone', 1],
    ['insertChild', 2],
    ['appendChild', 2],
  ] as const) {
    open.host.fault(step, { after });
    await expect(insertOne(open.plugin, request)).rejects.toMatchObject({ kind: 'insert-failed' });
    expect(await open.host.fingerprint()).toBe(fingerprint);
  }
  await insertOne(open.plugin, request);
  expect(open.figma.currentPage.flowStartingPoints).toHaveLength(1);
});
