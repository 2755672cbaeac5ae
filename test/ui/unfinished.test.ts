// Nothing paid for is lost: the plugin is ended at every point of a run, and started again.
import { afterEach, expect, test, vi } from 'vitest';
import { resultsIn } from '../../ui/results.ts';
import { unfinishedText } from '../../ui/unfinished-text.ts';
import { closeWindows, interrupted, openDesk } from '../support/desk.ts';
import { generated, isDone, isOffered, RESULT, WAIT } from '../support/sessions.ts';
import { TINY_SETTINGS } from './world.ts';

afterEach(closeWindows);

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
  },
);

test('requests of one run that share their pictures are each inserted by the next start', async () => {
  const desk = await openDesk({ edit: { ...TINY_SETTINGS, prompt: 'a {red|blue} door' } });
  const window = await desk.openWindow();
  await interrupted(desk, window, { killAt: 'made' });
  const shared = () => desk.storage.keys().filter((key) => key.startsWith('pictures '));
  expect([desk.keptJobs().length, shared().length]).toEqual([2, 1]);
  await desk.openSession(window);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  expect(window.results().sort()).toEqual(['Simulated · a blue door', RESULT]);
  expect([desk.submits().length, shared()]).toEqual([2, []]);
});

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
});

test('a request that fal refuses leaves nothing behind', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  desk.standIn.fault('402');
  const session = await desk.openSession(window);
  await generated(session);
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toBe('failed'), WAIT);
  expect(desk.keptJobs()).toEqual([]);
});

test('a cancelled request leaves nothing behind', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  desk.standIn.fault('never-finishes');
  const session = await desk.openSession(window);
  await generated(session);
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toBe('running'), WAIT);
  session.panel.cancel();
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toBe('cancelled'), WAIT);
  expect(desk.keptJobs()).toEqual([]);
});

test('no secret is stored with a job', async () => {
  const desk = await openDesk({ proxyUrl: 'http://localhost:3333/api/fal/proxy?key=secret' });
  const window = await desk.openWindow();
  await interrupted(desk, window, { killAt: 'running' });
  const record = desk.storage.get(desk.keptJobs()[0]!);
  expect(record).toMatchObject({ proxy: 'http://localhost:3333/api/fal/proxy' });
  expect(JSON.stringify(record)).not.toContain('secret');
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
});

test('closed after the layers came, before the job was forgotten: they are the results, and no duplicates are', async () => {
  const desk = await openDesk({ edit: { ...TINY_SETTINGS, variations: 2 } });
  const window = await desk.openWindow();
  await interrupted(desk, window, { killAt: 'running' });
  const kept = desk.storage.keys().filter((key) => /^(job|pictures) /.test(key));
  const values = kept.map((key) => [key, desk.storage.get(key)] as const);
  await isDone(await desk.openSession(window));
  for (const [key, value] of values) desk.storage.set(key, value);
  const [first, second] = [1, 2].map((place) => `${RESULT} ${place}`);
  expect(window.results().sort()).toEqual([first, second]);
  const duplicate = window.target.clone();
  window.figma.currentPage.insertChild(0, duplicate);
  const session = await desk.openSession(window);
  await isDone(session);
  expect(desk.keptJobs()).toEqual([]);
  session.panel.useThis(resultsIn(session.state)[0]!);
  const left = (frame: typeof duplicate) =>
    frame
      .findAllWithCriteria({ types: ['RECTANGLE'] })
      .map(({ name }) => name)
      .sort();
  await vi.waitFor(() => expect(left(window.target)).toEqual([first]), WAIT);
  expect(left(duplicate)).toEqual([first, second]);
});
