// The Settings tab in a real browser: finding out which colour of the map means change, and keeping the answer.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeBrowser, openPlayground, type Playground } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await openPlayground();
  await playground.reset();
});

afterAll(() => playground.close());
afterAll(closeBrowser);

it('checks which colour means change, and remembers it for this proxy', async () => {
  await playground.panel.getByRole('tab', { name: 'Settings' }).click();
  await playground.panel.getByText('black is taken to mean change').waitFor();
  await playground.panel.getByRole('button', { name: 'Check which colour means change' }).click();
  await playground.panel.getByText('black means change: that was found out').waitFor({ timeout: 20_000 });
  expect(playground.requestCount()).toBe(1);
  await playground.page.evaluate(() => window.playground.runPlugin());
  await playground.panel.getByRole('tab', { name: 'Settings' }).click();
  await playground.panel.getByText('black means change: that was found out').waitFor();
});
