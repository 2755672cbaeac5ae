// What the tests of several starts and windows wait for.
import { effect } from '@preact/signals';
import { expect, vi } from 'vitest';
import type { Job } from '../../core/job.ts';
import type { Session } from './desk.ts';

/** The name of the layer that a session at the desk makes. */
export const RESULT = 'Simulated · a red door';

export const WAIT = { timeout: 20_000 };

export function isDone({ state }: Session): Promise<void> {
  return vi.waitFor(() => expect(state.run.value?.outcome).toBeTruthy(), WAIT);
}

export function isOffered({ state }: Session, count = 1): Promise<void> {
  return vi.waitFor(() => expect(state.unfinished.value).toHaveLength(count), WAIT);
}

/** Looked for at every change: on a busy machine a stage may be over before one asks again. */
export function reaches({ state }: Session, stage: Job['state']): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (state.run.value?.job.state !== stage) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

export async function generated(session: Session): Promise<void> {
  await vi.waitFor(() => expect(session.state.selection.value.kind).toBe('ready'), WAIT);
  session.panel.generate();
}
