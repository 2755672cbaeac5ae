// The line from the real panel to the main thread, in the hands of a trial: a call can be held on its way.
import type { Page } from 'playwright-core';
import type { CallName } from '../../core/protocol.ts';

declare global {
  interface Window {
    /** Resolves once a call is held. */
    held: Promise<void>;
    letGo: () => void;
  }
}

/** The call that begins a phase, where what is to happen comes before any request. */
export const FIRST_OF: Readonly<Record<string, CallName>> = { submitting: 'keepJob', inserting: 'render' };

/** Holds the next such call; resolves as soon as it lies in wait for it. */
export async function holdCall(page: Page, name: CallName): Promise<{ readonly isHeld: Promise<void> }> {
  await page.evaluate(lieInWait, name);
  return { isHeld: page.evaluate(() => window.held) };
}

/** What is held goes on its way. */
export function letGo(page: Page): Promise<void> {
  return page.evaluate(() => window.letGo());
}

/** Runs in the page. */
function lieInWait(name: string): void {
  const { host } = window;
  const send = host.messageFromUi.bind(host);
  window.held = new Promise((resolve) => {
    host.messageFromUi = (message) => {
      const { call } = message as { call?: string };
      if (call !== name) return send(message);
      host.messageFromUi = send;
      window.letGo = () => send(message);
      resolve();
    };
  });
}
