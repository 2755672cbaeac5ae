// A result that leaves the document, by an undo or by hand, is no longer said to be there; and is again when it returns.
import { expect, test, vi } from 'vitest';
import type { PastRun } from '../../core/history.ts';
import type { Placed } from '../../core/placed.ts';
import type { ResultLook } from '../../core/protocol.ts';
import type { Composited } from '../../ui/cut-out.ts';
import { noteOf, statusText } from '../../ui/wording.ts';
import { openPanel } from './open-panel.ts';
import { insertedAs, SETTINGS } from './world.ts';

test('the status follows the layer out of the document and back', async () => {
  let look: ResultLook = 'shown';
  const { panel, state, tell } = await openPanel({ plugin: { looks: () => [look] } });
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.outcome).toBeTruthy(), 5000);
  look = 'gone';
  tell({ event: 'repainted', value: null });
  await vi.waitFor(() =>
    expect(statusText(state.run.value)).toBe(
      '“Simulated · a red door” is no longer in the document. Under History it can be put back.',
    ),
  );
  expect(noteOf(state.run.value!)).toBeNull();
  look = 'hidden';
  tell({ event: 'repainted', value: null });
  await vi.waitFor(() => expect(statusText(state.run.value)).toContain('Added'));
});

test('of several, the status says how many are left, and where the others can be had once all are gone', async () => {
  let looks: ResultLook[] = ['shown', 'hidden', 'hidden'];
  const settings = { edit: { ...SETTINGS, variations: 3 } };
  const insert = insertedAs(({ patches }) => patches.map((_, i) => `9:${i}`));
  const plugin = { insert, looks: () => looks, putBack: () => ({ layerIds: ['9:9'] }) };
  const { panel, state, tell } = await openPanel({ settings, plugin });
  const told = async (found: ResultLook[], text: string) => {
    looks = found;
    tell({ event: 'repainted', value: null });
    await vi.waitFor(() => expect(statusText(state.run.value)).toContain(text));
  };
  panel.generate();
  await vi.waitFor(() => expect(statusText(state.run.value)).toContain('(3 pictures)'), 5000);
  await told(['gone', 'shown', 'hidden'], '. 2 of its 3 pictures are left.');
  await told(['gone', 'shown', 'gone'], '. 1 of its 3 pictures is left.');
  expect(statusText(state.run.value)).not.toContain('(3 pictures)');
  const gone = 'The 3 pictures of “Simulated · a red door” are no longer in the document.';
  await told(['gone', 'gone', 'gone'], `${gone} Under History they can be put back.`);
  const { requestId } = state.run.value!.parts[0].checkpoint as Composited;
  const past = { charges: [{ requestId }], isGone: true, returnable: [{ layerId: '9:1' }] };
  panel.putBack(past as unknown as PastRun);
  await vi.waitFor(() => expect(state.run.value).toBeNull());
});

test('of several runs all are asked after at once, and nothing is told anew of what has not changed', async () => {
  const ids = ['9:1', '9:2', '9:3'];
  let gone: string | null = null;
  const looks = ({ results }: { results: readonly Placed[] }): ResultLook[] =>
    results.map(({ layerId }) => (layerId === gone ? 'gone' : 'shown'));
  const insert = insertedAs(() => [ids.shift()!]);
  const { panel, state, tell, calls } = await openPanel({ plugin: { looks, insert } });
  const asked = () => calls.filter(({ call }) => call === 'looks').length;
  const repaint = async () => {
    const before = asked();
    tell({ event: 'repainted', value: null });
    await vi.waitFor(() => expect(asked()).toBeGreaterThan(before));
    await new Promise((resolve) => setImmediate(resolve));
    return asked() - before;
  };
  panel.generate();
  panel.generate();
  const outcomes = () => state.runs.value.map(({ outcome }) => outcome?.layerIds);
  await vi.waitFor(() => expect(outcomes()).toEqual([['9:1'], ['9:2']]), 5000);
  expect(await repaint()).toBe(1);
  const { value: known } = state.looks;
  expect([...known]).toEqual([
    ['9:1', 'shown'],
    ['9:2', 'shown'],
  ]);
  expect(await repaint()).toBe(1);
  expect(state.looks.value).toBe(known);
  gone = '9:1';
  await repaint();
  expect(state.runs.value.map((run) => run.gone)).toEqual([1, 0]);

  panel.generate();
  await vi.waitFor(() => expect(outcomes()).toEqual([['9:3']]), 5000);
  await repaint();
  expect([...state.looks.value]).toEqual([['9:3', 'shown']]);
});
