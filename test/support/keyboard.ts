// The panel as somebody has it who has no pointer.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Puts the keyboard on a control that it can stop at: one that is seen, not disabled, and in the order of Tab.
 * Stop by stop, a test would spend its time on the way.
 */
export async function reach(control: Locator): Promise<void> {
  await control.waitFor();
  const isStop = () =>
    control.evaluate((element) => {
      const found = element as HTMLElement;
      found.focus();
      return found.tabIndex >= 0 && found === found.ownerDocument.activeElement;
    });
  // What has just been selected is told a moment later, and until then a control may be disabled.
  const message = `${control} is a stop of the keyboard’s`;
  await expect.poll(isStop, { timeout: 10_000, message }).toBe(true);
}

export function isFocused(control: Locator): Promise<boolean> {
  return control.evaluate((element) => element === element.ownerDocument.activeElement);
}

export async function press(page: Page, control: Locator, key = 'Enter'): Promise<void> {
  await reach(control);
  await page.keyboard.press(key);
}
