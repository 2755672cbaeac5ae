// What History says above its list.
import { expect, test } from 'vitest';
import type { PastRun } from '../../core/history.ts';
import { historyText } from '../../ui/history-text.ts';

const RUN: PastRun = {
  prompt: 'a lake',
  targetId: '1:2',
  targetName: 'Hero',
  pageName: 'Page 1',
  createdAt: '2026-11-21T10:00:00Z',
  requestId: 'a',
  billed: { units: 1, dollars: 0.025 },
  simulated: false,
  formerName: 'Hero',
  seed: 7,
  layerIds: ['1:3'],
  isGone: false,
  cover: { layerId: '1:3', picture: '', isInsertable: false },
};

test('the runs are counted, and what fal billed is summed: once for each request, and not for simulated ones', () => {
  expect(historyText([])).toBe('What is made in this file will be listed here.');
  expect(historyText([{ ...RUN, simulated: true }])).toBe('1 run in this file.');
  expect(historyText([RUN, { ...RUN, targetId: '1:9' }, { ...RUN, requestId: 'b' }])).toBe(
    '3 runs in this file, billed $0.05.',
  );
});
