// The panel's contract in a real browser: every control by its role or label, everything from the keyboard.
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import type { Playground } from '../support/playground.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
  await playground.resetSmall(undefined, {});
});

const panel = () => playground.panel;
const focused = (control: Locator) => control.evaluate((element) => element === document.activeElement);
const tab = (name: string) => panel().getByRole('tab', { name });

describe('the Edit tab', () => {
  it('has every control under its name, once', async () => {
    await tab('Edit').click();
    const controls = [
      panel().getByRole('region', { name: 'Target' }),
      panel().getByRole('img', { name: 'Preview' }),
      panel().getByRole('textbox', { name: 'Prompt' }),
      panel().getByRole('combobox', { name: 'Model' }),
      panel().getByRole('combobox', { name: 'Insert as' }),
      panel().getByRole('slider', { name: 'Strength' }),
      panel().getByRole('spinbutton', { name: 'Variations' }),
      panel().getByRole('slider', { name: 'Soft edge' }),
      panel().getByRole('checkbox', { name: 'Automatic' }),
      panel().getByRole('button', { name: 'Generate' }),
      panel().getByRole('status'),
      ...['Prompt', 'Model', 'Strength', 'Variations', 'Soft edge'].map((label) => panel().getByLabel(label)),
    ];
    for (const control of controls) expect(await control.count()).toBe(1);
    expect(await panel().getByRole('combobox', { name: 'Model' }).inputValue()).toBe(
      'fal-ai/flux-general/differential-diffusion',
    );
    expect(await panel().getByRole('alert').count()).toBe(0);
  });

  it('tells what a preset sets before it is applied, keeps one, and does it all from the keyboard', async () => {
    const button = (name: string) => panel().getByRole('button', { name, exact: true });
    await button('Presets').press('Enter');
    await button('Subtle retouch').press('Enter');
    const sets = panel().getByRole('list', { name: 'What it sets' });
    expect(await sets.getByRole('listitem').allTextContents()).toEqual(['Strength0.85 → 0.45']);
    await button('Apply').press('Enter');
    expect(await panel().getByRole('slider', { name: 'Strength' }).inputValue()).toBe('0.45');
    await panel().getByLabel('Name').fill('House style');
    await panel().getByLabel('Name').press('Enter');
    await button('House style').waitFor();
    await button('Take back').press('Enter');
    expect(await panel().getByRole('slider', { name: 'Strength' }).inputValue()).toBe('0.85');
    await button('House style').press('Enter');
    await button('Rename').press('Enter');
    await panel().getByLabel('New name').fill('Ours');
    await panel().getByLabel('New name').press('Enter');
    await button('Ours').waitFor();
    expect(await focused(button('Ours'))).toBe(true);
    await button('Delete').press('Enter');
    await button('Ours').waitFor({ state: 'detached' });
    expect(await focused(button('Put it back'))).toBe(true);
    await button('Presets').press('Enter');
  });

  it('opens all settings of the model, and tells beside a field what it has to be', async () => {
    const disclosure = panel().getByRole('button', { name: 'All model settings' });
    expect(await disclosure.getAttribute('aria-expanded')).toBe('false');
    await disclosure.press('Enter');
    expect(await disclosure.getAttribute('aria-expanded')).toBe('true');
    await panel().getByRole('button', { name: 'Random seed' }).click();
    expect(await panel().getByLabel('Seed').inputValue()).toMatch(/^\d+$/);
    const steps = panel().getByLabel('Steps');
    await steps.fill('99');
    expect(await steps.getAttribute('aria-invalid')).toBe('true');
    await panel().getByText('A whole number from 1 to 50.').waitFor();
    await panel().getByRole('button', { name: 'Generate' }).click();
    expect(await panel().getByRole('progressbar').count()).toBe(0);
    await steps.fill('20');
    expect(await steps.getAttribute('aria-invalid')).toBe('false');
    await disclosure.click();
  });

  it('moves Strength by the keyboard and by typing alike', async () => {
    const slider = panel().getByRole('slider', { name: 'Strength' });
    await slider.press('ArrowLeft');
    expect(await slider.inputValue()).toBe('0.84');
    await panel().getByRole('spinbutton', { name: 'Exact value', exact: true }).fill('0.5');
    expect(await slider.inputValue()).toBe('0.5');
  });

  it('leaves a field with Esc, and generates with Ctrl and Enter', async () => {
    const prompt = panel().getByLabel('Prompt');
    await prompt.fill('a calm lake');
    await prompt.press('Escape');
    expect(await prompt.evaluate((field) => document.activeElement === field)).toBe(false);
    await playground.fault('never-finishes');
    await prompt.press('Control+Enter');
    await panel().getByRole('progressbar', { name: 'Progress' }).waitFor();
    await panel().getByRole('button', { name: 'Cancel' }).click();
    await panel().getByRole('status').filter({ hasText: 'Cancelled' }).waitFor();
    await playground.fault(null);
  });

  it('says in place of the last outcome that a click did nothing, and leads to the field that held it back', async () => {
    const prompt = panel().getByLabel('Prompt');
    const status = panel().getByRole('status');
    await prompt.fill('');
    await panel().getByRole('button', { name: 'Generate' }).click();
    expect(await prompt.getAttribute('aria-invalid')).toBe('true');
    await panel().getByText('Describe what should be there, in a few words.').waitFor();
    expect(await status.textContent()).toBe('Nothing was sent: one field is not right yet.');
    await panel().getByRole('button', { name: 'Go to field' }).click();
    await expect.poll(() => focused(prompt)).toBe(true);
    await prompt.fill('a calm lake');
    expect(await status.textContent()).toMatch(/^Cancelled/);
  });

  it('finds an earlier prompt by its words, keeps it, and has a word for one that gives an order', async () => {
    const prompt = panel().getByRole('textbox', { name: 'Prompt' });
    await panel().getByRole('button', { name: 'Keep for later' }).press('Enter');
    await prompt.fill('remove the people');
    await panel().getByText('Describe what should be there instead').waitFor();
    await panel().getByRole('button', { name: 'Earlier prompts' }).press('Enter');
    await panel().getByRole('searchbox', { name: 'Search prompts' }).fill('LAKE calm');
    const saved = panel().getByRole('list', { name: 'Saved prompts' });
    await saved.getByRole('button', { name: 'a calm lake', exact: true }).press('Enter');
    expect(await prompt.inputValue()).toBe('a calm lake');
  });
});

