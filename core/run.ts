// One click and its requests: how its pictures are shared out among them, and what has become of them all together.
import { type CancelCost, isEnded, isToCome, isUnderWay, type Job } from './job.ts';
import { MAX_SEED } from './models/index.ts';

/** More than anybody looks through; a slip of the keyboard should not cost a fortune. */
export const MOST_PICTURES = 500;

/** What one request asks for beside what all those for its target have in common. */
export interface Share {
  readonly prompt: string;
  readonly seed: number;
  /** Pictures in its answer. */
  readonly images: number;
  readonly series: Series;
}

/** Where the pictures of a request come among all that one click asks for by one prompt in one target. */
export interface Series {
  /** What all their requests have in common; empty before they are shared out. */
  readonly id: string;
  /** The place of the request's first picture, from 0. */
  readonly from: number;
  /** How many they are, in all requests. */
  readonly of: number;
}

function seriesId(click: string, prompt: number): string {
  return `${click} ${prompt}`;
}

/** What its id says: of which click it is, and of which of the prompts. */
export function clickOf({ id }: Series): { readonly click: string; readonly prompt: number } {
  const [, click, prompt] = /^(.*) (\d+)$/.exec(id) ?? [];
  return { click: click ?? id, prompt: Number(prompt ?? 0) };
}

export interface Wanted {
  /** Of the click. */
  readonly id: string;
  readonly prompts: readonly string[];
  /** For each prompt. */
  readonly variations: number;
  /** The first request's; every other has one of its own, counted up from it. */
  readonly seed: number;
  /** The most pictures that one request may ask for. */
  readonly most: number;
}

/** The requests for one target. The same variation of each prompt has the same seed, so that they can be compared. */
export function shareOut({ id, prompts, variations, seed, most }: Wanted): Share[] {
  const count = Math.ceil(variations / most);
  return prompts.flatMap((prompt, place) =>
    Array.from({ length: count }, (_, i) => ({
      prompt,
      seed: (seed + i) % (MAX_SEED + 1),
      images: Math.min(most, variations - i * most),
      series: { id: seriesId(id, place), from: i * most, of: variations },
    })),
  );
}

/** Whether there is nothing more to wait for: each is over, or its pictures are made. */
export function isSettled(jobs: readonly Job[]): boolean {
  return jobs.every((job) => isEnded(job) || job.state === 'made');
}

/**
 * What the run as a whole is doing, told by the one of its jobs that says most: the first under way, else what
 * all are waiting for, else how it ended. A failure is told before what went well, since it is to be acted on.
 */
export function jobOfRun(jobs: readonly [Job, ...Job[]]): Job {
  const first = (isWanted: (job: Job) => boolean) => jobs.find(isWanted);
  const [only] = jobs;
  return (
    first(isUnderWay) ??
    first(isToCome) ??
    first(({ state }) => state === 'made') ??
    first(({ state }) => state === 'failed') ??
    allDone(jobs) ??
    allCancelled(jobs) ??
    only
  );
}

/** Of several, what is least to be passed over. */
const WEIGHTS: Readonly<Record<CancelCost, number>> = {
  'not-charged': 0,
  'perhaps-begun': 1,
  begun: 2,
  'paid-and-kept': 3,
};

/** What was cancelled, with the cost that there is to tell; null where nothing was. */
export function allCancelled(jobs: readonly Job[]): CancelledJob | null {
  const cancelled = jobs.filter((job) => job.state === 'cancelled');
  const [first] = cancelled.sort((a, b) => WEIGHTS[b.cost] - WEIGHTS[a.cost]);
  return first ?? null;
}

type CancelledJob = Extract<Job, { state: 'cancelled' }>;

function allDone(jobs: readonly Job[]): Job | null {
  const done = jobs.filter((job) => job.state === 'done');
  const [first] = done;
  return first ? { ...first, layerIds: done.flatMap(({ layerIds }) => layerIds) } : null;
}
