// Protect text in whole edits: what is sent holds no text that stays, and the result comes to lie beneath it.
import type {
  BaseNode,
  ChildrenMixin,
  FrameNode,
  SceneNode,
  SolidPaint,
  TextNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Pixels } from '../../core/pixels.ts';
import { planEdit } from '../../core/plan.ts';
import type { Ready } from '../../core/selection.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';
import { placeRequest } from '../../ui/place-request.ts';
import { openEditor } from '../support/edit.ts';
import { insertOne } from '../support/insert.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { compare } from '../support/outside.ts';
import { emptyPatch } from '../support/patch.ts';
import { codec } from '../ui/world.ts';

type Box = readonly [x: number, y: number, width: number, height: number];

/** Small, so that a test takes little time. */
const EDIT = { ...DEFAULT_EDIT, prompt: 'a red door', softEdge: 2 };
const RESULT = 'Simulated · a red door';
const GREEN: SolidPaint = { type: 'SOLID', color: { r: 0, g: 0.6, b: 0.2 } };
const WHITE: SolidPaint = { type: 'SOLID', color: { r: 1, g: 1, b: 1 } };
const RED: SolidPaint = { type: 'SOLID', color: { r: 1, g: 0, b: 0 } };

const editor = oncePerTest(openEditor);
let page: FrameNode;

function put<T extends SceneNode>(
  node: T,
  name: string,
  parent: BaseNode & ChildrenMixin,
  [x, y, width, height]: Box,
): T {
  parent.appendChild(node);
  node.name = name;
  if ('resize' in node) node.resize(width, height);
  [node.x, node.y] = [x, y];
  return node;
}

function rectangle(name: string, parent: BaseNode & ChildrenMixin, box: Box, fill = GREEN) {
  const node = put(editor.figma.createRectangle(), name, parent, box);
  node.fills = [fill];
  return node;
}

function frame(name: string, parent: BaseNode & ChildrenMixin, box: Box, fills: SolidPaint[] = []) {
  const node = put(editor.figma.createFrame(), name, parent, box);
  node.fills = fills;
  return node;
}

/** Red, so that any of it in the picture sent is seen there. */
function text(name: string, parent: BaseNode & ChildrenMixin, [x, y]: readonly [number, number]): TextNode {
  const node = put(editor.figma.createText(), name, parent, [x, y, 30, 8]);
  node.characters = 'MMMMMM';
  node.fontSize = 6;
  node.fills = [RED];
  return node;
}

beforeEach(async () => {
  page = frame('Page', editor.figma.currentPage, [10, 8, 100, 75], [WHITE]);
  await editor.figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
});

function hasRed({ data }: Pixels): boolean {
  for (let i = 0; i < data.length; i += 4) if (data[i]! > 180 && data[i + 1]! < 90) return true;
  return false;
}

/** Every layer in painting order, groups and frames before what they hold. */
function order(): string[] {
  return page.findAll(() => true).map(({ name }) => name);
}

function drawMask(box: Box = [15, 15, 60, 40]) {
  return rectangle('Mask', page, box);
}

async function render(scale = 1) {
  const { x, y, width, height } = page;
  const pixels = await editor.host.renderPage({ x, y, width, height, scale });
  return { ...pixels, data: Uint8Array.from(pixels.data), channels: 4 };
}

/** Where text covers its pixel whole. */
function solidRed({ data }: { data: Uint8Array }): number[] {
  const isRed = (i: number) => data[i] === 255 && data[i + 1] === 0 && data[i + 2] === 0;
  return Array.from({ length: data.length / 4 }, (_, i) => i * 4).filter(isRed);
}

/** What the plugin is asked for an edit of what is selected. */
function asked(selection: Ready, protectText: boolean | null = null) {
  const plan = planEdit(selection, { ...EDIT, protectText }, 7);
  return { plan, request: placeRequest(plan) };
}

function textOver(selection: Ready, protectText: boolean | null = null) {
  return editor.plugin.call('textOver', asked(selection, protectText).request);
}

/** Takes the picture and inserts a result, as an edit does; `meanwhile` happens in between. */
async function takeAndInsert(selection: Ready, meanwhile = () => {}): Promise<Pixels> {
  const { plan, request } = asked(selection);
  const { source, place } = await editor.plugin.call('raster', { ...request, framing: plan.framing });
  meanwhile();
  const patch = emptyPatch(plan.target, plan.framing, { x: 0, y: 0, width: 32, height: 32 });
  await insertOne(editor.plugin, {
    ...request,
    place,
    patches: [{ ...patch, name: RESULT }],
    name: RESULT,
  });
  return codec.decode(source);
}

