// Nothing is paid for or inserted twice: two windows on one client storage, of which one is at work, has crashed, or was as quick.
import { afterEach, expect, test, vi } from 'vitest';
import type { CallName } from '../../core/protocol.ts';
import { CLAIM_MS } from '../../core/unfinished.ts';
import { isDismissible } from '../../ui/run.ts';
import { closeWindows, type Desk, interrupted, openDesk, openOther, type Session } from '../support/desk.ts';
import { generated, isDone, isOffered, RESULT, reaches, WAIT } from '../support/sessions.ts';
import { SETTINGS } from './world.ts';

afterEach(closeWindows);

/** Two windows, in the first of which a job waits in fal's queue. */
async function oneAtWork() {
  const desk = await openDesk();
  const [first, second] = [await desk.openWindow(), await desk.openWindow()];
  desk.standIn.fault('slow-queue', { seconds: 60 });
  const working = await desk.openSession(first);
  await generated(working);
  await reaches(working, 'queued');
  return { desk, first, second, working };
}

test('another window leaves a job alone while somebody is at work on it', async () => {
  const { desk, first, second, working } = await oneAtWork();
  const idle = await desk.openSession(second);
  await isDone(working);
  expect(idle.state.run.value).toBeNull();
  expect([first.results(), second.results()]).toEqual([[RESULT], []]);
  expect(desk.submits()).toHaveLength(1);
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
});

test('after a crash the job is taken up once its claim has run out', async () => {
  const { desk, second, working } = await oneAtWork();
  working.crash();
  await isDone(await desk.openSession(second));
  expect(second.results()).toEqual([RESULT]);
  expect(desk.submits()).toHaveLength(1);
});

/** Whether somebody is at work on the one job, as far as others can tell. */
function isClaimed({ clock, claims, storage }: Desk): boolean {
  const [claim = ''] = claims();
  const { until = 0 } = (storage.get(claim) ?? {}) as { until?: number };
  return until > clock.now();
}

const TWO_MINUTES = 120_000;

test.each([
  ['the answer to a submit', /^POST .*queue\.fal\.run/],
  ['a look at the queue', /^GET .*\/status/],
  ['a picture', /^GET .*fal\.media/],
])('while %s does not come, no other window takes the job; after a crash one does', async (_, what) => {
  let hangs = () => {};
  const isHanging = new Promise<void>((resolve) => {
    hangs = resolve;
  });
  const desk = await openDesk({}, (fetcher) => (input, init) => {
    const { method, headers, url } = new Request(input, init);
    if (!what.test(`${method} ${headers.get('x-fal-target-url') ?? url}`)) return fetcher(input, init);
    hangs();
    return new Promise<Response>(() => {});
  });
  const window = await desk.openWindow();
  const working = await desk.openSession(window);
  await generated(working);
  await isHanging;
  desk.clock.pass(TWO_MINUTES);
  await vi.waitFor(() => expect(isClaimed(desk)).toBe(true), WAIT);
  const { plugin } = await openOther(window);
  const seen = async () => (await plugin.call('unfinishedJobs', { now: desk.clock.now() })).jobs.length;
  expect(await seen()).toBe(0);
  working.crash();
  desk.clock.pass(CLAIM_MS);
  expect(await seen()).toBe(1);
});

/** Whether the job is claimed at each insert, long after the look that is taken before it. */
function heldAtInsert(desk: Desk) {
  const held: boolean[] = [];
  const onCall = (name: CallName) => {
    // The look that is taken before, and the insert itself.
    if (name === 'render') desk.clock.pass(TWO_MINUTES);
    if (name === 'insert') held.push(isClaimed(desk));
  };
  return { held, onCall };
}

test('what was given up by a failure is claimed again by the time it is inserted', async () => {
  const [desk, media] = await withSecondPictureCut();
  const window = await desk.openWindow();
  const { held, onCall } = heldAtInsert(desk);
  const session = await desk.openSession(window, { onCall });
  await generated(session);
  await isDone(session);
  const rest = session.state.runs.value.find(({ job }) => job.state === 'failed')!;
  desk.clock.pass(TWO_MINUTES);
  expect(isClaimed(desk)).toBe(false);
  held.length = 0;
  media.isCut = false;
  session.panel.tryAgain(rest.id);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  expect(held).toEqual([true]);
  expect(window.results()).toHaveLength(2);
});

