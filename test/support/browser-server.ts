// Starts the one browser that every browser test of a run uses, and ends it.
import type { TestProject } from 'vitest/node';
import { launchBrowserServer } from '../../tools/browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where Playwright reaches the run's browser. */
    browser: string;
  }
}

export default async function startBrowser(project: TestProject): Promise<() => Promise<void>> {
  const server = await launchBrowserServer();
  project.provide('browser', server.wsEndpoint());
  return () => server.close();
}
