// Several runs at once: two under way, the rest in their turn, each with what it was asked for.
import { expect, test, vi } from 'vitest';
import { Failure } from '../../core/failure.ts';
import { NO_OFFER } from '../../core/selection.ts';
import { timeText } from '../../ui/progress.ts';
import { findRun, singleRun } from '../../ui/run.ts';
import type { State } from '../../ui/state.ts';
import { statusText } from '../../ui/wording.ts';
import { WAIT } from '../support/sessions.ts';
import { openPanel } from './open-panel.ts';
import { insertedAs, insertedIn, rasterOf, SELECTION } from './world.ts';

const states = ({ runs }: State) => runs.value.map(({ job }) => job.state);
const allDone = (state: State, count: number) =>
  vi.waitFor(() => expect(states(state)).toEqual(Array(count).fill('done')), WAIT);

type Opened = Awaited<ReturnType<typeof openPanel>>;

/** One click for each prompt. */
function clickFor({ panel }: Opened, ...prompts: string[]): void {
  for (const prompt of prompts) {
    panel.changeEdit({ prompt });
    panel.generate();
  }
}

const promptsSent = ({ network }: Opened) =>
  network.standIn.requests().map(({ input }) => (input as { prompt: string }).prompt);
const inserted = ({ calls }: Opened) => insertedIn(calls);

/** An insert that fails the first time. */
function failingOnce(failure: Failure) {
  let tries = 0;
  return insertedAs(() => {
    if (++tries === 1) throw failure;
    return ['9:9'];
  });
}

const isFailed = ({ state }: Opened) =>
  vi.waitFor(() => expect(state.run.value?.job.state).toBe('failed'), WAIT);

test('two run at once and the rest wait in order; each keeps its own prompt and target', async () => {
  const open = await openPanel();
  open.network.standIn.fault('slow-queue', { seconds: 5 });
  clickFor(open, 'a red door', 'a blue door');
  const other = { ...SELECTION, target: { ...SELECTION.target, id: '2:1', name: 'Other' } };
  open.tell({ event: 'selectionChanged', value: { selection: other, offer: NO_OFFER } });
  clickFor(open, 'a green door');
  expect(states(open.state)).toEqual(['preparing', 'waiting', 'waiting']);
  await vi.waitFor(() => expect(states(open.state)).toEqual(['queued', 'queued', 'waiting']), WAIT);
  await allDone(open.state, 3);
  expect(promptsSent(open)).toEqual(['a red door', 'a blue door', 'a green door']);
  expect(inserted(open).map(({ targetId }) => targetId)).toEqual(['1:1', '1:1', '2:1']);
  expect(open.network.submits()).toHaveLength(3);
});

test('Figma draws for one at a time', async () => {
  let drawing = 0;
  let most = 0;
  const raster = async (request: Parameters<ReturnType<typeof rasterOf>>[0]) => {
    most = Math.max(most, ++drawing);
    await new Promise((resolve) => setTimeout(resolve, 5));
    drawing--;
    return rasterOf()(request);
  };
  const open = await openPanel({ plugin: { raster } });
  clickFor(open, 'a red door', 'a blue door');
  await allDone(open.state, 2);
  expect(most).toBe(1);
});

test('one is cancelled without the others, and one that waits is never begun', async () => {
  const open = await openPanel();
  open.network.standIn.fault('slow-queue', { seconds: 30 });
  clickFor(open, 'a red door', 'a blue door', 'a green door');
  await vi.waitFor(() => expect(states(open.state)).toEqual(['queued', 'queued', 'waiting']), WAIT);
  const [first, , third] = open.state.runs.value;
  open.panel.cancel(third!.id);
  expect(states(open.state)).toEqual(['queued', 'queued', 'cancelled']);
  open.panel.cancel(first!.id);
  await vi.waitFor(() => expect(states(open.state)).toEqual(['cancelled', 'done', 'cancelled']), WAIT);
  expect(promptsSent(open)).toEqual(['a red door', 'a blue door']);
});

test('a place that is free goes to the one that has waited longest', async () => {
  const open = await openPanel();
  open.network.standIn.fault('402');
  clickFor(open, 'a', 'b', 'c', 'd');
  await vi.waitFor(() => expect(states(open.state)).toEqual(Array(4).fill('failed')), WAIT);
  expect(promptsSent(open)).toEqual(['a', 'b', 'c', 'd']);
});

