// Nothing paid for is lost: pictures whose place is gone, changed, or not surely the same are offered, and nothing is guessed.
import { afterEach, expect, test, vi } from 'vitest';
import { unfinishedText } from '../../ui/unfinished-text.ts';
import {
  closeWindows,
  type Desk,
  interrupted,
  openDesk,
  otherTarget,
  type Session,
  type Window,
} from '../support/desk.ts';
import { generated, isDone, isOffered, RESULT, reaches, WAIT } from '../support/sessions.ts';

afterEach(closeWindows);

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
});

test.each([
  ['deleted', (window: Window) => window.target.remove()],
  ['renamed', (window: Window) => Object.assign(window.target, { name: 'Checkout' })],
  ['made too small for its region', (window: Window) => window.target.resize(40, 64)],
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
});

/** Presses Generate, and takes the target away while the picture is being made. */
async function withoutTarget(desk: Desk, window: Window): Promise<Session> {
  const session = await desk.openSession(window);
  await generated(session);
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
  expect(desk.storage.keys().filter((key) => /^(job|claim|result|pictures) /.test(key))).toEqual([]);
});
