// What follows upon a first result, by keyboard alone: History and what it offers for each run, and cleaning up.
import { beforeAll, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import { isFocused, press, reach } from '../support/keyboard.ts';
import { type Playground, recipeText } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

const button = (name: string) => playground.panel.getByRole('button', { name, exact: true });
/** Of the newest of the runs in the file. */
const ofRun = (name: string) =>
  playground.panel
    .getByRole('list', { name: 'Runs in this file' })
    .getByRole('button', { name, exact: true });
const results = async () => (await playground.nodes()).filter((layer) => recipeText(layer) !== undefined);

async function generate(prompt: string, count: number): Promise<void> {
  await reach(playground.panel.getByRole('textbox', { name: 'Prompt' }));
  await playground.page.keyboard.type(prompt);
  await playground.page.keyboard.press('ControlOrMeta+Enter');
  await playground.results(count);
}

async function openHistory(): Promise<void> {
  const { page, panel } = playground;
  await press(page, panel.getByRole('tab', { name: 'Edit' }), 'ArrowRight');
  expect(await isFocused(panel.getByRole('tab', { name: 'History' }))).toBe(true);
}

/** The entry of the open menu, as the arrow keys reach it. */
async function chooseFromMenu(name: string): Promise<void> {
  const { page, panel } = playground;
  const entry = panel.getByRole('menuitem', { name, exact: true });
  await entry.waitFor();
  while (!(await isFocused(entry))) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

const told = (text: string) => playground.panel.getByRole('status').filter({ hasText: text }).waitFor();
const selected = () =>
  playground.page.evaluate(() => window.figma.currentPage.selection.map(({ name }) => name));

it('cleans up, finds a run by its words, shows it, takes its prompt, inserts it once more and edits it again', async () => {
  await playground.resetSmall();
  const { page, panel } = playground;
  const { keyboard } = page;
  await generate('a {red|blue} door', 2);
  await openHistory();
  await press(page, button('Clean up…'));
  await press(page, button('Show Region 1'));
  await expect.poll(selected).toEqual(['Region 1']);
  await press(page, panel.getByRole('checkbox', { name: 'Regions (1)' }), 'Space');
  await press(page, button('Remove 1'));
  await told('1 removed. One undo brings it back.');
  expect(await isFocused(button('Clean up…'))).toBe(true);
  const left = (await results()).map(({ name, visible }) => [name, visible]);
  expect(left).toEqual([['Simulated · a red door', true]]);
  await playground.undo();

  await reach(panel.getByRole('searchbox'));
  await keyboard.type('blue');
  await told('1 of 2 runs.');
  await press(page, ofRun('Show'));
  await expect.poll(selected).toEqual(['Simulated · a blue door']);
  await press(page, ofRun('More'));
  await chooseFromMenu('Use prompt');
  await told('Its prompt now stands under Edit.');
  await keyboard.press('Enter');
  await chooseFromMenu('Insert a copy');
  await told('It is in the file once more.');
  expect(await results()).toHaveLength(3);
  await press(page, ofRun('Edit again'));
  const prompt = panel.getByRole('textbox', { name: 'Prompt' });
  await expect.poll(() => prompt.inputValue()).toBe('a blue door');
});

it('runs from the quick actions with a prompt alone, without a look at the panel', async () => {
  await playground.resetSmall();
  const { page } = playground;
  const { keyboard } = page;
  await reach(page.getByRole('button', { name: 'Undo' }));
  await keyboard.press('ControlOrMeta+/');
  for (const [field, text] of [
    ['Quick actions', 'edit region'],
    ['Prompt', 'a red door'],
    ['Model', ''],
  ] as const) {
    const input = page.getByRole('combobox', { name: field });
    await input.waitFor();
    expect(await isFocused(input)).toBe(true);
    await keyboard.type(text);
    await keyboard.press('Enter');
  }
  expect(await playground.results(1)).toMatchObject([{ name: 'Simulated · a red door' }]);
});