test('a new click clears away what is done, and keeps what is paid for and not yet in the document', async () => {
  const open = await openPanel({
    plugin: { insert: failingOnce(new Failure('insert-failed', { target: 'Page' })) },
  });
  clickFor(open, 'a red door');
  await isFailed(open);
  clickFor(open, 'a blue door');
  await vi.waitFor(() => expect(states(open.state)).toEqual(['failed', 'done']), WAIT);
  const [kept] = open.state.runs.value;
  expect(kept).toMatchObject({ name: 'a red door', parts: [{ checkpoint: { stage: 'composited' } }] });
  open.panel.tryAgain(kept!.id);
  // Whatever else is pressed while it is at it.
  open.panel.tryAgain(kept!.id);
  await allDone(open.state, 2);
  expect(findRun(open.state, kept!.id)?.outcome?.name).toBe('Simulated · a red door');
  expect(open.network.submits()).toHaveLength(2);
  clickFor(open, 'a green door');
  expect(open.state.runs.value.map(({ name }) => name)).toEqual(['a green door']);
});

test('a paid picture is given up on request alone', async () => {
  const open = await openPanel({
    plugin: { insert: failingOnce(new Failure('insert-failed', { target: 'Page' })) },
  });
  clickFor(open, 'a red door');
  await isFailed(open);
  const jobId = open.state.run.value?.parts[0].checkpoint?.jobId;
  open.panel.discard();
  expect(open.state.runs.value).toEqual([]);
  expect(open.calls).toContainEqual(
    expect.objectContaining({ call: 'discardJob', args: expect.objectContaining({ id: jobId }) }),
  );
});

test('Try again sends what that run was asked for, not what stands in the form by now', async () => {
  const open = await openPanel();
  open.network.standIn.fault('500');
  clickFor(open, 'a red door');
  await isFailed(open);
  open.network.standIn.fault(null);
  open.panel.changeEdit({ prompt: 'something else' });
  open.panel.tryAgain();
  await allDone(open.state, 1);
  expect(promptsSent(open)).toEqual(['a red door', 'a red door']);
});

test('what was made for a target that is gone is inserted where the designer says', async () => {
  const updateLayers = () => ({ updated: 1, unchanged: 0 });
  const textOver = () => ({ kept: [], covered: [], marked: [], possible: [] });
  const insert = failingOnce(new Failure('target-gone'));
  const open = await openPanel({ plugin: { insert, updateLayers, textOver } });
  clickFor(open, 'a red door');
  await isFailed(open);
  expect(open.state.run.value?.job).toMatchObject({
    failure: { failure: 'place-gone', message: expect.stringMatching(/“Page” is no longer.*Insert here/) },
  });
  const target = {
    ...SELECTION.target,
    id: '2:1',
    name: 'Small',
    size: { width: 60, height: 40 },
  };
  const selection = { kind: 'target', target, problem: 'no-region', message: '' } as const;
  open.tell({ event: 'selectionChanged', value: { selection, offer: NO_OFFER } });
  open.panel.insertHere();
  await allDone(open.state, 1);
  const [, second] = inserted(open);
  expect(second).toMatchObject({ targetId: '2:1', regions: [], place: null });
  expect(second!.patches[0]!.recipe).toMatchObject({ targetId: '2:1', regionIds: [] });
  // Within the smaller frame, where before it lay beyond its borders.
  const { x, y, width, height } = second!.reach[0]!;
  expect([x >= 0, y >= 0, x + width <= 60, y + height <= 40]).toEqual([true, true, true, true]);
  // There, too, it follows the sliders.
  open.panel.changeEdit({ matchColours: 0.5 });
  const updated = () => open.calls.find(({ call }) => call === 'updateLayers')?.args;
  await vi.waitFor(() => expect(updated()).toMatchObject({ parts: [{ targetId: '2:1' }] }), 5000);
  expect(open.network.submits()).toHaveLength(1);
});

test('a run takes as long as the last ones of its model did', async () => {
  const open = await openPanel();
  clickFor(open, 'a red door');
  expect(open.state.run.value?.expected).toBeNull();
  await allDone(open.state, 1);
  clickFor(open, 'a blue door');
  const { run } = open.state;
  const [taken] = Object.values(open.state.settings.value.paces)[0]!;
  expect(run.value?.expected).toBe(taken);
  await allDone(open.state, 1);
});

test('what is said of time and of the turn', () => {
  const part = { job: { state: 'submitting' }, startedAt: 1000 } as const;
  const run = singleRun({ id: 'a', expected: 20_000 }, part);
  expect(timeText(run, [run], 13_000)).toBe('0:12 of about 0:20');
  expect(timeText(run, [run], 62_000)).toBe('1:01, longer than usual');
  expect(timeText({ ...run, expected: null }, [run], 13_000)).toBe('0:12');
  const waiting = [singleRun({}, {}), singleRun({}, {}), singleRun({}, {})];
  expect(waiting.map((each) => timeText(each, [run, ...waiting], 0))).toEqual([
    'next',
    '1 before it',
    '2 before it',
  ]);
  expect(statusText(singleRun({}, {}))).toBe('Waiting for its turn…');
});
