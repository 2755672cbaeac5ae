// A result used in instances: each place has it by itself, as an override or just above, and no component is touched.
import type {
  ComponentNode,
  FrameNode,
  InstanceNode,
  RectangleNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import { emptyPage, openStarted } from '../support/figma.ts';
import { AREA, type Fills, picture, RED, render } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { recipeOn } from '../support/recipe.ts';
import { frame } from '../support/shapes.ts';
import { everywhere, type Masked, squareIn, useIn, withMask } from '../support/use-result.ts';

const open = oncePerFile(openStarted);
let card: Masked;

beforeEach(() => {
  emptyPage(open);
  card = withMask(open, 'Card');
});

function instanceOf(component: ComponentNode, y: number): InstanceNode {
  const instance = component.createInstance();
  instance.y = y;
  return instance;
}

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
  const layerId = await squareIn(open, card);
  const before = await open.host.fingerprint();

  expect(await useIn(open, layerId, first, second)).toEqual({ used: 2, refused: [] });
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

  const reply = await everywhere(open, { targetId: first.id, insertAs: 'fill' }, photos);
  expect(reply).toMatchObject({
    layerIds: [first.id],
    used: { placedIds: [second.id, third.id], refused: [] },
  });
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
    const { target: half } = withMask(open, name, 1, component);
    half.x = i * 150;
  }
  const inner = open.figma.createFrame();
  inner.resize(400, 400);
  const instance = instanceOf(component, 100);
  const over = frame(open.figma, 20, 20, inner);
  inner.insertChild(0, instance);
  const count = component.findAll(() => true).length;
  const halves = instance.children as readonly FrameNode[];
  const layerId = await squareIn(open, card);
  const before = await open.host.fingerprint();

  const reply = await useIn(open, layerId, ...halves.flatMap((half) => [half, half.children[0]!]));
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
  withMask(open, 'Half', 1, component);
  const row = frame(open.figma, 400, 400);
  const instances = [0, 100, 200].map((y) => instanceOf(component, y));
  for (const instance of instances) row.appendChild(instance);
  const masks = instances.map((instance) => instance.findOne(({ name }) => name === 'Hero')!);

  expect(await useIn(open, await squareIn(open, card), ...instances, ...masks)).toEqual({
    used: 3,
    refused: [],
  });
  const owners = row.children.map((layer) =>
    layer.type === 'INSTANCE' ? layer.id : recipeOn(layer as RectangleNode).targetId,
  );
  expect(owners).toEqual(instances.flatMap(({ id }) => [id, id]));
  expect(component.findAll(({ visible }) => !visible)).toEqual([]);
});
