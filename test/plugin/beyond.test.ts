// A layer put into what is blurred, or casts a shadow, as a whole must change nothing outside the reach.
import type { FrameNode, GroupNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, it } from 'vitest';
import { type Ready, type Selection, wholeOf } from '../../core/selection.ts';
import type { EditSettings } from '../../core/settings.ts';
import { openEditor } from '../support/edit.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { comparePage, pageBox, renderedPage } from '../support/outside-page.ts';
import { ellipse, frame, type Parent, rectangle, shadow, solid } from '../support/shapes.ts';

const editor = oncePerTest(openEditor);

beforeEach(async () => {
  await editor.figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
});

/** A group without paint of its own, whose shadow is that of its parts. */
function card(...parts: SceneNode[]): GroupNode {
  const group = editor.figma.group(parts, editor.figma.currentPage);
  group.name = 'Card';
  group.effects = [shadow(6)];
  return group;
}

function disc(x: number) {
  const node = ellipse(editor.figma, editor.figma.currentPage, [x, 40, 45, 45]);
  [node.name, node.fills] = ['Disc', [solid(0.2, 0.5, 0.8)]];
  return node;
}

function plate() {
  const node = rectangle(editor.figma, editor.figma.currentPage, [30, 30, 110, 70]);
  [node.name, node.fills] = ['Plate', [solid(0.9, 0.8, 0.6)]];
  node.cornerRadius = 8;
  return node;
}

function words(x: number, y: number) {
  const node = editor.figma.createText();
  editor.figma.currentPage.appendChild(node);
  node.characters = 'Sale';
  [node.x, node.y] = [x, y];
  return node;
}

function blur(radius: number) {
  return { type: 'LAYER_BLUR', blurType: 'NORMAL', radius, visible: true } as const;
}

/** What the panel sends: the region in the group, or the group as a whole. */
async function selected(group: GroupNode | FrameNode, region: SceneNode | null): Promise<Ready> {
  if (region) return editor.select(group, region);
  editor.host.select([group.id]);
  const selection = await editor.selectionWhere(({ kind }) => kind === 'target');
  return wholeOf((selection as Extract<Selection, { kind: 'target' }>).target);
}

/** Px of the page that changed within the reach, and beyond it. */
async function change(
  group: GroupNode | FrameNode,
  region: SceneNode | null,
  settings: Partial<EditSettings> = {},
) {
  const box = pageBox(group);
  // It is hidden once the result is there, and so is its part of the shadow.
  if (region) region.visible = false;
  const before = await renderedPage(editor.host, box);
  if (region) region.visible = true;
  const edited = await editor.edit(await selected(group, region), settings);
  const after = await renderedPage(editor.host, box);
  const seen = comparePage(edited, group, box, { before, after }, region === null);
  const result = await editor.figma.getNodeByIdAsync(edited.outcome.layerIds[0]!);
  return { inside: seen.changedInside, outside: seen.changedOutside, result: result as SceneNode };
}

it('puts the result beside a group whose outline it would make fuller', async () => {
  const group = card(disc(30.4), disc(80.7));
  const { inside, outside, result } = await change(group, null);
  expect(inside).toBeGreaterThan(300);
  expect(outside).toBe(0);
  const { children } = editor.figma.currentPage;
  expect(children.map(({ id }) => id)).toEqual([group.id, result.id]);
});

it('puts it inside where something solid lies under all of it', async () => {
  const [base, region] = [plate(), rectangle(editor.figma, editor.figma.currentPage, [60, 50, 40, 30])];
  const group = card(base, region);
  const { inside, outside, result } = await change(group, region, { softEdge: 4 });
  expect(inside).toBeGreaterThan(300);
  expect(outside).toBe(0);
  expect(result.parent?.id).toBe(group.id);
});

it('takes the plate for no cover where the region leaves it', async () => {
  const [base, region] = [plate(), rectangle(editor.figma, editor.figma.currentPage, [20, 50, 40, 30])];
  const group = card(base, disc(120.3), region);
  const { inside, outside, result } = await change(group, region, { softEdge: 4 });
  expect(inside).toBeGreaterThan(300);
  expect(outside).toBe(0);
  expect(result.parent?.id).toBe(editor.figma.currentPage.id);
});

it('goes beneath live text, and then leaves alone what is not quite solid', async () => {
  const region = rectangle(editor.figma, editor.figma.currentPage, [50, 45, 60, 35]);
  const group = card(disc(30.4), disc(80.7), words(60, 55), region);
  const { inside, outside, result } = await change(group, region, { softEdge: 4 });
  expect(inside).toBeGreaterThan(300);
  expect(outside).toBe(0);
  expect(group.children.map(({ type, id }) => (id === result.id ? 'result' : type))).toEqual([
    'ELLIPSE',
    'ELLIPSE',
    'result',
    'TEXT',
    'RECTANGLE',
  ]);
});

it('puts the result beside what is blurred as a whole, in a picture of what is seen', async () => {
  const region = rectangle(editor.figma, editor.figma.currentPage, [60, 50, 40, 30]);
  const group = card(plate(), region);
  group.effects = [blur(10)];
  const { inside, outside, result } = await change(group, region, { softEdge: 4 });
  expect(inside).toBeGreaterThan(300);
  expect(outside).toBe(0);
  expect(result.parent?.id).toBe(editor.figma.currentPage.id);
});

/** A frame without a fill, which casts the shadow of the discs in it, with text over them. */
function openCard(parent: Parent): FrameNode {
  const node = frame(editor.figma, 130, 90, parent);
  [node.name, node.fills, node.effects, node.clipsContent] = ['Open card', [], [shadow(6)], false];
  for (const x of [10.4, 60.7]) {
    const part = disc(x);
    node.appendChild(part);
    part.y = 20.3;
  }
  node.appendChild(words(30, 35));
  return node;
}

it.each([undefined, true, false])(
  'leaves the shadow of an open frame alone, text or not, with transparency filled: %s',
  async (fillTransparent) => {
    const target = openCard(editor.figma.currentPage);
    [target.x, target.y] = [40, 40];
    const region = rectangle(editor.figma, target, [20, 25, 70, 40]);
    const fill = fillTransparent === undefined ? {} : { fillTransparent };
    const { inside, outside } = await change(target, region, { softEdge: 4, ...fill });
    expect(inside).toBeGreaterThan(300);
    expect(outside).toBe(0);
  },
);

it('leaves alone the shadow of an open frame within the target, too', async () => {
  const target = frame(editor.figma, 200, 150);
  const inner = openCard(target);
  [inner.x, inner.y] = [30, 30];
  const region = rectangle(editor.figma, inner, [20, 25, 70, 40]);
  const { inside, outside, result } = await change(target, region, { softEdge: 4 });
  expect(inside).toBeGreaterThan(300);
  expect(outside).toBe(0);
  expect(result.parent?.id).toBe(target.id);
});
