// Protect text in whole edits: what is sent holds no text that stays, and the result comes to lie beneath it.
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../core/pixels.ts';
import type { Ready } from '../../core/selection.ts';
import { compare } from '../support/outside.ts';
import { asked, EDIT, GREEN, put, RESULT, takeAndInsert, textPage, WHITE } from '../support/text-page.ts';

const drawn = textPage();
const { editor } = drawn;

function hasRed({ data }: Pixels): boolean {
  for (let i = 0; i < data.length; i += 4) if (data[i]! > 180 && data[i + 1]! < 90) return true;
  return false;
}

async function render(scale = 1) {
  const { x, y, width, height } = drawn.page;
  const pixels = await editor.host.renderPage({ x, y, width, height, scale });
  return { ...pixels, data: Uint8Array.from(pixels.data), channels: 4 };
}

/** Where text covers its pixel whole. */
function solidRed({ data }: { data: Uint8Array }): number[] {
  const isRed = (i: number) => data[i] === 255 && data[i + 1] === 0 && data[i + 2] === 0;
  return Array.from({ length: data.length / 4 }, (_, i) => i * 4).filter(isRed);
}

function textOver(selection: Ready, protectText: boolean | null = null) {
  return editor.plugin.call('textOver', asked(selection, protectText).request);
}

