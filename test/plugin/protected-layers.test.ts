// Layers that were marked to be protected stay out of the picture sent and above the result, as text does.
import type { FrameNode, RectangleNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, it } from 'vitest';
import { planEdit } from '../../core/plan.ts';
import type { Ready } from '../../core/selection.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';
import { placeRequest } from '../../ui/place-request.ts';
import { openEditor } from '../support/edit.ts';
import { picture, run } from '../support/insert-as.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { frame, rectangle, solid } from '../support/shapes.ts';

const editor = oncePerTest(openEditor);
let page: FrameNode;
let badge: FrameNode;
let ready: Ready;

const EDIT = { ...DEFAULT_EDIT, prompt: 'a red door', softEdge: 4 };

beforeEach(async () => {
  page = frame(editor.figma, 100, 75);
  // Smaller than the region with its soft edge, yet what changes.
  draw('Photo', [22, 18, 50, 40]).fills = [solid(0, 0.4, 0.8)];
  badge = frame(editor.figma, 16, 12, page);
  [badge.name, badge.x, badge.y, badge.fills] = ['Badge', 40, 30, [solid(1, 0, 0)]];
  rectangle(editor.figma, badge, [4, 4, 6, 4]).name = 'Star';
  ready = await editor.select(page, draw('Mask', [25, 20, 45, 35]));
});

function draw(name: string, box: readonly [number, number, number, number]) {
  const node = rectangle(editor.figma, page, box);
  node.name = name;
  return node;
}

const over = () => editor.plugin.call('textOver', placeRequest(planEdit(ready, EDIT, 7)));
const order = () => page.children.map(({ name }) => name.replace(/^Simulated.*/, 'Result'));
const protect = (layer: SceneNode, isProtected: boolean) =>
  editor.plugin.call('protect', { layerId: layer.id, isProtected });

function hasRed({ data }: { data: Uint8Array }): boolean {
  for (let i = 0; i < data.length; i += 4) if (data[i]! > 200 && data[i + 1]! < 60) return true;
  return false;
}

it('offers what lies over the region, but not what is beneath most of it', async () => {
  expect(await over()).toEqual({
    kept: [],
    covered: [],
    marked: [],
    possible: [{ id: badge.id, name: 'Badge' }],
  });
  const { source } = await editor.edit(ready, EDIT);
  expect(hasRed(source)).toBe(true);
  expect(order()).toEqual(['Photo', 'Badge', 'Mask', 'Result']);
});

it('offers a layer also where a picture in it has a result among its fills', async () => {
  const photo = picture(editor, [80, 60], {}, badge);
  await run(editor, { targetId: photo.id, insertAs: 'fill' });
  expect((await over()).possible).toContainEqual({ id: badge.id, name: 'Badge' });
});

it('leaves a marked layer out of the source, with all it holds, and puts the result beneath it', async () => {
  await protect(badge, true);
  expect(await over()).toMatchObject({ kept: ['Badge'], marked: [{ name: 'Badge' }], possible: [] });
  const { source, outcome } = await editor.edit(ready, EDIT);
  expect(hasRed(source)).toBe(false);
  expect(order()).toEqual(['Photo', 'Result', 'Badge', 'Mask']);
  expect(outcome.beneath).toEqual(['Badge']);
});

it('marks in one undo step, tells that things look different, and takes the mark off again', async () => {
  editor.figma.commitUndo();
  const before = await editor.host.fingerprint();
  const told = new Promise<void>((resolve) => editor.plugin.on('repainted', () => resolve()));
  await protect(badge, true);
  await told;
  editor.host.undo();
  expect(await editor.host.fingerprint()).toBe(before);
  await protect(badge, true);
  await protect(badge, false);
  expect(await over()).toMatchObject({ marked: [], possible: [{ name: 'Badge' }] });
});

it('does not offer earlier results, nor what holds the region', async () => {
  await editor.edit(ready, EDIT);
  const card = frame(editor.figma, 60, 50, page);
  card.name = 'Card';
  [card.x, card.y] = [20, 15];
  const mask = (await editor.figma.getNodeByIdAsync(ready.regions[0]!.id)) as RectangleNode;
  card.appendChild(mask);
  [mask.x, mask.y] = [5, 5];
  expect((await over()).possible.map(({ name }) => name)).toEqual(['Badge']);
});