describe('text over the region', () => {
  it('is not in the picture sent, and stays above the result', async () => {
    rectangle('Photo', page, [10, 10, 75, 55]);
    const title = text('Title', page, [25, 30]);
    const mask = drawMask();
    const ready = await editor.select(page, mask);
    expect(await textOver(ready)).toMatchObject({ kept: ['Title'], covered: [] });
    mask.visible = false;
    const [before, words] = [await render(), solidRed(await render(4))];
    mask.visible = true;
    const { source, outcome, map, plan } = await editor.edit(ready, EDIT);
    const after = await render();
    expect(hasRed(source)).toBe(false);
    expect(words.length).toBeGreaterThan(50);
    expect(solidRed(await render(4))).toEqual(words);
    expect(compare(before, after, { ...map, channels: 4 }, plan.framing)).toMatchObject({
      changedOutside: 0,
    });
    expect(order()).toEqual(['Photo', RESULT, 'Title', 'Mask']);
    expect(outcome.beneath).toEqual(['Title']);
    expect([title.visible, title.opacity]).toEqual([true, 1]);
  });

  it('is sent and covered when it is not to be protected', async () => {
    rectangle('Photo', page, [10, 10, 75, 55]);
    text('Title', page, [25, 30]);
    const ready = await editor.select(page, drawMask());
    expect(await textOver(ready, false)).toMatchObject({ kept: [], covered: [{ name: 'Title' }] });
    const { source } = await editor.edit(ready, { ...EDIT, protectText: false });
    expect(hasRed(source)).toBe(true);
    expect(order()).toEqual(['Photo', 'Title', 'Mask', RESULT]);
  });

  it('is left alone with the document: asking and taking the picture change nothing', async () => {
    rectangle('Photo', page, [10, 10, 75, 55]);
    text('Title', page, [25, 30]);
    const ready = await editor.select(page, drawMask());
    const before = await editor.host.fingerprint();
    await textOver(ready);
    const { plan, request } = asked(ready);
    await editor.plugin.call('raster', { ...request, framing: plan.framing });
    expect(await editor.host.fingerprint()).toBe(before);
  });

  it('stays in an auto layout, whose layers keep their places', async () => {
    rectangle('Photo', page, [10, 10, 75, 55]);
    const words = frame('Words', page, [20, 20, 2, 2]);
    words.layoutMode = 'VERTICAL';
    const [title, lead] = [text('Title', words, [0, 0]), text('Lead', words, [0, 0])];
    const places = () => [title, lead].map(({ absoluteTransform }) => absoluteTransform);
    const before = places();
    const source = await takeAndInsert(await editor.select(page, drawMask()));
    expect(hasRed(source)).toBe(false);
    expect(order()).toEqual(['Photo', RESULT, 'Words', 'Title', 'Lead', 'Mask']);
    expect(places()).toEqual(before);
  });

  it('stays in the nested frame that paints the picture beneath it', async () => {
    const hero = frame('Hero', page, [5, 5, 90, 65], [GREEN]);
    text('Title', hero, [25, 25]);
    const source = await takeAndInsert(await editor.select(page, drawMask()));
    expect(hasRed(source)).toBe(false);
    expect(order()).toEqual(['Hero', RESULT, 'Title', 'Mask']);
  });

  it('stays in an instance that shows nothing but text', async () => {
    rectangle('Photo', page, [10, 10, 75, 55]);
    const component = editor.figma.createComponent();
    put(component, 'Caption', editor.figma.currentPage, [225, 0, 40, 10]);
    component.fills = [];
    text('Label', component, [1, 1]);
    put(component.createInstance(), 'Caption', page, [25, 25, 40, 10]);
    const ready = await editor.select(page, drawMask());
    expect(await textOver(ready)).toMatchObject({ kept: ['Label'], covered: [] });
    const source = await takeAndInsert(ready);
    expect(hasRed(source)).toBe(false);
    expect(order()).toEqual(['Photo', RESULT, 'Caption', 'Label', 'Mask']);
  });

  it('is covered, and named, inside a button that changes too', async () => {
    rectangle('Photo', page, [10, 10, 75, 55]);
    text('Label', frame('Button', page, [22, 22, 40, 12], [WHITE]), [2, 2]);
    const ready = await editor.select(page, drawMask());
    expect(await textOver(ready)).toMatchObject({
      kept: [],
      covered: [{ name: 'Label', because: { kind: 'inside', layer: 'Button' } }],
    });
    const source = await takeAndInsert(ready);
    expect(hasRed(source)).toBe(true);
    expect(order()).toEqual(['Photo', 'Button', 'Label', 'Mask', RESULT]);
  });

  it('may lie above and below what is drawn: both stay', async () => {
    rectangle('Photo', page, [10, 10, 75, 55]);
    text('Below', page, [25, 20]);
    const mask = drawMask();
    text('Above', page, [25, 35]);
    const ready = await editor.select(page, mask);
    expect(await textOver(ready)).toMatchObject({ kept: ['Below', 'Above'], covered: [] });
    const source = await takeAndInsert(ready);
    expect(hasRed(source)).toBe(false);
    expect(order()).toEqual(['Photo', RESULT, 'Below', 'Mask', 'Above']);
  });

  it('may lie over two regions; what lies between them is nobody’s concern', async () => {
    rectangle('Photo', page, [0, 0, 100, 75]);
    text('Between', frame('Card', page, [46, 28, 8, 8], [WHITE]), [0, 0]);
    text('Left', page, [2, 25]);
    frame('Divider', page, [48, 20, 2, 40], [WHITE]);
    const first = drawMask([2, 15, 25, 40]);
    const second = rectangle('Mask 2', page, [72, 15, 25, 40]);
    const ready = await editor.select(page, first, second);
    expect(await textOver(ready)).toMatchObject({ kept: ['Left'], covered: [] });
    await takeAndInsert(ready);
    expect(order().slice(0, 4)).toEqual(['Photo', 'Card', 'Between', RESULT]);
  });

  it.each([
    ['hidden', { visible: false }],
    ['fully transparent', { opacity: 0 }],
    ['beside the reach', { y: 70 }],
    ['without colour', { fills: [] }],
  ])('does not count when it is %s', async (_, changes) => {
    rectangle('Photo', page, [10, 10, 75, 55]);
    Object.assign(text('Title', page, [25, 30]), changes);
    const ready = await editor.select(page, drawMask([15, 15, 60, 30]));
    expect(await textOver(ready)).toMatchObject({ kept: [], covered: [] });
  });

  it('changes with the card it belongs to, when the card is what was chosen', async () => {
    const card = frame('Card', page, [15, 15, 50, 38], [GREEN]);
    text('Label', card, [5, 5]);
    editor.host.select([page.id, card.id]);
    await editor.plugin.call('setRegion', { regionId: card.id, changes: { use: 'content' } });
    const ready = await editor.select(page, card);
    expect(ready.regions).toMatchObject([{ use: 'content' }]);
    expect(await textOver(ready)).toMatchObject({ kept: [], covered: [] });
  });

  it('of an instance is covered: nothing can be put inside', async () => {
    const component = editor.figma.createComponent();
    put(component, 'Banner', editor.figma.currentPage, [225, 0, 75, 50]);
    text('Label', component, [5, 15]);
    const instance = put(component.createInstance(), 'Banner', editor.figma.currentPage, [225, 100, 75, 50]);
    const mask = rectangle('Mask', editor.figma.currentPage, [230, 105, 50, 30]);
    const ready = await editor.select(instance, mask);
    expect(await textOver(ready)).toMatchObject({ kept: [], covered: [{ name: 'Label' }] });
  });
});

