// One run of the list that the panel keeps: what it is for, its requests, and what has become of them so far.
import type { Signal } from '@preact/signals';
import type { Start } from '../core/again.ts';
import type { WireFailure } from '../core/failure.ts';
import { isEnded, type Job, NEW_JOB } from '../core/job.ts';
import type { Proof } from '../core/proof.ts';
import { jobOfRun } from '../core/run.ts';
import type { Composited } from './cut-out.ts';
import type { Checkpoint } from './edit.ts';
import { isPlaceless } from './failure-kinds.ts';
import type { Trouble } from './fal/queue.ts';
import { type Cut, fitOf } from './fit.ts';
import { type EditOutcome, mergedOutcome } from './outcome.ts';

/** One request of a run, and what has become of it so far. */
export interface Part {
  /** That of its stored job, but for pictures that wait by themselves. */
  readonly id: string;
  /** The stored job, where it goes by another id; null for the part's own. */
  readonly ofJob: string | null;
  readonly targetId: string;
  readonly targetName: string;
  readonly prompt: string;
  /** Of its pictures the first is this one, from 0, of all those with this prompt in this target. */
  readonly from: number;
  readonly images: number;
  readonly job: Job;
  /** Milliseconds since 1970; null before it is its turn. */
  readonly startedAt: number | null;
  readonly trouble: Trouble;
  /** From when it was paid for: what its pictures are cut by, and later the pictures themselves. */
  readonly checkpoint: Checkpoint | null;
  readonly outcome: EditOutcome | null;
  /** What its layers have been given since they came, or are being given; null where that is nothing new. */
  readonly cut: Cut | null;
}

export const NEW_PART: Part = {
  id: '',
  ofJob: null,
  targetId: '',
  targetName: '',
  prompt: '',
  from: 0,
  images: 1,
  job: NEW_JOB,
  startedAt: null,
  trouble: null,
  checkpoint: null,
  outcome: null,
  cut: null,
};

/** One click. */
interface Click {
  readonly id: string;
  /** What its layers will be called. */
  readonly name: string;
  readonly targetName: string;
  /** How long runs of this model have taken, in milliseconds; null when none is known. */
  readonly expected: number | null;
  readonly isCancelling: boolean;
  /** What was made first was inserted before the rest was sent, to make room: there are as many undo steps. */
  readonly isDivided: boolean;
  /** Which model it asks for; null for one that was taken up. */
  readonly modelId: string | null;
  /** Sent by an earlier start of the plugin, or given up before: stored until its layers exist, whatever happens. */
  readonly isTakenUp: boolean;
  /** Whether the layers were left alone outside the reach; null until it is known, and when it cannot be. */
  readonly proof: Proof | null;
  /** The layers are being given another edge or other colours. */
  readonly isFitting: boolean;
  /** They have been, since they came; with the proof of the pixels that they show since. */
  readonly refitted: { readonly proof: Proof | null } | null;
  /** They could not be, since none of them is there to take it any more. */
  readonly isLost: boolean;
  /** How many of its pictures are no longer in the document. */
  readonly gone: number;
  readonly spread: Spread;
  /** The result that it starts from, where it is not its target as it stands. */
  readonly start: Start | null;
}

/** The targets and regions where else its picture is to be used, and what is said of that. */
export type Spread =
  | { readonly kind: 'none' }
  | { readonly kind: 'to'; readonly layerIds: readonly string[] }
  | { readonly kind: 'told'; readonly layerIds: readonly string[]; readonly text: string };

/** What its requests have come to together; made by `runOf`, and by nothing else. */
interface Together {
  readonly job: Job;
  readonly startedAt: number | null;
  readonly trouble: Trouble;
  /** Of everything that is in the document. */
  readonly outcome: EditOutcome | null;
}

export interface Run extends Click, Together {
  /** In the order in which they are begun; at least one. */
  readonly parts: readonly [Part, ...Part[]];
}

const NEW_CLICK: Click = {
  id: '',
  name: '',
  targetName: '',
  expected: null,
  isCancelling: false,
  isDivided: false,
  modelId: null,
  isTakenUp: false,
  proof: null,
  isFitting: false,
  refitted: null,
  isLost: false,
  gone: 0,
  spread: { kind: 'none' },
  start: null,
};

export function runOf(click: Partial<Click>, parts: Run['parts']): Run {
  const outcome = mergedOutcome(outcomesOf(parts), click.name ?? '');
  return { ...NEW_CLICK, ...click, parts, ...together(parts), outcome };
}

function together(parts: Run['parts']): Omit<Together, 'outcome'> {
  const began = parts.flatMap(({ startedAt }) => startedAt ?? []);
  return {
    job: jobOfRun(parts.map(({ job }) => job) as [Job, ...Job[]]),
    startedAt: began.length > 0 ? Math.min(...began) : null,
    trouble: parts.find(({ trouble, job }) => trouble && !isEnded(job))?.trouble ?? null,
  };
}

/** What nothing was added to stays the very same outcome: whoever has looked at it knows it by that. */
export function withParts(run: Run, parts: Run['parts']): Run {
  const [before, after] = [outcomesOf(run.parts), outcomesOf(parts)];
  const isSame = before.length === after.length && after.every((outcome, i) => outcome === before[i]);
  const outcome = isSame ? run.outcome : mergedOutcome(after, run.name);
  return { ...run, parts, ...together(parts), outcome };
}

