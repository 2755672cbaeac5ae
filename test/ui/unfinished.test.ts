// Nothing paid for is lost: the plugin is ended at every point of a run, and started again.
import { effect } from '@preact/signals';
import { expect, test, vi } from 'vitest';
import type { Job } from '../../core/job.ts';
import { unfinishedText } from '../../ui/unfinished-text.ts';
import { type Desk, interrupted, openDesk, otherTarget, type Session, type Window } from '../support/desk.ts';
import { isSubmit } from './world.ts';

const RESULT = 'Simulated · a red door';
const WAIT = { timeout: 10_000 };

const isDone = ({ state }: Session) => vi.waitFor(() => expect(state.run.value?.outcome).toBeTruthy(), WAIT);

/** Looked for at every change: on a busy machine a stage may be over before one asks again. */
function reaches({ state }: Session, stage: Job['state']): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (state.run.value?.job.state !== stage) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

const isOffered = ({ state }: Session, count = 1) =>
  vi.waitFor(() => expect(state.unfinished.value).toHaveLength(count), WAIT);

test.each(['queued', 'running', 'fetching', 'inserting'] as const)(
  'closed while %s: the next start inserts it by itself, and nothing is paid twice',
  async (killAt) => {
    const desk = await openDesk();
    const window = await desk.openWindow();
    await interrupted(desk, window, { killAt });
    expect(window.results()).toEqual([]);
    expect(desk.keptJobs()).toHaveLength(1);
    // Who closes the plugin need not wait until the claim runs out.
    expect(desk.claims()).toEqual([]);
    await isDone(await desk.openSession(window));
    expect(window.results()).toEqual([RESULT]);
    expect(desk.submits()).toHaveLength(1);
    expect(desk.keptJobs()).toEqual([]);
    expect(desk.claims()).toEqual([]);
    await isOffered(await desk.openSession(window), 0);
    expect(window.results()).toEqual([RESULT]);
    window.host.dispose();
  },
);

test('what is fetched later is cut as it would have been', async () => {
  const desk = await openDesk();
  const pictures: Uint8Array[] = [];
  for (const killAt of [undefined, 'running'] as const) {
    const window = await desk.openWindow();
    if (killAt) await interrupted(desk, window, { killAt });
    const session = await desk.openSession(window);
    await vi.waitFor(() => expect(session.state.selection.value.kind).toBe('ready'), WAIT);
    if (!killAt) session.panel.generate();
    await isDone(session);
    pictures.push(await window.host.png(window.target.id));
    window.host.dispose();
  }
  expect(pictures[1]).toEqual(pictures[0]);
});

test('closed before fal’s answer was heard: told of as perhaps charged, and never sent again', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  await interrupted(desk, window, { isKilledAtSubmit: true });
  const session = await desk.openSession(window);
  await isOffered(session);
  const [job] = session.state.unfinished.value;
  expect(unfinishedText(job!, true, Date.now())).toMatch(
    /“Product page” went out.*may have been charged, and was not sent again/,
  );
  expect(session.state.run.value).toBeNull();
  expect(desk.submits()).toHaveLength(1);
  session.panel.discardUnfinished(job!.id);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  window.host.dispose();
});

test('a request that fal refuses leaves nothing behind', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  desk.standIn.fault('402');
  const session = await desk.openSession(window);
  await vi.waitFor(() => expect(session.state.selection.value.kind).toBe('ready'), WAIT);
  session.panel.generate();
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toBe('failed'), WAIT);
  expect(desk.keptJobs()).toEqual([]);
  window.host.dispose();
});

test('a cancelled request leaves nothing behind', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  desk.standIn.fault('never-finishes');
  const session = await desk.openSession(window);
  await vi.waitFor(() => expect(session.state.selection.value.kind).toBe('ready'), WAIT);
  session.panel.generate();
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toBe('running'), WAIT);
  session.panel.cancel();
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toBe('cancelled'), WAIT);
  expect(desk.keptJobs()).toEqual([]);
  window.host.dispose();
});

