// The Settings tab in a real browser: what colour means change, and a connection report that can be pasted elsewhere.
import { beforeAll, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import type { Playground } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
  await playground.reset();
});

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

it('copies a report of the connection that can be pasted, without the token', async () => {
  const { panel } = playground;
  await panel.getByRole('tab', { name: 'Settings' }).click();
  await panel.getByLabel('Proxy token').fill('not for anybody');
  await panel.getByRole('button', { name: 'Test connection' }).click();
  await panel.getByText('A picture goes to the stand-in and comes back (passed)').waitFor();
  await panel.getByRole('button', { name: 'Copy diagnostics' }).click();
  await panel.getByRole('button', { name: 'Copied' }).waitFor();
  await panel.getByRole('tab', { name: 'Edit' }).click();
  const prompt = panel.getByRole('textbox', { name: 'Prompt' });
  await prompt.press('ControlOrMeta+v');
  const pasted = await prompt.inputValue();
  expect(pasted).toContain('Outcome: every step passed.');
  expect(pasted).toContain(`Proxy: ${playground.proxy.url} (pictures are simulated)`);
  expect(pasted).not.toContain('not for anybody');
});
