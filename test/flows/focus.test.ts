// By the keyboard alone: what goes away under it hands it on to a place where one would go next.
import { beforeAll, expect, test } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import type { Playground } from '../support/playground.ts';
import { TINY_SETTINGS } from '../ui/world.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

const panel = () => playground.panel;
const button = (name: string) => panel().getByRole('button', { name, exact: true }).first();
const press = (name: string) => button(name).press('Enter');

/** By its name, as far as one is written on it or above it. */
const focused = () =>
  panel()
    .locator(':focus')
    .evaluateAll(([control]) => {
      const label = control instanceof HTMLButtonElement ? control.textContent : '';
      const labels = (control as HTMLInputElement | undefined)?.labels ?? [];
      return control?.getAttribute('aria-label') ?? ([...labels][0]?.textContent || label || null);
    });

async function generate(prompt: string, fault: string): Promise<void> {
  await playground.fault(fault);
  await playground.prompt(prompt);
  await button('Generate').press('Enter');
}

test('the keyboard is never left nowhere', async () => {
  await playground.resetSmall(undefined, { ...TINY_SETTINGS, prompt: '', variations: 2 });
  await generate('a calm lake', 'nsfw');
  await panel().getByRole('list', { name: 'Flagged' }).getByRole('listitem').nth(1).waitFor();
  await press('Look');
  await expect.poll(focused).toBe('Unblur');
  await press('Unblur');
  await press('Insert');
  await playground.results(1);
  await expect.poll(focused).toBe('Look');
  await press('Discard');
  await expect.poll(focused).toBe('Prompt');

  await generate('a green hill', '404-model');
  await press('Use FLUX dev · image to image');
  await expect.poll(focused).toBe('Model');

  await press('Earlier prompts');
  await press('Forget “a green hill”');
  await expect.poll(focused).toBe('Forget “a calm lake”');
  await press('a calm lake');
  await expect.poll(focused).toBe('Prompt');
  expect(await panel().locator(':focus').inputValue()).toBe('a calm lake');
  await press('Earlier prompts');
  await press('Forget “a calm lake”');
  await expect.poll(focused).toBe('Prompt');
});