test('no secret is stored with a job', async () => {
  const desk = await openDesk({ proxyUrl: 'http://localhost:3333/api/fal/proxy?key=secret' });
  const window = await desk.openWindow();
  await interrupted(desk, window, { killAt: 'running' });
  const record = desk.storage.get(desk.keptJobs()[0]!);
  expect(record).toMatchObject({ proxy: 'http://localhost:3333/api/fal/proxy' });
  expect(JSON.stringify(record)).not.toContain('secret');
  window.host.dispose();
});

test('damaged, foreign and newer records are told of, and can be discarded', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  desk.storage.set('job a', { version: 1, requestId: 'r-1' });
  desk.storage.set('job b', 'text');
  desk.storage.set('job c', { version: 2 });
  const session = await desk.openSession(window);
  await isOffered(session, 3);
  const texts = session.state.unfinished.value.map((job) => unfinishedText(job, true, Date.now()));
  expect(texts.every((text) => text.includes('can no longer be read'))).toBe(true);
  expect(texts[0]).toContain('request r-1');
  for (const { id } of session.state.unfinished.value) session.panel.discardUnfinished(id);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  window.host.dispose();
});

test('in another file it is offered, and Insert here puts it on what is selected', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  await interrupted(desk, window, { killAt: 'running' });
  window.openOther('Magazine');
  otherTarget(window);
  const session = await desk.openSession(window);
  await isOffered(session);
  const [job] = session.state.unfinished.value;
  expect(job).toMatchObject({ isHere: false, document: 'Shop', targetName: 'Product page' });
  expect(session.state.run.value).toBeNull();
  await vi.waitFor(() => expect(session.state.selection.value.kind).toBe('target'), WAIT);
  session.panel.insertUnfinishedHere(job!.id);
  await isDone(session);
  expect(session.state.run.value?.outcome).toMatchObject({ targets: [{ name: 'Journal' }] });
  expect(window.results()).toEqual([RESULT]);
  expect(desk.submits()).toHaveLength(1);
  expect(desk.keptJobs()).toEqual([]);
  window.host.dispose();
});

test.each([
  ['deleted', (window: Window) => window.target.remove()],
  ['renamed', (window: Window) => Object.assign(window.target, { name: 'Checkout' })],
  ['resized', (window: Window) => window.target.resize(90, 64)],
])('a target that was %s meanwhile is not guessed at', async (_, change) => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  await interrupted(desk, window, { killAt: 'running' });
  change(window);
  const before = await window.host.fingerprint();
  const session = await desk.openSession(window);
  await isOffered(session);
  expect(session.state.unfinished.value).toMatchObject([{ isHere: false }]);
  expect(session.state.run.value).toBeNull();
  expect(await window.host.fingerprint()).toBe(before);
  window.host.dispose();
});

test('behind another proxy it is offered, and fetched on request', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  await interrupted(desk, window, { killAt: 'running' });
  const settings = desk.storage.get('settings') as object;
  desk.storage.set('settings', { ...settings, proxyUrl: 'http://localhost:3333/other/proxy' });
  const session = await desk.openSession(window);
  await isOffered(session);
  expect(session.state.run.value).toBeNull();
  const [job] = session.state.unfinished.value;
  expect(unfinishedText(job!, false, Date.now())).toContain(
    'another proxy, http://localhost:3333/api/fal/proxy',
  );
  session.panel.fetchUnfinished(job!.id);
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toBe('failed'), WAIT);
  expect(desk.keptJobs()).toHaveLength(1);
  session.panel.changeConnection({ proxyUrl: 'http://localhost:3333/api/fal/proxy' });
  session.panel.tryAgain();
  await isDone(session);
  expect(window.results()).toEqual([RESULT]);
  window.host.dispose();
});

test('another window leaves a job alone while somebody is at work on it', async () => {
  const desk = await openDesk();
  const [first, second] = [await desk.openWindow(), await desk.openWindow()];
  desk.standIn.fault('slow-queue', { seconds: 60 });
  const working = await desk.openSession(first);
  await vi.waitFor(() => expect(working.state.selection.value.kind).toBe('ready'), WAIT);
  working.panel.generate();
  await reaches(working, 'queued');
  const idle = await desk.openSession(second);
  await isDone(working);
  expect(idle.state.run.value).toBeNull();
  expect([first.results(), second.results()]).toEqual([[RESULT], []]);
  expect(desk.submits()).toHaveLength(1);
  for (const window of [first, second]) window.host.dispose();
});