function outcomesOf(parts: Run['parts']): EditOutcome[] {
  return parts.flatMap(({ outcome }) => outcome ?? []);
}

/** A run of one request, which go by the same id. */
export function singleRun(click: Partial<Click>, part: Partial<Part>): Run {
  const { id = '', targetName = '', name = '' } = click;
  return runOf(click, [{ ...NEW_PART, id, targetName, prompt: name, ...part }]);
}

/** Under which it is stored, if it is. */
export function jobIdOf({ id, ofJob }: Pick<Part, 'id' | 'ofJob'>): string {
  return ofJob ?? id;
}

/** None of what it has added is in the document any more. */
export function isGone({ outcome, gone }: Run): boolean {
  return outcome !== null && outcome.pictures > 0 && gone >= outcome.pictures;
}

interface Runs {
  readonly runs: Signal<readonly Run[]>;
}

export function findRun({ runs }: Runs, id: string): Run | null {
  return runs.value.find((run) => run.id === id) ?? null;
}

/** The run that a stored job belongs to. */
export function runWith({ runs }: Runs, partId: string): Run | null {
  return runs.value.find(({ parts }) => parts.some(({ id }) => id === partId)) ?? null;
}

export function findPart(state: Runs, id: string): Part | null {
  return runWith(state, id)?.parts.find((part) => part.id === id) ?? null;
}

export function changeRun({ runs }: Runs, id: string, changes: Partial<Click>): void {
  runs.value = runs.value.map((run) => (run.id === id ? { ...run, ...changes } : run));
}

export function changePart({ runs }: Runs, id: string, changes: Partial<Part>): void {
  runs.value = runs.value.map((run) => withPart(run, id, changes));
}

/** The others stay the very same: who looks at one run need not hear of another. */
function withPart(run: Run, id: string, changes: Partial<Part>): Run {
  const at = run.parts.findIndex((part) => part.id === id);
  if (at < 0) return run;
  const [first, ...others] = run.parts.map((part, i) => (i === at ? { ...part, ...changes } : part));
  return withParts(run, [first!, ...others]);
}

/** Under way, or paid for and not yet in the document. */
export function holdsPicture({ parts }: Run): boolean {
  return parts.some((part) => !isEnded(part.job) || isOwed(part));
}

/** Paid for, failed since, and not yet in the document. */
export function isOwed({ job, checkpoint }: Pick<Part, 'job' | 'checkpoint'>): boolean {
  return job.state === 'failed' && checkpoint !== null;
}

export interface FailedPart extends Part {
  readonly job: { readonly state: 'failed'; readonly failure: WireFailure };
}

export function failedParts({ parts }: Run): FailedPart[] {
  return parts.filter((part): part is FailedPart => part.job.state === 'failed');
}

/**
 * Those a next try goes on with: what is paid for by itself first, so that nothing is asked for under the word that it is
 * not paid for twice. What fal may have taken is never asked for again.
 */
export function triedNext(run: Run): FailedPart[] {
  const failed = failedParts(run);
  const owed = failed.filter(isOwed);
  return owed.length > 0 ? owed : failed.filter((part) => !isUnknown(part));
}

/**
 * Of what is paid for and has lost its place, all that was made for one of the targets: where it goes
 * instead is said for each by itself, since pictures of two targets are no alternatives to one another.
 */
export function displacedNext(run: Run): FailedPart[] {
  const isDisplaced = (part: FailedPart) => isOwed(part) && isPlaceless(part.job.failure.failure);
  const [first, ...others] = failedParts(run).filter(isDisplaced);
  return first ? [first, ...others.filter(({ targetId }) => targetId === first.targetId)] : [];
}

/** It went out and no answer came: fal may have taken it, and may bill it. */
export function isUnknown({ job }: FailedPart): boolean {
  return job.failure.failure === 'submit-unknown';
}

/** Over, and nothing of it is paid for and in the panel alone. */
export function isDismissible({ job, parts }: Run): boolean {
  return isEnded(job) && !parts.some((part) => isOwed(part) && part.checkpoint?.jobId === null);
}

/** Not even begun: what had failed before would have failed it as well. */
export function isUntried({ job, startedAt }: Pick<Part, 'job' | 'startedAt'>): boolean {
  return job.state === 'failed' && startedAt === null;
}

/** What is in the document, with the pictures that it was cut from. */
export interface Shown {
  readonly partId: string;
  readonly composited: Composited;
  readonly outcome: EditOutcome;
  /** As it stands there. */
  readonly cut: Cut;
}

/** In the order of the requests. */
export function shownIn({ parts }: Run): Shown[] {
  return parts.flatMap(({ id, checkpoint, outcome, cut }) => {
    if (checkpoint?.stage !== 'composited' || !outcome || outcome.layerIds.length === 0) return [];
    const { settings, allowed } = checkpoint;
    const asMade = { fit: fitOf(settings), allowed };
    return [{ partId: id, composited: checkpoint, outcome, cut: cut ?? asMade }];
  });
}

/** The target as it was before the last of it came, where somebody looked. */
export function lastLook(shown: readonly Shown[]): EditOutcome['before'] {
  return shown.flatMap(({ outcome }) => outcome.before ?? []).at(-1) ?? null;
}
