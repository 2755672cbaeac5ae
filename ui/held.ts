// Requests that there is no room to store: held until what is made before them has been inserted, and no longer needs any.
import { isFailure } from '../core/failure.ts';
import { isUnderWay, step } from '../core/job.ts';
import { changePart, findPart, type Part, type Run } from './run.ts';
import type { State } from './state.ts';

type Runs = Pick<State, 'runs'>;

/** Whether waiting may help: nothing was sent, and others that are stored are still to be inserted. */
export function isToBeHeld(state: Runs, id: string, error: unknown): boolean {
  if (!isFailure(error) || error.kind !== 'storage-full' || findPart(state, id)?.checkpoint) return false;
  return partsOf(state).some((part) => part.id !== id && (isUnderWay(part.job) || part.job.state === 'made'));
}

/** What is made is inserted before the rest of its run where nothing else makes room any more; its own run first. */
export function runInTheWay(state: Runs): Run | null {
  const parts = partsOf(state);
  if (!parts.some(isHeld) || parts.some(({ job }) => isUnderWay(job))) return null;
  const made = state.runs.value.filter((run) => run.parts.some(({ job }) => job.state === 'made'));
  return made.find((run) => run.parts.some(isHeld)) ?? made[0] ?? null;
}

/** They wait for their turn like any other: something has come to its end, and may have left room. */
export function release(state: Runs): void {
  for (const { id, job } of partsOf(state).filter(isHeld)) {
    changePart(state, id, { job: step(job, { type: 'released' }) });
  }
}

function isHeld({ job }: Part): boolean {
  return job.state === 'held';
}

function partsOf({ runs }: Runs): Part[] {
  return runs.value.flatMap(({ parts }) => parts);
}
