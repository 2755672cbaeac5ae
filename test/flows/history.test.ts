// History by keyboard alone: what is found in it, taken from it and put back from it.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeAll, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import { isFocused, press, reach } from '../support/keyboard.ts';
import { type Playground, recipeText } from '../support/playground.ts';
import { TINY_SETTINGS } from '../ui/world.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

const runs = () => playground.panel.getByRole('list', { name: 'Runs in this file' }).getByRole('listitem');
const tab = (name: string) => playground.panel.getByRole('tab', { name });
const told = (text: string) => playground.panel.getByRole('status').filter({ hasText: text }).waitFor();
const results = async () => (await playground.nodes()).filter((layer) => recipeText(layer) !== undefined);
const selected = () =>
  playground.page.evaluate(() => window.figma.currentPage.selection.map(({ name }) => name));
/** What was written for each, from the newest. */
const titles = async () =>
  (await runs().locator('.past-title').allInnerTexts()).map((text) => text.slice(13, -1));

async function type(name: string, text: string): Promise<void> {
  await reach(playground.panel.getByRole('textbox', { name }));
  await playground.page.keyboard.press('ControlOrMeta+a');
  await playground.page.keyboard.type(text);
}

async function generate(prompt: string, count: number): Promise<void> {
  await type('Prompt', prompt);
  await playground.page.keyboard.press('ControlOrMeta+Enter');
  await playground.results(count);
}

/** By the arrow keys, from the tab beside it. */
async function turnTo(name: 'Edit' | 'History'): Promise<void> {
  const [from, key] =
    name === 'Edit' ? (['History', 'ArrowLeft'] as const) : (['Edit', 'ArrowRight'] as const);
  await press(playground.page, tab(from), key);
  await expect.poll(() => isFocused(tab(name))).toBe(true);
}

/** The entry of a run's menu, as the arrow keys reach it. */
async function choose(run: number, name: string): Promise<void> {
  await press(playground.page, runs().nth(run).getByRole('button', { name: 'More', exact: true }));
  const entry = playground.panel.getByRole('menuitem', { name, exact: true });
  await entry.waitFor();
  while (!(await isFocused(entry))) await playground.page.keyboard.press('ArrowDown');
  await playground.page.keyboard.press('Enter');
}

/** Another card beside the first, with its own region. */
function secondCard(card: string): Promise<string> {
  return playground.page.evaluate(async (id) => {
    const copy = ((await window.figma.getNodeByIdAsync(id)) as FrameNode).clone();
    [copy.name, copy.x] = ['Banner', 200];
    return copy.id;
  }, card);
}

it('is searched, filtered by target, and leads to a region; what was deleted is put back', async () => {
  const { frame } = await playground.resetSmall();
  const { panel, page } = playground;
  const { keyboard } = page;
  const banner = await secondCard(frame);
  await generate('a red door', 1);
  await playground.select(banner);
  await panel.getByRole('region', { name: 'Target' }).getByText('Banner').waitFor();
  await generate('a blue door', 2);
  await turnTo('History');
  await expect.poll(titles).toEqual(['a blue door', 'a red door']);

  await reach(panel.getByRole('combobox', { name: 'Made in' }));
  await keyboard.type('Card');
  await told('1 of 2 runs.');
  expect(await titles()).toEqual(['a red door']);
  await reach(panel.getByRole('searchbox'));
  await keyboard.type('blue');
  await told('Nothing in this file fits that.');
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('red');
  await expect.poll(titles).toEqual(['a red door']);
  await choose(0, 'Show region');
  await told('The region is selected.');
  expect(await selected()).toEqual(['Card', 'Region 1']);

  const [card] = (await results()).filter(({ parentId }) => parentId === frame);
  await page.evaluate(async (id) => (await window.figma.getNodeByIdAsync(id))?.remove(), card!.id);
  await press(page, runs().first().getByRole('button', { name: 'Put back' }));
  await told('It is in the file once more.');
  expect((await results()).filter(({ parentId }) => parentId === frame)).toHaveLength(1);
  const show = runs().first().getByRole('button', { name: 'Show', exact: true });
  await expect.poll(() => isFocused(show)).toBe(true);
});

it('gives back a run’s seed, settings and prompt, one by one or all at once', async () => {
  await playground.resetSmall(undefined, { ...TINY_SETTINGS, prompt: '', seed: 7 });
  const { panel, page } = playground;
  const { keyboard } = page;
  await generate('a red door', 1);

  const prompt = panel.getByRole('textbox', { name: 'Prompt' });
  const seed = panel.getByRole('textbox', { name: 'Seed' });
  // Not the edge: the layer would follow that, and its recipe with it.
  const variations = panel.getByRole('spinbutton', { name: 'Variations' });
  const openSettings = () => press(page, panel.getByRole('button', { name: 'All model settings' }));
  const changeAll = async () => {
    await type('Prompt', 'a garden');
    await press(page, variations, 'ArrowUp');
    await reach(seed);
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('9');
  };
  /** What stands under Edit once the entry has been chosen. */
  const after = async (entry: string, said: string) => {
    await turnTo('History');
    await choose(0, entry);
    await told(said);
    await turnTo('Edit');
    await openSettings();
    return [await prompt.inputValue(), await seed.inputValue(), await variations.inputValue()];
  };
  await openSettings();
  await changeAll();
  expect(await after('Use seed', 'Its seed is now set')).toEqual(['a garden', '7', '2']);
  expect(await after('Use settings', 'Its settings are now set')).toEqual(['a garden', '7', '1']);
  expect(await after('Use prompt', 'Its prompt now stands')).toEqual(['a red door', '7', '1']);
  await changeAll();
  expect(await after('Use all', 'Prompt, settings and seed are now set')).toEqual(['a red door', '7', '1']);
});
