// Pictures through a firewall that swallows what it blocks: no refusal and no answer, for as long as anybody waits.
import { afterEach, expect, test, vi } from 'vitest';
import { openFal } from '../../../ui/fal/fal.ts';
import { fakeClock, PROXY_URL } from '../world.ts';

const PICTURE = 'https://v3.fal.media/files/a.png';

afterEach(() => vi.useRealTimers());

/** The proxy hands on what is asked of it. */
function behindFirewall() {
  const asked: string[] = [];
  const fetcher: typeof fetch = (input, init) => {
    asked.push(String(input));
    if (input === PROXY_URL) return Promise.resolve(new Response('picture'));
    return new Promise((_, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    });
  };
  return { asked, fetcher };
}

test('the proxy is asked after ten seconds of silence, and first of all for the next picture of any request', async () => {
  vi.useFakeTimers();
  const { asked, fetcher } = behindFirewall();
  const ways = { areRelayed: false };
  const download = () => {
    const patience = { clock: fakeClock(), signal: new AbortController().signal, onTrouble: () => {} };
    return openFal({ proxyUrl: PROXY_URL, token: '' }, fetcher, ways).download(PICTURE, patience);
  };
  const first = download();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(new TextDecoder().decode(await first)).toBe('picture');
  await download();
  expect(asked).toEqual([PICTURE, PROXY_URL, PROXY_URL]);
});
