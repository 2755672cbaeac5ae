// One catalogue: whatever fal, a proxy or the network answers instead of a picture → a failure with its sentence.
import { Failure, type FailureFacts, type FailureKind, isFailure } from '../../core/failure.ts';

/** An answer that is no success. Not the client's own class, because that one makes the client try again. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`${status} ${textOf(body)}`);
  }
}

/** No answer at all: offline, refused, blocked by CORS, or cut off. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

/** What the sentences may name, and the token that no text may ever hold. */
export interface Context {
  readonly proxyUrl: string;
  readonly token: string;
  readonly modelLabel?: string;
}

/** Whatever was thrown between the panel and fal, as a failure; `otherwise` is for a lost connection. */
export function falFailure(
  error: unknown,
  context: Context,
  otherwise: FailureKind = 'proxy-unreachable',
): Failure {
  if (isFailure(error)) return error;
  if (!(error instanceof Error)) return new Failure('unexpected', {}, hideToken(String(error), context));
  const cause = hideToken(error.message, context);
  const facts = factsOf(error, context);
  if (error.name === 'AbortError') return new Failure('cancelled');
  if (error instanceof HttpError) return new Failure(kindOf(error, context), facts, cause);
  if (error instanceof NetworkError) return new Failure(otherwise, facts, cause);
  // The client parses JSON itself: what it cannot parse did not come from fal.
  return new Failure(error instanceof SyntaxError ? 'answer-unreadable' : 'unexpected', facts, cause);
}

function factsOf(error: Error, { proxyUrl, modelLabel }: Context): FailureFacts {
  const field = error instanceof HttpError ? firstField(error.body) : undefined;
  return {
    proxy: hostOf(proxyUrl),
    ...(modelLabel && { model: modelLabel }),
    ...(field && { field }),
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function hideToken(text: string, { token }: Context): string {
  return token === '' ? text : text.replaceAll(token, '•••');
}

/** A type named in the answer says more than its status: some proxies turn every status into 200. */
const BY_TYPE: Readonly<Record<string, FailureKind>> = {
  missing_key: 'key-missing',
  endpoint_not_allowed: 'model-refused',
  target_not_allowed: 'proxy-not-fal',
  missing_target: 'proxy-not-fal',
  bad_target: 'proxy-not-fal',
  unknown_path: 'proxy-not-fal',
  unknown_host: 'proxy-not-fal',
  method_not_allowed: 'proxy-not-fal',
  proxy_error: 'fal-failed',
  upstream_unreachable: 'fal-failed',
  upstream_redirect: 'fal-failed',
  content_policy_violation: 'content-refused',
  image_load_error: 'picture-refused',
  file_download_error: 'picture-refused',
  unsupported_image_format: 'picture-refused',
  image_too_small: 'picture-refused',
  image_too_large: 'picture-refused',
  file_too_large: 'picture-refused',
  no_media_generated: 'fal-failed',
  internal_server_error: 'fal-failed',
  internal_error: 'fal-failed',
  downstream_service_error: 'fal-failed',
  downstream_service_unavailable: 'fal-failed',
  runner_scheduling_failure: 'fal-failed',
  runner_connection_timeout: 'fal-failed',
  runner_disconnected: 'fal-failed',
  runner_connection_refused: 'fal-failed',
  runner_connection_error: 'fal-failed',
  runner_incomplete_response: 'fal-failed',
  runner_server_error: 'fal-failed',
  generation_timeout: 'fal-timeout',
  request_timeout: 'fal-timeout',
  startup_timeout: 'fal-timeout',
  concurrent_requests_limit: 'rate-limited',
  client_cancelled: 'cancelled',
  client_disconnected: 'cancelled',
};

const BY_STATUS: Readonly<Record<number, FailureKind>> = {
  402: 'balance-empty',
  405: 'proxy-not-fal',
  408: 'fal-timeout',
  412: 'model-refused',
  413: 'too-large',
  415: 'proxy-not-fal',
  429: 'rate-limited',
  499: 'cancelled',
  504: 'fal-timeout',
};

// In fal's own words: a firewall, a content filter and a parser say “blocked” and “unbalanced” too.
const NO_BALANCE = /\b(exhausted balance|user is locked|billing)\b/i;

function kindOf({ status, body }: HttpError, context: Context): FailureKind {
  const type = errorType(body);
  const text = textOf(body);
  if (type === 'wrong_token') return context.token === '' ? 'token-missing' : 'token-wrong';
  if (type !== null && BY_TYPE[type]) return BY_TYPE[type];
  if ((status === 402 || status === 403) && NO_BALANCE.test(text)) return 'balance-empty';
  if (status === 401 || status === 403) return refusedKind(body, context);
  if (isMissingModel(status, text)) return 'model-gone';
  return BY_STATUS[status] ?? kindOfRange(status, body);
}

// fal's own words are an object that names the key or the header; a proxy's own refusal is a bare string.
function refusedKind(body: unknown, { token }: Context): FailureKind {
  const isFal = /key|credential|authorization header/i.test(textOf(body)) || hasDetail(body);
  if (isFal) return 'key-refused';
  return token === '' ? 'token-missing' : 'token-wrong';
}

function isMissingModel(status: number, text: string): boolean {
  return (
    /application .*not found/i.test(text) || (status === 404 && /not found/i.test(text) && /app/i.test(text))
  );
}

function kindOfRange(status: number, body: unknown): FailureKind {
  if (status >= 500) return 'fal-failed';
  if (status === 404) return isFalAnswer(body) ? 'fal-failed' : 'proxy-not-fal';
  if (status < 400) return hasDetail(body) ? 'input-refused' : 'answer-unreadable';
  // The default proxies answer an endpoint they do not allow with a bare string.
  return hasDetail(body) ? 'input-refused' : 'model-refused';
}

// The queue tells of an unknown request by its status alone.
function isFalAnswer(body: unknown): boolean {
  return hasDetail(body) || asRecord(body).status === 'NOT_FOUND';
}

/** The type of a request error, or of a model error's first entry. */
export function errorType(body: unknown): string | null {
  const { error_type: type, detail } = asRecord(body);
  if (typeof type === 'string') return type;
  const first = Array.isArray(detail) ? asRecord(detail[0]).type : undefined;
  return typeof first === 'string' ? first : null;
}

function firstField(body: unknown): string | undefined {
  const { detail } = asRecord(body);
  const loc = Array.isArray(detail) ? asRecord(detail[0]).loc : undefined;
  const last = Array.isArray(loc) ? loc[loc.length - 1] : undefined;
  return typeof last === 'string' ? last.replaceAll('_', ' ') : undefined;
}

export function hasDetail(body: unknown): boolean {
  return 'detail' in asRecord(body);
}

/** One line of raw text. The `input` that fal echoes is left out: it may be a whole picture. */
function textOf(body: unknown): string {
  const { detail, error_type: type } = asRecord(body);
  if (typeof detail === 'string') return typeof type === 'string' ? `${type}: ${detail}` : detail;
  if (Array.isArray(detail)) return detail.map(entryText).join('; ');
  return typeof body === 'string' ? body.replace(/<[^>]*>/g, ' ').trim() : JSON.stringify(body ?? '');
}

function entryText(entry: unknown): string {
  const { loc, msg, type } = asRecord(entry);
  const path = Array.isArray(loc) ? loc.join('.') : '';
  return [type, path, msg].filter((part) => typeof part === 'string' && part !== '').join(' · ');
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
