// Everything the panel asks of fal, in the panel's own terms; each failure leaves here with its sentence.
import type { FalClient } from '@fal-ai/client';
import { Failure, type FailureKind, isFailure } from '../../core/failure.ts';
import type { Model } from '../../core/models/index.ts';
import { openAddress } from '../../core/unfinished.ts';
import {
  type Answer,
  type BilledAnswer,
  isCancelled,
  readResult,
  readStatus,
  readSubmitted,
} from './answer.ts';
import { withBilled } from './billed.ts';
import { type Connection, createClient, proxyHeaders, requestUrl, strictFetch } from './client.ts';
import { type Context, falFailure, HttpError, isFalsWord, isOffline, NetworkError } from './errors.ts';
import { type Introduction, introduce } from './health.ts';
import { download, type Ways } from './media.ts';
import { type Ending, type Patience, persist, type Watch, watch } from './queue.ts';
import { assertRoom } from './room.ts';
import { upload, withStored } from './upload.ts';

/** As it was introduced, be it by another request of the same run. */
export interface Sending extends Pick<Introduction, 'isMediaBlocked'> {
  /** What it has cancelled before it goes out is not sent. */
  readonly signal?: AbortSignal;
}

export interface Fal {
  /** The proxy's address, without anything in it that could be secret. */
  readonly proxy: string;
  /** Who answers at the proxy's address, before anything is exported or paid. */
  introduce(): Promise<Introduction>;
  upload(pictures: readonly Uint8Array[]): Promise<string[]>;
  /** Sends the request at most once, and returns its id. */
  submit(model: Model, input: Record<string, unknown>, options: Sending): Promise<string>;
  watch(model: Model, requestId: string, options: Watch): Promise<'completed' | 'cancelled'>;
  result(model: Model, requestId: string, patience: Patience): Promise<BilledAnswer>;
  download(url: string, patience: Patience): Promise<Uint8Array>;
}

/**
 * @param ways what is known of how pictures come, and is learnt
 * @throws Failure proxy-missing, proxy-url, proxy-url-name
 */
export function openFal(
  connection: Connection,
  fetcher: typeof fetch,
  ways: Ways = { areRelayed: false },
): Fal {
  checkAddress(connection.proxyUrl);
  const client = createClient(connection, fetcher);
  const answerOf = (model: Model, requestId: string) => () => answer(connection, fetcher, model, requestId);
  const contextFor = (model?: Model): Context => ({
    ...connection,
    ...(model && { modelLabel: model.label }),
  });
  return {
    proxy: openAddress(connection.proxyUrl),
    introduce: () => explained(introduce(connection, fetcher), contextFor()),
    upload: (pictures) => {
      const room = (bytes: number) => assertRoom(bytes, connection, fetcher);
      return explained(upload(client, pictures, room), contextFor());
    },
    async submit(model, input, { isMediaBlocked, signal }) {
      const inAnswer = (await isMediaBlocked) ? { sync_mode: true } : {};
      return explained(submit(client, model, { ...input, ...inAnswer }, signal), contextFor(model));
    },
    async watch(model, requestId, options) {
      const request = queued(client, model, requestId, connection, fetcher);
      const context = contextFor(model);
      const work = async () => ended(await watch(request, options), answerOf(model, requestId), context);
      return explainedPaid(work(), context);
    },
    result(model, requestId, patience) {
      const work = persist(answerOf(model, requestId), patience);
      return explainedPaid(work, contextFor(model));
    },
    download: (url, patience) =>
      explained(download(url, { connection, fetcher, ways }, patience), contextFor()),
  };
}

/** @throws Failure proxy-missing, proxy-url */
export function checkAddress(url: string): void {
  if (url.trim() === '') throw new Failure('proxy-missing');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new Failure('proxy-url');
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') throw new Failure('proxy-url-name');
}

async function explained<T>(work: Promise<T>, context: Context): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw falFailure(error, context);
  }
}

/** What ends a request; once it is paid for, only fal itself can say so. */
const ENDS: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'fal-failed',
  'fal-timeout',
  'input-refused',
  'model-gone',
  'too-large',
  'cancelled',
]);

