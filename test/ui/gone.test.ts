// A result that leaves the document, by an undo or by hand, is no longer said to be there; and is again when it returns.
import { expect, test, vi } from 'vitest';
import type { ResultLook } from '../../core/protocol.ts';
import { noteOf, statusText } from '../../ui/wording.ts';
import { openPanel } from './open-panel.ts';

test('the status follows the layer out of the document and back', async () => {
  let look: ResultLook = 'shown';
  const { panel, state, tell } = await openPanel({ plugin: { looks: () => [look] } });
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.outcome).toBeTruthy(), 5000);
  look = 'gone';
  tell({ event: 'repainted', value: null });
  await vi.waitFor(() =>
    expect(statusText(state.run.value)).toBe('“Simulated · a red door” is no longer in the document.'),
  );
  expect(noteOf(state.run.value!)).toBeNull();
  look = 'hidden';
  tell({ event: 'repainted', value: null });
  await vi.waitFor(() => expect(statusText(state.run.value)).toContain('Added'));
});
