// Looking through the results of a run in the stand-in for Figma, and deciding on them.
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { currentResult, resultsIn } from '../../ui/results.ts';
import { statusText } from '../../ui/wording.ts';
import { closeWindows, openDesk, type Session, type Window } from '../support/desk.ts';
import { generated, WAIT } from '../support/sessions.ts';
import { SETTINGS } from './world.ts';

const [RED, BLUE, GREEN] = ['red', 'blue', 'green'].map((colour) => `Simulated · a ${colour} door`) as [
  ...[string, string, string],
];

let window: Window;
let session: Session;
let before: string;
/** The test has decided nothing. */
let isLookAlone = false;
let inserted: string;

beforeAll(async () => {
  const desk = await openDesk({ edit: { ...SETTINGS, prompt: 'a {red|blue|green} door' } });
  window = await desk.openWindow();
  session = await desk.openSession(window);
  before = await window.host.fingerprint();
  await generated(session);
  await vi.waitFor(() => expect(session.state.run.value?.job.state).toBe('done'), WAIT);
  await settled();
  inserted = await window.host.fingerprint();
});

afterEach(async () => {
  window.host.undo();
  if (isLookAlone) {
    // A look is no step: the insert is taken back along with it.
    await vi.waitFor(async () => expect(await window.host.fingerprint()).toBe(before), WAIT);
    window.host.redo();
  }
  isLookAlone = false;
  expect(await window.host.fingerprint()).toBe(inserted);
  await vi.waitFor(() => expect(resultsIn(session.state)).toHaveLength(3), WAIT);
});

afterAll(closeWindows);

/** Until the proof is taken: its temporary frame holds copies. */
const settled = () => vi.waitFor(() => expect(session.state.run.value?.proof).toBeTruthy(), WAIT);
const shown = () =>
  window.target
    .findAll(({ name, visible, type }) => type === 'RECTANGLE' && visible && name.includes('door'))
    .map(({ name }) => name);
const isShown = (...names: string[]) => vi.waitFor(() => expect(shown()).toEqual(names), WAIT);
const result = (name: string) => resultsIn(session.state).find((each) => each.name === name)!;

test('each can be seen on the canvas in turn; the looking is no step of its own', async () => {
  isLookAlone = true;
  const { panel, state } = session;
  expect(currentResult(state)?.name).toBe(RED);
  for (const name of [BLUE, GREEN, BLUE]) {
    panel.pickResult(result(name));
    await isShown(name);
    expect(currentResult(state)?.name).toBe(name);
  }
});

test('held to compare, none is seen; let go, the same one is back', async () => {
  isLookAlone = true;
  const { panel } = session;
  panel.pickResult(result(GREEN));
  panel.compareResult(result(GREEN));
  await isShown();
  panel.stopComparing();
  await isShown(GREEN);
});

test('a decision that Figma refuses midway takes only what is gone out of the list', async () => {
  const { panel, state } = session;
  window.host.fault('remove', { after: 2 });
  panel.useThis(result(BLUE));
  await vi.waitFor(() => expect(state.notice.value?.failure).toBe('results-undecided'), WAIT);
  await vi.waitFor(() => expect(resultsIn(state).map(({ name }) => name)).toEqual([BLUE, GREEN]), WAIT);
  expect([shown(), currentResult(state)?.name]).toEqual([[BLUE], BLUE]);
  panel.dismissNotice();
});

test('Use this removes the others and their group, in one step with the looking before', async () => {
  const { panel, state } = session;
  // It goes by what their prompts share.
  const [group] = window.target.findAllWithCriteria({ types: ['GROUP'] });
  expect(group?.name).toBe('Simulated · a … door');
  panel.pickResult(result(BLUE));
  panel.useThis(result(BLUE));
  await vi.waitFor(() => expect(window.results()).toEqual([BLUE]), WAIT);
  expect(shown()).toEqual([BLUE]);
  expect(window.target.children.map(({ type }) => type)).toEqual(['ELLIPSE', 'RECTANGLE']);
  expect(resultsIn(state).map(({ name }) => name)).toEqual([BLUE]);
  const left = '1 of its 3 pictures is left.';
  await vi.waitFor(() => expect(statusText(state.run.value)).toContain(left), WAIT);
});

test('a look at another goes with the step that follows it, so that undo of Use this shows what was seen before it', async () => {
  const { panel } = session;
  panel.pickResult(result(BLUE));
  await isShown(BLUE);
  await window.plugin.call('setRegion', { regionId: window.region.id, changes: { amount: 0.5 } });
  panel.useThis(result(BLUE));
  await vi.waitFor(() => expect(window.results()).toEqual([BLUE]), WAIT);
  window.host.undo();
  await vi.waitFor(() => expect(resultsIn(session.state)).toHaveLength(3), WAIT);
  expect(shown()).toEqual([BLUE]);
});

test('Discard removes one, and the next is seen', async () => {
  const { panel, state } = session;
  panel.discardResult(result(RED));
  await vi.waitFor(() => expect(window.results()).toHaveLength(2), WAIT);
  expect(shown()).toEqual([BLUE]);
  expect(currentResult(state)?.name).toBe(BLUE);
});

test('Discard removes the only one that is left too, in one undo step, and History can put it back', async () => {
  const { panel, state } = session;
  panel.useThis(result(BLUE));
  await vi.waitFor(() => expect(window.results()).toEqual([BLUE]), WAIT);
  const chosen = await window.host.fingerprint();
  panel.discardResult(result(BLUE));
  await vi.waitFor(() => expect(window.results()).toEqual([]), WAIT);
  expect(currentResult(state)).toBeNull();
  const { runs } = await window.plugin.call('history');
  expect(runs.flatMap(({ returnable }) => returnable)).toHaveLength(3);
  window.host.undo();
  expect(await window.host.fingerprint()).toBe(chosen);
  await vi.waitFor(() => expect(currentResult(state)?.name).toBe(BLUE), WAIT);
});

test('More like this starts from the result that was picked, with less change and a new seed', async () => {
  isLookAlone = true;
  const { panel, state } = session;
  panel.pickResult(result(GREEN));
  panel.likeResult(result(GREEN));
  await vi.waitFor(() => expect(state.settings.value.edit.prompt).toBe('a green door'), WAIT);
  expect(state.settings.value.edit).toMatchObject({ seed: null, values: { strength: 0.51 } });
  expect(shown()).toEqual([GREEN]);
});
