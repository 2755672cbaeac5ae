// What becomes of one paid call, from the click to the layer: a pure state machine.
import type { WireFailure } from './failure.ts';

export type Job =
  | { readonly state: 'preparing' }
  | { readonly state: 'uploading' }
  | { readonly state: 'submitting' }
  | { readonly state: 'queued'; readonly requestId: string; readonly position: number | null }
  | { readonly state: 'running'; readonly requestId: string; readonly logs: readonly string[] }
  | { readonly state: 'fetching'; readonly requestId: string }
  | { readonly state: 'inserting'; readonly requestId: string }
  | { readonly state: 'done'; readonly requestId: string; readonly layerIds: readonly string[] }
  | { readonly state: 'failed'; readonly failure: WireFailure }
  | { readonly state: 'cancelled' };

export type JobEvent =
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

export const NEW_JOB: Job = { state: 'preparing' };

export function isEnded(job: Job): job is Extract<Job, { state: 'done' | 'failed' | 'cancelled' }> {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}

/** The next state. An event that comes too late, or out of order, changes nothing. */
export function step(job: Job, event: JobEvent): Job {
  if (isEnded(job)) return job;
  switch (event.type) {
    case 'uploading':
      return job.state === 'preparing' ? { state: 'uploading' } : job;
    case 'submitting':
      return job.state === 'preparing' || job.state === 'uploading' ? { state: 'submitting' } : job;
    case 'submitted':
      return job.state === 'submitting'
        ? { state: 'queued', requestId: event.requestId, position: null }
        : job;
    case 'queued':
      return job.state === 'queued' ? { ...job, position: event.position } : job;
    case 'running':
      return isWaiting(job) ? { state: 'running', requestId: job.requestId, logs: event.logs } : job;
    case 'completed':
      return isWaiting(job) ? { state: 'fetching', requestId: job.requestId } : job;
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

function isWaiting(job: Job): job is Extract<Job, { state: 'queued' | 'running' }> {
  return job.state === 'queued' || job.state === 'running';
}
