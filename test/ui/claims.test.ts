// Who is at work on what: claims come before their jobs, go with them, and each that a crash leaves is waited for.
import { afterEach, expect, test, vi } from 'vitest';
import type { CallName } from '../../core/protocol.ts';
import { CLAIM_MS } from '../../core/unfinished.ts';
import { perhapsLeftText } from '../../ui/unfinished-text.ts';
import { closeWindows, openDesk, openOther } from '../support/desk.ts';
import { generated, isDone, isOffered, reaches, WAIT } from '../support/sessions.ts';

afterEach(closeWindows);

const TWO_MINUTES = 120_000;

test('no claim is left without its job: not by a crash before it is given up, nor by one before it was stored', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  desk.standIn.fault('slow-queue', { seconds: 600 });
  const working = await desk.openSession(window);
  await generated(working);
  await reaches(working, 'queued');
  working.crash();
  const [id] = desk.keptJobs().map((key) => key.slice('job '.length));
  desk.storage.set('claim 1-gone', { owner: 'crashed', until: desk.clock.now() + 1000 });
  desk.clock.pass(TWO_MINUTES);
  const { plugin } = await openOther(window);
  await plugin.call('discardJob', { id: id!, pictures: null, now: desk.clock.now() });
  expect(await plugin.call('loadJob', { id: id!, now: desk.clock.now() })).toBeNull();
  expect(desk.claims()).toEqual(['claim 1-gone']);
  await plugin.call('unfinishedJobs', { now: desk.clock.now() });
  expect(desk.claims()).toEqual([]);
});

test('of several claims that a crash has left, each is waited for', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  for (const [id, wait] of [
    ['a', 5_000],
    ['b', 15_000],
  ] as const) {
    desk.storage.set(`job ${id}`, { version: 0 });
    desk.storage.set(`claim ${id}`, { owner: 'crashed', until: desk.clock.now() + wait });
  }
  await isOffered(await desk.openSession(window), 2);
});

test('what is not yet stored is claimed already, and what goes while the list is made is not told of', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const { plugin } = await openOther(window);
  const listed = () => plugin.call('unfinishedJobs', { now: desk.clock.now() });
  const stored = vi.spyOn(desk.storage, 'set');
  const working = await desk.openSession(window);
  await generated(working);
  await isDone(working);
  const keys = stored.mock.calls.map(([key]) => key.split(' ')[0]);
  expect(keys.indexOf('claim')).toBeGreaterThanOrEqual(0);
  expect(keys.indexOf('claim')).toBeLessThan(keys.indexOf('job'));
  vi.spyOn(desk.storage, 'keys').mockReturnValue(['job gone']);
  expect(await listed()).toEqual({ jobs: [], busy: [] });
});

test('what a crash may have left is told of for as long as its claim stands, and then taken up', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  desk.storage.set('job 1-a', { version: 0 });
  desk.storage.set('claim 1-a', { owner: 'crashed', until: desk.clock.now() + CLAIM_MS });
  let runsOut = () => {};
  const held = new Promise<void>((resolve) => {
    runsOut = resolve;
  });
  let looks = 0;
  const onCall = (name: CallName) => (name === 'unfinishedJobs' && ++looks === 2 ? held : undefined);
  const session = await desk.openSession(window, { onCall });
  await vi.waitFor(() => expect(session.state.perhapsLeft.value).toBe(1), WAIT);
  expect(perhapsLeftText(1)).toBe(
    'Another window is at work on 1 picture. Should it have crashed, Changemap goes on with it here within two minutes.',
  );
  runsOut();
  await isOffered(session);
  expect(session.state.perhapsLeft.value).toBe(0);
});
