// Runs of many requests, in the stand-in for Figma: shared out, inserted once, and what failed tried again by itself.
import { afterEach, expect, test, vi } from 'vitest';
import type { EditSettings } from '../../core/settings.ts';
import type { Composited } from '../../ui/cut-out.ts';
import { matrixOf } from '../../ui/matrix.ts';
import { problemOfPrompt } from '../../ui/refusal.ts';
import { resultsIn } from '../../ui/results.ts';
import { triedNext } from '../../ui/run.ts';
import { countText, failedText } from '../../ui/run-text.ts';
import { listedUnfinished } from '../../ui/state.ts';
import { statusText } from '../../ui/wording.ts';
import { closeWindows, openDesk, type Window } from '../support/desk.ts';
import { generated, WAIT } from '../support/sessions.ts';
import { isSubmit, TINY_SETTINGS } from './world.ts';

let window: Window;
afterEach(closeWindows);

type Spoil = 'fails' | 'unreadable' | 'fine' | '403-balance' | Promise<void>;

/**
 * @param spoil what becomes of a submit, by its number from 0: fal fails at it, makes half a file, or hears of it once the
 * promise is kept
 */
async function clicked(
  changes: Partial<EditSettings>,
  spoil: (submit: number) => Spoil = () => 'fine',
  through: (fetcher: typeof fetch) => typeof fetch = (fetcher) => fetcher,
) {
  let submits = 0;
  const edit = { ...TINY_SETTINGS, ...changes };
  const desk = await openDesk({ edit }, (network) => async (input, init) => {
    const fetcher = through(network);
    const how = isSubmit(new Request(input, init)) ? spoil(submits++) : 'fine';
    if (how === 'fails') desk.standIn.fault('completed-with-error', { times: 1 });
    else if (how === 'unreadable') desk.standIn.fault('truncated-image', { times: 1 });
    else if (how === '403-balance') desk.standIn.fault(how, { times: 1 });
    else await how;
    return fetcher(input, init);
  });
  window = await desk.openWindow();
  const before = await window.host.fingerprint();
  const session = await desk.openSession(window);
  await generated(session);
  const { state } = session;
  const parts = () => state.run.value?.parts.map(({ job }) => job.state);
  const becomes = (...states: string[]) => vi.waitFor(() => expect(parts()).toEqual(states), WAIT);
  const inputs = () =>
    desk.standIn.requests().map(({ input }) => input as { num_images: number; seed: number; prompt: string });
  /** Until the proof is taken: an undo would be of its temporary frame. */
  const settled = () => vi.waitFor(() => expect(state.run.value?.proof).toBeTruthy(), WAIT);
  return { ...session, desk, before, becomes, settled, inputs };
}

const groups = () => window.target.children.filter(({ type }) => type === 'GROUP');
const named = (...names: string[]) => names.map((name) => `Simulated · ${name}`);
const THREE = { prompt: 'a {red|blue|green} door' };
const TWO = { prompt: 'a {red|blue} door' };

/** One of its submits is held back until it is let go. */
function holding(which: number): { letGo: () => void; spoil: (submit: number) => Spoil } {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { letGo: () => letGo(), spoil: (submit: number) => (submit === which ? held : 'fine') };
}

test('more variations than one request may ask for take several, each with its own seed, and come in one step', async () => {
  const { becomes, settled, inputs, before, state, desk } = await clicked({ variations: 5 });
  await becomes('done', 'done');
  await settled();
  expect(inputs().map(({ num_images, seed }) => [num_images, seed])).toEqual([
    [4, 7],
    [undefined, 8],
  ]);
  expect(window.results().sort()).toEqual(named(...[1, 2, 3, 4, 5].map((number) => `a red door ${number}`)));
  expect(groups()).toHaveLength(1);
  const images = state.run.value?.parts.flatMap(
    ({ checkpoint }) => (checkpoint as Composited).insert.patches,
  );
  expect(new Set(images?.map(({ png }) => Buffer.from(png).toString('base64'))).size).toBe(5);
  expect(statusText(state.run.value)).toContain('(5 pictures)');
  expect(desk.keptJobs()).toEqual([]);
  window.host.undo();
  expect(await window.host.fingerprint()).toBe(before);
});

test('one that fails holds back no other; tried again, it alone is sent, and joins them', async () => {
  const { panel, becomes, settled, inputs, state } = await clicked(THREE, (submit) =>
    submit === 1 ? 'fails' : 'fine',
  );
  await becomes('done', 'failed', 'done');
  await settled();
  expect(window.results().sort()).toEqual(named('a green door', 'a red door'));
  expect(state.run.value?.parts[1]).toMatchObject({ job: { failure: { failure: 'fal-failed' } } });
  const first = await window.host.fingerprint();
  panel.tryAgain();
  await becomes('done', 'done', 'done');
  await settled();
  expect(inputs().map(({ prompt }) => prompt)).toEqual([
    ...['a red door', 'a blue door', 'a green door'],
    'a blue door',
  ]);
  expect(window.results()).toHaveLength(3);
  expect(groups()).toHaveLength(1);
  window.host.undo();
  expect(await window.host.fingerprint()).toBe(first);
});

test('what is discarded is what was paid for; what failed unpaid can still be tried again', async () => {
  const { panel, becomes, desk } = await clicked(TWO, (submit) => (submit === 1 ? 'fails' : 'fine'));
  window.host.fault('createImage');
  await becomes('failed', 'failed');
  panel.discard();
  await becomes('failed');
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  panel.tryAgain();
  await becomes('done');
  expect(window.results()).toEqual(named('a blue door'));
});

