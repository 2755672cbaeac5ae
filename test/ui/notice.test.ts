// A notice stays until its cause is gone, it is dismissed, or something else is done.
import { afterEach, expect, test, vi } from 'vitest';
import { Failure } from '../../core/failure.ts';
import { NO_OFFER, type Selection } from '../../core/selection.ts';
import { closeWindows, openDesk } from '../support/desk.ts';
import { openPanel } from './open-panel.ts';
import { SELECTION } from './world.ts';

afterEach(closeWindows);

const BARE: Selection = {
  kind: 'target',
  target: SELECTION.target,
  problem: 'no-region',
  message: 'Choose a region.',
};

const told = (selection: Selection) =>
  ({ event: 'selectionChanged', value: { selection, offer: NO_OFFER } }) as const;

test('what could not be done is told of until it is dismissed, whatever is selected meanwhile', async () => {
  const setRegion = () => {
    throw new Failure('region-gone');
  };
  const { panel, state, tell } = await openPanel({ plugin: { setRegion } });
  panel.changeRegion(SELECTION.regions[0]!.id, { amount: 0.5 });
  await vi.waitFor(() => expect(state.notice.value?.failure).toBe('region-gone'));
  tell(told(BARE));
  await vi.waitFor(() => expect(state.selection.value.kind).toBe('target'));
  tell(told(SELECTION));
  await vi.waitFor(() => expect(state.selection.value.kind).toBe('ready'));
  expect(state.notice.value?.failure).toBe('region-gone');
  panel.dismissNotice();
  expect(state.notice.value).toBeNull();
});

test('what is missing for a run is told of until it is there, or the next run begins', async () => {
  const { panel, state, tell } = await openPanel({ selection: BARE });
  panel.generate();
  expect(state.notice.value?.failure).toBe('no-region');
  tell(told({ ...BARE }));
  expect(state.notice.value?.failure).toBe('no-region');
  tell(told(SELECTION));
  await vi.waitFor(() => expect(state.notice.value).toBeNull());
  tell({ event: 'failed', value: { failure: 'region-gone', message: 'Gone.', detail: null } });
  await vi.waitFor(() => expect(state.notice.value?.message).toBe('Gone.'));
  panel.generate();
  expect(state.notice.value).toBeNull();
});

test('a run that is taken up by itself takes no sentence away', async () => {
  const desk = await openDesk();
  const window = await desk.openWindow();
  const first = await desk.openSession(window, { killAt: 'queued' });
  first.panel.generate();
  await vi.waitFor(() => expect(window.host.running()).toBe(false), 10_000);
  const { state } = await desk.openSession(window);
  state.notice.value = { failure: 'region-gone', message: 'Gone.', detail: null };
  await vi.waitFor(() => expect(window.results()).toHaveLength(1), 10_000);
  expect(state.notice.value?.message).toBe('Gone.');
});