describe('while the picture is being made', () => {
  beforeEach(() => {
    rectangle('Photo', page, [10, 10, 75, 55]);
    text('Title', page, [25, 30]);
    drawMask();
  });

  const child = (name: string) => page.children.find((layer) => layer.name === name)!;

  async function editMeanwhile(change: () => void): Promise<string[]> {
    const ready = await editor.select(page, child('Mask'));
    await takeAndInsert(ready, change);
    return order();
  }

  it('text that is added above the picture stays above the result, which does not show it', async () => {
    const names = await editMeanwhile(() => void page.insertChild(1, text('New', page, [25, 20])));
    expect(names).toEqual(['Photo', RESULT, 'New', 'Title', 'Mask']);
  });

  it('text that is taken away leaves the result where its picture was taken', async () => {
    expect(await editMeanwhile(() => child('Title').remove())).toEqual(['Photo', RESULT, 'Mask']);
  });

  it('what is laid over the text does not lift the result above it', async () => {
    const names = await editMeanwhile(() => {
      page.insertChild(2, rectangle('Shade', page, [10, 10, 75, 55], WHITE));
    });
    expect(names).toEqual(['Photo', RESULT, 'Title', 'Shade', 'Mask']);
  });

  it('the picture itself may go: the result still lies beneath the text', async () => {
    expect(await editMeanwhile(() => child('Photo').remove())).toEqual([RESULT, 'Title', 'Mask']);
  });

  it('a place that is gone is found anew', async () => {
    const hero = frame('Hero', page, [5, 5, 90, 65], [GREEN]);
    page.insertChild(1, hero);
    hero.appendChild(child('Title'));
    const names = await editMeanwhile(() => {
      page.insertChild(1, hero.children[0]!);
      hero.remove();
    });
    expect(names).toEqual(['Photo', RESULT, 'Title', 'Mask']);
  });
});