test.each([
  ['discard', 0],
  ['dismiss', 1],
] as const)('after %s, what came can still be chosen from', async (how, kept) => {
  const { panel, becomes, state, desk } = await clicked(TWO, (submit) =>
    submit === 1 ? 'unreadable' : 'fine',
  );
  await becomes('done', 'failed');
  panel[how](state.run.value!.id);
  await becomes('done');
  expect(resultsIn(state).map(({ name }) => name)).toEqual(named('a red door'));
  await vi.waitFor(() => expect(listedUnfinished(state)).toHaveLength(kept), WAIT);
  await vi.waitFor(() => expect(desk.keptJobs()).toHaveLength(kept), WAIT);
});

test('what every other would meet too is met once: the rest is not asked for, told once, and tried again together', async () => {
  const prompt = 'a {red|blue|green|white|black} door';
  const { letGo, spoil } = holding(1);
  const open = await clicked({ prompt }, (submit) => (submit === 0 ? '403-balance' : spoil(submit)));
  const { panel, becomes, state, desk } = open;
  // The second was on its way by then; nothing follows it.
  await becomes('failed', 'submitting', 'failed', 'failed', 'failed');
  letGo();
  await becomes('failed', 'done', 'failed', 'failed', 'failed');
  expect(desk.submits()).toHaveLength(2);
  const run = state.run.value!;
  expect(failedText(run)).toBe(
    '1 of 5 pictures failed; 3 more were not asked for, as they would fail alike:',
  );
  expect(countText(run)).toBe('1 of 5 pictures made, 1 failed, 3 not asked for.');
  expect(run.parts[4]!.job).toMatchObject({ failure: { failure: 'balance-empty' } });
  const looks = matrixOf(run)!.flatMap(({ cells }) => cells.map(({ look }) => look));
  expect(looks).toEqual(['failed', 'made', 'untried', 'untried', 'untried']);
  panel.tryAgain();
  await becomes('done', 'done', 'done', 'done', 'done');
  expect(desk.submits()).toHaveLength(2 + 4);
  expect(window.results()).toHaveLength(5);
});

test('Insert now does not wait for what is still on its way, which comes by itself later', async () => {
  const { letGo, spoil } = holding(2);
  const { panel, becomes } = await clicked(THREE, spoil);
  await becomes('made', 'made', 'submitting');
  expect(window.results()).toEqual([]);
  panel.insertNow();
  await becomes('done', 'done', 'submitting');
  expect(window.results()).toEqual(named('a red door', 'a blue door'));
  letGo();
  await becomes('done', 'done', 'done');
  expect(window.results()).toHaveLength(3);
  expect(groups()).toHaveLength(1);
});

test('a cancel stops what is under way, and what was made stays', async () => {
  const { panel, becomes } = await clicked(TWO, holding(1).spoil);
  await becomes('made', 'submitting');
  panel.cancel();
  await becomes('done', 'failed');
  expect(window.results()).toEqual(named('a red door'));
});

test('lines are one prompt until somebody says otherwise; alternatives are several', async () => {
  const { becomes, inputs, panel } = await clicked({
    prompt: 'a {red|blue} door\nat night',
    promptPerLine: true,
  });
  await becomes('done', 'done', 'done');
  expect(inputs().map(({ prompt, seed }) => [prompt, seed])).toEqual([
    ['a red door', 7],
    ['a blue door', 7],
    ['at night', 7],
  ]);
  expect(window.results().sort()).toEqual([
    'Simulated · a blue door',
    'Simulated · a red door',
    'Simulated · at night',
  ]);
  panel.changeEdit({ prompt: 'a door\nat night', promptPerLine: false });
  panel.generate();
  await becomes('done');
  expect(inputs().at(-1)?.prompt).toBe('a door\nat night');
});

test('more pictures than one run may have are refused beside the prompt, and nothing is sent', async () => {
  const { state, desk } = await clicked({ prompt: 'a {red|blue} door', variations: 300 });
  expect(state.isRefused.value).toBe(true);
  expect(problemOfPrompt(state)).toMatch(/more than 500 pictures/);
  expect(desk.submits()).toEqual([]);
});

test('a request that may have been charged is not sent again beside one that is tried again', async () => {
  let isLost = false;
  const { panel, state, desk, becomes } = await clicked(
    TWO,
    (submit) => {
      if (submit === 1) isLost = true;
      return 'fine';
    },
    (fetcher) => async (input, init) => {
      const answer = await fetcher(input, init);
      if (isLost) throw new TypeError('Failed to fetch');
      return answer;
    },
  );
  await becomes('failed', 'failed');
  const kinds = () => state.run.value!.parts.map(({ job }) => job.state === 'failed' && job.failure.failure);
  expect(kinds()).toEqual(['network-lost', 'submit-unknown']);
  expect(failedText(state.run.value!)).toContain('may be charged and is not asked for again');
  isLost = false;
  panel.tryAgain();
  await becomes('done', 'failed');
  expect(triedNext(state.run.value!)).toEqual([]);
  panel.tryAgain();
  await becomes('done', 'failed');
  expect([desk.standIn.charges(), desk.submits().length]).toEqual([2, 2]);
});
