// fal's own client, pointed at the user's proxy, with a fetch that leaves every repetition to us.
import { createFalClient, type FalClient } from '@fal-ai/client';
import { HttpError, hasDetail, NetworkError, statusFrom } from './errors.ts';

export interface Connection {
  readonly proxyUrl: string;
  readonly token: string;
}

const TARGET_HEADER = 'x-fal-target-url';
const TOKEN_HEADER = 'x-proxy-token';

/** The headers of a request to the proxy; without a target it is answered by the proxy itself. */
export function proxyHeaders({ token }: Connection, target?: string): Record<string, string> {
  return {
    ...(target === undefined ? {} : { [TARGET_HEADER]: target }),
    ...(token === '' ? {} : { [TOKEN_HEADER]: token }),
  };
}

/** Where a queued request is asked for: of the endpoint's id, the first two parts. */
export function requestUrl(endpointId: string, requestId: string, path: string): string {
  const app = endpointId.split('/').slice(0, 2).join('/');
  return `https://queue.fal.run/${app}/requests/${requestId}/${path}`;
}

/** A paid submit is given this long to be answered, a picture this long to be sent or to arrive. */
const PATIENCE = 120_000;

export function createClient(connection: Connection, fetcher: typeof fetch, patience = PATIENCE): FalClient {
  return createFalClient({
    // Empty, so that no key is ever looked for in the environment: it belongs to the proxy alone.
    credentials: '',
    proxyUrl: { url: connection.proxyUrl, when: 'always' },
    requestMiddleware: async (request) => ({
      ...request,
      headers: { ...request.headers, ...proxyHeaders(connection) },
    }),
    fetch: strictFetch(fetcher, patience),
  });
}

/**
 * Answers that are no success are thrown, as errors the client does not take for its own. Its built-in
 * repetitions cannot be switched off otherwise, and a repeated submit would be paid for twice. An answer
 * counts once all of it has arrived: half of one is a lost connection.
 *
 * @param patience milliseconds until all of it has arrived
 * @param silence milliseconds until it begins
 */
export function strictFetch(fetcher: typeof fetch, patience = PATIENCE, silence = patience): typeof fetch {
  return async (input, init) => {
    const { response, bytes } = await withPatience({ patience, silence }, init, async (limited, begun) => {
      const answer = await fetcher(input, limited);
      begun();
      return { response: answer, bytes: await answer.arrayBuffer() };
    });
    const { ok, status, headers } = response;
    if (!ok) throw new HttpError(status, contentOf(bytes));
    const isJson = headers.get('content-type')?.includes('application/json');
    const content = isJson ? contentOf(bytes) : null;
    // fal's handler for Express answers 200 whatever fal said; what tells an error of fal's is its detail.
    if (hasDetail(content)) throw new HttpError(statusFrom(content), content);
    return new Response(bytes.byteLength === 0 ? null : bytes, { status, headers });
  };
}

/** @throws NetworkError, or the abort of `init.signal` */
async function withPatience<T>(
  { patience, silence }: { readonly patience: number; readonly silence: number },
  init: RequestInit | undefined,
  work: (init: RequestInit, begun: () => void) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const abort = () => limit.abort();
  const timer = setTimeout(abort, patience);
  const listening = setTimeout(abort, silence);
  const begun = () => clearTimeout(listening);
  init?.signal?.addEventListener('abort', abort);
  if (init?.signal?.aborted) abort();
  try {
    return await work({ ...init, signal: limit.signal }, begun);
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    // Without the cause: the client looks there for reasons to try again.
    throw new NetworkError(limit.signal.aborted ? 'No answer in time' : String(error));
  } finally {
    clearTimeout(timer);
    begun();
    init?.signal?.removeEventListener('abort', abort);
  }
}

/** JSON where it is any, the plain text otherwise. */
function contentOf(bytes: ArrayBuffer): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
