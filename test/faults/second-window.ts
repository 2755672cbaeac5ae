// A second window on the file, opened as a user opens it, and what its panel is told of the jobs of the first.
import type { Frame, Page } from 'playwright-core';
import { jobsTold } from './in-page.ts';
import { press } from './panel-sight.ts';

/** Whether it would take up, or offer, what is under way in the first. */
export async function takesItUp(page: Page): Promise<boolean> {
  const opening = page.waitForEvent('popup');
  await page.evaluate(press, ['New window']);
  const other = await opening;
  await other.waitForFunction(() => 'playground' in window);
  const jobs = await other.evaluate(jobsTold);
  await other.close();
  // What it is told of it lists or takes up, and it has nothing else to go by.
  return jobs > 0;
}

export function panelIn(page: Page): Frame {
  const frame = page.frames().find((each) => each.url() === 'about:srcdoc');
  if (!frame) throw new Error('the panel is not open');
  return frame;
}
