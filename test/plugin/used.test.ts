// What one picture was placed in follows it: as if it had been placed there as it is by now.
import type { ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { expect, test } from 'vitest';
import { openStarted } from '../support/figma.ts';
import { picture } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { recipeOn } from '../support/recipe.ts';
import { everywhere, withMask } from '../support/use-result.ts';
import { codec } from '../ui/world.ts';

const open = oncePerFile(openStarted);

const grey = (side: number, level: number) =>
  codec.encode({ width: side, height: side, data: new Uint8Array(side * side * 4).fill(level) });
const boxOf = ({ x, y, width, height }: RectangleNode) => [x, y, width, height];

test('over another region with as much around it as the first has now, and whole in a picture; one undo takes it all back', async () => {
  const { figma, host, plugin } = open;
  const card = withMask(open, 'Card');
  const poster = withMask(open, 'Poster', 3);
  // As wide as three times the first, and half as high: what stands over is cut.
  poster.mask.resize(96, 48);
  const photo = picture(open, [120, 72]);
  photo.x = 600;
  const regions = [{ id: card.mask.id, use: 'mask' as const }];
  const wanted = { targetId: card.target.id, regions, insertAs: 'layer' as const };
  const { layerIds, used } = await everywhere(open, wanted, [poster.target, poster.mask, photo]);
  expect(used).toEqual({ placedIds: [expect.any(String), photo.id], refused: [] });
  const [id, there] = [layerIds[0]!, used!.placedIds[0]!];
  const layer = (await figma.getNodeByIdAsync(there)) as RectangleNode;
  expect(boxOf(layer)).toEqual([96, 48, 96, 48]);
  const first = recipeOn(layer);
  const inserted = await host.fingerprint();

  const home = (await figma.getNodeByIdAsync(id)) as RectangleNode;
  const recipe = recipeOn(home);
  const wider = { x: 28, y: 12, width: 40, height: 40 };
  const change = {
    id,
    png: grey(40, 90),
    area: wider,
    shown: wider,
    recipe: { ...recipe, settings: { ...recipe.settings, softEdge: 24 } },
    elsewhere: { placedIds: used!.placedIds, uncut: grey(40, 200) },
  };
  const parts = [{ targetId: card.target.id, layers: [change] }];
  expect(await plugin.call('updateLayers', { parts })).toEqual({ updated: 3, unchanged: 0 });
  expect(boxOf(layer)).toEqual([84, 36, 120, 72]);
  const hashOf = ({ fills }: RectangleNode) => (fills as ImagePaint[]).at(-1)?.imageHash;
  expect(hashOf(layer)).toBe(figma.createImage(grey(40, 90)).hash);
  expect(hashOf(photo)).toBe(figma.createImage(grey(40, 200)).hash);
  // It goes on belonging where it lies.
  expect(recipeOn(layer)).toEqual({ ...first, settings: { ...first.settings, softEdge: 24 } });
  expect(recipeOn(photo)).toMatchObject({
    targetId: photo.id,
    settings: { insertAs: 'fill', softEdge: 24 },
  });
  expect(await plugin.call('updateLayers', { parts })).toEqual({ updated: 0, unchanged: 3 });
  host.undo();
  expect(await host.fingerprint()).toBe(inserted);
});
