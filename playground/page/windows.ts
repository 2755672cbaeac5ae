// Windows on one file: the first holds the stand-in for Figma; any other is opened from it, and shows the same document.
import type { Host } from '../host/index.ts';
import type { Editor } from './editor.ts';

declare global {
  interface Window {
    /** All that the stand-in for Figma can do: faults on demand, crashes, its client storage. */
    host: Host;
  }
}

/** In its address: the name of the document that it is to show. */
const NAME = 'window';

export function openWindow({ documentName }: Editor): void {
  const url = new URL(location.href);
  url.searchParams.set(NAME, documentName.value);
  window.open(url);
}

interface Joined {
  readonly host: Host;
  readonly name: string;
}

/**
 * The file of the window that opened this one; null where this is the first.
 * @param left when that window is closed, and the document with it
 */
export function joinFile(left: () => void): Joined | null {
  const name = new URLSearchParams(location.search).get(NAME);
  if (name === null) return null;
  const first = window.opener as Window | null;
  if (!first?.host) throw new Error('the window that it was opened from has been closed or loaded anew.');
  const host = first.host.openWindow();
  addEventListener('pagehide', () => host.dispose());
  first.addEventListener('pagehide', left);
  return { host, name };
}
