// What a button asks of Figma and Figma refuses is told in the panel: no rejection goes unheard.
import { expect, test, vi } from 'vitest';
import { openPanel } from './open-panel.ts';

const refused = () => {
  throw new Error('Figma is asleep');
};

test.each([
  ['show', (panel: Opened) => panel.show(['9:9'])],
  ['chooseTarget', (panel: Opened) => panel.chooseTarget('1:1')],
  ['resize', (panel: Opened) => panel.resize(400, 600)],
] as const)('%s', async (call, act) => {
  const { panel, state } = await openPanel({ plugin: { [call]: refused } });
  act(panel);
  await vi.waitFor(() => expect(state.notice.value?.detail).toContain('Figma is asleep'));
});

test('an export that cannot be stopped is waited for, and the run is cancelled all the same', async () => {
  const { panel, state } = await openPanel({ plugin: { cancelRaster: refused } });
  panel.generate();
  panel.cancel();
  await vi.waitFor(() => expect(state.run.value?.job.state).toBe('cancelled'));
});

test('of two looks at what is unfinished the later one is believed, whichever is answered last', async () => {
  const damaged = (id: string) => ({ kind: 'damaged', id, requestId: null }) as const;
  const answers: ((id: string) => void)[] = [];
  const asked = () =>
    new Promise((resolve) => {
      answers.push((id) => resolve({ jobs: [damaged(id)], claimedUntil: null }));
    });
  const { panel, state } = await openPanel({ plugin: { unfinishedJobs: asked } });
  panel.discardUnfinished('none');
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.('newer');
  await vi.waitFor(() => expect(state.unfinished.value).toEqual([damaged('newer')]));
  answers[0]?.('older');
  await new Promise((resolve) => setImmediate(resolve));
  expect(state.unfinished.value).toEqual([damaged('newer')]);
});

type Opened = Awaited<ReturnType<typeof openPanel>>['panel'];
