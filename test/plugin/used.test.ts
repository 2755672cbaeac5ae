// What one picture was placed in follows it: as if it had been placed there as it is by now.
import type { ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { expect, test } from 'vitest';
import { spreadFor } from '../../ui/use-result.ts';
import { NOBODY } from '../../ui/used-cuts.ts';
import { openStarted } from '../support/figma.ts';
import { picture } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { recipeOn } from '../support/recipe.ts';
import { frame } from '../support/shapes.ts';
import { everywhere, withMask } from '../support/use-result.ts';
import { codec, fakeClock } from '../ui/world.ts';

const open = oncePerFile(openStarted);

const grey = (side: number, level: number) =>
  codec.encode({ width: side, height: side, data: new Uint8Array(side * side * 4).fill(level) });
const hashOf = ({ fills }: RectangleNode) => (fills as ImagePaint[]).at(-1)?.imageHash;
const boxOf = ({ x, y, width, height }: RectangleNode) => [x, y, width, height];

test('over another region it is cut anew, by as much of the edge as it has now, elsewhere it goes along, and whole into a picture; one undo takes it all back', async () => {
  const { figma, host, plugin } = open;
  const card = withMask(open, 'Card');
  const poster = withMask(open, 'Poster', 3);
  // As wide as three times the first, and half as high: what stands over is cut.
  poster.mask.resize(96, 48);
  const banner = frame(figma, 96, 64);
  const photo = picture(open, [120, 72]);
  [poster.target.y, banner.y, photo.y] = [100, 400, 500];
  const regions = [{ id: card.mask.id, use: 'mask' as const }];
  const wanted = { targetId: card.target.id, regions, insertAs: 'layer' as const };
  const places = [poster.target, poster.mask, banner, photo];
  const { layerIds, used } = await everywhere(open, wanted, places);
  expect(used).toEqual({ placedIds: [expect.any(String), expect.any(String), photo.id], refused: [] });
  const layers = await Promise.all(used!.placedIds.map((id) => figma.getNodeByIdAsync(id)));
  const [over, along] = layers as [RectangleNode, RectangleNode];
  expect(boxOf(over)).toEqual([96, 48, 96, 48]);
  expect(boxOf(along)).toEqual([32, 16, 32, 32]);
  const first = recipeOn(along);
  const inserted = await host.fingerprint();

  const [id] = layerIds;
  const home = (await figma.getNodeByIdAsync(id!)) as RectangleNode;
  const recipe = recipeOn(home);
  const wider = { x: 28, y: 12, width: 40, height: 40 };
  const later = { ...recipe, settings: { ...recipe.settings, softEdge: 24 } };
  const patch = { png: grey(40, 90), area: wider, shown: wider, recipe: later };
  const whole = { targetId: card.target.id, pixels: await codec.decode(grey(40, 200)), area: wider };
  const within = places.map((place) => place.id);
  const world = { plugin, codec, clock: fakeClock() };
  const { cuts } = await spreadFor(patch, whole, within, world, { ...NOBODY, replacedIds: used!.placedIds });
  const elsewhere = { placedIds: used!.placedIds, uncut: grey(40, 200), cuts };
  const parts = [{ targetId: card.target.id, layers: [{ id: id!, ...patch, elsewhere }] }];
  expect(await plugin.call('updateLayers', { parts })).toEqual({ updated: 4, unchanged: 0 });
  expect(boxOf(along)).toEqual([28, 12, 40, 40]);
  // It now goes beyond the region on every side, but no further than there is of it: 12 px, in cells of 4.
  const [x, y, width, height] = boxOf(over) as [number, number, number, number];
  expect([x < 96, y < 48, x + width > 192, y + height > 96]).toEqual([true, true, true, true]);
  expect([x > 80, y > 32, x + width < 208, y + height < 112]).toEqual([true, true, true, true]);
  expect(hashOf(along)).toBe(figma.createImage(grey(40, 90)).hash);
  expect(hashOf(over)).toBe(figma.createImage(cuts[0]!.png).hash);
  expect(hashOf(photo)).toBe(figma.createImage(grey(40, 200)).hash);
  // It goes on belonging where it lies.
  expect(recipeOn(along)).toEqual({ ...first, settings: { ...first.settings, softEdge: 24 } });
  expect(recipeOn(over)).toMatchObject({ regionIds: [poster.mask.id], settings: { softEdge: 24 } });
  expect(recipeOn(photo)).toMatchObject({
    targetId: photo.id,
    settings: { insertAs: 'fill', softEdge: 24 },
  });
  expect(await plugin.call('updateLayers', { parts })).toEqual({ updated: 0, unchanged: 4 });
  host.undo();
  expect(await host.fingerprint()).toBe(inserted);
});
