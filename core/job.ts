// What becomes of one paid call, from the click to the layer: a pure state machine.
import type { WireFailure } from './failure.ts';

export type Job =
  /** For its turn; then it goes on as `next`. */
  | { readonly state: 'waiting'; readonly next: Beginning }
  | Beginning
  | { readonly state: 'uploading' }
  | { readonly state: 'queued'; readonly requestId: string; readonly position: number | null }
  | { readonly state: 'running'; readonly requestId: string; readonly logs: readonly string[] }
  | { readonly state: 'fetching'; readonly requestId: string }
  | { readonly state: 'done'; readonly requestId: string; readonly layerIds: readonly string[] }
  | { readonly state: 'failed'; readonly failure: WireFailure }
  | { readonly state: 'cancelled' };

/** Anew, from what has been sent, or from what has been made. */
type Beginning =
  | { readonly state: 'preparing' }
  | { readonly state: 'submitting' }
  | { readonly state: 'inserting'; readonly requestId: string };

export type JobEvent =
  | { readonly type: 'started' }
  | { readonly type: 'uploading' }
  | { readonly type: 'submitting' }
  | { readonly type: 'submitted'; readonly requestId: string }
  | { readonly type: 'queued'; readonly position: number | null }
  | { readonly type: 'running'; readonly logs: readonly string[] }
  | { readonly type: 'completed' }
  | { readonly type: 'fetched' }
  | { readonly type: 'inserted'; readonly layerIds: readonly string[] }
  | { readonly type: 'failed'; readonly failure: WireFailure }
  | { readonly type: 'cancelled' };

export const NEW_JOB: Job = { state: 'waiting', next: { state: 'preparing' } };

export function isEnded(job: Job): job is Extract<Job, { state: 'done' | 'failed' | 'cancelled' }> {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}

/** The next state. An event that comes out of order changes nothing, nor does one that comes too late. */
export function step(job: Job, event: JobEvent): Job {
  if (isEnded(job)) return afterEnd(job, event);
  switch (event.type) {
    case 'started':
      return job.state === 'waiting' ? job.next : job;
    case 'uploading':
      return job.state === 'preparing' ? { state: 'uploading' } : job;
    case 'submitting':
      return isUnsent(job) ? { state: 'submitting' } : job;
    case 'submitted':
      return job.state === 'submitting'
        ? { state: 'queued', requestId: event.requestId, position: null }
        : job;
    case 'queued':
      return job.state === 'queued' ? { ...job, position: event.position } : job;
    case 'running':
      return isAtFal(job) ? { state: 'running', requestId: job.requestId, logs: event.logs } : job;
    case 'completed':
      return isAtFal(job) ? { state: 'fetching', requestId: job.requestId } : job;
    case 'fetched':
      return job.state === 'fetching' ? { state: 'inserting', requestId: job.requestId } : job;
    case 'inserted':
      return job.state === 'inserting'
        ? { state: 'done', requestId: job.requestId, layerIds: event.layerIds }
        : job;
    case 'failed':
      return { state: 'failed', failure: event.failure };
    case 'cancelled':
      return { state: 'cancelled' };
    default:
      return event satisfies never;
  }
}

/** An end is final, but where nobody knew whether fal had taken the request: what it says later still counts. */
function afterEnd(job: Job, event: JobEvent): Job {
  const isUnknown = job.state === 'failed' && job.failure.failure === 'submit-unknown';
  if (isUnknown && event.type === 'failed') return { state: 'failed', failure: event.failure };
  return isUnknown && event.type === 'cancelled' ? { state: 'cancelled' } : job;
}

function isUnsent({ state }: Job): boolean {
  return state === 'preparing' || state === 'uploading';
}

function isAtFal(job: Job): job is Extract<Job, { state: 'queued' | 'running' }> {
  return job.state === 'queued' || job.state === 'running';
}

/** Each takes a place at fal and a good deal of memory. */
const MOST_AT_ONCE = 2;

/**
 * The place of the job that may start now; null when none may. They start in the order in which they were
 * asked for, and one at a time is prepared, since Figma draws one picture after the other.
 */
export function nextToStart(jobs: readonly Job[]): number | null {
  const active = jobs.filter((job) => !isEnded(job) && job.state !== 'waiting');
  if (active.length >= MOST_AT_ONCE || active.some(({ state }) => state === 'preparing')) return null;
  const first = jobs.findIndex(({ state }) => state === 'waiting');
  return first < 0 ? null : first;
}
