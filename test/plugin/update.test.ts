// Other pixels for the layers of a run: in their place, in one undo step, whatever became of them since.
import type { FrameNode, ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Rect } from '../../core/geometry.ts';
import type { Recipe } from '../../core/recipe.ts';
import { openFigma } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { PLAIN_EDIT, recipeOn, recipeWith } from '../support/recipe.ts';

const FIRST: Rect<'frame'> = { x: 64, y: 48, width: 128, height: 96 };
const WIDER: Rect<'frame'> = { x: 48, y: 40, width: 160, height: 112 };

const open = oncePerTest(openFigma);
let frame: FrameNode;
let mask: RectangleNode;

function recipe(softEdge: number): Recipe {
  const settings = { ...PLAIN_EDIT, softEdge };
  return recipeWith({ settings, targetId: frame.id, regionIds: [mask.id] });
}

function png({ width, height }: Rect<'frame'>, grey: number): Uint8Array {
  return encode({ width, height, data: new Uint8Array(width * height * 3).fill(grey), channels: 3 });
}

async function insert(count = 1): Promise<RectangleNode[]> {
  const patch = { area: FIRST, shown: FIRST, name: 'a red door', recipe: recipe(8) };
  const patches = Array.from({ length: count }, (_, i) => ({ ...patch, png: png(FIRST, 100 + i) }));
  const regions = [{ id: mask.id, use: 'mask' as const }];
  const place = { parentId: frame.id, below: [mask.id], beneath: [] };
  const where = { targetId: frame.id, regions, reach: [FIRST], protectsText: true, replacedIds: [], place };
  const request = { ...where, patches, name: 'a red door' };
  const { layerIds } = await insertOne(open.plugin, request);
  const layers = await Promise.all(layerIds.map((id) => open.figma.getNodeByIdAsync(id)));
  return layers as RectangleNode[];
}

function update(ids: readonly string[], area = WIDER, shown = area) {
  const layers = ids.map((id, i) => ({ id, png: png(area, 200 + i), area, shown, recipe: recipe(40) }));
  return open.plugin.call('updateLayers', { parts: [{ targetId: frame.id, layers }] });
}

const boxOf = ({ x, y, width, height }: RectangleNode) => ({ x, y, width, height });
const hashOf = ({ fills }: RectangleNode) => (fills as ImagePaint[])[0]?.imageHash;
const softEdgeOf = (layer: RectangleNode) => recipeOn(layer).settings.softEdge;

beforeEach(async () => {
  frame = open.figma.createFrame();
  frame.resize(320, 256);
  mask = open.figma.createRectangle();
  frame.appendChild(mask);
  mask.name = 'Mask';
  open.host.select([frame.id, mask.id]);
  await open.start();
});

