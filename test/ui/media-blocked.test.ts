// A network that blocks fal's media servers, behind a proxy that does not hand pictures on: they come inside the answers.
import { afterEach, expect, test, vi } from 'vitest';
import { closeWindows, openDesk, type Window } from '../support/desk.ts';
import { WAIT } from '../support/sessions.ts';
import { TINY_SETTINGS } from './world.ts';

const CORS = { 'access-control-allow-origin': '*' };

let window: Window;
afterEach(closeWindows);

/** As behind fal's own handlers: no word of itself, and no host but fal's. */
function withoutMedia(fetcher: typeof fetch): typeof fetch {
  return async (input, init) => {
    const { url, headers } = new Request(input, init);
    if (/fal\.media/.test(url)) throw new TypeError('Failed to fetch');
    if (url.endsWith('/health')) return new Response('Not found', { status: 404, headers: CORS });
    const isRelay = /fal\.media/.test(headers.get('x-fal-target-url') ?? '');
    return isRelay ? Response.json('Invalid request', { status: 400, headers: CORS }) : fetcher(input, init);
  };
}

test('every request of a run asks for that, the one that is tried again too', async () => {
  const edit = { ...TINY_SETTINGS, prompt: 'a {red|blue} door' };
  const desk = await openDesk({ edit }, withoutMedia);
  window = await desk.openWindow();
  const { panel, state } = await desk.openSession(window);
  await vi.waitFor(() => expect(state.selection.value.kind).toBe('ready'), WAIT);
  const becomes = (...states: string[]) =>
    vi.waitFor(() => expect(state.run.value?.parts.map(({ job }) => job.state).sort()).toEqual(states), WAIT);
  desk.standIn.fault('completed-with-error', { times: 1 });
  panel.generate();
  await becomes('done', 'failed');
  panel.tryAgain();
  await becomes('done', 'done');
  expect(desk.standIn.requests().map(({ input }) => input.sync_mode)).toEqual([true, true, true]);
});
