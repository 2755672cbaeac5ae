// What History does with fills: what was deleted from a picture is laid into it again, or why it cannot be is told.
import type { RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import { emptyPage, openFigma, pastRuns } from '../support/figma.ts';
import { type Fills, picture, run } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';

const open = oncePerFile(openFigma);

beforeEach(async () => {
  emptyPage(open);
  // What was deleted is known for as long as the plugin runs.
  await open.start();
});

const history = () => pastRuns(open);

const filled = { requestId: 'filled' };

async function fillMade(): Promise<RectangleNode> {
  const photo = picture(open, [60, 40]);
  const wanted = { targetId: photo.id, insertAs: 'fill' as const };
  await run(open, wanted, { recipe: { ...filled, targetName: 'Photo' } });
  await history();
  return photo;
}

test('a picture’s fill that was deleted is put back above the same image, in a step of its own', async () => {
  const photo = await fillMade();
  const { fills } = photo;
  const [white, image] = fills as Fills;
  photo.fills = [white!, image!];
  open.figma.commitUndo();
  const deleted = await open.host.fingerprint();
  const [gone] = await history();
  expect(gone).toMatchObject({ isGone: true, cover: { obstacle: null } });
  expect((await open.plugin.call('putBack', { results: gone!.returnable })).layerIds).toEqual([photo.id]);
  expect(photo.fills).toEqual(fills);
  expect(await history()).toMatchObject([{ isGone: false, cover: { obstacle: 'in-place' } }]);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(deleted);
});

async function twoFills(): Promise<RectangleNode> {
  const photo = picture(open, [60, 40]);
  const recipe = { requestId: 'two', targetName: 'Photo' };
  const names = ['a red door', 'a red door'];
  await run(open, { targetId: photo.id, insertAs: 'fill' }, { names, recipe });
  return photo;
}

test('all fills of a run come back together, the first of them seen, though nobody had opened History', async () => {
  const photo = await twoFills();
  const { fills } = photo;
  photo.fills = (fills as Fills).slice(0, 2);
  open.figma.commitUndo();
  const [gone] = await history();
  const { layerIds } = await open.plugin.call('putBack', { results: gone!.returnable });
  expect(layerIds).toEqual([photo.id, photo.id]);
  expect(photo.fills).toEqual(fills);
  const again = open.plugin.call('putBack', { results: gone!.returnable });
  await expect(again).rejects.toMatchObject({ kind: 'insert-failed' });
  expect(photo.fills).toEqual(fills);
});

test('the fill that was chosen stands for its run once it is deleted too', async () => {
  const photo = await twoFills();
  const fill = (index: number) => ({ kind: 'fill', layerId: photo.id, requestId: 'two', index }) as const;
  const [chosen, removed] = [fill(1), [fill(0)]];
  await open.plugin.call('chooseResult', { targetId: photo.id, results: [chosen], shown: chosen, removed });
  photo.fills = (photo.fills as Fills).slice(0, 2);
  const [gone] = await history();
  expect(gone).toMatchObject({ isGone: true, cover: { address: { fill: { index: 1 } }, obstacle: null } });
});

test('one that was deleted before is listed as such, and is not taken for the picture', async () => {
  const photo = await fillMade();
  photo.fills = (photo.fills as Fills).slice(0, 2);
  await open.start();
  expect(await history()).toMatchObject([{ isGone: true, seed: 7, cover: { obstacle: 'unknown' } }]);
});

test('above another image or another crop it would be wrong, and without its picture there is nowhere to put it', async () => {
  const photo = await fillMade();
  const [white, image] = photo.fills as Fills;
  photo.fills = [white!, { ...image!, scaleMode: 'FIT' }];
  const [changed] = await history();
  expect(changed).toMatchObject({ isGone: true, cover: { obstacle: 'image-changed' } });
  const before = await open.host.fingerprint();
  const refused = open.plugin.call('putBack', { results: [changed!.cover.address] });
  await expect(refused).rejects.toMatchObject({ kind: 'insert-failed' });
  expect(await open.host.fingerprint()).toBe(before);
  photo.remove();
  expect(await history()).toMatchObject([{ isGone: true, cover: { obstacle: 'target-gone' } }]);
});
