// The relaunch buttons of a result: its edit, one like it, its region, wherever it or a copy of it has come to lie.
import type { EllipseNode, FrameNode, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import type { Recipe } from '../../core/recipe.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';
import { toBase64 } from '../../ui/base64.ts';
import { encodeGrey } from '../../ui/codec.ts';
import { meanDifference } from '../support/change.ts';
import { openEditor } from '../support/edit.ts';
import { emptyPage, press } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { emptyRequest } from '../support/patch.ts';
import { ellipse, frame } from '../support/shapes.ts';

const editor = oncePerFile(openEditor);
let card: FrameNode;
let mask: EllipseNode;

beforeEach(() => {
  emptyPage(editor);
  card = frame(editor.figma, 96, 80);
  card.name = 'Card';
  mask = ellipse(editor.figma, card, [30, 20, 36, 32]);
});

/** As an edit leaves them, without its pictures. */
async function made({ count = 1, ...changes }: Partial<Recipe> = {}): Promise<RectangleNode[]> {
  const names = { regionIds: [mask.id], targetName: 'Card', regionNames: ['Mask'] };
  const settings = { ...DEFAULT_EDIT, prompt: 'a red door', softEdge: 3, values: { strength: 0.9 } };
  const recipe = { ...names, settings, map: MAP, ...changes };
  const request = emptyRequest(card, {
    regions: [{ id: mask.id, use: 'mask' }],
    area: { x: 48, y: 40, width: 160, height: 144 },
    results: Array.from({ length: count }, () => ({ recipe })),
  });
  const { layerIds } = await insertOne(editor.plugin, request);
  const found = await Promise.all(layerIds.map((id) => editor.figma.getNodeByIdAsync(id)));
  return found as RectangleNode[];
}

const NO_SHIFT = { x: 0, y: 0 };

/** Half of it may change. */
const MAP = toBase64(encodeGrey({ width: 2, height: 2, data: new Float32Array([1, 0, 1, 0]) }));

const named = (name: string) => editor.host.nodes().filter((node) => node.name === name);

test('a region that is gone is drawn again from the recipe, in a step of its own, and gives the same map', async () => {
  const selected = await editor.select(card, mask);
  const { outcome, alpha, amount, plan } = await editor.edit(selected, { prompt: 'a blue door' });
  mask.remove();
  editor.figma.commitUndo();
  const before = await editor.host.fingerprint();
  const { again, selection } = await press(editor, 'edit-again', { id: outcome.layerIds[0]! });
  expect(again?.edit).toMatchObject({ prompt: 'a blue door', softEdge: 'automatic', seed: 7 });
  if (selection.kind !== 'ready') throw new Error('a target with its region is selected');
  expect(selection).toMatchObject({
    target: { id: card.id },
    regions: [{ name: 'Region 1', readFrom: 'light-and-dark', use: 'mask' }],
  });
  const second = await editor.send(selection, again?.edit);
  expect(second.plan).toMatchObject({ framing: plan.framing, edge: plan.edge });
  expect(meanDifference(amount, second.amount, NO_SHIFT, plan.framing)).toBeLessThan(0.02);
  expect(meanDifference(alpha, second.alpha, NO_SHIFT, plan.framing)).toBeLessThan(0.02);
  editor.host.undo();
  expect(await editor.host.fingerprint()).toBe(before);
});

test('a copy of the frame is its own target, with its own region, also when the first is gone', async () => {
  const layers = await made();
  const copy = card.clone();
  const [copiedMask, copiedLayer] = copy.children;
  const back = await press(editor, 'edit-again', copiedLayer!);
  expect(back.selection).toMatchObject({
    kind: 'ready',
    target: { id: copy.id },
    regions: [{ id: copiedMask!.id }],
  });
  expect(back.again).toMatchObject({ targetId: copy.id, replacedIds: [copiedLayer!.id] });
  card.remove();
  expect(layers[0]!.removed).toBe(true);
  expect((await press(editor, 'edit-again', copiedLayer!)).selection).toMatchObject({
    target: { id: copy.id },
  });
});

test('in another file, without its frame, it goes by the frame it was pasted into, and the region lies beneath it', async () => {
  const layers = await made();
  const other = frame(editor.figma, 200, 150);
  other.name = 'Poster';
  other.appendChild(layers[0]!);
  [layers[0]!.x, layers[0]!.y] = [100, 70];
  card.remove();
  const { selection } = await press(editor, 'edit-again', layers[0]!);
  if (selection.kind !== 'ready') throw new Error('a region was drawn');
  expect(selection.target.name).toBe('Poster');
  const { x, y, width, height } = layers[0]!;
  expect(selection.regions[0]!.box).toEqual({ x, y, width, height });
});

test('alone on a page it is the picture to be changed, with all that was set', async () => {
  const layers = await made();
  editor.figma.currentPage.appendChild(layers[0]!);
  card.remove();
  const { again, selection } = await press(editor, 'edit-again', layers[0]!);
  expect(selection).toMatchObject({ kind: 'ready', target: { id: layers[0]!.id } });
  expect(again).toMatchObject({ replacedIds: [], edit: { prompt: 'a red door' } });
});

test('one like it comes of the result as it is seen, weaker and by another seed', async () => {
  const layers = await made({ count: 2 });
  const [first, second] = layers;
  const { again, selection } = await press(editor, 'more-like-this', second!);
  expect(selection).toMatchObject({ kind: 'ready', target: { id: card.id }, regions: [{ id: mask.id }] });
  expect(again).toMatchObject({ replacedIds: [], edit: { seed: null, values: { strength: 0.54 } } });
  expect(again?.start).toEqual({ layerId: second!.id, name: second!.name });
  expect([first!.visible, second!.visible]).toEqual([false, true]);
  editor.host.undo();
  expect([first!.visible, second!.visible]).toEqual([true, false]);
});

test('one like it is seen alone: a later result for the same region does not cover it', async () => {
  const [first] = await made();
  const [later] = await made({ requestId: 'later' });
  await press(editor, 'more-like-this', first!);
  expect([first!.visible, later!.visible]).toEqual([true, false]);
  editor.host.undo();
  expect([first!.visible, later!.visible]).toEqual([true, true]);
});

test('its region is shown and brought into view, or drawn again', async () => {
  const layers = await made();
  expect(mask.visible).toBe(false);
  await press(editor, 'show-region', layers[0]!);
  expect(mask.visible).toBe(true);
  expect(editor.figma.viewport.center).toEqual({ x: card.x + 48, y: card.y + 36 });
  mask.remove();
  ellipse(editor.figma, card, [0, 0, 20, 20]).name = 'Added since';
  const { again } = await press(editor, 'show-region', layers[0]!);
  expect(again).toBeNull();
  expect(named('Region 1')).toMatchObject([{ parentId: card.id, visible: true }]);
  // What was above the result is above the next one, too.
  expect(card.children.map(({ name }) => name)).toEqual([layers[0]!.name, 'Region 1', 'Added since']);
});

test('a region is drawn again once, for all of its run, and found again also in a copy of the frame', async () => {
  const layers = await made({ count: 2 });
  mask.remove();
  const twice = layers.map(({ id }) => editor.plugin.call('goBack', { way: 'edit-again', layerId: id }));
  await Promise.all(twice);
  const regions = () => named('Region 1').map(({ id }) => id);
  const [first] = regions();
  expect(regions()).toHaveLength(1);
  const before = await editor.host.fingerprint();
  const { selection } = await press(editor, 'more-like-this', layers[0]!);
  expect(selection).toMatchObject({ target: { id: card.id }, regions: [{ id: first }] });
  expect(await editor.host.fingerprint()).toBe(before);

  const copy = card.clone();
  const result = copy.findOne(({ type, name }) => type === 'RECTANGLE' && name === layers[0]!.name)!;
  const back = await press(editor, 'edit-again', result);
  expect(back.selection).toMatchObject({ target: { id: copy.id }, regions: [{ name: 'Region 1' }] });
  expect(regions()).toHaveLength(2);
  expect(named('Region 2')).toEqual([]);
});

test('a map that is damaged leaves the frame to be drawn over', async () => {
  // It begins like one.
  const layers = await made({ map: 'iVBORw0KGgo=' });
  mask.remove();
  const { again, selection } = await press(editor, 'edit-again', layers[0]!);
  expect(again?.edit.prompt).toBe('a red door');
  expect(selection).toMatchObject({ kind: 'target', problem: 'no-region', target: { id: card.id } });
});

test('History goes back to a layer without its being selected, and says when it is gone', async () => {
  const layers = await made();
  const id = layers[0]!.id;
  const again = await editor.plugin.call('goBack', { way: 'edit-again', layerId: id });
  expect(again).toMatchObject({ targetId: card.id, replacedIds: [id], edit: { seed: 7 } });
  layers[0]!.remove();
  const gone = editor.plugin.call('goBack', { way: 'edit-again', layerId: id });
  await expect(gone).rejects.toMatchObject({ kind: 'result-gone' });
});
