// Names the phase in which something failed, since what it cost follows from that.
import type { Phase } from '../core/costs.ts';
import { inPhase } from '../core/failure.ts';

export async function during<T>(phase: Phase, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inPhase(error, phase);
  }
}

/** The phase of what fal has taken: without a stored job, the open panel alone knows of it. */
export function takenAs({ jobId }: { readonly jobId: string | null }): Phase {
  return jobId === null ? 'taken-unkept' : 'taken';
}
