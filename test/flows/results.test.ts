// Runs of several pictures by keyboard alone: looked through on the canvas and decided on; and one for each of several targets.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeAll, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import { press, reach } from '../support/keyboard.ts';
import { type Playground, recipeText } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

/** For what is computed before it is written. */
const SOON = { timeout: 10_000 };
const RED = 'Simulated · a red door';
const BLUE = 'Simulated · a blue door';

/** Names of the results that are seen on the canvas. */
async function seen(): Promise<string[]> {
  const layers = (await playground.nodes()).filter((layer) => recipeText(layer) !== undefined);
  return layers.filter(({ visible }) => visible).map(({ name }) => name);
}

const button = (name: string) => playground.panel.getByRole('button', { name, exact: true });
const recipes = async () => (await playground.nodes()).map(recipeText).filter((text) => text !== undefined);

const presses = (name: string) => press(playground.page, button(name));

async function generate(prompt: string): Promise<void> {
  const { panel, page } = playground;
  await reach(panel.getByRole('textbox', { name: 'Prompt' }));
  await page.keyboard.type(prompt);
  await page.keyboard.press('ControlOrMeta+Enter');
}

it('goes from one to the next, compares, keeps one or discards it, gives it a harder edge and makes more like it', async () => {
  // With an edge that can still be made harder.
  await playground.resetSmall(undefined, {});
  const { panel, page } = playground;
  const { keyboard } = page;
  await generate('a {red|blue} door');
  await playground.results(2);
  expect(await seen()).toEqual([RED]);

  await press(
    page,
    panel.getByRole('list', { name: 'Results' }).getByRole('button', { name: RED }),
    'ArrowRight',
  );
  await expect.poll(seen).toEqual([BLUE]);

  await reach(button('Compare'));
  await keyboard.down('Enter');
  await expect.poll(seen).toEqual([]);
  await keyboard.up('Enter');
  await expect.poll(seen).toEqual([BLUE]);
  // Held in a browser that gives a pressed button no focus, it is gone before anybody lets go.
  await reach(panel.getByRole('tab', { name: 'Edit' }));
  await button('Compare').dispatchEvent('pointerdown');
  await expect.poll(seen).toEqual([]);
  await keyboard.press('ArrowRight');
  await expect.poll(seen).toEqual([BLUE]);
  await keyboard.press('ArrowLeft');

  await presses('Use this');
  await expect.poll(recipes).toHaveLength(1);
  const left = panel.getByRole('list', { name: 'Results' }).getByRole('button', { name: BLUE });
  await expect.poll(() => left.evaluate((button) => button === document.activeElement)).toBe(true);
  await playground.undo();
  expect(await seen()).toEqual([RED]);
  await presses('Discard');
  await expect.poll(recipes).toHaveLength(1);
  expect(await seen()).toHaveLength(1);
  // The last of them too: the keyboard goes on at the prompt.
  await presses('Discard');
  await expect.poll(recipes).toHaveLength(0);
  const prompt = panel.getByRole('textbox', { name: 'Prompt' });
  await expect.poll(() => prompt.evaluate((box) => box === document.activeElement)).toBe(true);
  await panel.getByText(/no longer in the document\. Under History they can be put back/).waitFor();
  await playground.undo();
  await expect.poll(recipes).toHaveLength(1);

  const before = await recipes();
  await press(page, panel.getByRole('slider', { name: 'Soft edge' }), 'ArrowLeft');
  await expect.poll(recipes, SOON).not.toEqual(before);
  await presses('More like this');
  await expect.poll(() => panel.getByRole('slider', { name: 'Strength' }).inputValue()).not.toBe('0.85');
});

it('puts what is made into copies of the frame, without waiting for the rest, which is cancelled', async () => {
  await playground.resetSmall();
  const { panel, page } = playground;
  await playground.fault('slow-queue', { seconds: 60, times: 1 });
  await reach(panel.getByRole('combobox', { name: 'Insert as' }));
  await page.keyboard.type('Cop');
  await generate('a {red|blue} door');
  await presses('Insert now');
  await expect.poll(recipes).toHaveLength(1);
  await presses('Cancel');
  await panel.getByRole('progressbar').waitFor({ state: 'detached' });
  // Whichever of the two was not held back: the copy goes by its name, and the result in it.
  const made = (await playground.nodes()).map(({ name }) => name).filter((name) => /^Simulated/.test(name));
  expect(made).toHaveLength(2);
  expect([RED, BLUE]).toContain(made[0]);
  expect(made[1]).toBe(made[0]);
});

it('makes one for each of several targets, after saying what it costs; tries again what failed; uses one elsewhere', async () => {
  const { frame } = await playground.resetSmall();
  const { panel, page } = playground;
  const [other, third] = await page.evaluate(async (id) => {
    const found = (await window.figma.getNodeByIdAsync(id)) as FrameNode;
    return ['Banner', 'Teaser'].map((name, i) => {
      const copy = found.clone();
      [copy.name, copy.x] = [name, 200 * (i + 1)];
      return copy.id;
    });
  }, frame);
  await playground.select(frame, other!);
  await press(page, panel.getByRole('radio', { name: 'Different in each' }), 'Space');
  await playground.fault('completed-with-error', { times: 1 });
  await generate('a red door');
  await panel.getByText('Price unknown for 2 pictures · 2 targets').waitFor();
  await playground.results(1);
  await presses('Try again');
  const layers = await playground.results(2);
  expect(layers.map(({ parentId }) => parentId).sort()).toEqual([frame, other].sort());
  expect(playground.requestCount()).toBe(3);
  await playground.select(third!);
  await presses('Use in selection');
  await panel.getByRole('status').filter({ hasText: 'Used in one more place.' }).waitFor();
  expect((await playground.results(3)).at(-1)?.parentId).toBe(third);
  expect(playground.requestCount()).toBe(3);
});
