// fal's own client, pointed at the user's proxy, with a fetch that leaves every repetition to us.
import { createFalClient, type FalClient } from '@fal-ai/client';
import { HttpError, NetworkError } from './errors.ts';

export interface Connection {
  readonly proxyUrl: string;
  readonly token: string;
}

export const TARGET_HEADER = 'x-fal-target-url';
const TOKEN_HEADER = 'x-proxy-token';

export function tokenHeaders({ token }: Connection): Record<string, string> {
  return token === '' ? {} : { [TOKEN_HEADER]: token };
}

export function createClient(connection: Connection, fetcher: typeof fetch): FalClient {
  return createFalClient({
    // Empty, so that no key is ever looked for in the environment: it belongs to the proxy alone.
    credentials: '',
    proxyUrl: { url: connection.proxyUrl, when: 'always' },
    requestMiddleware: async (request) => ({
      ...request,
      headers: { ...request.headers, ...tokenHeaders(connection) },
    }),
    fetch: strictFetch(fetcher),
  });
}

/** A paid submit is given this long to be answered, a picture this long to be sent. */
const PATIENCE = 120_000;

/**
 * Answers that are no success are thrown, as errors the client does not take for its own. Its built-in
 * repetitions cannot be switched off otherwise, and a repeated submit would be paid for twice.
 */
export function strictFetch(fetcher: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await answered(fetcher, input, init);
    if (response.ok) return response;
    throw new HttpError(response.status, await bodyOf(response));
  };
}

/** @throws NetworkError, or the abort of `init.signal` */
async function answered(
  fetcher: typeof fetch,
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  const abort = () => patience.abort();
  init?.signal?.addEventListener('abort', abort);
  if (init?.signal?.aborted) abort();
  try {
    return await fetcher(input, { ...init, signal: patience.signal });
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    // Without the cause: the client looks there for reasons to try again.
    throw new NetworkError(patience.signal.aborted ? 'No answer in time' : String(error));
  } finally {
    clearTimeout(timer);
    init?.signal?.removeEventListener('abort', abort);
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
