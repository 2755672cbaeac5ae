// Test connection: step by step from the address to a picture that went to fal's storage and came back.
import { Failure, type FailureKind, toWire, type WireFailure } from '../../core/failure.ts';
import { DEFAULT_MODEL, MODELS } from '../../core/models/index.ts';
import { asRecord } from '../../core/record.ts';
import { type Connection, createClient, proxyHeaders, requestUrl, strictFetch } from './client.ts';
import { falFailure, HttpError, NetworkError } from './errors.ts';
import { checkAddress } from './fal.ts';
import { type OwnHealth, readHealth } from './health.ts';
import { fetched, reachesMedia } from './media.ts';
import { assertRoom } from './room.ts';
import { isRefusal, store } from './upload.ts';

export type StepName = 'address' | 'reachable' | 'cors' | 'token' | 'key' | 'models' | 'upload';

/** What works in another way than it might, or cannot be known. */
export type StepNote =
  | {
      readonly kind:
        | 'cancel-blocked'
        | 'models-untold'
        | 'pictures-inside-request'
        | 'pictures-inside-answer';
    }
  | { readonly kind: 'models-refused'; readonly models: readonly string[] };

export type TestStep =
  | { readonly name: StepName; readonly state: 'waiting' | 'running' }
  | { readonly name: StepName; readonly state: 'passed'; readonly notes: readonly StepNote[] }
  | { readonly name: StepName; readonly state: 'failed'; readonly failure: WireFailure };

export interface ConnectionReport {
  /** All steps passed. */
  readonly ok: boolean;
  readonly simulated: boolean;
}

const STEPS: readonly StepName[] = ['address', 'reachable', 'cors', 'token', 'key', 'models', 'upload'];

/** Nobody waits for two minutes to learn that a firewall swallows what it blocks. */
const PATIENCE = 15_000;

/** What the steps hand on to each other. */
interface Probe {
  readonly connection: Connection;
  readonly fetcher: typeof fetch;
  health: OwnHealth | null;
  /** What the proxy said to a question to fal that costs nothing; null for a success. */
  refusal: HttpError | null;
}

/** Stops at the first step that fails; `tell` hears of every change. */
export async function testConnection(
  connection: Connection,
  fetcher: typeof fetch,
  tell: (steps: readonly TestStep[]) => void,
): Promise<ConnectionReport> {
  const probe: Probe = { connection, fetcher, health: null, refusal: null };
  const steps: TestStep[] = STEPS.map((name) => ({ name, state: 'waiting' }));
  for (const [i, name] of STEPS.entries()) {
    steps[i] = { name, state: 'running' };
    tell([...steps]);
    const ended = await taken(name, probe);
    steps[i] = ended;
    tell([...steps]);
    if (ended.state === 'failed') return { ok: false, simulated: false };
  }
  return { ok: true, simulated: probe.health?.simulated ?? false };
}

async function taken(name: StepName, probe: Probe): Promise<TestStep> {
  try {
    return { name, state: 'passed', notes: await CHECKS[name](probe) };
  } catch (error) {
    return { name, state: 'failed', failure: toWire(falFailure(error, probe.connection)) };
  }
}

type Check = (probe: Probe) => readonly StepNote[] | Promise<readonly StepNote[]>;

const ELSEWHERE: readonly FailureKind[] = ['proxy-not-fal'];
const BETWEEN: readonly FailureKind[] = ['fal-failed', 'model-refused', 'network-blocked'];

const NOTHING_TO_NOTE: readonly StepNote[] = [];

const CHECKS: Readonly<Record<StepName, Check>> = {
  address: ({ connection }) => {
    checkAddress(connection.proxyUrl);
    return NOTHING_TO_NOTE;
  },
  reachable: async ({ connection, fetcher }) => {
    // Without CORS any answer is allowed through, though not its content.
    await answers(connection, fetcher, { mode: 'no-cors' });
    return NOTHING_TO_NOTE;
  },
  cors: async (probe) => {
    await checkReadable(probe);
    probe.health = await readHealth(probe.connection, probe.fetcher, PATIENCE);
    probe.refusal = await askFal(probe, DEFAULT_MODEL.id);
    // A proxy that tells of itself is reached: what is stopped is stopped between it and fal.
    throwIf(probe.refusal, probe.connection, probe.health ? ELSEWHERE : [...ELSEWHERE, 'network-blocked']);
    return checkMethods(probe);
  },
  token: ({ connection, health, refusal }) => {
    if (health?.token === 'missing') throw new Failure('token-missing');
    if (health?.token === 'wrong') throw new Failure('token-wrong');
    throwIf(refusal, connection, ['token-missing', 'token-wrong']);
    return NOTHING_TO_NOTE;
  },
  key: ({ connection, health, refusal }) => {
    if (health && !health.key && !health.simulated) throw new Failure('key-missing');
    if (refusal) throwUnlessExpected(refusal, connection, health);
    return NOTHING_TO_NOTE;
  },
  models: checkModels,
  upload: checkPictures,
};

