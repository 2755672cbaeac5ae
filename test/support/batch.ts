// Several targets at once at a desk of its own: frames with a mask each, all selected.
import { expect, vi } from 'vitest';
import type { CallName } from '../../core/protocol.ts';
import type { EditSettings } from '../../core/settings.ts';
import { askedInBatch } from '../../ui/batch.ts';
import { isSubmit, TINY_SETTINGS } from '../ui/world.ts';
import { openDesk } from './desk.ts';
import { ellipse, frame } from './shapes.ts';

/** For many pictures, one after the other. */
export const LONG = { timeout: 60_000 };

interface Wanted extends Partial<EditSettings> {
  readonly names: readonly string[];
}

/** Frames with a mask each, all selected. @param failing the submits, by their number from 0, that meet the fault */
export async function openBatch(
  { names, ...changes }: Wanted,
  failing: readonly number[] = [],
  fault = 'completed-with-error',
  onCall: (name: CallName) => void = () => {},
) {
  let submits = 0;
  const edit = { ...TINY_SETTINGS, ...changes };
  const desk = await openDesk({ edit }, (fetcher) => (input, init) => {
    const isFailing = isSubmit(new Request(input, init)) && failing.includes(submits++);
    if (isFailing) desk.standIn.fault(fault, { times: 1 });
    return fetcher(input, init);
  });
  const window = await desk.openWindow();
  const { figma, host } = window;
  window.target.remove();
  const targets = names.map((name, i) => {
    const target = frame(figma, 64, 64);
    [target.name, target.x, target.y] = [name, (i % 4) * 120, Math.floor(i / 4) * 90];
    ellipse(figma, target, [24, 24, 16, 14]);
    return target;
  });
  figma.commitUndo();
  host.select(targets.map(({ id }) => id));
  const before = await host.fingerprint();
  const session = await desk.openSession(window, { onCall });
  await vi.waitFor(() => expect(askedInBatch(session.state)?.length).toBeGreaterThan(0), LONG);
  const ended = (count: number, state: string) =>
    vi.waitFor(() => {
      const states = session.state.run.value?.parts.map(({ job }) => job.state) ?? [];
      expect(states.filter((each) => each === state)).toHaveLength(count);
      expect(states.filter((each) => each !== 'done' && each !== 'failed')).toEqual([]);
    }, LONG);
  return { ...session, window, desk, targets, before, ended };
}
