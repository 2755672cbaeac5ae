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

/** The next such call waits until something else has been done; resolves as soon as it would be held. */
export async function holdCall(page: Page, name: CallName, meanwhile: () => Promise<unknown>): Promise<void> {
  await page.evaluate(lieInWait, name);
  const acting = page.evaluate(() => window.held).then(meanwhile);
  acting.then(() => page.evaluate(() => window.letGo())).catch(() => undefined);
}

/** Runs in the page, before the page's own listener. */
function lieInWait(name: string): void {
  window.held = new Promise((resolve) => {
    const hear = (event: MessageEvent) => {
      if (event.data?.relayed?.pluginMessage?.call !== name) return;
      removeEventListener('message', hear, true);
      event.stopImmediatePropagation();
      const { data, source } = event;
      window.letGo = () => void dispatchEvent(new MessageEvent('message', { data, source }));
      resolve();
    };
    addEventListener('message', hear, true);
  });
}
