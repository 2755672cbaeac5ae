// Whether a proxy takes a request of a given length, found out before anything is paid for.
import { Failure } from '../../core/failure.ts';
import { type Connection, proxyHeaders, strictFetch } from './client.ts';
import { HttpError, NetworkError } from './errors.ts';

/** What a request holds besides its pictures, with some to spare. */
const OTHER_INPUT = 16 * 1024;

/**
 * Asks with a request that has no target, and so goes no further than the proxy. A limit is often enforced
 * before CORS is seen to, and then looks to a browser like a lost network; a paid request would leave it open
 * whether it had arrived.
 *
 * @throws Failure too-large; NetworkError
 */
export async function assertRoom(
  pictureBytes: number,
  connection: Connection,
  fetcher: typeof fetch,
): Promise<void> {
  const ask = (length: number) => answersTo('x'.repeat(length), connection, fetcher);
  const lost = await ask(Math.ceil((pictureBytes * 4) / 3) + OTHER_INPUT);
  if (!lost) return;
  const isThere = (await ask(0)) === null;
  throw isThere || lost instanceof HttpError ? new Failure('too-large', {}, lost.message) : lost;
}

/** Null when the proxy has read all of it, whatever it says then. */
async function answersTo(
  padding: string,
  connection: Connection,
  fetcher: typeof fetch,
): Promise<HttpError | NetworkError | null> {
  const headers = { 'content-type': 'application/json', ...proxyHeaders(connection) };
  const init = { method: 'POST', headers, body: JSON.stringify({ padding }) };
  try {
    await strictFetch(fetcher)(connection.proxyUrl, init);
    return null;
  } catch (error) {
    if (error instanceof NetworkError) return error;
    if (error instanceof HttpError) return error.status === 413 ? error : null;
    throw error;
  }
}
