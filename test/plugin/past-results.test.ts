// What History does with results: small pictures of them, what was deleted put back, and hundreds of them.
import type {
  EllipseNode,
  FrameNode,
  GroupNode,
  ImagePaint,
  RectangleNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import type { PastRun } from '../../core/history.ts';
import type { InsertAs } from '../../core/insert-as.ts';
import { pngSize } from '../../core/png.ts';
import type { Recipe } from '../../core/recipe.ts';
import { emptyPage, openFigma, pastRuns } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { emptyRequest } from '../support/patch.ts';
import { recipeOn } from '../support/recipe.ts';
import { ellipse, frame } from '../support/shapes.ts';

const open = oncePerFile(openFigma);
let card: FrameNode;
let mask: EllipseNode;

beforeEach(async () => {
  emptyPage(open);
  card = frame(open.figma, 96, 80);
  card.name = 'Card';
  mask = ellipse(open.figma, card, [30, 20, 36, 32]);
  // What was deleted is known for as long as the plugin runs.
  await open.start();
});

async function made(
  changes: Partial<Recipe> = {},
  insertAs: InsertAs = 'layer',
  count = 1,
): Promise<RectangleNode> {
  const request = emptyRequest(card, {
    regions: [{ id: mask.id, use: 'mask' }],
    area: { x: 48, y: 40, width: 160, height: 144 },
    insertAs,
    results: Array.from({ length: count }, () => ({ recipe: { targetName: 'Card', ...changes } })),
  });
  const { layerIds } = await insertOne(open.plugin, request);
  return (await open.figma.getNodeByIdAsync(layerIds[0]!)) as RectangleNode;
}

const whereOf = ({ name, x, y, width, height }: RectangleNode) => ({ name, x, y, width, height });

const history = () => pastRuns(open);

/** The one that stands for it. */
async function putBack({ cover }: PastRun): Promise<string> {
  const { layerIds } = await open.plugin.call('putBack', { results: [cover.address] });
  expect(layerIds).toHaveLength(1);
  return layerIds[0]!;
}

async function thumbnail() {
  const [run] = await history();
  return open.plugin.call('thumbnail', { layerId: run!.cover.address.layerId, longestSide: 20 });
}

test('a small picture is made without a change to the document; of what is hidden the image itself is given', async () => {
  const layer = await made();
  const before = await open.host.fingerprint();
  const small = await thumbnail();
  expect([small?.isSmall, pngSize(small!.bytes)]).toEqual([true, { width: 20, height: 18 }]);
  expect(await open.host.fingerprint()).toBe(before);
  layer.visible = false;
  const whole = await thumbnail();
  expect([whole?.isSmall, pngSize(whole!.bytes)]).toEqual([false, { width: 160, height: 144 }]);
});

test('what was deleted is listed as such, and put back where it was in a step of its own', async () => {
  const layer = await made({ index: 3, count: 4 });
  const [where, fills] = [whereOf(layer), layer.fills];
  const recipe = recipeOn(layer);
  await history();
  layer.remove();
  open.figma.commitUndo();
  const [run] = await history();
  expect(run).toMatchObject({ isGone: true, targetName: 'Card', cover: { obstacle: null } });
  const deleted = await open.host.fingerprint();

  const layerId = await putBack(run!);
  const back = (await open.figma.getNodeByIdAsync(layerId)) as RectangleNode;
  expect([whereOf(back), back.parent?.id]).toEqual([where, card.id]);
  expect(back.fills).toEqual(fills);
  expect(recipeOn(back)).toEqual({ ...recipe, madeAs: back.id });
  expect(await history()).toMatchObject([{ isGone: false, layerIds: [layerId] }]);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(deleted);
});

test('what was inserted and undone is listed, and put back, though nobody had opened History', async () => {
  const layer = await made();
  const where = whereOf(layer);
  open.host.undo();
  expect(card.children.map(({ id }) => id)).toEqual([mask.id]);
  const [run] = await history();
  expect(run).toMatchObject({ isGone: true, targetName: 'Card', cover: { obstacle: null } });
  const back = (await open.figma.getNodeByIdAsync(await putBack(run!))) as RectangleNode;
  expect(whereOf(back)).toEqual(where);
});

/** In painting order, with whether each is seen. */
const group = () => {
  const found = card.children.find((child) => child.type === 'GROUP') as GroupNode;
  const children = found.children as RectangleNode[];
  return { name: found.name, children: children.map((each) => [each.name, each.visible, whereOf(each)]) };
};

test('all pictures of a run come back together, in the group they stood in and in one step', async () => {
  await made({}, 'layer', 2);
  const before = group();
  expect(before.children.map(([, isSeen]) => isSeen)).toEqual([true, false]);
  for (const child of card.children) if (child.type === 'GROUP') child.remove();
  open.figma.commitUndo();
  const deleted = await open.host.fingerprint();
  const [run] = await history();
  expect(run).toMatchObject({ isGone: true });
  expect(run!.layerIds).toHaveLength(2);
  const { layerIds } = await open.plugin.call('putBack', { results: run!.returnable });
  expect(layerIds).toHaveLength(2);
  expect(group()).toEqual(before);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(deleted);
});

test('the picture that was chosen is the one that is seen when its run comes back', async () => {
  const first = await made({}, 'layer', 2);
  const [run] = await history();
  const second = run!.layerIds.find((id) => id !== first.id)!;
  const chosen = { kind: 'layer', layerId: second } as const;
  const removed = [{ kind: 'layer', layerId: first.id } as const];
  await open.plugin.call('chooseResult', { targetId: card.id, results: [chosen], shown: chosen, removed });
  const kept = (await open.figma.getNodeByIdAsync(second)) as RectangleNode;
  const hash = (kept.fills as ImagePaint[])[0]?.imageHash;
  kept.remove();
  open.figma.commitUndo();
  const [gone] = await history();
  expect(gone).toMatchObject({ isGone: true, cover: { address: { layerId: second } } });
  const { layerIds } = await open.plugin.call('putBack', { results: gone!.returnable });
  const back = (await open.figma.getNodeByIdAsync(layerIds[0]!)) as RectangleNode;
  expect([back.visible, (back.fills as ImagePaint[])[0]?.imageHash]).toEqual([true, hash]);
});

test('another copy of one that was moved comes where it was made, above it', async () => {
  const layer = await made();
  const where = whereOf(layer);
  layer.x += 20;
  const [run] = await history();
  const layerId = await putBack(run!);
  const copy = (await open.figma.getNodeByIdAsync(layerId)) as RectangleNode;
  expect(whereOf(copy)).toEqual(where);
  const order = card.children.map(({ id }) => id);
  expect(order.indexOf(copy.id)).toBeGreaterThan(order.indexOf(layer.id));
});

test('copies are one run of the frame they were made of, and come back in copies of it when all are deleted', async () => {
  const layer = await made({}, 'copies', 3);
  const page = open.figma.currentPage;
  const copies = () => page.children.filter(({ id }) => id !== card.id);
  const [run, ...others] = await history();
  expect(run).toMatchObject({ targetKey: card.id, targetName: 'Card', formerName: 'Card', isGone: false });
  expect([run!.layerIds.length, others]).toEqual([3, []]);
  const where = whereOf(layer);
  for (const copy of copies()) copy.remove();
  open.figma.commitUndo();
  const deleted = await open.host.fingerprint();
  const [gone] = await history();
  expect(gone).toMatchObject({ isGone: true, targetName: 'Card', cover: { obstacle: null } });

  const { layerIds } = await open.plugin.call('putBack', { results: gone!.returnable });
  const back = (await open.figma.getNodeByIdAsync(layerIds[0]!)) as RectangleNode;
  expect(copies().map(({ name }) => name)).toEqual(['a red door', 'a red door', 'a red door']);
  expect(copies()[0]?.id).toBe(back.parent?.id);
  expect(whereOf(back)).toEqual(where);
  expect(card.children).toEqual([mask]);
  expect(await history()).toMatchObject([{ targetKey: card.id, isGone: false, layerIds }]);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(deleted);
});

test('without its target there is nowhere to put it, and that is said', async () => {
  await made();
  await history();
  card.remove();
  const [run] = await history();
  expect(run).toMatchObject({ isGone: true, targetName: null, formerName: 'Card' });
  const nowhere = open.plugin.call('putBack', { results: [run!.cover.address] });
  await expect(nowhere).rejects.toMatchObject({ kind: 'target-gone' });
});

test('a run is selected and brought into view, from another page too', async () => {
  const layer = await made();
  const home = open.figma.currentPage;
  await open.figma.setCurrentPageAsync(open.figma.createPage());
  await open.plugin.call('select', { layerIds: [layer.id, 'gone'] });
  expect([open.figma.currentPage.id, open.host.selection()]).toEqual([home.id, [layer.id]]);
  expect(open.figma.viewport.center).toEqual({ x: 48, y: 36 });
});

test('the recipe of one that is listed is given, whether or not its layer is there', async () => {
  const layer = await made({ seed: 11 });
  await history();
  layer.remove();
  expect(await open.plugin.call('recipe', { layerId: layer.id })).toMatchObject({ seed: 11 });
  expect(await open.plugin.call('recipe', { layerId: 'unknown' })).toBeNull();
});

test('one whose recipe is damaged after it was listed is not said to be deleted', async () => {
  const layer = await made();
  layer.setSharedPluginData('changemap', 'recipe', '{"version":99}');
  expect(await history()).toMatchObject([{ isGone: false, layerIds: [layer.id] }]);
  layer.remove();
  expect(await history()).toMatchObject([{ isGone: true }]);
});
