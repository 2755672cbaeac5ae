// The run's browser as a worker's test files have it: connected to once, with one playground for all of them.
import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';
import { openPlayground, type Playground, type PlaygroundOptions } from './playground.ts';

let browser: Promise<Browser> | null = null;
let shared: Promise<Playground> | null = null;

/** Opening takes seconds, so files share it: each test begins with a reset. It ends with the browser. */
export function sharedPlayground(): Promise<Playground> {
  shared ??= ownPlayground();
  return shared;
}

/** For a file that needs its page otherwise; the file closes it. */
export async function ownPlayground(options?: PlaygroundOptions): Promise<Playground> {
  browser ??= chromium.connect(inject('browser'));
  return openPlayground(await browser, options);
}