/** The second picture of two cannot be fetched for as long as it is cut off. */
async function withSecondPictureCut() {
  const [media, addresses] = [{ isCut: true }, new Set<string>()];
  const desk = await openDesk({ edit: { ...SETTINGS, variations: 2 } }, (fetcher) => async (input, init) => {
    const { headers, url } = new Request(input, init);
    const address = headers.get('x-fal-target-url') ?? url;
    if (!/fal\.media/.test(address)) return fetcher(input, init);
    addresses.add(address);
    const isCut = media.isCut && [...addresses].indexOf(address) === 1;
    return isCut ? new Response('', { status: 404 }) : fetcher(input, init);
  });
  return [desk, media] as const;
}

test('while a flagged picture is being inserted, its job stays claimed', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  desk.standIn.fault('nsfw', { isShown: true });
  const { held, onCall } = heldAtInsert(desk);
  const session = await desk.openSession(window, { onCall });
  await generated(session);
  await isDone(session);
  desk.clock.pass(TWO_MINUTES);
  expect(isClaimed(desk)).toBe(false);
  session.panel.insertFlagged(session.state.flagged.value[0]!);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  expect(held).toEqual([true]);
});

test('while the picture is being inserted, the job stays claimed', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const { held, onCall } = heldAtInsert(desk);
  const session = await desk.openSession(window, { onCall });
  await generated(session);
  await isDone(session);
  expect(held).toEqual([true]);
  expect(desk.claims()).toEqual([]);
});

test('what another window has taken over, this one leaves alone when it is closed or gives it up', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  desk.standIn.fault('media-404');
  const session = await desk.openSession(window);
  await generated(session);
  await isOffered(session);
  const [id = ''] = session.state.unfinished.value.map((job) => job.id);
  desk.clock.pass(CLAIM_MS);
  const { plugin, close } = await openOther(window);
  expect(await plugin.call('loadJob', { id, now: desk.clock.now() })).toMatchObject({ id });
  session.panel.discard();
  await vi.waitFor(
    () => expect(session.state.notice.value?.message).toMatch(/at work on this picture.*not discarded/),
    WAIT,
  );
  expect(desk.keptJobs()).toHaveLength(1);
  await plugin.call('renewClaims', { ids: [id], now: desk.clock.now() });
  session.kill();
  expect(isClaimed(desk)).toBe(true);
  close();
  expect(desk.claims()).toEqual([]);
});

const fails = ({ state }: Session, failure: string) =>
  vi.waitFor(() => expect(state.run.value?.job).toMatchObject({ failure: { failure } }), WAIT);

/** The first window tries again what has failed in both, and has the picture by now. */
async function triedAgainInOne() {
  const desk = await openDesk();
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const isReached = { value: false };
  const onCall = (name: CallName) => {
    if (name !== 'insert') return;
    isReached.value = true;
    return held;
  };
  const windows = [await desk.openWindow(), await desk.openWindow()] as const;
  desk.standIn.fault('media-404');
  const first = await desk.openSession(windows[0], { onCall });
  await generated(first);
  await fails(first, 'media-missing');
  desk.clock.pass(TWO_MINUTES);
  const second = await desk.openSession(windows[1]);
  await fails(second, 'media-missing');
  desk.clock.pass(TWO_MINUTES);
  desk.standIn.fault(null);
  first.panel.tryAgain();
  await vi.waitFor(() => expect(isReached.value && isClaimed(desk)).toBe(true), WAIT);
  return { desk, windows, first, second, goOn };
}

test('what one window tries again, no other discards', async () => {
  const { desk, windows, first, second, goOn } = await triedAgainInOne();
  second.panel.discardUnfinished(second.state.run.value!.id);
  await vi.waitFor(
    () => expect(second.state.notice.value?.message).toMatch(/at work on this picture.*not discarded/),
    WAIT,
  );
  goOn();
  await isDone(first);
  expect(windows.map((window) => window.results())).toEqual([[RESULT], []]);
  expect(desk.storage.keys().filter((key) => /^(job|claim|result) /.test(key))).toEqual([]);
});

test('discarded in another window while this one was asleep, a picture that has come is kept here', async () => {
  const { desk, windows, first, second, goOn } = await triedAgainInOne();
  desk.clock.jump(TWO_MINUTES);
  second.panel.discardUnfinished(second.state.run.value!.id);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  goOn();
  await fails(first, 'job-settled');
  expect(isDismissible(first.state.run.value!)).toBe(false);
  first.panel.tryAgain();
  await isDone(first);
  expect(windows.map((window) => window.results())).toEqual([[RESULT], []]);
  expect(desk.submits()).toHaveLength(1);
  expect(desk.claims()).toEqual([]);
});
