// Who answers at the proxy's address: our own proxy tells of itself, any other fal proxy just has to answer.
import { Failure } from '../../core/failure.ts';
import { asRecord } from '../../core/record.ts';
import { type Connection, proxyHeaders, strictFetch } from './client.ts';
import { HttpError } from './errors.ts';
import { reachesMedia } from './media.ts';

export interface Health {
  /** Pictures come from a stand-in, not from fal. */
  readonly simulated: boolean;
}

/** What is found out before anything is exported or paid. */
export interface Introduction extends Health {
  /**
   * fal's media servers are out of reach, through the proxy too: fal is to put its pictures into the answer. Only
   * the submit has to know, so nothing before it waits to learn this. Never rejects.
   */
  readonly isMediaBlocked: Promise<boolean>;
}

/** What `GET /health` of our own proxy says; null when another proxy, or none, stands there. */
export interface OwnHealth {
  readonly simulated: boolean;
  readonly key: boolean;
  readonly token: 'missing' | 'wrong' | 'ok' | 'not required';
  /** The endpoints it allows; null where an older one does not say. */
  readonly endpoints: readonly string[] | null;
}

/** @throws Failure token-missing, token-wrong, key-missing; HttpError; NetworkError */
export async function introduce(connection: Connection, fetcher: typeof fetch): Promise<Introduction> {
  const own = await readHealth(connection, fetcher);
  if (!own) {
    await answerOf(connection, fetcher);
    // Only our own proxy hands pictures on; beside any other they have to be reached directly.
    return { simulated: false, isMediaBlocked: reachesMedia(fetcher).then((isReached) => !isReached) };
  }
  if (own.token === 'missing') throw new Failure('token-missing');
  if (own.token === 'wrong') throw new Failure('token-wrong');
  if (!own.key && !own.simulated) throw new Failure('key-missing');
  return { simulated: own.simulated, isMediaBlocked: Promise.resolve(false) };
}

export async function readHealth(
  connection: Connection,
  fetcher: typeof fetch,
  patience?: number,
): Promise<OwnHealth | null> {
  const address = new URL('/health', connection.proxyUrl).href;
  try {
    const response = await strictFetch(fetcher, patience)(address, { headers: proxyHeaders(connection) });
    const { simulated, key, token, endpoints } = asRecord(await response.json());
    if (typeof simulated !== 'boolean' || !isTokenState(token)) return null;
    return { simulated, key: key === true, token, endpoints: Array.isArray(endpoints) ? endpoints : null };
  } catch {
    return null;
  }
}

function isTokenState(value: unknown): value is OwnHealth['token'] {
  return value === 'missing' || value === 'wrong' || value === 'ok' || value === 'not required';
}

/** Any answer will do: without a target every fal proxy answers with an error. @throws NetworkError */
async function answerOf(connection: Connection, fetcher: typeof fetch): Promise<void> {
  try {
    await strictFetch(fetcher)(connection.proxyUrl, { headers: proxyHeaders(connection) });
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
  }
}
