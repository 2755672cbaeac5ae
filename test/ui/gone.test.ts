// A result that leaves the document, by an undo or by hand, is no longer said to be there; and is again when it returns.
import { expect, test, vi } from 'vitest';
import { noteOf, statusText } from '../../ui/wording.ts';
import { openPanel } from './open-panel.ts';

test('the status follows the layer out of the document and back', async () => {
  let layers = 1;
  const { panel, state, tell } = await openPanel({ plugin: { remaining: () => ({ layers }) } });
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.outcome).toBeTruthy(), 5000);
  layers = 0;
  tell({ event: 'repainted', value: null });
  await vi.waitFor(() =>
    expect(statusText(state.run.value)).toBe('“Simulated · a red door” is no longer in the document.'),
  );
  expect(noteOf(state.run.value!)).toBeNull();
  layers = 1;
  tell({ event: 'repainted', value: null });
  await vi.waitFor(() => expect(statusText(state.run.value)).toContain('Added'));
});
