// Pictures that fal's safety checker flags: never inserted silently, never lost, whatever becomes of the plugin.
import { afterEach, expect, test, vi } from 'vitest';
import type { FaultOptions } from '../../playground/fal/index.ts';
import { flaggedReason } from '../../ui/flagged-text.ts';
import { listedUnfinished } from '../../ui/state.ts';
import { unfinishedText } from '../../ui/unfinished-text.ts';
import { noteOf, statusText } from '../../ui/wording.ts';
import { closeWindows, openDesk, otherTarget } from '../support/desk.ts';
import { generated, isDone, WAIT } from '../support/sessions.ts';
import { codec, SETTINGS } from './world.ts';

afterEach(closeWindows);

/** A window in which a run has ended whose pictures were flagged as told. */
async function flaggedRun(options: FaultOptions, variations = 1) {
  const desk = await openDesk({ edit: { ...SETTINGS, variations } });
  const window = await desk.openWindow();
  const before = await window.host.fingerprint();
  desk.standIn.fault('nsfw', options);
  const session = await desk.openSession(window);
  await generated(session);
  await isDone(session);
  return { desk, window, before, session, ...session };
}

test('a flagged picture waits, the others of the run are inserted, and it can join them', async () => {
  const { desk, window, state, panel, session } = await flaggedRun({ flagged: [1], isShown: true }, 3);
  expect(window.results().sort()).toEqual(['Simulated · a red door 1', 'Simulated · a red door 3']);
  expect(statusText(state.run.value)).toContain('1 more was flagged by fal’s safety checker');
  const [picture] = state.flagged.value;
  expect(state.flagged.value).toHaveLength(1);
  expect(flaggedReason(picture!)).toContain('look at it, or discard it');
  const seen = await codec.decode(picture!.preview);
  expect(seen.data.some((value, i) => i % 4 !== 3 && value > 50)).toBe(true);
  expect(desk.keptJobs()).toHaveLength(1);
  expect(listedUnfinished(state)).toEqual([]);

  panel.insertFlagged(picture!);
  await vi.waitFor(() => expect(window.results()).toContain('Simulated · a red door 2'), WAIT);
  await isDone(session);
  expect(state.flagged.value).toEqual([]);
  expect(desk.keptJobs()).toEqual([]);
  expect(desk.submits()).toHaveLength(1);
  await vi.waitFor(() => expect(noteOf(state.run.value!)?.text).toContain('Nothing outside'), WAIT);
});

test('of a run that is flagged as a whole nothing is inserted; a black picture is said to be black', async () => {
  const { desk, window, before, state, panel } = await flaggedRun({});
  expect(await window.host.fingerprint()).toBe(before);
  expect(statusText(state.run.value)).toBe(
    'fal’s safety checker flagged the picture, so it was not added. It waits under Flagged.',
  );
  expect(flaggedReason(state.flagged.value[0]!)).toContain('made all of it black');
  await vi.waitFor(() => expect(state.unfinished.value).toHaveLength(1), WAIT);
  expect(listedUnfinished(state)).toEqual([]);
  panel.changeEdit({ softEdge: 9 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(noteOf(state.run.value!)).toBeNull();

  panel.discardFlagged(state.flagged.value[0]!);
  expect(state.flagged.value).toEqual([]);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  expect(state.unfinished.value).toEqual([]);
  expect(await window.host.fingerprint()).toBe(before);
});

test('closed before anybody decided: told of at the next start, and nothing is inserted or paid twice', async () => {
  const { desk, window, panel, kill, state: first } = await flaggedRun({ flagged: [0, 2] }, 3);
  panel.discardFlagged(first.flagged.value[1]!);
  await vi.waitFor(() => expect(desk.storage.get(desk.keptJobs()[0]!)).toMatchObject({ undecided: [0] }));
  kill();
  desk.standIn.fault(null);
  const again = await desk.openSession(window);
  const { state } = again;
  await vi.waitFor(() => expect(listedUnfinished(state)).toHaveLength(1), WAIT);
  const [job] = listedUnfinished(state);
  expect(unfinishedText(job!, true, Date.now())).toBe(
    'fal’s safety checker flagged a picture for “Product page” as unsafe for work. It may be wrong: look at it, or discard it.',
  );
  expect(state.run.value).toBeNull();
  again.panel.choose('history');
  again.panel.lookAtUnfinished(job!.id);
  expect(state.tab.value).toBe('edit');
  await isDone(again);
  expect(state.flagged.value.map(({ index }) => index)).toEqual([0]);
  expect(window.results()).toEqual(['Simulated · a red door 2']);
  again.panel.insertFlagged(state.flagged.value[0]!);
  await vi.waitFor(() => expect(window.results()).toHaveLength(2), WAIT);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  expect(desk.submits()).toHaveLength(1);
});

test('one whose target is gone goes where the designer says', async () => {
  const { desk, window, state, panel, session } = await flaggedRun({});
  window.target.remove();
  panel.insertFlagged(state.flagged.value[0]!);
  await vi.waitFor(
    () => expect(state.run.value?.job).toMatchObject({ failure: { failure: 'place-gone' } }),
    WAIT,
  );
  expect(state.flagged.value).toMatchObject([{ isPlaceless: true }]);
  expect(desk.keptJobs()).toHaveLength(1);
  otherTarget(window);
  await vi.waitFor(() => expect(state.selection.value).toMatchObject({ target: { name: 'Journal' } }), WAIT);
  panel.insertFlaggedHere(state.flagged.value[0]!);
  await isDone(session);
  expect(state.run.value?.outcome).toMatchObject({ targets: [{ name: 'Journal' }] });
  expect(state.flagged.value).toEqual([]);
  expect(desk.keptJobs()).toEqual([]);
});

test('in another file it is looked at before anybody says where it goes', async () => {
  const { desk, window, kill } = await flaggedRun({});
  kill();
  window.openOther('Letters');
  otherTarget(window);
  const again = await desk.openSession(window);
  const { state, panel } = again;
  await vi.waitFor(() => expect(listedUnfinished(state)).toHaveLength(1), WAIT);
  const before = await window.host.fingerprint();
  panel.lookAtUnfinished(listedUnfinished(state)[0]!.id);
  await isDone(again);
  expect(await window.host.fingerprint()).toBe(before);
  expect(state.flagged.value).toMatchObject([{ isAwaited: true, isPlaceless: true }]);
  panel.insertFlaggedHere(state.flagged.value[0]!);
  await vi.waitFor(() => expect(window.results()).toEqual(['Simulated · a red door']), WAIT);
  await vi.waitFor(() => expect(desk.keptJobs()).toEqual([]), WAIT);
  expect(desk.submits()).toHaveLength(1);
});

test('what another window has decided is not inserted here as well', async () => {
  const { desk, window, session, state, panel, before } = await flaggedRun({ flagged: [0, 1] }, 2);
  const [first, second] = state.flagged.value;
  panel.discardFlagged(first!);
  await vi.waitFor(() => expect(desk.storage.get(desk.keptJobs()[0]!)).toMatchObject({ undecided: [1] }));
  panel.insertFlagged(first!);
  await vi.waitFor(
    () => expect(session.state.run.value?.job).toMatchObject({ failure: { failure: 'job-settled' } }),
    WAIT,
  );
  expect(await window.host.fingerprint()).toBe(before);
  expect(state.flagged.value).toEqual([second]);
});
