// Runs of several pictures by keyboard alone: looked through on the canvas and decided on; and one for each of several targets.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeAll, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import { type Playground, recipeText } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

const RED = 'Simulated · a red door';
const BLUE = 'Simulated · a blue door';

/** Names of the results that are seen on the canvas. */
async function seen(): Promise<string[]> {
  const layers = (await playground.nodes()).filter((layer) => recipeText(layer) !== undefined);
  return layers.filter(({ visible }) => visible).map(({ name }) => name);
}

it('goes from one to the next, compares, and keeps one', async () => {
  await playground.resetSmall();
  const { panel, page } = playground;
  const { keyboard } = page;
  await panel.getByRole('textbox', { name: 'Prompt' }).focus();
  await keyboard.type('a {red|blue} door');
  await panel.getByText('2 prompts').waitFor();
  await keyboard.press('ControlOrMeta+Enter');
  await playground.results(2);
  expect(await seen()).toEqual([RED]);

  const first = panel.getByRole('list', { name: 'Results' }).getByRole('button', { name: RED });
  await first.focus();
  await keyboard.press('ArrowRight');
  await expect.poll(seen).toEqual([BLUE]);

  const compare = panel.getByRole('button', { name: 'Compare' });
  for (let i = 0; i < 3; i++) await keyboard.press('Tab');
  expect(await compare.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
  await keyboard.down('Enter');
  await expect.poll(seen).toEqual([]);
  await keyboard.up('Enter');
  await expect.poll(seen).toEqual([BLUE]);

  await keyboard.press('Shift+Tab');
  await keyboard.press('Shift+Tab');
  await keyboard.press('Enter');
  const left = async () =>
    (await playground.nodes()).filter((layer) => recipeText(layer) !== undefined).length;
  await expect.poll(left).toBe(1);
  await playground.undo();
  expect(await seen()).toEqual([RED]);
});

it('makes one for each of several targets, after saying what it costs', async () => {
  const { frame } = await playground.resetSmall();
  const { panel, page } = playground;
  const other = await page.evaluate(async (id) => {
    const found = await window.figma.getNodeByIdAsync(id);
    const copy = (found as FrameNode).clone();
    [copy.name, copy.x] = ['Banner', 200];
    return copy.id;
  }, frame);
  await playground.select(frame, other);
  await panel.getByRole('radio', { name: 'Different in each' }).focus();
  await page.keyboard.press('Space');
  await panel.getByRole('textbox', { name: 'Prompt' }).focus();
  await page.keyboard.type('a red door');
  await panel.getByText('Price unknown for 2 pictures · 2 targets').waitFor();
  await page.keyboard.press('ControlOrMeta+Enter');
  const layers = await playground.results(2);
  expect(layers.map(({ parentId }) => parentId).sort()).toEqual([frame, other].sort());
  expect(playground.requestCount()).toBe(2);
});