/** Whether anything answers; what it says is of no interest. @throws NetworkError */
async function answers(connection: Connection, fetcher: typeof fetch, init: RequestInit): Promise<void> {
  // What is sent without CORS has no content and no status to judge by.
  const lenient: typeof fetch = async (input, limited) => {
    await fetcher(input, limited);
    return new Response(null);
  };
  await strictFetch(lenient, PATIENCE)(connection.proxyUrl, init);
}

/** A bare question needs no leave beforehand, so that it tells whether the answers themselves may be read. */
async function checkReadable({ connection, fetcher }: Probe): Promise<void> {
  await answers(connection, fetcher, {}).catch((error: Error) => {
    // The step before was answered, so it is the browser that withholds this answer.
    throw new Failure('proxy-cors', {}, error.message);
  });
}

async function checkMethods({ connection, fetcher }: Probe): Promise<readonly StepNote[]> {
  const headers = {
    'content-type': 'application/json',
    'x-fal-queue-priority': 'normal',
    ...proxyHeaders(connection),
  };
  // Without a target they go no further than the proxy.
  const ask = (method: string) => answers(connection, fetcher, { method, headers, body: '{}' });
  await ask('POST').catch(refusedPreflight);
  return ask('PUT').then(
    () => NOTHING_TO_NOTE,
    () => [{ kind: 'cancel-blocked' }],
  );
}

function refusedPreflight(error: Error): never {
  throw new Failure('proxy-preflight', {}, error.message);
}

/** Asks for a request that does not exist: every gate on the way has to open, and nothing is charged. */
async function askFal({ connection, fetcher }: Probe, endpointId: string): Promise<HttpError | null> {
  const target = requestUrl(endpointId, '00000000-0000-0000-0000-000000000000', 'status');
  try {
    const headers = proxyHeaders(connection, target);
    const response = await strictFetch(fetcher, PATIENCE)(connection.proxyUrl, { headers });
    // A website that has a page for every address is no proxy.
    const answer: unknown = await response.json().catch(() => null);
    return typeof asRecord(answer).status === 'string' ? null : new HttpError(404, '');
  } catch (error) {
    if (error instanceof HttpError) return error;
    if (error instanceof NetworkError) refusedPreflight(error);
    throw error;
  }
}

/** Our own proxy tells its list; what others allow shows only in a submit, which would be paid for. */
async function checkModels(probe: Probe): Promise<readonly StepNote[]> {
  const { endpoints } = probe.health ?? { endpoints: null };
  const refused: string[] = [];
  for (const { id, label } of MODELS) {
    const isRefused = endpoints ? !endpoints.includes(id) : await refuses(probe, id);
    if (isRefused) refused.push(label);
  }
  if (refused.length === MODELS.length) throw new Failure('model-refused', { model: 'any of the models' });
  return [
    ...(refused.length > 0 ? [{ kind: 'models-refused', models: refused } as const] : []),
    ...(endpoints ? [] : [{ kind: 'models-untold' } as const]),
  ];
}

async function refuses(probe: Probe, endpointId: string): Promise<boolean> {
  const refusal = await askFal(probe, endpointId);
  return refusal !== null && falFailure(refusal, probe.connection).kind === 'model-refused';
}

/** As large as the pictures of a request come, where it has to hold them itself. */
const LARGE_PICTURES = 3_000_000;

async function checkPictures({ connection, fetcher }: Probe): Promise<readonly StepNote[]> {
  const url = await store(createClient(connection, fetcher, PATIENCE), PIXEL).catch((error: unknown) => {
    if (isRefusal(error)) throw error;
    return null;
  });
  if (url === null) {
    // With all its patience: the proxy has answered before, and so many bytes take their time.
    await assertRoom(LARGE_PICTURES, connection, fetcher);
    return [{ kind: 'pictures-inside-request' }];
  }
  const gate = { connection, fetcher, ways: { areRelayed: false } };
  const back = await fetched(url, gate, PATIENCE).catch(() => null);
  if (back?.length === PIXEL.length) return NOTHING_TO_NOTE;
  // Then fal is asked to put the pictures into its answers.
  if (back === null && !(await reachesMedia(fetcher))) return [{ kind: 'pictures-inside-answer' }];
  throw new Failure('media-unreachable');
}

function throwIf(refusal: HttpError | null, connection: Connection, kinds: readonly FailureKind[]): void {
  if (!refusal) return;
  const failure = falFailure(refusal, connection);
  if (kinds.includes(failure.kind)) throw failure;
}

/** Only fal says that there is no such request; which models are allowed is the next step's question. */
function throwUnlessExpected(refusal: HttpError, connection: Connection, health: OwnHealth | null): void {
  const failure = falFailure(refusal, connection);
  if (failure.kind === 'request-unknown' || (refusal.status === 404 && failure.kind === 'fal-failed')) return;
  const isAllowed = health?.endpoints?.includes(DEFAULT_MODEL.id) ?? false;
  if (failure.kind === 'model-refused' && !isAllowed) return;
  // A refusal of what the proxy allows comes from something between it and fal.
  const isUnreached = BETWEEN.includes(failure.kind);
  throw isUnreached ? new Failure('fal-unreached', {}, failure.detail ?? undefined) : failure;
}

/** The smallest PNG there is: one transparent pixel. */
const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
);
