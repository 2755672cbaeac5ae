// "Insert here": a picture made for one target lies within the other, uncut as far as there is room.
import type { ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { expect, test } from 'vitest';
import { intersect, type Rect } from '../../core/geometry.ts';
import { movedTo } from '../../ui/kept.ts';
import { type Made, openEditor } from '../support/edit.ts';
import { insertOne } from '../support/insert.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { ellipse, frame, rectangle, solid } from '../support/shapes.ts';

const editor = oncePerFile(openEditor);

/** Inserts what was made into another frame of that size, and reads its layer there. */
async function insertedInto([width, height]: readonly [number, number], { composited }: Made) {
  const node = frame(editor.figma, width, height);
  const target = { ...composited.plan.target, id: node.id, name: node.name, size: { width, height } };
  const moved = movedTo(target, composited);
  const { layerIds } = await insertOne(editor.plugin, moved.insert);
  const layer = (await editor.figma.getNodeByIdAsync(layerIds[0]!)) as RectangleNode;
  const [fill] = layer.fills as ImagePaint[];
  const box: Rect<'frame'> = { x: layer.x, y: layer.y, width: layer.width, height: layer.height };
  return { moved, layer, box, fill: fill!, isInside: layer.parent?.id === node.id };
}

/** A dot in the far corner of a frame of 160 × 120. */
async function farDot(): Promise<Made> {
  const target = frame(editor.figma, 160, 120);
  const region = ellipse(editor.figma, target, [120, 84, 24, 20]);
  return editor.make(await editor.select(target, region), { softEdge: 0 });
}

test('in a smaller frame the whole picture shows, moved inside', async () => {
  const made = await farDot();
  const { shown: first } = made.composited.insert.patches[0]!;
  const { moved, box, fill, isInside } = await insertedInto([60, 40], made);
  expect(isInside).toBe(true);
  expect(box).toEqual({ ...first, x: 60 - first.width, y: 40 - first.height });
  // Nothing of it is cropped.
  expect([fill.scaleMode, fill.imageTransform]).toEqual(['FILL', undefined]);
  expect(moved.insert.patches[0]).toMatchObject({ area: box, shown: box });
});

test('in a frame that is smaller than the picture, its top left part shows at its own scale', async () => {
  const made = await farDot();
  const { area } = made.composited.insert.patches[0]!;
  const { box, fill } = await insertedInto([16, 12], made);
  expect(box).toEqual({ x: 0, y: 0, width: 16, height: 12 });
  expect(fill.scaleMode).toBe('CROP');
  expect(fill.imageTransform![0]).toEqual([expect.closeTo(16 / area.width), 0, 0]);
  expect(fill.imageTransform![1]).toEqual([0, expect.closeTo(12 / area.height), 0]);
});

test('what shows is moved inside even where most of the region stays empty', async () => {
  const target = frame(editor.figma, 160, 120);
  target.fills = [];
  const picture = rectangle(editor.figma, target, [120, 88, 24, 16]);
  Object.assign(picture, { name: 'Picture', fills: [solid(0.2, 0.4, 0.6)] });
  const region = rectangle(editor.figma, target, [0, 0, 160, 120]);
  const settings = { softEdge: 0, fillTransparent: false } as const;
  const made = await editor.make(await editor.select(target, region), settings);
  const { moved, box } = await insertedInto([60, 40], made);
  const whole: Rect<'frame'> = { x: 0, y: 0, width: 60, height: 40 };
  expect(intersect(box, whole)).toEqual(box);
  for (const reach of moved.plan.reach) expect(intersect(reach, whole)).toEqual(reach);
});

test('its edge stays soft in the other frame when only its colours are set', async () => {
  const target = frame(editor.figma, 160, 120);
  const region = ellipse(editor.figma, target, [60, 44, 24, 20]);
  const made = await editor.edit(await editor.select(target, region), { softEdge: 'automatic' });
  const { moved, layer, box } = await insertedInto([160, 120], made);
  const there = {
    ...made,
    composited: moved,
    outcome: { ...made.outcome, placed: [{ kind: 'layer', layerId: layer.id } as const] },
  };
  const { composited } = await editor.refit(there, { matchColours: 0 });
  expect({ x: layer.x, y: layer.y, width: layer.width, height: layer.height }).toEqual(box);
  expect(composited.allowed).toEqual(moved.allowed);
});
