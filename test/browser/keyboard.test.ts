// What follows upon a first result, by keyboard alone: History and what it offers for each run, and cleaning up.
import { beforeAll, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import { isFocused, tabTo } from '../support/keyboard.ts';
import { type Playground, recipeText } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

const button = (name: string) => playground.panel.getByRole('button', { name, exact: true });
const results = async () => (await playground.nodes()).filter((layer) => recipeText(layer) !== undefined);

async function generate(prompt: string, count: number): Promise<void> {
  await playground.panel.getByRole('textbox', { name: 'Prompt' }).focus();
  await playground.page.keyboard.type(prompt);
  await playground.page.keyboard.press('ControlOrMeta+Enter');
  await playground.results(count);
}

async function openHistory(): Promise<void> {
  const { page, panel } = playground;
  await tabTo(page, panel.getByRole('tab', { name: 'Edit' }), 'Shift+Tab');
  await page.keyboard.press('ArrowRight');
  expect(await isFocused(panel.getByRole('tab', { name: 'History' }))).toBe(true);
}

it('cleans up what is chosen of it, after showing where it is', async () => {
  const { region } = await playground.resetSmall();
  const { page, panel } = playground;
  await generate('a {red|blue} door', 2);
  await openHistory();
  await tabTo(page, button('Clean up…'));
  await page.keyboard.press('Enter');
  await tabTo(page, button('Show Region 1'));
  await page.keyboard.press('Enter');
  const selected = () => page.evaluate(() => window.figma.currentPage.selection.map(({ id }) => id));
  await expect.poll(selected).toEqual([region]);
  const regions = panel.getByRole('checkbox', { name: 'Regions (1)' });
  await tabTo(page, regions, 'Shift+Tab');
  await page.keyboard.press('Space');
  await tabTo(page, button('Remove 1'));
  await page.keyboard.press('Enter');
  await panel.getByRole('status').filter({ hasText: '1 removed. One undo brings it back.' }).waitFor();
  expect(await isFocused(button('Clean up…'))).toBe(true);
  expect((await results()).map(({ name, visible }) => [name, visible])).toEqual([
    ['Simulated · a red door', true],
  ]);
  await playground.undo();
  expect(await results()).toHaveLength(2);
});
