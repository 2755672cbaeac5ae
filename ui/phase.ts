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