test('of two windows that take a job up at once, one inserts it', async () => {
  const desk = await openDesk();
  const [first, second] = [await desk.openWindow(), await desk.openWindow()];
  await interrupted(desk, first, { killAt: 'running' });
  const sessions = await Promise.all([desk.openSession(first), desk.openSession(second)]);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  await vi.waitFor(
    () => expect(sessions.every(({ state }) => state.run.value?.job.state !== 'inserting')).toBe(true),
    WAIT,
  );
  expect([...first.results(), ...second.results()]).toEqual([RESULT]);
  expect(desk.submits()).toHaveLength(1);
  for (const window of [first, second]) window.host.dispose();
});

test('after a crash the job is taken up once its claim has run out', async () => {
  const desk = await openDesk();
  const [first, second] = [await desk.openWindow(), await desk.openWindow()];
  desk.standIn.fault('slow-queue', { seconds: 60 });
  const working = await desk.openSession(first);
  await vi.waitFor(() => expect(working.state.selection.value.kind).toBe('ready'), WAIT);
  working.panel.generate();
  await reaches(working, 'queued');
  working.crash();
  await isDone(await desk.openSession(second));
  expect(second.results()).toEqual([RESULT]);
  expect(desk.submits()).toHaveLength(1);
  for (const window of [first, second]) window.host.dispose();
});

test('closed after the layers came, before the job was forgotten: they are not inserted again', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  await interrupted(desk, window, { killAt: 'running' });
  const [key = ''] = desk.keptJobs();
  const record = desk.storage.get(key);
  await isDone(await desk.openSession(window));
  desk.storage.set(key, record);
  const session = await desk.openSession(window);
  await isDone(session);
  expect(session.state.run.value?.outcome?.layerIds).toHaveLength(1);
  expect(window.results()).toEqual([RESULT]);
  expect(desk.keptJobs()).toEqual([]);
  window.host.dispose();
});

/** Presses Generate, and takes the target away while the picture is being made. */
async function withoutTarget(desk: Desk, window: Window): Promise<Session> {
  const session = await desk.openSession(window);
  await vi.waitFor(() => expect(session.state.selection.value.kind).toBe('ready'), WAIT);
  session.panel.generate();
  await reaches(session, 'running');
  window.target.remove();
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toBe('failed'), WAIT);
  return session;
}

test('a picture whose target is gone is kept here, and inserted elsewhere when fal has forgotten it', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const session = await withoutTarget(desk, window);
  expect(session.state.run.value?.job).toMatchObject({ failure: { failure: 'place-gone' } });
  session.kill();
  desk.standIn.reset();
  otherTarget(window);
  const later = await desk.openSession(window);
  await isOffered(later);
  const [job] = later.state.unfinished.value;
  expect(unfinishedText(job!, true, Date.now())).toBe(
    'A picture for “Product page” in “Shop” is here, but not in the document yet. Select where to insert it.',
  );
  await vi.waitFor(() => expect(later.state.selection.value.kind).toBe('target'), WAIT);
  later.panel.insertUnfinishedHere(job!.id);
  await isDone(later);
  expect(window.results()).toEqual([RESULT]);
  expect(desk.storage.keys().filter((key) => /^(job|claim|result) /.test(key))).toEqual([]);
  window.host.dispose();
});

test('while the answer to a submit is waited for, no other window may take it for lost', async () => {
  const lasts: number[] = [];
  const desk = await openDesk({}, (fetcher) => async (input, init) => {
    if (isSubmit(new Request(input, init))) lasts.push(claimed());
    return fetcher(input, init);
  });
  const claimed = () => {
    const [claim] = desk.claims();
    const { until } = desk.storage.get(claim!) as { until: number };
    return until - desk.clock.now();
  };
  const window = await desk.openWindow();
  const session = await desk.openSession(window);
  await vi.waitFor(() => expect(session.state.selection.value.kind).toBe('ready'), WAIT);
  const isQueued = reaches(session, 'queued').then(() => lasts.push(claimed()));
  session.panel.generate();
  await isQueued;
  await isDone(session);
  expect(lasts[0]).toBeGreaterThan(120_000);
  expect(lasts[1]).toBeLessThanOrEqual(20_000);
  window.host.dispose();
});
