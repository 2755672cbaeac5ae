// A result used over regions is cut by them, as they are drawn there: their shape, their greys and their amount.
import type { FrameNode, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import { useResult } from '../../ui/use-result.ts';
import { NOBODY } from '../../ui/used-cuts.ts';
import { emptyPage, openStarted } from '../support/figma.ts';
import { type Fills, picture, run } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { recipeOn } from '../support/recipe.ts';
import { alphaRamp, type Box, frame, rectangle, solid } from '../support/shapes.ts';
import { everywhere, useIn } from '../support/use-result.ts';
import { codec, fakeClock } from '../ui/world.ts';

const open = oncePerFile(openStarted);
const WHOLE: Box = [40, 20, 64, 64];

beforeEach(() => emptyPage(open));

/** A result beside a picture that was changed as a whole. */
async function ofPicture(): Promise<string> {
  const photo = picture(open, [120, 72]);
  const [layerId] = await run(open, { targetId: photo.id, insertAs: 'layer' });
  return layerId!;
}

/** With a mask that paints nothing as yet. */
function card(name: string, box: Box = WHOLE): { target: FrameNode; mask: RectangleNode } {
  const target = frame(open.figma, 160, 110);
  target.name = name;
  const mask = rectangle(open.figma, target, box);
  mask.fills = [];
  return { target, mask };
}

/** How much of the result is seen at a px of its target, of 255. */
async function showing(target: FrameNode) {
  const layer = target.findOne((node) => node.name === 'a red door') as RectangleNode;
  const image = open.figma.getImageByHash((layer.fills as Fills)[0]!.imageHash!);
  const { width, height, data } = await codec.decode(await image!.getBytesAsync());
  const [across, down] = [width / layer.width, height / layer.height];
  return (x: number, y: number): number => {
    const [column, row] = [Math.floor((x - layer.x) * across), Math.floor((y - layer.y) * down)];
    const isInside = column >= 0 && row >= 0 && column < width && row < height;
    return isInside ? data[(row * width + column) * 4 + 3]! : 0;
  };
}

test('of a whole picture, a mask with a gradient and round corners lets through what it draws', async () => {
  const { target, mask } = card('Card');
  [mask.fills, mask.cornerRadius] = [[alphaRamp(0, 1)], 24];
  const before = await open.host.fingerprint();
  const layerId = await ofPicture();
  expect(await useIn(open, layerId, target, mask)).toEqual({ used: 1, refused: [] });
  const at = await showing(target);
  for (const [x, amount] of [
    [56, 0.25],
    [72, 0.5],
    [88, 0.75],
  ] as const) {
    expect(Math.abs(at(x, 52) - 255 * amount)).toBeLessThan(4);
  }
  expect([at(102, 22), at(102, 82), at(42, 22), at(110, 52), at(72, 90)]).toEqual([0, 0, 0, 0, 0]);
  expect(mask.visible).toBe(false);
  open.host.undo();
  open.host.undo();
  open.figma.currentPage.findOne(({ name }) => name === 'Photo')?.remove();
  expect(await open.host.fingerprint()).toBe(before);
});

test('it is cut by light and dark where the region is read so, and by its amount', async () => {
  const [read, faint] = [card('Read'), card('Faint', [20, 20, 64, 64])];
  faint.target.y = 200;
  faint.mask.fills = [solid(0.2, 0.4, 0.9)];
  read.mask.fills = [solid(0.5, 0.5, 0.5)];
  const { plugin } = open;
  await plugin.call('setRegion', { regionId: faint.mask.id, changes: { amount: 0.3 } });
  await plugin.call('setRegion', { regionId: read.mask.id, changes: { readFrom: 'light-and-dark' } });
  await useIn(open, await ofPicture(), read.target, read.mask, faint.target, faint.mask);
  expect((await showing(read.target))(72, 52)).toBe(128);
  expect((await showing(faint.target))(52, 52)).toBe(Math.round(255 * 0.3));
});

test('a silhouette lets it through no further than its own pixels, and stays', async () => {
  const { target, mask } = card('Card');
  [mask.name, mask.fills, mask.cornerRadius] = ['Badge', [solid(0, 0, 1)], 32];
  await useIn(open, await ofPicture(), mask);
  const at = await showing(target);
  expect([at(72, 52), at(43, 23), at(101, 81)]).toEqual([255, 0, 0]);
  expect(mask.visible).toBe(true);
});

test('the same picture everywhere is cut so as well', async () => {
  const [first, second] = [card('Card 1', [32, 16, 32, 32]), card('Card 2')];
  second.target.y = 200;
  first.mask.fills = [solid(0, 0, 0)];
  [second.mask.fills, second.mask.cornerRadius] = [[solid(0, 0, 0)], 32];
  const regions = [{ id: first.mask.id, use: 'mask' as const }];
  const wanted = { targetId: first.target.id, regions, insertAs: 'layer' as const };
  const { used } = await everywhere(
    open,
    wanted,
    [first, second].flatMap(({ target, mask }) => [target, mask]),
  );
  expect(used).toMatchObject({ placedIds: [expect.anything()], refused: [] });
  const at = await showing(second.target);
  expect([at(72, 52), at(42, 22)]).toEqual([255, 0]);
});

test('where a region draws nothing, that target is refused by name and nothing of it is touched; the others have it', async () => {
  const [good, bad] = [card('Card'), card('Empty')];
  bad.target.y = 200;
  good.mask.fills = [solid(0, 0, 0)];
  const layerId = await ofPicture();
  const places = [good, bad].flatMap(({ target, mask }) => [target, mask]);
  expect(await useIn(open, layerId, ...places)).toEqual({ used: 1, refused: ['Empty'] });
  expect(good.mask.visible).toBe(false);
  expect([bad.target.children.length, bad.mask.visible]).toEqual([1, true]);
  await expect(useIn(open, layerId, bad.target, bad.mask)).rejects.toMatchObject({ kind: 'nowhere-to-use' });
});

test('it goes where was selected when it began, tells how far it is, and stopped on the way it changes nothing', async () => {
  const cards = [0, 1].map((i) => card(`Card ${i}`));
  for (const [i, { target, mask }] of cards.entries()) [target.y, mask.fills] = [i * 200, [solid(0, 0, 0)]];
  const layerId = await ofPicture();
  const { host, plugin } = open;
  const world = { plugin, codec, clock: fakeClock() };
  const start = () => host.select(cards.flatMap(({ target, mask }) => [target.id, mask.id]));
  start();
  const before = await host.fingerprint();
  const stop = new AbortController();
  const told: (readonly [number, number])[] = [];
  const stopped = useResult({ layerId }, null, world, {
    signal: stop.signal,
    told: (done, all) => {
      told.push([done, all]);
      if (done === 1) stop.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
  expect(told).toEqual([
    [0, 2],
    [1, 2],
  ]);
  expect(await host.fingerprint()).toBe(before);

  const told2 = { ...NOBODY, told: () => host.select([]) };
  expect((await useResult({ layerId }, null, world, told2)).placedIds).toHaveLength(2);
  expect(cards.map(({ target }) => recipeOn(target.children[1] as RectangleNode).regionIds)).toEqual(
    cards.map(({ mask }) => [mask.id]),
  );
});
