// A failure: a kind from the catalogue with its sentence in a designer's words; it survives the thread crossing.
import type { Phase } from './costs.ts';
import { type Facts, type FailureKind, sentenceOf } from './failures.ts';
import { platformReason } from './platform-errors.ts';

export type { Facts as FailureFacts, FailureKind };

/** A failure as it crosses between the threads, where prototypes are lost. */
export interface WireFailure {
  readonly failure: FailureKind;
  readonly message: string;
  readonly detail: string | null;
  /** What the sentence names; missing where it is of no phase but its own. */
  readonly facts?: Facts;
}

/**
 * What went wrong, in the user's words (`message`), with the raw text one click away (`detail`).
 * `kind` decides what the panel does; `cause` keeps the original error on its own thread.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly detail: string | null;
  readonly facts: Facts;

  constructor(kind: FailureKind, facts: Facts = {}, cause?: unknown) {
    super(sentenceOf(kind, withReason(facts, cause)), cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.facts = facts;
    this.detail = cause === undefined ? null : rawText(cause);
  }
}

function withReason(facts: Facts, cause: unknown): Facts {
  const reason = cause === undefined ? null : platformReason(cause);
  return reason ? { ...facts, reason } : facts;
}

/** Recognised by name: an error keeps its name through every copy and bundle, its prototype it does not. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure' && 'kind' in error;
}

/** Whatever was thrown, as a failure; a failure stays the one it is. */
export function asFailure(error: unknown, otherwise: FailureKind = 'unexpected', facts: Facts = {}): Failure {
  return isFailure(error) ? error : new Failure(otherwise, facts, error);
}

/** The same, told as what it is in a phase: what it cost follows from that. */
export function inPhase(error: unknown, phase: Phase): Failure {
  const { kind, facts, detail, cause } = asFailure(error);
  return new Failure(kind, { ...facts, phase }, cause ?? detail ?? undefined);
}

export function toWire(error: unknown): WireFailure {
  const { kind, message, detail, facts } = asFailure(error);
  return { failure: kind, message, detail, facts };
}

export function fromWire(wire: WireFailure): Failure {
  const failure = new Failure(wire.failure, wire.facts, wire.detail ?? undefined);
  failure.message = wire.message;
  return failure;
}

const RAW_TEXT_LIMIT = 600;

// Long texts are cut because fal echoes inputs, data URIs included, in its errors.
function rawText(cause: unknown): string {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return text.length > RAW_TEXT_LIMIT ? `${text.slice(0, RAW_TEXT_LIMIT)} …` : text;
}
