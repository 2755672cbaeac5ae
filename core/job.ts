// What becomes of one paid call, from the click to the layer: a pure state machine.
import type { Cost } from './costs.ts';
import type { WireFailure } from './failure.ts';

export type Job =
  /** For its turn; then it goes on as `next`. */
  | { readonly state: 'waiting'; readonly next: Beginning }
  /** Until there is room to store it; nothing of it has been sent. */
  | { readonly state: 'held' }
  | Beginning
  | { readonly state: 'uploading' }
  | {
      readonly state: 'queued';
      readonly requestId: string;
      readonly position: number | null;
      /** fal has just said so itself: one that is taken up again, or has not been heard of for a while, may be further. */
      readonly isTold?: true;
    }
  | { readonly state: 'running'; readonly requestId: string; readonly logs: readonly string[] }
  | { readonly state: 'fetching'; readonly requestId: string }
  /** To be inserted together with the others of its run. */
  | { readonly state: 'made'; readonly requestId: string }
  | { readonly state: 'inserting'; readonly requestId: string }
  | { readonly state: 'done'; readonly requestId: string; readonly layerIds: readonly string[] }
  | { readonly state: 'failed'; readonly failure: WireFailure }
  | { readonly state: 'cancelled'; readonly cost: CancelCost };

export type CancelCost = Extract<Cost, 'not-charged' | 'perhaps-begun' | 'begun' | 'paid-and-kept'>;

/** Anew, or from what has been sent. */
type Beginning =
  | { readonly state: 'preparing' }
  /** New where it goes out just now. */
  | { readonly state: 'submitting'; readonly isNew?: true };

export type JobEvent =
  | { readonly type: 'started' }
  | { readonly type: 'uploading' }
  | { readonly type: 'submitting' }
  | { readonly type: 'held' }
  | { readonly type: 'released' }
  | { readonly type: 'submitted'; readonly requestId: string }
  | { readonly type: 'queued'; readonly position: number | null }
  /** The network is lost, and nobody knows how far it is by now. */
  | { readonly type: 'unheard' }
  | { readonly type: 'running'; readonly logs: readonly string[] }
  | { readonly type: 'completed' }
  | { readonly type: 'made' }
  | { readonly type: 'inserting' }
  | { readonly type: 'inserted'; readonly layerIds: readonly string[] }
  | { readonly type: 'failed'; readonly failure: WireFailure }
  | { readonly type: 'cancelled' };

export const NEW_JOB: Job = { state: 'waiting', next: { state: 'preparing' } };

export function isEnded(job: Job): job is At<'done' | 'failed' | 'cancelled'> {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}

/** The next state. An event that comes out of order changes nothing, nor does one that comes too late. */
export function step(job: Job, event: JobEvent): Job {
  if (isEnded(job)) return afterEnd(job, event);
  switch (event.type) {
    case 'started':
      return from('waiting', job, ({ next }) => next);
    case 'uploading':
      return from('preparing', job, () => ({ state: 'uploading' }));
    case 'submitting':
      return isUnsent(job) ? { state: 'submitting', isNew: true } : job;
    case 'held':
      return isUnsent(job) || job.state === 'submitting' ? { state: 'held' } : job;
    case 'released':
      return from('held', job, () => NEW_JOB);
    case 'submitted':
      return from('submitting', job, ({ isNew }) => ({
        state: 'queued',
        requestId: event.requestId,
        position: null,
        ...(isNew && { isTold: true }),
      }));
    case 'queued':
      return from('queued', job, (queued) => ({ ...queued, position: event.position, isTold: true }));
    case 'unheard':
      return from('queued', job, ({ isTold: _, ...queued }) => queued);
    case 'running':
      return isAtFal(job) ? { state: 'running', requestId: job.requestId, logs: event.logs } : job;
    case 'completed':
      return isAtFal(job) ? { state: 'fetching', requestId: job.requestId } : job;
    case 'made':
      return from('fetching', job, ({ requestId }) => ({ state: 'made', requestId }));
    case 'inserting':
      return from('made', job, ({ requestId }) => ({ state: 'inserting', requestId }));
    case 'inserted':
      return from('inserting', job, ({ requestId }) => ({
        state: 'done',
        requestId,
        layerIds: event.layerIds,
      }));
    case 'failed':
      return { state: 'failed', failure: event.failure };
    case 'cancelled':
      return { state: 'cancelled', cost: costOfCancel(job) };
    default:
      return event satisfies never;
  }
}

/** An end is final, but where nobody knew whether fal had taken the request: what it says later still counts. */
function afterEnd(job: Job, event: JobEvent): Job {
  const isUnknown = job.state === 'failed' && job.failure.failure === 'submit-unknown';
  if (isUnknown && event.type === 'failed') return { state: 'failed', failure: event.failure };
  return isUnknown && event.type === 'cancelled' ? { state: 'cancelled', cost: 'perhaps-begun' } : job;
}

/**
 * What had been sent earlier, and only waited to be asked for again, fal goes on with. Out of its queue it takes what
 * it has not begun, and charges nothing for that.
 */
function costOfCancel(job: Job): CancelCost {
  if (job.state === 'waiting' && job.next.state === 'submitting') return 'paid-and-kept';
  if (job.state === 'queued') return job.isTold ? 'not-charged' : 'perhaps-begun';
  return job.state === 'running' ? 'begun' : 'not-charged';
}

type At<S extends Job['state']> = Extract<Job, { state: S }>;

/** The next state of a job that is in this one; any other stays as it is. */
function from<S extends Job['state']>(state: S, job: Job, next: (job: At<S>) => Job): Job {
  return isAt(job, state) ? next(job) : job;
}

function isAt<S extends Job['state']>(job: Job, state: S): job is At<S> {
  return job.state === state;
}

function isUnsent({ state }: Job): boolean {
  return state === 'preparing' || state === 'uploading';
}

function isAtFal(job: Job): job is At<'queued' | 'running'> {
  return job.state === 'queued' || job.state === 'running';
}

/** Begun, and not yet done with what it was begun for. */
export function isUnderWay(job: Job): boolean {
  return !isEnded(job) && !isToCome(job) && job.state !== 'made';
}

/** To be begun, or begun anew. */
export function isToCome({ state }: Job): boolean {
  return state === 'waiting' || state === 'held';
}

/** Each takes a place at fal and a good deal of memory. */
export const MOST_AT_ONCE = 2;

/**
 * The place of the job that may start now; null when none may. They start in the order in which they were
 * asked for, and one at a time is prepared, since Figma draws one picture after the other. Where one is held for
 * lack of room, so would the others be, but for what is stored already.
 */
export function nextToStart(jobs: readonly Job[]): number | null {
  const active = jobs.filter(isUnderWay);
  if (active.length >= MOST_AT_ONCE || active.some(({ state }) => state === 'preparing')) return null;
  const isFull = jobs.some(({ state }) => state === 'held');
  const first = jobs.findIndex(
    (job) => job.state === 'waiting' && !(isFull && job.next.state === 'preparing'),
  );
  return first < 0 ? null : first;
}