/** For a request that is paid for: an end that fal has not told is a lost connection. */
async function explainedPaid<T>(work: Promise<T>, context: Context): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const failure = falFailure(error, context, 'network-lost');
    const isForeign = error instanceof HttpError && !isFalsWord(error.body);
    throw isForeign && ENDS.has(failure.kind)
      ? falFailure(new NetworkError(error.message), context, 'network-lost')
      : failure;
  }
}

function queued(
  client: FalClient,
  { id }: Model,
  requestId: string,
  connection: Connection,
  fetcher: typeof fetch,
) {
  return {
    status: async () => readStatus(await client.queue.status(id, { requestId, logs: true })),
    cancel: () => cancel(requestUrl(id, requestId, 'cancel'), connection, fetcher),
  };
}

function answer(
  connection: Connection,
  fetcher: typeof fetch,
  { id }: Model,
  requestId: string,
): Promise<BilledAnswer> {
  return withBilled(fetcher, async (listening) => {
    const { data } = await createClient(connection, listening).queue.result(id, { requestId });
    return readResult(data);
  });
}

/** Not by fal's client, which throws the answer away, and sends no body: fal's handler for Hono fails without one. */
async function cancel(url: string, connection: Connection, fetcher: typeof fetch): Promise<void> {
  const headers = { 'content-type': 'application/json', ...proxyHeaders(connection, url) };
  const init = { method: 'PUT', headers, body: '{}' };
  const answered = await strictFetch(fetcher)(connection.proxyUrl, init);
  if (!isCancelled(await answered.json())) throw new Error('The cancel was not confirmed');
}

/** @throws Failure when the request ended without a picture */
async function ended(
  ending: Ending,
  readAnswer: () => Promise<Answer>,
  context: Context,
): Promise<Ending['kind']> {
  if (!ending.error) return ending.kind;
  // The queue names the kind of error; the result tells which field or word it was.
  const told = await readAnswer().catch((error: unknown) => error);
  const isTold = told instanceof HttpError && isFalsWord(told.body);
  throw falFailure(isTold ? told : ending.error, context);
}

async function submit(
  client: FalClient,
  model: Model,
  input: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<string> {
  // As a plain string: our table, checked against fal's schemas by test, says what the input is.
  const send = async (sent: object) => {
    if (signal?.aborted) throw new Failure('cancelled');
    // What surely does not go out need not be told of as perhaps charged.
    if (isOffline()) throw new Failure('offline');
    return readSubmitted(await client.queue.submit<string>(model.id, { input: sent }));
  };
  try {
    return await sentWith(client, input, send);
  } catch (error) {
    if (isUncertain(error)) throw new Failure('submit-unknown', {}, rawText(error));
    throw error;
  }
}

/** A request that was refused for its length was not made: it may go out again with its pictures elsewhere. */
async function sentWith(
  client: FalClient,
  input: Record<string, unknown>,
  send: (input: object) => Promise<string>,
): Promise<string> {
  try {
    return await send(input);
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 413) throw error;
    const shorter = await withStored(client, input).catch(() => null);
    if (!shorter) throw error;
    return send(shorter);
  }
}

function rawText(error: unknown): string {
  // A failure keeps what fal or the proxy really said as its detail.
  if (isFailure(error)) return error.detail ?? error.message;
  return error instanceof Error ? error.message : String(error);
}

/** The request may have arrived although no answer of fal's did. */
function isUncertain(error: unknown): boolean {
  if (error instanceof HttpError) return isUncertainAnswer(error);
  // A success that cannot be read: fal or somebody between took the request.
  if (isFailure(error)) return error.kind === 'answer-unreadable';
  return error instanceof NetworkError || error instanceof SyntaxError;
}

/** Gateways give up with any of these, after the request has gone on to fal or before. */
function isUncertainAnswer({ status, body }: HttpError): boolean {
  return (status === 408 || status === 499 || status >= 500) && !isFalsWord(body);
}
