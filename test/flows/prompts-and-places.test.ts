// By keyboard alone: a picture for each line of the prompt, and a result whose target is gone into another.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeAll, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import { press, reach } from '../support/keyboard.ts';
import { type Playground, recipeText } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

const results = async () => (await playground.nodes()).filter((layer) => recipeText(layer) !== undefined);

it('each line of the prompt is a prompt by itself', async () => {
  await playground.resetSmall();
  const { panel, page } = playground;
  await reach(panel.getByRole('textbox', { name: 'Prompt' }));
  await page.keyboard.type('a red door');
  await page.keyboard.press('Enter');
  await page.keyboard.type('a blue door');
  await press(page, panel.getByRole('checkbox', { name: 'Each line by itself' }), 'Space');
  await page.keyboard.press('ControlOrMeta+Enter');
  await playground.results(2);
  const names = (await results()).map(({ name }) => name).sort();
  expect(names).toEqual(['Simulated · a blue door', 'Simulated · a red door']);
});

it('Insert here puts what outlived its target into the frame that is selected', async () => {
  const { frame } = await playground.resetSmall();
  const { panel, page } = playground;
  await playground.fault('slow-queue', { seconds: 6 });
  await reach(panel.getByRole('textbox', { name: 'Prompt' }));
  await page.keyboard.type('a red door');
  await page.keyboard.press('ControlOrMeta+Enter');
  // Before it is out, there is nothing yet to outlive anything.
  await panel.getByText(/^In the queue/).waitFor();
  const other = await page.evaluate(async (id) => {
    const { figma } = window;
    const card = (await figma.getNodeByIdAsync(id)) as FrameNode;
    const second = card.clone();
    [second.name, second.x] = ['Second card', 300];
    card.remove();
    return second.id;
  }, frame);
  await panel.getByRole('alert').filter({ hasText: 'press Insert here' }).waitFor({ timeout: 60_000 });
  await playground.select(other);
  await press(page, panel.getByRole('button', { name: 'Insert here' }));
  await playground.results(1);
  expect((await results()).map(({ parentId }) => parentId)).toEqual([other]);
  expect(playground.requestCount()).toBe(1);
});
