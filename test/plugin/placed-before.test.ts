// A job picked up although its results came: they are told as what they are, and nobody else's layers are taken for them.
import type { FrameNode, RectangleNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import type { InsertAs } from '../../core/insert-as.ts';
import type { InsertRequest } from '../../core/protocol.ts';
import { emptyPage, openStarted } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { picture, requestOf } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { emptyRequest } from '../support/patch.ts';
import { frame } from '../support/shapes.ts';
import { useIn } from '../support/use-result.ts';

const open = oncePerFile(openStarted);

beforeEach(() => emptyPage(open));

/** Two results, and the request that has brought them. */
async function inserted(request: InsertRequest) {
  return { request, placed: (await insertOne(open.plugin, request)).placed };
}

const layersIn = (target: FrameNode, insertAs: InsertAs) =>
  inserted(emptyRequest(target, { insertAs, results: [{}, {}] }));

const fillsIn = async ({ id: targetId }: RectangleNode) =>
  inserted(await requestOf(open, { targetId, insertAs: 'fill' }, { names: ['a red door', 'a blue door'] }));

/** As the next start of the plugin asks, the job being stored still. */
async function pickedUp(request: InsertRequest) {
  const kept = { id: 'left', now: Date.now(), waiting: [], flagged: [] };
  return (await insertOne(open.plugin, { ...request, kept })).placed;
}

/** Looked at before all else. */
function toBottom(layer: SceneNode): void {
  open.figma.currentPage.insertChild(0, layer);
}

/** The designer's duplicate, which lies beneath. */
function duplicate<L extends SceneNode>(layer: L): L {
  const copy = layer.clone() as L;
  toBottom(copy);
  return copy;
}

const card = (): FrameNode => frame(open.figma, 96, 80);

test('of a duplicated frame, the layers that were inserted; one that has gone is told as such', async () => {
  const target = card();
  const { request, placed } = await layersIn(target, 'layer');
  duplicate(target);
  expect(placed).toMatchObject([{ kind: 'layer' }, { kind: 'layer' }]);
  expect(await pickedUp(request)).toEqual(placed);
  (await open.figma.getNodeByIdAsync(placed[0]!.layerId))?.remove();
  expect(await pickedUp(request)).toEqual([null, placed[1]]);
});

test('of copies, the ones that were made, and neither what was copied from them nor used from them', async () => {
  const target = card();
  const { request, placed } = await layersIn(target, 'copies');
  for (const copy of open.figma.currentPage.children.slice(1)) duplicate(copy);
  expect(await useIn(open, placed[0]!.layerId, target)).toEqual({ used: 1, refused: [] });
  expect(placed).toMatchObject([{ kind: 'copy' }, { kind: 'copy' }]);
  expect(await pickedUp(request)).toEqual(placed);
});

test('of fills, those of the picture itself: where one was used, it belongs to whoever put it there', async () => {
  const photo = picture(open, [120, 72]);
  const [other, elsewhere] = [picture(open, [60, 40]), picture(open, [80, 40])];
  const { request, placed } = await fillsIn(photo);
  await useIn(open, photo.id, other, elsewhere);
  toBottom(other);
  expect(placed).toMatchObject([0, 1].map((index) => ({ kind: 'fill', layerId: photo.id, index })));
  expect(await pickedUp(request)).toEqual(placed);
});

test('a picture whose fill was deleted is none of the results', async () => {
  const photo = picture(open, [120, 72]);
  const { fills } = photo;
  const { request } = await fillsIn(photo);
  photo.fills = fills;
  const kept = { id: 'left', now: Date.now(), waiting: [], flagged: [] };
  const again = open.plugin.call('insert', { parts: [{ ...request, kept }] });
  expect(await again).toMatchObject([{ kind: 'refused', failure: { failure: 'job-settled' } }]);
});
