// What is kept on layers beside their recipes: there for another build of the plugin, from earlier versions, and damaged.
import type { FrameNode, RectangleNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import type { InsertAs } from '../../core/insert-as.ts';
import { emptyPage, openFigma, pastRuns } from '../support/figma.ts';
import { AREA, picture, run } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { ellipse, frame } from '../support/shapes.ts';

const open = oncePerFile(openFigma);
let card: FrameNode;

beforeEach(async () => {
  emptyPage(open);
  card = frame(open.figma, 96, 64);
  await open.start();
});

async function made(insertAs: InsertAs, names = ['one', 'two']): Promise<RectangleNode> {
  const { x, y, width, height } = AREA;
  const mask = ellipse(open.figma, card, [x, y, width, height]);
  const wanted = { targetId: card.id, regions: [{ id: mask.id, use: 'mask' as const }], insertAs };
  const [id] = await run(open, wanted, { names });
  return (await open.figma.getNodeByIdAsync(id!)) as RectangleNode;
}

const nodes = () => open.figma.currentPage.findAll(() => true);

/** As versions have left it that kept it for themselves. */
function makeOld(layer: SceneNode): void {
  const keys = layer.getSharedPluginDataKeys('changemap').filter((key) => !key.startsWith('recipe'));
  for (const key of keys) {
    layer.setPluginData(key, layer.getSharedPluginData('changemap', key));
    layer.setSharedPluginData('changemap', key, '');
  }
}

test('nothing of a result is kept where a build with another id would not see it', async () => {
  card.layoutMode = 'VERTICAL';
  await made('layer');
  await made('copies');
  const photo = picture(open, [60, 40]);
  await run(open, { targetId: photo.id, insertAs: 'fill' }, { recipe: { requestId: 'other' } });
  await open.plugin.call('setRegion', { regionId: card.children[0]!.id, changes: { amount: 0.5 } });
  await open.plugin.call('protect', { layerId: card.id, isProtected: true });
  expect(nodes().filter((node) => node.getPluginDataKeys().length > 0)).toEqual([]);
});

test('what an earlier version kept is found where it did, and is shared once it changes', async () => {
  const layer = await made('layer');
  const photo = picture(open, [60, 40]);
  await run(
    open,
    { targetId: photo.id, insertAs: 'fill' },
    { names: ['one', 'two'], recipe: { requestId: 'other' } },
  );
  const before = await pastRuns(open);
  for (const node of nodes()) makeOld(node);
  expect(await pastRuns(open)).toEqual(before);
  const { parent } = layer;
  const placed = parent!.children.map(({ id }) => ({ kind: 'layer' as const, layerId: id }));
  const [other, kept] = [placed[0]!, placed[1]!];
  const decision = { targetId: card.id, results: [kept], shown: kept, removed: [other] };
  await open.plugin.call('chooseResult', decision);
  expect(parent!.removed).toBe(true);

  const fills = [0, 1].map((index) => ({
    kind: 'fill' as const,
    layerId: photo.id,
    requestId: 'other',
    index,
  }));
  const chosen = {
    targetId: photo.id,
    results: fills.slice(0, 1),
    shown: fills[0]!,
    removed: fills.slice(1),
  };
  await open.plugin.call('chooseResult', chosen);
  expect(photo.fills).toHaveLength(3);
  expect(photo.getPluginDataKeys()).toEqual([]);
});

const RECT = '{"x":0,"y":0,"width":1,"height":1}';
const DAMAGED = [
  '{',
  '7',
  'null',
  '{}',
  `{"area":${RECT}}`,
  `{"area":${RECT},"shown":{"x":0,"y":0,"width":0,"height":1}}`,
  `{"area":${RECT},"shown":{"x":1e99,"y":0,"width":1,"height":1}}`,
];

test('a damaged place keeps nothing else from being listed, and no way back from being found', async () => {
  const layer = await made('layer', ['one']);
  for (const text of DAMAGED) {
    layer.setSharedPluginData('changemap', 'footprint', text);
    expect(await pastRuns(open)).toMatchObject([{ cover: { obstacle: 'unknown' } }]);
    expect((await open.plugin.call('leftovers')).items).toMatchObject([{ name: 'Mask', doubt: null }]);
    const again = await open.plugin.call('goBack', { way: 'edit-again', layerId: layer.id });
    expect(again).toMatchObject({ targetId: card.id });
  }
});
