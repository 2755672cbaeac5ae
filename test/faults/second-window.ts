// A second window on the file, opened as a user opens it, and what its panel is told of the jobs of the first.
import type { Frame, Page } from 'playwright-core';
import { jobsTold } from './in-page.ts';
import { look, press } from './panel-sight.ts';

/** Whether it would take up, or offer, what is under way in the first. */
export async function takesItUp(page: Page): Promise<boolean> {
  const opening = page.waitForEvent('popup');
  await page.evaluate(press, ['New window']);
  const other = await opening;
  await other.waitForFunction(() => 'playground' in window);
  const jobs = await other.evaluate(jobsTold);
  const { isListed, isBusy, said } = await panelIn(other).evaluate(look);
  await other.close();
  return jobs > 0 || isListed || isBusy || said !== '';
}

export function panelIn(page: Page): Frame {
  const frame = page.frames().find((each) => each.url() === 'about:srcdoc');
  if (!frame) throw new Error('the panel is not open');
  return frame;
}
