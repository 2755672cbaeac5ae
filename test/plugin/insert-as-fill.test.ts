// Insert as: a fill that follows the picture’s own image, in one undo step.
import type { ImagePaint, InstanceNode, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import { emptyPage, openStarted } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { AREA, patchOf, photo, picture, placeFor, placeOf, RED, render, run } from '../support/insert-as.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { codec } from '../ui/world.ts';

const open = oncePerFile(openStarted);

beforeEach(() => emptyPage(open));

type Render = Awaited<ReturnType<typeof render>>;

/** Px of the layer that differ, in and outside the area; a px beside its edge may go either way. */
function differences(before: Render, after: Render) {
  const counts = { inside: 0, unchangedInside: 0, outside: 0 };
  for (let y = 0; y < before.height; y++) {
    for (let x = 0; x < before.width; x++) {
      const isSame = before.at(x, y).every((value, c) => value === after.at(x, y)[c]);
      const depth = Math.min(
        x - AREA.x,
        y - AREA.y,
        AREA.x + AREA.width - 1 - x,
        AREA.y + AREA.height - 1 - y,
      );
      if (depth < -1 && !isSame) counts.outside++;
      if (depth > 0) counts[isSame ? 'unchangedInside' : 'inside']++;
    }
  }
  return counts;
}

const half: ImagePaint['imageTransform'] = [
  [0.5, 0, 0.25],
  [0, 0.5, 0.2],
];

test.each<[string, Partial<ImagePaint>]>([
  ['filled', {}],
  ['fitted and turned', { scaleMode: 'FIT', rotation: 90 }],
  ['cropped', { scaleMode: 'CROP', imageTransform: half }],
])(
  'a fill lies over a %s image just where it was drawn, and is taken back by one undo',
  async (_, placing) => {
    const layer = picture(open, [120, 100], placing);
    layer.cornerRadius = 12;
    const [before, fingerprint] = [await render(open, layer), await open.host.fingerprint()];
    expect(await run(open, { targetId: layer.id, insertAs: 'fill' })).toEqual([layer.id]);
    const [, below, above] = layer.fills as ImagePaint[];
    const { imageHash: _old, ...where } = below!;
    expect(above).toMatchObject({ ...where, visible: true });
    const found = differences(before, await render(open, layer));
    expect(found).toMatchObject({ outside: 0, unchangedInside: 0 });
    expect(found.inside).toBeGreaterThan(800);
    open.host.undo();
    expect(await open.host.fingerprint()).toBe(fingerprint);
  },
);

test('a fill follows its image when the layer is given another size', async () => {
  const layer = picture(open, [120, 72]);
  await run(open, { targetId: layer.id, insertAs: 'fill' });
  layer.resize(120, 144);
  const after = await render(open, layer);
  // Filled, the image grows to twice its size about the middle.
  expect(after.at(56, 64)).toEqual(RED);
  expect(after.at(100, 64)).not.toEqual(RED);
});

test('a fill becomes an override of an instance, and leaves the component as it is', async () => {
  const card = open.figma.createComponent();
  card.resize(200, 150);
  const photograph = picture(open, [120, 72], {}, card);
  const instance = card.createInstance() as InstanceNode;
  instance.x = 400;
  const layer = instance.children[0] as RectangleNode;
  const component = JSON.stringify(photograph.fills);
  await run(open, { targetId: layer.id, insertAs: 'fill' });
  expect(layer.fills).toHaveLength(3);
  expect(JSON.stringify(photograph.fills)).toBe(component);
  expect((await render(open, layer)).at(48, 32)).toEqual(RED);
});

test('a fill becomes a layer where the image was replaced meanwhile', async () => {
  const layer = picture(open, [120, 72]);
  const wanted = { targetId: layer.id, insertAs: 'fill' as const };
  const place = await placeFor(open, wanted);
  const made = patchOf(open, wanted, place);
  const other = open.figma.createImage(codec.encode(photo(40, 40)));
  layer.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: other.hash }];
  const request = { ...placeOf(wanted), place, patches: [made], name: 'a red door' };
  const { layerIds } = await insertOne(open.plugin, request);
  expect(layerIds).not.toContain(layer.id);
  expect(layer.fills).toHaveLength(1);
});

test('a fill is refused before anything is sent where the image is repeated as tiles', async () => {
  const layer = picture(open, [120, 72], { scaleMode: 'TILE', scalingFactor: 0.5 });
  await expect(run(open, { targetId: layer.id, insertAs: 'fill' })).rejects.toMatchObject({
    kind: 'picture-tiled',
  });
});

test('the document is left as it was when Figma refuses a step', async () => {
  const layer = picture(open, [120, 72]);
  const wanted = { targetId: layer.id, insertAs: 'fill' as const };
  const place = await placeFor(open, wanted);
  const request = { ...placeOf(wanted), place, patches: [patchOf(open, wanted, place)], name: 'a red door' };
  const fingerprint = await open.host.fingerprint();
  open.host.fault('setSharedPluginData');
  await expect(insertOne(open.plugin, request)).rejects.toMatchObject({ kind: 'insert-failed' });
  expect(await open.host.fingerprint()).toBe(fingerprint);
});
