// What fal's answers must look like. Each payload is checked: what a proxy hands on may be anything.
import { Failure } from '../../core/failure.ts';
import { asRecord } from '../../core/record.ts';
import { HttpError } from './errors.ts';

/** Where a request stands. `error` is set when it ended without a picture. */
export type QueueState =
  | { readonly state: 'queued'; readonly position: number | null }
  | { readonly state: 'running'; readonly logs: readonly string[] }
  | { readonly state: 'completed'; readonly error: HttpError | null };

export interface AnswerImage {
  readonly url: string;
  /** fal's safety checker finds it unsafe, and may have blacked it out. */
  readonly isFlagged: boolean;
}

export interface Answer {
  readonly images: readonly AnswerImage[];
  readonly seed: number | null;
}

/** An answer, and what fal said beside it. */
export interface BilledAnswer extends Answer {
  /** In fal's own units; null where nobody told. */
  readonly billedUnits: number | null;
}

/** The request's id. @throws Failure answer-unreadable */
export function readSubmitted(payload: unknown): string {
  const { request_id: id } = asRecord(payload);
  if (typeof id === 'string' && /^[\w-]+$/.test(id)) return id;
  throw unreadable(payload);
}

/** @throws HttpError, Failure answer-unreadable */
export function readStatus(payload: unknown): QueueState {
  const found = asRecord(payload);
  switch (found.status) {
    case 'IN_QUEUE':
      return { state: 'queued', position: numberOrNull(found.queue_position) };
    case 'IN_PROGRESS':
      return { state: 'running', logs: readLogs(found.logs) };
    case 'COMPLETED':
      return { state: 'completed', error: endError(found) };
    case 'NOT_FOUND':
      throw new HttpError(404, { detail: 'Request not found' });
    default:
      throw unreadable(payload);
  }
}

function endError({ error, error_type: type }: Record<string, unknown>): HttpError | null {
  if (!error && !type) return null;
  const detail = typeof error === 'string' ? error : JSON.stringify(error ?? '');
  return new HttpError(500, { detail, ...(typeof type === 'string' && { error_type: type }) });
}

function readLogs(logs: unknown): string[] {
  if (!Array.isArray(logs)) return [];
  return logs.flatMap((log) => {
    const { message } = asRecord(log);
    return typeof message === 'string' && message.trim() !== '' ? [message.trim()] : [];
  });
}

/** Whether fal has taken the wish: a proxy may answer a cancel with anything, and a 200 alone proves nothing. */
export function isCancelled(payload: unknown): boolean {
  const { status, success } = asRecord(payload);
  return status === 'CANCELLATION_REQUESTED' || success === true;
}

/** @throws Failure answer-unreadable */
export function readResult(payload: unknown): Answer {
  const found = asRecord(payload);
  const flags = Array.isArray(found.has_nsfw_concepts) ? found.has_nsfw_concepts : [];
  if (!Array.isArray(found.images) || found.images.length === 0) throw unreadable(payload);
  const images = found.images.map((image, i) => {
    const { url } = asRecord(image);
    if (typeof url !== 'string' || !/^(https?:|data:)/i.test(url)) throw unreadable(payload);
    return { url, isFlagged: flags[i] === true };
  });
  return { images, seed: numberOrNull(found.seed) };
}

function unreadable(payload: unknown): Failure {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null);
  return new Failure('answer-unreadable', {}, text.replace(/<[^>]*>/g, ' '));
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
