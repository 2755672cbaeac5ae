// Everything the panel asks of fal, in the panel's own terms; each failure leaves here with its sentence.
import type { FalClient } from '@fal-ai/client';
import { Failure, type FailureKind, isFailure } from '../../core/failure.ts';
import type { Model } from '../../core/models/index.ts';
import { openAddress } from '../../core/unfinished.ts';
import { type Answer, type BilledAnswer, readResult, readStatus, readSubmitted } from './answer.ts';
import { withBilled } from './billed.ts';
import { type Connection, createClient } from './client.ts';
import { type Context, errorType, falFailure, HttpError, hasDetail, NetworkError } from './errors.ts';
import { type Health, introduce } from './health.ts';
import { download } from './media.ts';
import { type Ending, persist, type Watch, watch } from './queue.ts';
import { upload } from './upload.ts';

export interface Fal {
  /** The proxy's address, without anything in it that could be secret. */
  readonly proxy: string;
  /** Who answers at the proxy's address, before anything is exported or paid. */
  introduce(): Promise<Health>;
  upload(pictures: readonly Uint8Array[]): Promise<string[]>;
  /** Sends the request at most once, and returns its id. */
  submit(model: Model, input: Record<string, unknown>): Promise<string>;
  watch(model: Model, requestId: string, options: Watch): Promise<'completed' | 'cancelled'>;
  result(model: Model, requestId: string, options: Watch): Promise<BilledAnswer>;
  download(url: string): Promise<Uint8Array>;
}

/** @throws Failure proxy-missing, proxy-url */
export function openFal(connection: Connection, fetcher: typeof fetch): Fal {
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
    upload: (pictures) => explained(upload(client, pictures), contextFor()),
    submit: (model, input) => explained(submit(client, model, input), contextFor(model)),
    async watch(model, requestId, options) {
      const request = queued(client, model, requestId);
      const work = async () => ended(await watch(request, options), answerOf(model, requestId));
      return explained(work(), contextFor(model), 'network-lost');
    },
    result(model, requestId, options) {
      const work = persist(answerOf(model, requestId), options);
      return explained(work, contextFor(model), 'network-lost');
    },
    download: (url) => download(url, connection, fetcher),
  };
}

/** @throws Failure proxy-missing, proxy-url */
export function checkAddress(url: string): void {
  if (url.trim() === '') throw new Failure('proxy-missing');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new Failure('proxy-url');
}

async function explained<T>(work: Promise<T>, context: Context, lost?: FailureKind): Promise<T> {
  try {
    return await work;
  } catch (error) {
    // On a paid request, a page from between the panel and fal is a lost connection, not fal's last word.
    if (lost && error instanceof HttpError && isUncertainAnswer(error)) {
      throw falFailure(new NetworkError(error.message), context, lost);
    }
    throw falFailure(error, context, lost);
  }
}

function queued(client: FalClient, { id }: Model, requestId: string) {
  return {
    status: async () => readStatus(await client.queue.status(id, { requestId, logs: true })),
    cancel: () => client.queue.cancel(id, { requestId }),
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

/** @throws HttpError when the request ended without a picture */
async function ended(ending: Ending, readAnswer: () => Promise<Answer>): Promise<Ending['kind']> {
  if (!ending.error) return ending.kind;
  // The queue names the kind of error; the result tells which field or word it was.
  const told = await readAnswer().catch((error: unknown) => error);
  throw told instanceof HttpError ? told : ending.error;
}

async function submit(client: FalClient, model: Model, input: Record<string, unknown>): Promise<string> {
  try {
    // As a plain string: our table, checked against fal's schemas by test, says what the input is.
    return readSubmitted(await client.queue.submit<string>(model.id, { input }));
  } catch (error) {
    if (isUncertain(error)) throw new Failure('submit-unknown', {}, rawText(error));
    throw error;
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

/** What our own proxy says when it cannot know either. */
const UNCERTAIN_TYPES: readonly unknown[] = ['upstream_unreachable', 'proxy_error'];

// A page of something between the panel and fal; fal's errors of the same status come with a detail or a type.
function isUncertainAnswer({ status, body }: HttpError): boolean {
  const type = errorType(body);
  if (type !== null) return UNCERTAIN_TYPES.includes(type);
  return (status === 408 || status >= 500) && !hasDetail(body);
}
