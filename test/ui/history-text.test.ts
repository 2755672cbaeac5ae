// What History says above its list.
import { expect, test } from 'vitest';
import { spentOn } from '../../core/billed.ts';
import type { PastRun } from '../../core/history.ts';
import { historyText, unreadableShownText, unreadableText } from '../../ui/history-text.ts';

const charge = (requestId: string, simulated = false) => ({
  requestId,
  billed: { units: 1, dollars: 0.025 },
  simulated,
});

const RUN: PastRun = {
  key: 'a',
  prompt: 'a lake',
  targetKey: '1:2',
  targetName: 'Hero',
  pageName: 'Page 1',
  createdAt: '2026-11-21T10:00:00Z',
  simulated: false,
  charges: [charge('a')],
  formerName: 'Hero',
  seed: 7,
  layerIds: ['1:3'],
  isGone: false,
  returnable: [],
  cover: {
    address: { layerId: '1:3' },
    made: { requestId: 'r', index: 0 },
    picture: '',
    obstacle: 'unknown',
  },
};

const SIMULATED = { ...RUN, simulated: true, charges: [charge('s', true)] };

test('the runs are counted, and what fal billed is summed: once for each request, and apart what was simulated', () => {
  const text = (...runs: PastRun[]) => historyText(runs, spentOn(runs.flatMap(({ charges }) => charges)));
  expect(text()).toBe('What is made in this file will be listed here.');
  expect(text(SIMULATED)).toBe('1 run in this file; fal would have billed $0.025 for what was simulated.');
  const split = [charge('a'), charge('b')];
  expect(text(RUN, { ...RUN, targetKey: '1:9' }, { ...RUN, charges: split })).toBe(
    '3 runs in this file; fal billed $0.05.',
  );
});

test('what was paid for besides is told as well', () => {
  expect(historyText([], spentOn(RUN.charges))).toBe(
    'What is made in this file will be listed here. On this computer, fal billed $0.025 in all.',
  );
  expect(historyText([RUN], spentOn([...RUN.charges, charge('b'), charge('s', true)]))).toBe(
    '1 run in this file; fal billed $0.025. On this computer, fal billed $0.05 in all; fal would have billed $0.025 in all for what was simulated.',
  );
});

test('what cannot be read is counted, and those that could not be selected with the others are told of', () => {
  expect(unreadableText(1)).toMatch(/^How 1 layer was made cannot be read: its notes/);
  expect(unreadableText(3)).toMatch(/^How 3 layers were made cannot be read: their notes/);
  expect(unreadableShownText(1, 1)).toBe('The layer is selected.');
  expect(unreadableShownText(2, 3)).toBe('2 layers are selected. 1 is on another page.');
  expect(unreadableShownText(0, 3)).toBe('They are no longer in the file.');
});
