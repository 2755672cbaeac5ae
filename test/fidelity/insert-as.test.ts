// Whole edits that do not end in a layer of their own: a fill that follows the sliders, a picture that is not cut.
import type { ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { expect, it } from 'vitest';
import { frameRect } from '../../core/framing.ts';
import { intersect } from '../../core/geometry.ts';
import { openEditor } from '../support/edit.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { frame, rectangle } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const editor = oncePerTest(openEditor);

function photo(): RectangleNode {
  const data = Uint8Array.from({ length: 90 * 60 * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i >> 4) % 200));
  const { hash } = editor.figma.createImage(codec.encode({ width: 90, height: 60, data }));
  const layer = rectangle(editor.figma, editor.figma.currentPage, [0, 0, 96, 80]);
  layer.name = 'Photo';
  layer.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: hash }];
  return layer;
}

it('a result becomes a fill, changes nothing outside its region, and follows the soft edge', async () => {
  const layer = photo();
  const region = rectangle(editor.figma, editor.figma.currentPage, [30, 24, 30, 28]);
  const selection = await editor.select(layer, region);
  const edited = await editor.edit(selection, { insertAs: 'fill', softEdge: 4 });
  expect(edited.outcome.layerIds).toEqual([layer.id]);
  const hashes = () => (layer.fills as ImagePaint[]).map(({ imageHash }) => imageHash);
  const [photograph, fill] = hashes();
  expect(await editor.prove(edited)).toEqual({ kind: 'kept' });
  expect(await editor.refit(edited, { softEdge: 2 })).toMatchObject({ updated: 1, unchanged: 0 });
  expect(hashes()).toEqual([photograph, expect.not.stringMatching(fill!)]);
  editor.host.undo();
  expect(hashes()).toEqual([photograph, fill]);
});

it('an uncut picture covers all that was sent, and none of the padding', async () => {
  const target = frame(editor.figma, 90, 70);
  const region = rectangle(editor.figma, target, [30, 24, 20, 20]);
  const { outcome, composited } = await editor.make(await editor.select(target, region), {
    insertAs: 'uncut',
  });
  const layer = (await editor.figma.getNodeByIdAsync(outcome.layerIds[0]!)) as RectangleNode;
  const shown = composited.insert.patches[0]!;
  const sent = intersect(frameRect(composited.plan.framing), { x: 0, y: 0, width: 90, height: 70 });
  const { x, y, width, height } = layer;
  expect({ x, y, width, height }).toEqual(sent);
  const { data } = await codec.decode(shown.png);
  expect(data.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
});
