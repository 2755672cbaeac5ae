// Batches by keyboard alone: a picture for each of many targets, or one picture in many places.
import type { Paint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeAll, expect, it } from 'vitest';
import { intersect, type Rect } from '../../core/geometry.ts';
import { sharedPlayground } from '../support/browser.ts';
import { press, reach } from '../support/keyboard.ts';
import { type Playground, recipeText } from '../support/playground.ts';
import { TINY_SETTINGS } from '../ui/world.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

/** For dozens of pictures, one after the other. */
const LONG = { timeout: 120_000 };

const button = (name: string) => playground.panel.getByRole('button', { name, exact: true });
const presses = (name: string) => press(playground.page, button(name));
const results = async () => (await playground.nodes()).filter((layer) => recipeText(layer) !== undefined);
const told = (text: string | RegExp) =>
  playground.panel.getByRole('status').filter({ hasText: text }).waitFor(LONG);

/** The card, as often as it is wanted, in rows; each with a region of its own. */
function cards(names: readonly string[]): Promise<string[]> {
  return playground.page.evaluate((wanted) => {
    const { figma } = window;
    const card = figma.currentPage.children[0]!;
    const made = wanted.map((name, i) => {
      const copy = card.clone();
      [copy.name, copy.x, copy.y] = [name, (i % 4) * 200, Math.floor(i / 4) * 150];
      return copy.id;
    });
    card.remove();
    figma.commitUndo();
    return made;
  }, names);
}

async function undoByKey(): Promise<void> {
  await reach(playground.page.getByRole('button', { name: 'Undo' }));
  await playground.page.keyboard.press('Enter');
}

/** Of what lies on the page, but for the frame in which a proof is being taken. */
function boxes(): Promise<Rect<'page'>[]> {
  return playground.page.evaluate(() => {
    const { children } = window.figma.currentPage;
    const layers = children.filter(({ name }) => !name.includes('(temporary)'));
    return layers.flatMap(({ absoluteBoundingBox }) => absoluteBoundingBox ?? []);
  });
}

it('makes 12 targets × 2 prompts × 2 variations: three fail and are tried again by themselves, none overlap, one undo removes the lot', async () => {
  const { prompt: _, ...settings } = TINY_SETTINGS;
  await playground.resetSmall(undefined, settings);
  const { panel, page } = playground;
  const { keyboard } = page;
  const targets = await cards(Array.from({ length: 12 }, (_, i) => `Card ${i + 1}`));
  await playground.select(...targets);
  const before = await playground.fingerprint();
  await playground.fault('completed-with-error', { times: 3 });
  await press(page, panel.getByRole('radio', { name: 'Same picture everywhere' }), 'ArrowDown');
  await reach(panel.getByRole('textbox', { name: 'Prompt' }));
  await keyboard.type('a {red|blue} door');
  await reach(panel.getByRole('spinbutton', { name: 'Variations' }));
  await keyboard.press('ArrowUp');
  await reach(panel.getByRole('combobox', { name: 'Insert as' }));
  await keyboard.type('Cop');
  await panel.getByText('12 targets × 2 prompts × 2 variations').waitFor();
  await keyboard.press('ControlOrMeta+Enter');
  await button('Try again').waitFor(LONG);
  expect(await results()).toHaveLength(45);
  expect(playground.requestCount()).toBe(48);
  const placed = await boxes();
  expect(placed).toHaveLength(12 + 45);
  expect(placed.flatMap((a, i) => placed.slice(i + 1).filter((b) => intersect(a, b)))).toEqual([]);
  await presses('Try again');
  await told('(48 pictures)');
  expect(await results()).toHaveLength(48);
  expect(playground.requestCount()).toBe(48 + 3);
  await undoByKey();
  await expect.poll(async () => (await results()).length).toBe(45);
  await undoByKey();
  await expect.poll(() => playground.fingerprint()).toBe(before);
}, 240_000);

/** Pictures of five ratios, and one in an instance: ids of all of them. */
function pictures(count: number): Promise<string[]> {
  return playground.page.evaluate(async (wanted) => {
    const { figma } = window;
    const grey = await figma.currentPage.children[0]!.exportAsync({ format: 'PNG' });
    const { hash } = figma.createImage(grey);
    const ratios = [64, 64, 96, 48, 40, 80, 80, 60, 54, 96];
    const picture = (i: number) => {
      const layer = figma.createRectangle();
      layer.name = `Photo ${i + 1}`;
      layer.resize(ratios[(i % 5) * 2]!, ratios[(i % 5) * 2 + 1]!);
      [layer.x, layer.y] = [(i % 4) * 120, 300 + Math.floor(i / 4) * 120];
      layer.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: hash }];
      return layer;
    };
    const made = Array.from({ length: wanted }, (_, i) => picture(i));
    const card = figma.createComponent();
    card.x = 600;
    const inside = picture(0);
    card.appendChild(inside);
    [inside.x, inside.y] = [0, 0];
    const instance = card.createInstance();
    instance.x = 800;
    figma.commitUndo();
    return [...made, instance.children[0]!].map(({ id }) => id);
  }, count);
}

/** How many images each of the layers shows. */
function imagesOf(ids: readonly string[]): Promise<number[]> {
  return playground.page.evaluate(async (wanted) => {
    const layers = await Promise.all(wanted.map((id) => window.figma.getNodeByIdAsync(id)));
    return layers.map((layer) => (layer as RectangleNode).fills).map((fills) => (fills as Paint[]).length);
  }, ids);
}

it('uses one result on twelve pictures of five ratios and in an instance, with one request and one undo step', async () => {
  await playground.resetSmall();
  const { panel, page } = playground;
  const places = await pictures(12);
  await reach(panel.getByRole('textbox', { name: 'Prompt' }));
  await page.keyboard.type('a red door');
  await page.keyboard.press('ControlOrMeta+Enter');
  await playground.results(1);
  await told('Nothing outside the region changed.');
  const before = await playground.fingerprint();
  await playground.select(...places);
  await presses('Use in selection');
  await told('Used in 13 more places.');
  expect(await imagesOf(places)).toEqual(places.map(() => 2));
  expect(playground.requestCount()).toBe(1);
  await undoByKey();
  expect(await playground.fingerprint()).toBe(before);
});

it('makes one picture for cards that are alike, and places it in each of them', async () => {
  await playground.resetSmall();
  const { panel, page } = playground;
  const targets = await cards(['Card 1', 'Card 2', 'Card 3']);
  await playground.select(...targets);
  const ways = panel.getByRole('radiogroup', { name: 'What the selected ones get' });
  await press(page, ways.getByRole('radio', { name: 'Same picture everywhere' }), 'ArrowDown');
  await page.keyboard.press('ArrowUp');
  expect(await ways.getByRole('radio', { name: 'Same picture everywhere' }).isChecked()).toBe(true);
  await reach(panel.getByRole('textbox', { name: 'Prompt' }));
  await page.keyboard.type('a red door');
  await page.keyboard.press('ControlOrMeta+Enter');
  await told('Used in 2 more places.');
  expect((await results()).map(({ parentId }) => parentId).sort()).toEqual(targets.sort());
  expect(playground.requestCount()).toBe(1);
});