describe('text over the region', () => {
  it('is not in the picture sent, and stays above the result', async () => {
    drawn.photo();
    const title = drawn.text('Title', drawn.page, [25, 30]);
    const mask = drawn.mask();
    const ready = await editor.select(drawn.page, mask);
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
    expect(drawn.order()).toEqual(['Photo', RESULT, 'Title', 'Mask']);
    expect(outcome.beneath).toEqual(['Title']);
    expect([title.visible, title.opacity]).toEqual([true, 1]);
  });

  it('is sent and covered when it is not to be protected', async () => {
    drawn.photo();
    drawn.text('Title', drawn.page, [25, 30]);
    const ready = await editor.select(drawn.page, drawn.mask());
    expect(await textOver(ready, false)).toMatchObject({ kept: [], covered: [{ name: 'Title' }] });
    const { source } = await editor.edit(ready, { ...EDIT, protectText: false });
    expect(hasRed(source)).toBe(true);
    expect(drawn.order()).toEqual(['Photo', 'Title', 'Mask', RESULT]);
  });

  it('is left alone with the document: asking and taking the picture change nothing', async () => {
    drawn.photo();
    drawn.text('Title', drawn.page, [25, 30]);
    const ready = await editor.select(drawn.page, drawn.mask());
    const before = await editor.host.fingerprint();
    await textOver(ready);
    const { plan, request } = asked(ready);
    await editor.plugin.call('raster', { ...request, framing: plan.framing });
    expect(await editor.host.fingerprint()).toBe(before);
  });

  it('stays in an auto layout, whose layers keep their places', async () => {
    drawn.photo();
    const words = drawn.frame('Words', drawn.page, [20, 20, 2, 2]);
    words.layoutMode = 'VERTICAL';
    const [title, lead] = [drawn.text('Title', words, [0, 0]), drawn.text('Lead', words, [0, 0])];
    const places = () => [title, lead].map(({ absoluteTransform }) => absoluteTransform);
    const before = places();
    const source = await takeAndInsert(editor, await editor.select(drawn.page, drawn.mask()));
    expect(hasRed(source)).toBe(false);
    expect(drawn.order()).toEqual(['Photo', RESULT, 'Words', 'Title', 'Lead', 'Mask']);
    expect(places()).toEqual(before);
  });

  it('stays in the nested frame that paints the picture beneath it', async () => {
    const hero = drawn.frame('Hero', drawn.page, [5, 5, 90, 65], [GREEN]);
    drawn.text('Title', hero, [25, 25]);
    const source = await takeAndInsert(editor, await editor.select(drawn.page, drawn.mask()));
    expect(hasRed(source)).toBe(false);
    expect(drawn.order()).toEqual(['Hero', RESULT, 'Title', 'Mask']);
  });

  it('stays in an instance that shows nothing but text', async () => {
    drawn.photo();
    const component = editor.figma.createComponent();
    put(component, 'Caption', editor.figma.currentPage, [225, 0, 40, 10]);
    component.fills = [];
    drawn.text('Label', component, [1, 1]);
    put(component.createInstance(), 'Caption', drawn.page, [25, 25, 40, 10]);
    const ready = await editor.select(drawn.page, drawn.mask());
    expect(await textOver(ready)).toMatchObject({ kept: ['Label'], covered: [] });
    const source = await takeAndInsert(editor, ready);
    expect(hasRed(source)).toBe(false);
    expect(drawn.order()).toEqual(['Photo', RESULT, 'Caption', 'Label', 'Mask']);
  });

  it('is covered, and named, inside a button that changes too', async () => {
    drawn.photo();
    drawn.text('Label', drawn.frame('Button', drawn.page, [22, 22, 40, 12], [WHITE]), [2, 2]);
    const ready = await editor.select(drawn.page, drawn.mask());
    expect(await textOver(ready)).toMatchObject({
      kept: [],
      covered: [{ name: 'Label', because: { kind: 'inside', layer: 'Button' } }],
    });
    const source = await takeAndInsert(editor, ready);
    expect(hasRed(source)).toBe(true);
    expect(drawn.order()).toEqual(['Photo', 'Button', 'Label', 'Mask', RESULT]);
  });

  it('may lie above and below what is drawn: both stay', async () => {
    drawn.photo();
    drawn.text('Below', drawn.page, [25, 20]);
    const mask = drawn.mask();
    drawn.text('Above', drawn.page, [25, 35]);
    const ready = await editor.select(drawn.page, mask);
    expect(await textOver(ready)).toMatchObject({ kept: ['Below', 'Above'], covered: [] });
    const source = await takeAndInsert(editor, ready);
    expect(hasRed(source)).toBe(false);
    expect(drawn.order()).toEqual(['Photo', RESULT, 'Below', 'Mask', 'Above']);
  });

  it('may lie over two regions; what lies between them is nobody’s concern', async () => {
    drawn.rectangle('Photo', drawn.page, [0, 0, 100, 75]);
    drawn.text('Between', drawn.frame('Card', drawn.page, [46, 28, 8, 8], [WHITE]), [0, 0]);
    drawn.text('Left', drawn.page, [2, 25]);
    drawn.frame('Divider', drawn.page, [48, 20, 2, 40], [WHITE]);
    const first = drawn.mask([2, 15, 25, 40]);
    const second = drawn.rectangle('Mask 2', drawn.page, [72, 15, 25, 40]);
    const ready = await editor.select(drawn.page, first, second);
    expect(await textOver(ready)).toMatchObject({ kept: ['Left'], covered: [] });
    await takeAndInsert(editor, ready);
    expect(drawn.order().slice(0, 4)).toEqual(['Photo', 'Card', 'Between', RESULT]);
  });

  it.each([
    ['hidden', { visible: false }],
    ['fully transparent', { opacity: 0 }],
    ['beside the reach', { y: 70 }],
    ['without colour', { fills: [] }],
  ])('does not count when it is %s', async (_, changes) => {
    drawn.photo();
    Object.assign(drawn.text('Title', drawn.page, [25, 30]), changes);
    const ready = await editor.select(drawn.page, drawn.mask([15, 15, 60, 30]));
    expect(await textOver(ready)).toMatchObject({ kept: [], covered: [] });
  });

  it('changes with the card it belongs to, when the card is what was chosen', async () => {
    const card = drawn.frame('Card', drawn.page, [15, 15, 50, 38], [GREEN]);
    drawn.text('Label', card, [5, 5]);
    editor.host.select([drawn.page.id, card.id]);
    await editor.plugin.call('setRegion', { regionId: card.id, changes: { use: 'content' } });
    const ready = await editor.select(drawn.page, card);
    expect(ready.regions).toMatchObject([{ use: 'content' }]);
    expect(await textOver(ready)).toMatchObject({ kept: [], covered: [] });
  });

  it('of an instance is covered: nothing can be put inside', async () => {
    const component = editor.figma.createComponent();
    put(component, 'Banner', editor.figma.currentPage, [225, 0, 75, 50]);
    drawn.text('Label', component, [5, 15]);
    const instance = put(component.createInstance(), 'Banner', editor.figma.currentPage, [225, 100, 75, 50]);
    const mask = drawn.rectangle('Mask', editor.figma.currentPage, [230, 105, 50, 30]);
    const ready = await editor.select(instance, mask);
    expect(await textOver(ready)).toMatchObject({ kept: [], covered: [{ name: 'Label' }] });
  });
});
