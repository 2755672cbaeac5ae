// Which results are seen is taken for done when it is asked for: what fails is taken back, and nothing that came after it.
import { expect, test, vi } from 'vitest';
import type { ShowRequest } from '../../core/protocol.ts';
import { currentResult, resultsIn } from '../../ui/results.ts';
import { openPanel } from './open-panel.ts';
import { insertedAs, SETTINGS } from './world.ts';

/** Three results, and what ends each flip to one of them. */
async function flipping() {
  const ends: { done: (value: null) => void; fail: (error: Error) => void }[] = [];
  const showResult = (_: ShowRequest) =>
    new Promise((done, fail) => {
      ends.push({ done, fail });
    });
  const insert = insertedAs(({ patches }) => patches.map((_, i) => `9:${i}`));
  const settings = { edit: { ...SETTINGS, variations: 3 } };
  const { panel, state } = await openPanel({ settings, plugin: { insert, showResult } });
  panel.generate();
  await vi.waitFor(() => expect(resultsIn(state).filter(({ placed }) => placed)).toHaveLength(3), 5000);
  const flip = async (to: number) => {
    const count = ends.length;
    panel.pickResult(resultsIn(state)[to]!);
    await vi.waitFor(() => expect(ends).toHaveLength(count + 1));
    return ends[count]!;
  };
  const refused = () => vi.waitFor(() => expect(state.notice.value?.message).toBeTruthy());
  const seen = () => ['9:0', '9:1', '9:2'].filter((id) => state.looks.value.get(id) === 'shown');
  const current = () => currentResult(state)?.placed?.layerId;
  return { flip, refused, seen, current };
}

test('a flip that fails is taken back', async () => {
  const { flip, refused, seen, current } = await flipping();
  (await flip(1)).done(null);
  const failing = await flip(2);
  expect([seen(), current()]).toEqual([['9:2'], '9:2']);
  failing.fail(new Error('the node is locked'));
  await refused();
  await vi.waitFor(() => expect([seen(), current()]).toEqual([['9:1'], '9:1']));
});

test('a flip that fails late leaves alone what has been flipped to since', async () => {
  const { flip, refused, seen, current } = await flipping();
  (await flip(0)).done(null);
  const failing = await flip(1);
  (await flip(2)).done(null);
  failing.fail(new Error('the node is locked'));
  await refused();
  expect([seen(), current()]).toEqual([['9:2'], '9:2']);
});