describe('the Settings tab', () => {
  it('is reached by the arrow keys, and tests the connection step by step', async () => {
    await tab('Edit').press('ArrowRight');
    expect(await tab('History').getAttribute('aria-selected')).toBe('true');
    await tab('History').press('ArrowRight');
    expect(await tab('Settings').getAttribute('aria-selected')).toBe('true');
    expect(await panel().getByLabel('Proxy token').getAttribute('type')).toBe('password');
    await panel().getByRole('button', { name: 'Show' }).click();
    expect(await panel().getByLabel('Proxy token').getAttribute('type')).toBe('text');
    await panel().getByRole('button', { name: 'Test connection' }).click();
    await panel().getByRole('status').filter({ hasText: 'Connected. Pictures are simulated' }).waitFor();
    expect(await panel().getByRole('listitem').count()).toBe(7);
    await panel().getByText('Simulated', { exact: true }).waitFor();
  });

  it('says what is wrong with an address, and remembers a good one', async () => {
    const address = panel().getByLabel('Proxy URL');
    const good = await address.inputValue();
    await address.fill('localhost');
    await address.press('Escape');
    await panel().getByText('not an address this plugin can use').waitFor();
    await address.fill(good);
    await address.press('Escape');
    await tab('Edit').click();
    await playground.page.evaluate(() => window.playground.closePlugin());
    await playground.page.evaluate(() => window.playground.runPlugin());
    await tab('Settings').click();
    expect(await panel().getByLabel('Proxy URL').inputValue()).toBe(good);
  });
});

it('shows three lines and a way to Settings when there is no proxy yet', async () => {
  await playground.resetSmall({ proxyUrl: '' });
  await panel().getByRole('heading', { name: 'One thing before you start' }).waitFor();
  expect(
    await panel()
      .getByRole('listitem')
      .filter({ hasText: /fal|proxy/ })
      .count(),
  ).toBe(3);
  await panel().getByRole('button', { name: 'Open Settings' }).click();
  expect(await tab('Settings').getAttribute('aria-selected')).toBe('true');
});
