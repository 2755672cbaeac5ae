// One run of the list that the panel keeps: what it is for, and what has become of it so far.
import type { Signal } from '@preact/signals';
import { isEnded, type Job, NEW_JOB } from '../core/job.ts';
import type { Proof } from '../core/proof.ts';
import type { Checkpoint, EditOutcome } from './edit.ts';
import type { Trouble } from './fal/queue.ts';

/** One click, and what has become of it so far. */
export interface Run {
  /** That of its stored job. */
  readonly id: string;
  /** What its layers will be called. */
  readonly name: string;
  readonly targetName: string;
  readonly job: Job;
  /** Milliseconds since 1970; null before it is its turn. */
  readonly startedAt: number | null;
  /** How long runs of this model have taken, in milliseconds; null when none is known. */
  readonly expected: number | null;
  readonly trouble: Trouble;
  readonly isCancelling: boolean;
  /** Which model it asks for; null for one that was taken up. */
  readonly modelId: string | null;
  /** Sent by an earlier start of the plugin, or given up before: stored until its layers exist, whatever happens. */
  readonly isTakenUp: boolean;
  /** What was paid for and is not yet in the document. */
  readonly checkpoint: Checkpoint | null;
  readonly outcome: EditOutcome | null;
  /** Whether the layers were left alone outside the reach; null until it is known, and when it cannot be. */
  readonly proof: Proof | null;
  /** The layers are being given another edge or other colours. */
  readonly isFitting: boolean;
  /** They have been, since they came; with the proof of the pixels that they show since. */
  readonly refitted: { readonly proof: Proof | null } | null;
  /** They could not be, since none of them is there to take it any more. */
  readonly isLost: boolean;
  /** They are no longer in the document. */
  readonly isGone: boolean;
}

export const NEW_RUN: Run = {
  id: '',
  name: '',
  targetName: '',
  job: NEW_JOB,
  startedAt: null,
  expected: null,
  trouble: null,
  isCancelling: false,
  modelId: null,
  isTakenUp: false,
  checkpoint: null,
  outcome: null,
  proof: null,
  isFitting: false,
  refitted: null,
  isLost: false,
  isGone: false,
};

interface Runs {
  readonly runs: Signal<readonly Run[]>;
}

export function findRun({ runs }: Runs, id: string): Run | null {
  return runs.value.find((run) => run.id === id) ?? null;
}

export function changeRun({ runs }: Runs, id: string, changes: Partial<Run>): void {
  runs.value = runs.value.map((run) => (run.id === id ? { ...run, ...changes } : run));
}

/** Under way, or paid for and not yet in the document. */
export function holdsPicture({ job, checkpoint }: Run): boolean {
  return !isEnded(job) || (job.state === 'failed' && checkpoint !== null);
}
