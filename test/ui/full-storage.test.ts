// Client storage that is full: told of before anything is paid, and no way to lose what is.
import { afterEach, expect, test, vi } from 'vitest';
import { isDismissible } from '../../ui/run.ts';
import { closeWindows, type Desk, interrupted, openDesk } from '../support/desk.ts';
import { generated, isDone, WAIT } from '../support/sessions.ts';
import { frame } from '../support/shapes.ts';

afterEach(closeWindows);

const RESULT = 'Simulated · a red door';

test.each([3000, 0])(
  'with %d bytes left it is told before anything is paid, and may be passed over',
  async (left) => {
    const desk = await openDesk();
    const window = await desk.openWindow();
    fillUp(desk, left);
    const session = await desk.openSession(window);
    await generated(session);
    await vi.waitFor(
      () => expect(session.state.run.value?.job).toMatchObject({ failure: { failure: 'storage-full' } }),
      WAIT,
    );
    expect(desk.submits()).toHaveLength(0);
    session.panel.generateAnyway();
    await isDone(session);
    expect(desk.submits()).toHaveLength(1);
    expect(window.results()).toEqual([RESULT]);
    await vi.waitFor(() => expect(session.state.run.value?.proof).toEqual({ kind: 'kept' }), WAIT);
  },
);

test('what was made without room to store it is said to be in the panel alone, and can be inserted from there', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  fillUp(desk, 0);
  const session = await desk.openSession(window);
  const { panel, state } = session;
  await vi.waitFor(() => expect(state.selection.value.kind).toBe('ready'), WAIT);
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('failed'), WAIT);
  panel.generateAnyway();
  await vi.waitFor(() => expect(desk.submits()).toHaveLength(1), WAIT);
  const other = frame(window.figma, 96, 64);
  window.target.remove();
  await vi.waitFor(
    () => expect(state.run.value?.job).toMatchObject({ failure: { failure: 'place-gone' } }),
    WAIT,
  );
  expect(state.run.value?.job).toMatchObject({
    failure: { message: expect.stringMatching(/paid for, and it is in this panel alone/) },
  });
  window.host.select([other.id]);
  await vi.waitFor(() => expect(state.selection.value).toMatchObject({ target: { id: other.id } }), WAIT);
  panel.insertHere();
  await isDone(session);
  expect(other.children).toHaveLength(1);
  expect(desk.submits()).toHaveLength(1);
});

test('in storage that is full, the oldest picture that fal still has makes room, and its job stays', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const day = 24 * 60 * 60_000;
  const resultOf = (age: number) => `result ${desk.clock.now() - age * day}-x`;
  const [only, oldest, newer] = [resultOf(30), resultOf(3), resultOf(1)];
  for (const key of [newer, oldest, only]) {
    desk.storage.set(key, { seed: 1, pictures: [new Uint8Array(1_660_000)] });
    desk.storage.set(key.replace('result', 'job'), { version: 0 });
  }
  const session = await desk.openSession(window);
  await generated(session);
  await isDone(session);
  expect(
    desk.storage
      .keys()
      .filter((key) => key.startsWith('result '))
      .sort(),
  ).toEqual([only, newer].sort());
  expect(desk.keptJobs()).toHaveLength(3);
});

test('storage that is full when fal answers: its id is kept all the same, and what came inside an answer stays', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const kept = (age: number, url: string | null) => {
    const id = `${desk.clock.now() - age}-x`;
    const bytes = new Uint8Array(100_000);
    desk.storage.set(`job ${id}`, { version: 0 });
    desk.storage.set(`result ${id}`, {
      seed: 1,
      billedUnits: null,
      pictures: [{ isFlagged: false, bytes, url }],
    });
    return `result ${id}`;
  };
  const [inAnswer, atFal] = [kept(2000, null), kept(1000, 'https://v3.fal.media/files/a.png')];
  const onCall = (name: string) => {
    if (name !== 'identifyJob') return;
    // There is no room for a claim either.
    for (const key of desk.claims()) desk.storage.delete(key);
    fillUp(desk);
  };
  await interrupted(desk, window, { killAt: 'running', onCall });
  expect(desk.storage.keys()).toContain(inAnswer);
  expect(desk.storage.keys()).not.toContain(atFal);
  const [job] = desk.keptJobs().filter((key) => !key.endsWith('-x'));
  expect(desk.storage.get(job!)).toMatchObject({ requestId: expect.any(String) });
});

/** Something else, to the last byte unless said otherwise. */
function fillUp({ storage }: Desk, left = 0): void {
  const key = 'other';
  storage.set(key, new Uint8Array(storage.left - key.length - left));
}

test('what could not be stored is not to be dismissed once it is paid for', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  desk.storage.set('job old', new Uint8Array(4_997_000));
  const { panel, state, kill } = await desk.openSession(window);
  await vi.waitFor(() => expect(state.selection.value.kind).toBe('ready'), WAIT);
  const failsWith = (failure: string) =>
    vi.waitFor(() => expect(state.run.value?.job).toMatchObject({ failure: { failure } }), WAIT);
  panel.generate();
  await failsWith('storage-full');
  desk.standIn.fault('media-404');
  panel.generateAnyway();
  await failsWith('media-missing');
  const { id } = state.run.value!;
  expect(isDismissible(state.run.value!)).toBe(false);
  panel.dismiss(id);
  expect(state.run.value?.id).toBe(id);
  kill();
});
