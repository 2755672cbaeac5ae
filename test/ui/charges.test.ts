// The running total: what fal billed stays counted, whatever becomes of the pictures and of the plugin.
import { afterEach, expect, test, vi } from 'vitest';
import { historyText } from '../../ui/history-text.ts';
import { closeWindows, openDesk, type Session } from '../support/desk.ts';
import { WAIT } from '../support/sessions.ts';
import { TINY_SETTINGS } from './world.ts';

afterEach(closeWindows);

async function generate({ panel, state }: Session): Promise<void> {
  await vi.waitFor(() => expect(state.selection.value.kind).toBe('ready'), WAIT);
  panel.generate();
  await vi.waitFor(() => expect(state.run.value?.outcome).toBeTruthy(), WAIT);
}

async function history({ panel, state }: Session): Promise<string> {
  panel.choose('edit');
  state.history.value = { kind: 'loading' };
  panel.choose('history');
  const shown = await vi.waitFor(() => {
    const { value } = state.history;
    return value.kind === 'shown' ? value : expect.fail();
  }, WAIT);
  return historyText(shown.runs, shown.spent);
}

test('pictures that were undone or discarded stay counted, by the next start of the plugin too', async () => {
  const desk = await openDesk({ edit: TINY_SETTINGS });
  const window = await desk.openWindow();
  const first = await desk.openSession(window);
  await generate(first);
  expect(await history(first)).toBe(
    '1 run in this file; fal would have billed $0.025 for what was simulated.',
  );
  window.host.undo();
  first.panel.choose('edit');
  desk.standIn.fault('nsfw');
  await generate(first);
  first.panel.discardFlagged(first.state.flagged.value[0]!);
  first.kill();

  const second = await desk.openSession(window);
  expect(await history(second)).toBe(
    'What is made in this file will be listed here. On this computer, fal would have billed $0.05 in all for what was simulated.',
  );
});
