// The results of a run by keyboard alone: looked through on the canvas, compared, and one of them used.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeBrowser, openPlayground, type Playground, recipeText } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await openPlayground();
});
afterAll(() => playground.close());
afterAll(closeBrowser);

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
