// Whatever fal, a proxy or the network answers instead of a picture, looked up in the catalogue: a failure with its sentence.
import { Failure, type FailureFacts, type FailureKind, isFailure } from '../../core/failure.ts';
import { FAL_ERRORS, PROXY_ERRORS, STATUSES } from '../../core/fal-errors.ts';
import { asRecord } from '../../core/record.ts';

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
  if (isFailure(error)) return withoutToken(error, context);
  if (!(error instanceof Error)) return new Failure('unexpected', {}, hideToken(String(error), context));
  const cause = hideToken(error.message, context);
  const facts = factsOf(error, context);
  if (error.name === 'AbortError') return new Failure('cancelled');
  if (error instanceof HttpError) return new Failure(kindOf(error, context), facts, cause);
  if (error instanceof NetworkError) {
    return new Failure(
      otherwise === 'proxy-unreachable' ? lossKind(context.proxyUrl) : otherwise,
      facts,
      cause,
    );
  }
  // The client parses JSON itself: what it cannot parse did not come from fal.
  return new Failure(error instanceof SyntaxError ? 'answer-unreadable' : 'unexpected', facts, cause);
}

function factsOf(error: Error, { proxyUrl, modelLabel }: Context): FailureFacts {
  return {
    proxy: hostOf(proxyUrl),
    ...(modelLabel && { model: modelLabel }),
    ...(error instanceof HttpError && refusedField(error.body)),
  };
}

/** Which field was refused, and what it has to be. */
function refusedField(body: unknown): Pick<FailureFacts, 'field' | 'expected'> {
  const { loc, type, ctx } = firstEntry(body);
  const last = Array.isArray(loc) ? loc[loc.length - 1] : undefined;
  const expected = typeof type === 'string' ? FAL_ERRORS[type]?.expected?.(asRecord(ctx)) : null;
  return {
    ...(typeof last === 'string' && last !== 'body' && { field: last.replaceAll('_', ' ') }),
    ...(expected && { expected }),
  };
}

/** Why nothing answers at an address, as far as a browser can tell. */
function lossKind(proxyUrl: string): FailureKind {
  if (isOffline()) return 'offline';
  return isInsecure(proxyUrl) ? 'proxy-insecure' : 'proxy-unreachable';
}

/** Surely so; that a computer is online, browsers often only believe. */
export function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}

