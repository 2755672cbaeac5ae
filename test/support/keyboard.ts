// The panel as somebody has it who has no pointer.
import type { Locator, Page } from 'playwright-core';

/** More stops than the panel has. */
const MOST_STOPS = 120;

/** Goes on from where the keyboard is, stop by stop, until it is there. */
export async function tabTo(page: Page, control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await control.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press(key);
    if (await isFocused(control)) return;
  }
  throw new Error(`${control} is no stop of the keyboard’s`);
}

export function isFocused(control: Locator): Promise<boolean> {
  return control.evaluate((element) => element === element.ownerDocument.activeElement);
}
