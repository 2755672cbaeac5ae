// By the keyboard alone: what goes away under it hands it on to a place where one would go next.
import { beforeAll, expect, test } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import { press, reach } from '../support/keyboard.ts';
import type { Playground } from '../support/playground.ts';
import { TINY_SETTINGS } from '../ui/world.ts';

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

const panel = () => playground.panel;
const button = (name: string) => panel().getByRole('button', { name, exact: true }).first();
const presses = (name: string) => press(playground.page, button(name));

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
  await reach(panel().getByRole('textbox', { name: 'Prompt' }));
  await playground.page.keyboard.press('ControlOrMeta+a');
  await playground.page.keyboard.type(prompt);
  await presses('Generate');
}

test('the keyboard is never left nowhere', async () => {
  await playground.resetSmall(undefined, { ...TINY_SETTINGS, prompt: '', variations: 2 });
  await generate('a calm lake', 'nsfw');
  await panel().getByRole('list', { name: 'Flagged' }).getByRole('listitem').nth(1).waitFor();
  await presses('Look');
  await expect.poll(focused).toBe('Unblur');
  await presses('Unblur');
  await presses('Insert');
  await playground.results(1);
  await expect.poll(focused).toBe('Look');
  await presses('Discard');
  await expect.poll(focused).toBe('Prompt');

  await generate('a green hill', '404-model');
  await presses('Use FLUX dev · image to image');
  await expect.poll(focused).toBe('Model');

  await presses('Earlier prompts');
  await presses('Forget “a green hill”');
  await expect.poll(focused).toBe('Forget “a calm lake”');
  await presses('a calm lake');
  await expect.poll(focused).toBe('Prompt');
  expect(await panel().locator(':focus').inputValue()).toBe('a calm lake');
  await presses('Earlier prompts');
  await presses('Forget “a calm lake”');
  await expect.poll(focused).toBe('Prompt');
});
