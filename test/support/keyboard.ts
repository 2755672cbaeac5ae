// The panel as somebody has it who has no pointer: keys are really pressed, and nothing is focused but by them.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Of what is selected or made the panel is told a moment later, and until then a control may be disabled. */
const SOON = { timeout: 10_000 };
/** What comes or goes while keys are pressed makes the way another. */
const MOST_WAYS = 8;

/** Goes to a control by Tab, or by Shift+Tab where it lies before. */
export async function reach(control: Locator): Promise<void> {
  await control.waitFor();
  const message = `${control} is a stop of the keyboard’s`;
  await expect
    .poll(() => control.evaluate(wayTo).then((way) => way !== null), { ...SOON, message })
    .toBe(true);
  for (let ways = 0; ways < MOST_WAYS; ways++) {
    const way = await control.evaluate(wayTo);
    if (way === 0) return;
    await go(control.page(), way);
  }
  throw new Error(`${control} is not where Tab leads`);
}

async function go(page: Page, way: number | 'outside' | null): Promise<void> {
  // Where Figma puts the keyboard when a plugin opens; the panel's first stop is the next.
  if (way === 'outside') await page.locator('iframe').focus();
  const stops = typeof way === 'number' ? Math.abs(way) : 1;
  const key = typeof way === 'number' && way < 0 ? 'Shift+Tab' : 'Tab';
  for (let stop = 0; stop < stops; stop++) await page.keyboard.press(key);
}

/**
 * How often Tab is to be pressed, or Shift+Tab where it is less than nothing; null for what is no stop, and `outside`
 * while the keyboard is in another document. Runs in the page.
 */
function wayTo(control: Element): number | 'outside' | null {
  const { activeElement, body } = document;
  const isChosen = (element: Element) => {
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio' || element.checked) return true;
    return !document.querySelector(`input[type="radio"][name="${CSS.escape(element.name)}"]:checked`);
  };
  const isStop = (element: Element) =>
    (element as HTMLElement).tabIndex >= 0 &&
    !element.matches(':disabled') &&
    element.checkVisibility({ visibilityProperty: true }) &&
    isChosen(element);
  if (!isStop(control)) return null;
  if (control === activeElement) return 0;
  if (!document.hasFocus()) return 'outside';
  const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex]')].filter(
    (element) => element === control || isStop(element),
  );
  const to = stops.indexOf(control);
  const from = activeElement ?? body;
  if (from === body) return to + 1;
  const isBefore = (stop: Element) =>
    (from.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_PRECEDING) !== 0 && stop !== from;
  const before = stops.filter(isBefore).length;
  if (stops.includes(from)) return to - before;
  // Between two stops: the next one is the first after it.
  return to < before ? to - before : to - before + 1;
}

export function isFocused(control: Locator): Promise<boolean> {
  return control.evaluate((element) => element === element.ownerDocument.activeElement);
}

export async function press(page: Page, control: Locator, key = 'Enter'): Promise<void> {
  await reach(control);
  await page.keyboard.press(key);
}