/** Figma is a page with https, from which browsers let plain http go no further than this computer. */
function isInsecure(proxyUrl: string): boolean {
  const { protocol, hostname } = new URL(proxyUrl);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/.test(hostname);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** What a proxy or a firewall answers may repeat the headers it was sent. */
function withoutToken(failure: Failure, context: Context): Failure {
  const { kind, facts, detail, cause } = failure;
  const raw = cause instanceof Error ? cause.message : String(cause ?? detail ?? '');
  const hidden = hideToken(raw, context);
  return hidden === raw ? failure : new Failure(kind, facts, hidden);
}

function hideToken(text: string, { token }: Context): string {
  return token === '' ? text : text.replaceAll(token, '•••');
}

// In fal's own words: a firewall, a content filter and a parser say “blocked” and “unbalanced” too.
const NO_BALANCE = /\b(exhausted balance|user is locked|billing)\b/i;

function kindOf(error: HttpError, context: Context): FailureKind {
  const { status, body } = error;
  const type = errorType(body);
  const text = textOf(body);
  if (type === 'wrong_token') return context.token === '' ? 'token-missing' : 'token-wrong';
  const known = type === null ? undefined : FAL_ERRORS[type];
  if (known) return known.kind;
  if ((status === 402 || status === 403) && NO_BALANCE.test(text)) return 'balance-empty';
  if (status === 403 && isPage(body)) return 'network-blocked';
  if (status === 401 || status === 403) return refusedKind(body, context);
  if (isMissingModel(status, body)) return 'model-gone';
  if (isUnknownRequest(error)) return 'request-unknown';
  return STATUSES[status] ?? kindOfRange(status, body);
}

/** The words of fal's that stand for a status, where a proxy has turned it into 200. */
const STATUS_WORDS: readonly (readonly [RegExp, number])[] = [
  [NO_BALANCE, 403],
  [/payment required/i, 402],
  [/entity too large|payload too large/i, 413],
  [/invalid key|key credentials|authorization header/i, 401],
  [/not found/i, 404],
  [/method not allowed/i, 405],
  [/still in progress/i, 400],
  [/internal server error/i, 500],
  // A gateway's before fal, which cannot say what has become of a request.
  [/request time(d |-)?out/i, 408],
  [/bad gateway/i, 502],
  [/service (temporarily |currently )?unavailable/i, 503],
  [/gateway time(d |-)?out/i, 504],
];

/** As fal sent it, as far as what it says can tell; 200 when it cannot. */
export function statusFrom(body: unknown): number {
  const { detail } = asRecord(body);
  const known = FAL_ERRORS[errorType(body) ?? ''];
  if (known) return known.status;
  if (Array.isArray(detail)) return 422;
  const text = textOf(body);
  return STATUS_WORDS.find(([words]) => words.test(text))?.[1] ?? 200;
}

/** fal and proxies answer in JSON; pages come from what stands before them. */
function isPage(body: unknown): boolean {
  return typeof body === 'string' && /^\s*</.test(body);
}

// fal's own words are an object that names the key or the header; a proxy's own refusal is a bare string.
function refusedKind(body: unknown, { token }: Context): FailureKind {
  const isFal = /key|credential|authorization header/i.test(textOf(body)) || hasDetail(body);
  if (isFal) return 'key-refused';
  return token === '' ? 'token-missing' : 'token-wrong';
}

// In fal's own words: routers and hosts say that something is not found too.
function isMissingModel(status: number, body: unknown): boolean {
  const { detail } = asRecord(body);
  return status === 404 && typeof detail === 'string' && /^application (['"].+['"] )?not found/i.test(detail);
}

function kindOfRange(status: number, body: unknown): FailureKind {
  if (status >= 500) return 'fal-failed';
  if (status === 404) return hasDetail(body) ? 'fal-failed' : 'proxy-not-fal';
  if (status < 400) return hasDetail(body) ? 'input-refused' : 'answer-unreadable';
  // The default proxies answer an endpoint they do not allow with a bare string.
  return hasDetail(body) ? 'input-refused' : 'model-refused';
}

/** In fal's own words, of which the queue has only a status: whatever else stands at an address answers 404 too. */
export function isUnknownRequest({ status, body }: HttpError): boolean {
  const { detail, status: state } = asRecord(body);
  const isSaid = typeof detail === 'string' && /^request not found/i.test(detail);
  return status === 404 && (isSaid || state === 'NOT_FOUND');
}

/** The type of a request error, or of a model error's first entry. */
export function errorType(body: unknown): string | null {
  const type = asRecord(body).error_type ?? firstEntry(body).type;
  return typeof type === 'string' ? type : null;
}

function firstEntry(body: unknown): Record<string, unknown> {
  const { detail } = asRecord(body);
  return Array.isArray(detail) ? asRecord(detail[0]) : {};
}

/** Whether fal itself says so: anybody between the panel and fal may answer with a status and a text. */
export function isFalsWord(body: unknown): boolean {
  const type = errorType(body);
  return type === null ? Array.isArray(asRecord(body).detail) : !Object.hasOwn(PROXY_ERRORS, type);
}

/** Somebody on the way does not get through to fal, which is as good as a lost network. */
export function isGatewaysLoss({ status, body }: HttpError): boolean {
  const type = errorType(body);
  if (type !== null) return type === 'upstream_unreachable';
  return [502, 503, 504].includes(status) && !isFalsWord(body);
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
