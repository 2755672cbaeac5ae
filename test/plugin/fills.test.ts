// Several results in one picture: each fill is known by its run, and carries its own recipe, whichever is seen.
import type { Paint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import type { Placed } from '../../core/placed.ts';
import { emptyPage, openStarted, pastRuns, press } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { FRAMING, patchOf, picture, placeFor, placeOf, run, seen } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { rectangle } from '../support/shapes.ts';

const open = oncePerFile(openStarted);
let photo: RectangleNode;

beforeEach(() => {
  emptyPage(open);
  photo = picture(open, [120, 72]);
});

const wanted = () => ({ targetId: photo.id, insertAs: 'fill' as const });
const fill = (requestId: string, index = 0) =>
  ({ kind: 'fill', layerId: photo.id, requestId, index }) satisfies Placed;
const key = (requestId: string, index = 0) => `${photo.id} ${requestId} ${index}`;
const looks = (...results: Placed[]) => open.plugin.call('looks', { results });
const PAIR = ['a red door', 'a blue door'];

/** Two fills of one request. */
const pair = (requestId: string, names = PAIR) => run(open, wanted(), { names, recipe: { requestId } });

const show = (shown: Placed | null, results: Placed[]) =>
  open.plugin.call('showResult', { targetId: photo.id, results, shown });
const choose = (shown: Placed | null, removed: Placed[]) =>
  open.plugin.call('chooseResult', { targetId: photo.id, results: shown ? [shown] : [], shown, removed });

test('one of several is shown, and the mask hidden in the same step', async () => {
  const mask = rectangle(open.figma, open.figma.currentPage, [52, 46, 32, 32]);
  const fingerprint = await open.host.fingerprint();
  await run(open, { ...wanted(), regions: [{ id: mask.id, use: 'mask' }] }, { names: PAIR });
  expect([seen(photo), mask.visible]).toEqual([[true, true, false, true], false]);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(fingerprint);
});

test('what comes later of the same run waits beneath those that are there', async () => {
  await run(open, wanted(), { recipe: { requestId: 'first' } });
  await run(open, wanted(), { recipe: { requestId: 'second' }, joins: [key('first')] });
  expect(seen(photo)).toEqual([true, true, false, true]);
  expect(await looks(fill('first'), fill('second'), fill('third'))).toEqual(['shown', 'hidden', 'gone']);
});

test('a second run leaves the first as it is: each is turned, decided and cleaned up by itself', async () => {
  await pair('first');
  await pair('second');
  const all = [fill('first'), fill('first', 1), fill('second'), fill('second', 1)];
  expect(await looks(...all)).toEqual(['shown', 'hidden', 'shown', 'hidden']);

  await show(fill('first', 1), all.slice(0, 2));
  expect(await looks(...all)).toEqual(['hidden', 'shown', 'shown', 'hidden']);
  await choose(fill('first', 1), [fill('first')]);
  expect(await looks(...all)).toEqual(['gone', 'shown', 'shown', 'hidden']);

  const { items } = await open.plugin.call('leftovers');
  expect(items).toMatchObject([{ kind: 'fills', name: 'Photo', doubt: null }]);
  await open.plugin.call('cleanUp', { items });
  expect(await looks(...all)).toEqual(['gone', 'shown', 'shown', 'gone']);
  expect(seen(photo)).toEqual([true, true, true, true]);
  open.host.undo();
  open.host.undo();
  expect(await looks(...all)).not.toContain('gone');
});

test('two runs that were under way at once are both fills, the later one above', async () => {
  const place = await placeFor(open, wanted());
  for (const requestId of ['first', 'second']) {
    const patches = [patchOf(open, wanted(), place, { requestId })];
    const reply = await insertOne(open.plugin, { ...placeOf(wanted()), place, patches, name: 'a red door' });
    expect(reply.layerIds).toEqual([photo.id]);
  }
  expect(seen(photo)).toEqual([true, true, true, true]);
  await show(null, [fill('first')]);
  expect(seen(photo)).toEqual([true, true, false, true]);
});

test('every way back is by the recipe of the one that is seen, turned here or by hand, or of the one asked for', async () => {
  await pair('first');
  const back = async (asked?: Placed & { kind: 'fill' }) => {
    const again = await open.plugin.call('goBack', {
      way: 'edit-again',
      layerId: photo.id,
      ...(asked && { fill: asked }),
    });
    return again?.edit.prompt;
  };
  expect(await back()).toBe('a red door');
  await show(fill('first', 1), [fill('first'), fill('first', 1)]);
  expect(await back()).toBe('a blue door');
  expect(await back(fill('first'))).toBe('a red door');
  for (const [at, visible] of [
    [2, false],
    [3, true],
  ] as const) {
    photo.fills = (photo.fills as readonly Paint[]).map((paint, i) =>
      i === at ? { ...paint, visible } : paint,
    );
    await open.plugin.call('looks', { results: [] });
  }
  expect(await back()).toBe('a red door');
  await expect(back(fill('third'))).rejects.toMatchObject({ kind: 'result-gone' });
});

test('one like a fill is asked for by itself, and it alone is seen then', async () => {
  await pair('first');
  const asked = { way: 'more-like-this', layerId: photo.id, fill: fill('first', 1) } as const;
  const again = await open.plugin.call('goBack', asked);
  expect(again).toMatchObject({
    targetId: photo.id,
    replacedIds: [],
    edit: { prompt: 'a blue door', seed: null },
  });
  expect(await looks(fill('first'), fill('first', 1))).toEqual(['hidden', 'shown']);
});

test('edited again, a run is not in the picture sent, and waits beneath what comes in its place', async () => {
  const sent = async (replacedIds: readonly string[]) => {
    const { source } = await open.plugin.call('raster', {
      ...placeOf({ ...wanted(), replacedIds }),
      framing: FRAMING,
    });
    return Buffer.from(source).toString('base64');
  };
  const plain = await sent([]);
  await pair('first');
  const { replacedIds } = (await press(open, 'edit-again', photo)).again!;
  expect(replacedIds).toEqual([key('first'), key('first', 1)]);
  expect(await sent([])).not.toBe(plain);
  expect(await sent(replacedIds)).toBe(plain);

  const before = await open.host.fingerprint();
  await run(open, { ...wanted(), replacedIds }, { recipe: { requestId: 'second' } });
  expect(await looks(fill('first'), fill('first', 1), fill('second'))).toEqual(['hidden', 'hidden', 'shown']);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(before);
});

test('in a copy of the picture, what goes back goes to the copy', async () => {
  await pair('first');
  const copy = photo.clone();
  copy.y = 300;
  const again = await open.plugin.call('goBack', { way: 'edit-again', layerId: copy.id });
  expect(again).toMatchObject({
    targetId: copy.id,
    replacedIds: [`${copy.id} first 0`, `${copy.id} first 1`],
  });
  expect(open.figma.currentPage.selection.map(({ id }) => id)).toEqual([copy.id]);
});

test('with the last of them the picture is a result no more', async () => {
  const before = await open.host.fingerprint();
  await pair('first');
  await choose(null, [fill('first'), fill('first', 1)]);
  expect(await open.host.fingerprint()).toBe(before);
  // Who saw it made still knows of it; the file itself does not.
  expect((await pastRuns(open)).filter(({ isGone }) => !isGone)).toEqual([]);
  await open.start();
  expect(await pastRuns(open)).toEqual([]);
});

test('a layer that is itself a result stays known as one beneath the fills it is given', async () => {
  const [layerId] = await run(open, { ...wanted(), insertAs: 'layer' });
  const layer = open.figma.currentPage.findOne(({ id }) => id === layerId) as RectangleNode;
  layer.resize(120, 72);
  const own = layer.getSharedPluginData('changemap', 'recipe');
  await run(
    open,
    { targetId: layer.id, insertAs: 'fill' },
    { names: ['a blue door'], recipe: { requestId: 'second' } },
  );
  expect(layer.getSharedPluginData('changemap', 'recipe')).toBe(own);
  const again = await open.plugin.call('goBack', { way: 'edit-again', layerId: layer.id });
  expect(again).toMatchObject({ targetId: layer.id, edit: { prompt: 'a blue door' } });
  const placed = { ...fill('second'), layerId: layer.id };
  await choose(null, [placed]);
  const back = await open.plugin.call('goBack', { way: 'edit-again', layerId: layer.id });
  expect(back).toMatchObject({ targetId: photo.id, edit: { prompt: 'a red door' } });
});

test('History tells of each run, and goes by the fill that is seen of it', async () => {
  await open.start();
  await pair('first');
  await pair('second', ['a green door', 'a grey door']);
  await show(fill('first', 1), [fill('first'), fill('first', 1)]);
  const runs = await pastRuns(open);
  expect(runs.map(({ prompt }) => prompt).sort()).toEqual(['a blue door', 'a green door']);
  const cover = runs.find(({ prompt }) => prompt === 'a blue door')!.cover;
  expect(cover.address).toEqual({ layerId: photo.id, fill: { requestId: 'first', index: 1 } });
  expect(await open.plugin.call('recipe', cover.address)).toMatchObject({
    settings: { prompt: 'a blue door' },
  });
  expect(runs.map(({ layerIds }) => layerIds)).toEqual([[photo.id], [photo.id]]);
});
