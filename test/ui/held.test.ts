// A run that is larger than client storage: what finds no room is held, and sent once others have made some; nothing fails for it.
import { afterEach, expect, test, vi } from 'vitest';
import { statusText } from '../../ui/wording.ts';
import { closeWindows, type Desk, openDesk, type Window } from '../support/desk.ts';
import { generated, WAIT } from '../support/sessions.ts';
import { isSubmit, TINY_SETTINGS } from './world.ts';

const THREE = 'a {red|blue|green} door';

let window: Window;
afterEach(closeWindows);

/** @param fitting how many jobs there is room for @param held the submit, by its number from 0, that hears nothing until it is let go */
async function clicked(prompt: string, fitting: number, held?: number) {
  let submits = 0;
  let letGo = () => {};
  const freed = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const desk = await openDesk({ edit: { ...TINY_SETTINGS, prompt } }, (fetcher) => async (input, init) => {
    if (isSubmit(new Request(input, init)) && submits++ === held) await freed;
    return fetcher(input, init);
  });
  window = await desk.openWindow();
  weigh(desk, fitting);
  const before = await window.host.fingerprint();
  const session = await desk.openSession(window);
  await generated(session);
  const { state } = session;
  const becomes = (...states: string[]) =>
    vi.waitFor(() => expect(state.run.value?.parts.map(({ job }) => job.state)).toEqual(states), WAIT);
  return { ...session, desk, before, becomes, letGo: () => letGo() };
}

/** A stored job weighs so much that no more than these fit. */
function weigh({ storage }: Desk, fitting: number): void {
  const bytes = 30_000;
  storage.set('other', new Uint8Array(storage.left - fitting * bytes - 20_000));
  const set = storage.set.bind(storage);
  storage.set = (key, value) => {
    const weight = key.startsWith('job ') ? { weight: new Uint8Array(bytes) } : {};
    set(key, typeof value === 'object' ? { ...value, ...weight } : value);
  };
}

test('where two of three requests fit, the two are inserted first, and the third comes in a second step', async () => {
  const { becomes, desk, before, kill, state } = await clicked(THREE, 2);
  await becomes('done', 'done', 'done');
  expect([desk.submits().length, window.results().length]).toEqual([3, 3]);
  expect(desk.storage.keys().filter((key) => /^(job|claim|pictures) /.test(key))).toEqual([]);
  expect(window.target.children.filter(({ type }) => type === 'GROUP')).toHaveLength(1);
  expect(statusText(state.run.value)).toMatch(/\(3 pictures\).*came in several steps/);
  kill();
  window.host.undo();
  expect(window.results()).toHaveLength(2);
  window.host.undo();
  expect(await window.host.fingerprint()).toBe(before);
});

test('room that a failure leaves is taken at once: all that is made still comes in one step', async () => {
  const { becomes, state, desk, before, letGo, kill } = await clicked(THREE, 2, 1);
  await becomes('made', 'submitting', 'held');
  expect(window.results()).toEqual([]);
  desk.standIn.fault('completed-with-error', { times: 1 });
  letGo();
  await becomes('done', 'failed', 'done');
  expect(window.results()).toHaveLength(2);
  expect(statusText(state.run.value)).not.toContain('several steps');
  kill();
  window.host.undo();
  expect(await window.host.fingerprint()).toBe(before);
});

test('what is held has not been sent: a cancel takes it back, and the next click is not held by it', async () => {
  const { becomes, panel, state, desk, letGo } = await clicked(THREE, 2, 1);
  await becomes('made', 'submitting', 'held');
  panel.cancel();
  await becomes('done', 'failed', 'cancelled');
  expect(state.run.value?.parts[2]?.job).toMatchObject({ cost: 'not-charged' });
  letGo();
  await becomes('done', 'cancelled', 'cancelled');
  panel.changeEdit({ prompt: 'a white door' });
  panel.generate();
  await becomes('done');
  expect(desk.submits()).toHaveLength(3);
});