describe('an update', () => {
  it('replaces picture, place, size and recipe, and one undo brings back what was inserted', async () => {
    const [layer] = await insert();
    const inserted = { box: boxOf(layer!), hash: hashOf(layer!) };
    const before = await open.host.fingerprint();
    expect(await update([layer!.id])).toEqual({ updated: 1, unchanged: 0 });
    expect(boxOf(layer!)).toEqual(WIDER);
    expect(hashOf(layer!)).not.toBe(inserted.hash);
    expect(softEdgeOf(layer!)).toBe(40);
    open.host.undo();
    expect(await open.host.fingerprint()).toBe(before);
    expect({ box: boxOf(layer!), hash: hashOf(layer!) }).toEqual(inserted);
  });

  it('finds the place again after an undo, and after another update', async () => {
    const [layer] = await insert();
    await update([layer!.id]);
    open.host.undo();
    await update([layer!.id], { x: 60, y: 44, width: 136, height: 104 });
    await update([layer!.id]);
    expect(boxOf(layer!)).toEqual(WIDER);
  });

  it('keeps what the designer did to the layer: moved, turned, scaled, named, tinted', async () => {
    const [layer] = await insert();
    layer!.resize(256, 192);
    layer!.relativeTransform = [
      [0, -1, 300],
      [1, 0, 20],
    ];
    layer!.name = 'Door';
    const [picture] = layer!.fills as ImagePaint[];
    const tint = { type: 'SOLID', color: { r: 1, g: 0, b: 0 }, opacity: 0.2 } as const;
    layer!.fills = [{ ...picture!, opacity: 0.5 }, tint];
    await update([layer!.id]);
    // Twice the size; 16 px further left and 8 further up in its own, turned, px.
    expect([layer!.width, layer!.height]).toEqual([320, 224]);
    expect(layer!.relativeTransform).toEqual([
      [0, -1, 300 + 16],
      [1, 0, 20 - 32],
    ]);
    expect(layer!.name).toBe('Door');
    expect(layer!.fills).toMatchObject([{ type: 'IMAGE', opacity: 0.5 }, tint]);
  });

  it('crops a picture that goes beyond the target, and fills the layer again with one that does not', async () => {
    const [layer] = await insert();
    const beyond = { x: 240, y: 40, width: 100, height: 112 };
    await update([layer!.id], beyond, { ...beyond, width: 80 });
    expect(boxOf(layer!)).toEqual({ ...beyond, width: 80 });
    expect(layer!.fills).toMatchObject([
      {
        scaleMode: 'CROP',
        imageTransform: [
          [0.8, 0, 0],
          [0, 1, 0],
        ],
      },
    ]);
    await update([layer!.id]);
    expect(boxOf(layer!)).toEqual(WIDER);
    expect(layer!.fills).toMatchObject([{ scaleMode: 'FILL' }]);
    expect((layer!.fills as ImagePaint[])[0]).not.toHaveProperty('imageTransform');
  });

  it('leaves a picture that the designer has cropped', async () => {
    const [layer] = await insert();
    const [picture] = layer!.fills as ImagePaint[];
    layer!.fills = [
      {
        ...picture!,
        scaleMode: 'CROP',
        imageTransform: [
          [0.5, 0, 0.2],
          [0, 0.5, 0.2],
        ],
      },
    ];
    expect(await update([layer!.id])).toMatchObject({ updated: 0 });
  });

  it('lands where it belongs in a turned target with auto layout, all of a group alike', async () => {
    frame.layoutMode = 'VERTICAL';
    frame.primaryAxisSizingMode = 'FIXED';
    frame.counterAxisSizingMode = 'FIXED';
    frame.relativeTransform = [
      [-0.6, 0.8, 300],
      [0.8, 0.6, 40],
    ];
    const layers = await insert(2);
    await update(layers.map(({ id }) => id));
    for (const layer of layers) {
      const [[, , x], [, , y]] = layer.absoluteTransform;
      expect(x).toBeCloseTo(300 - 0.6 * WIDER.x + 0.8 * WIDER.y, 6);
      expect(y).toBeCloseTo(40 + 0.8 * WIDER.x + 0.6 * WIDER.y, 6);
    }
  });

  it('passes over layers that were deleted, or that show another picture by now', async () => {
    const [gone, repainted, kept] = await insert(3);
    const ids = [gone!.id, repainted!.id, kept!.id];
    gone!.remove();
    repainted!.fills = [];
    expect(await update(ids)).toEqual({ updated: 1, unchanged: 0 });
    expect(repainted!.fills).toEqual([]);
    expect(boxOf(kept!)).toMatchObject({ width: WIDER.width });
  });

  it('replaces the picture of the run, not one that the designer put beneath or above it', async () => {
    const [layer] = await insert();
    const ours = layer!.fills as ImagePaint[];
    const { hash } = open.figma.createImage(png(FIRST, 7));
    const theirs: ImagePaint = { type: 'IMAGE', imageHash: hash, scaleMode: 'FILL' };
    layer!.fills = [theirs, ...ours, theirs];
    expect(await update([layer!.id])).toEqual({ updated: 1, unchanged: 0 });
    const [beneath, picture, above] = layer!.fills as ImagePaint[];
    expect([beneath!.imageHash, above!.imageHash]).toEqual([hash, hash]);
    expect(picture!.imageHash).not.toBe(ours[0]!.imageHash);
    layer!.fills = [theirs];
    expect(await update([layer!.id])).toEqual({ updated: 0, unchanged: 0 });
    expect(layer!.fills).toMatchObject([theirs]);
  });

  it('makes nothing where no layer is left: no image, and no undo step', async () => {
    const [layer] = await insert();
    const { id } = layer!;
    layer!.remove();
    open.host.fault('createImage');
    expect(await update([id])).toEqual({ updated: 0, unchanged: 0 });
    open.host.fault('commitUndo');
    expect(await update([id])).toEqual({ updated: 0, unchanged: 0 });
    open.host.fault(null);
  });

  it.each(['setSharedPluginData', 'createImage', 'resize'])(
    'leaves the layers as they were when %s throws, on the second of them too',
    async (step) => {
      const layers = await insert(2);
      const before = await open.host.fingerprint();
      open.host.fault(step, { after: 2 });
      await expect(update(layers.map(({ id }) => id))).rejects.toMatchObject({ name: 'Failure' });
      expect(await open.host.fingerprint()).toBe(before);
    },
  );

  it('waits for a temporary frame, which an undo would bring back if its step began with it', async () => {
    const [layer] = await insert();
    const before = await open.host.fingerprint();
    const framing = { x: 0, y: 0, columns: 20, rows: 16, unit: 16 };
    const request = { targetId: frame.id, maskIds: [mask.id], layerIds: [layer!.id], framing };
    await Promise.all([open.plugin.call('render', request), update([layer!.id])]);
    open.host.undo();
    expect(await open.host.fingerprint()).toBe(before);
  });
});
