// Test connection: step by step from the address to a picture that went to fal's storage and came back.

import { Failure, type FailureKind, toWire, type WireFailure } from '../../core/failure.ts';
import { DEFAULT_MODEL } from '../../core/models/index.ts';
import { type Connection, createClient, strictFetch, TARGET_HEADER, tokenHeaders } from './client.ts';
import { falFailure, HttpError } from './errors.ts';
import { checkAddress } from './fal.ts';
import { type OwnHealth, readHealth } from './health.ts';
import { download } from './media.ts';
import { store } from './upload.ts';

export type StepName = 'address' | 'reachable' | 'cors' | 'token' | 'key' | 'upload';

export type TestStep =
  | { readonly name: StepName; readonly state: 'waiting' | 'running' | 'passed' }
  | { readonly name: StepName; readonly state: 'failed'; readonly failure: WireFailure };

export interface ConnectionReport {
  /** All steps passed. */
  readonly ok: boolean;
  readonly simulated: boolean;
}

const STEPS: readonly StepName[] = ['address', 'reachable', 'cors', 'token', 'key', 'upload'];

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
    const failure = await failureOf(name, probe);
    steps[i] = failure ? { name, state: 'failed', failure } : { name, state: 'passed' };
    tell([...steps]);
    if (failure) return { ok: false, simulated: false };
  }
  return { ok: true, simulated: probe.health?.simulated ?? false };
}

async function failureOf(name: StepName, probe: Probe): Promise<WireFailure | null> {
  try {
    await CHECKS[name](probe);
    return null;
  } catch (error) {
    return toWire(falFailure(error, probe.connection));
  }
}

const CHECKS: Readonly<Record<StepName, (probe: Probe) => void | Promise<void>>> = {
  address: ({ connection }) => checkAddress(connection.proxyUrl),
  reachable: async ({ connection, fetcher }) => {
    // Without CORS any answer is allowed through, though not its content.
    await fetcher(connection.proxyUrl, { mode: 'no-cors' }).catch((error: unknown) => {
      throw new Failure('proxy-unreachable', { proxy: new URL(connection.proxyUrl).host }, String(error));
    });
  },
  cors: async (probe) => {
    probe.health = await readHealth(probe.connection, probe.fetcher);
    probe.refusal = await askFal(probe);
    throwIf(probe.refusal, probe.connection, ['proxy-not-fal']);
  },
  token: ({ connection, health, refusal }) => {
    if (health?.token === 'missing') throw new Failure('token-missing');
    if (health?.token === 'wrong') throw new Failure('token-wrong');
    throwIf(refusal, connection, ['token-missing', 'token-wrong', 'model-refused']);
  },
  key: ({ connection, health, refusal }) => {
    if (health && !health.key && !health.simulated) throw new Failure('key-missing');
    throwIf(refusal, connection, ['key-missing', 'key-refused', 'balance-empty']);
  },
  upload: async ({ connection, fetcher }) => {
    const url = await store(createClient(connection, fetcher), PIXEL);
    const back = await download(url, connection, fetcher);
    if (back.length !== PIXEL.length) throw new Failure('media-unreachable');
  },
};

/** Asks for a request that does not exist: every gate on the way has to open, and nothing is charged. */
async function askFal({ connection, fetcher }: Probe): Promise<HttpError | null> {
  const app = DEFAULT_MODEL.id.split('/').slice(0, 2).join('/');
  const target = `https://queue.fal.run/${app}/requests/00000000-0000-0000-0000-000000000000/status`;
  try {
    const headers = { [TARGET_HEADER]: target, ...tokenHeaders(connection) };
    await strictFetch(fetcher)(connection.proxyUrl, { headers });
    return null;
  } catch (error) {
    if (error instanceof HttpError) return error;
    // The step before was answered, so it is the browser that withholds this answer.
    throw new Failure('proxy-cors', {}, (error as Error).message);
  }
}

function throwIf(refusal: HttpError | null, connection: Connection, kinds: readonly FailureKind[]): void {
  if (!refusal) return;
  const failure = falFailure(refusal, connection);
  if (kinds.includes(failure.kind)) throw failure;
}

/** The smallest PNG there is: one transparent pixel. */
const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
);
