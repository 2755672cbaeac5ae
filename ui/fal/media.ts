// The finished picture: from fal's media servers, or through the proxy where a network blocks them.
import { Failure } from '../../core/failure.ts';
import { fromDataUri } from '../base64.ts';
import { type Connection, proxyHeaders, strictFetch } from './client.ts';
import { HttpError, NetworkError } from './errors.ts';
import { type Patience, persist } from './queue.ts';

/** How pictures come to this computer: what is found out with one holds for the next. */
export interface Ways {
  /** The media servers give no answer here, and the proxy hands on what they have. */
  areRelayed: boolean;
}

/** How pictures come, and from whom they are asked. */
export interface Gate {
  readonly connection: Connection;
  readonly fetcher: typeof fetch;
  readonly ways: Ways;
}

/** It is paid for, so a network that is lost is waited for. @throws Failure media-unreachable, media-gone */
export async function download(url: string, gate: Gate, patience: Patience): Promise<Uint8Array> {
  if (/^data:/i.test(url)) return inline(url);
  try {
    return await persist(() => fetched(url, gate), patience);
  } catch (error) {
    if (error instanceof NetworkError) throw new Failure('network-lost', {}, error.message);
    throw error instanceof HttpError ? new Failure('media-unreachable', {}, error.message) : error;
  }
}

/** A media server begins to answer within this time; a firewall that swallows what it blocks never does. */
const SILENCE = 10_000;

/**
 * @param patience milliseconds for each of the two ways
 * @throws NetworkError, HttpError when it may pass; Failure when it will not
 */
export async function fetched(
  url: string,
  { connection, fetcher, ways }: Gate,
  patience?: number,
): Promise<Uint8Array> {
  const directly = () => read(strictFetch(fetcher, patience, SILENCE)(url));
  const headers = proxyHeaders(connection, url);
  const relayed = () => read(strictFetch(fetcher, patience)(connection.proxyUrl, { headers }));
  const before = ways.areRelayed ? await relayed().catch(() => null) : null;
  if (before) return before;
  try {
    return await directly();
  } catch (direct) {
    try {
      const bytes = await relayed();
      ways.areRelayed = direct instanceof NetworkError;
      return bytes;
    } catch (relay) {
      throw lossOf(direct, relay);
    }
  }
}

/** What two refusals, by the media server and by the proxy, say together. */
function lossOf(direct: unknown, relayed: unknown): unknown {
  if ([direct, relayed].some(isGone)) return new Failure('media-gone', {}, direct);
  // A media server's own trouble may pass, whatever its page says; so may a network that reaches nobody.
  if (direct instanceof HttpError && direct.status >= 500) return new HttpError(direct.status, '');
  return direct instanceof NetworkError && relayed instanceof NetworkError
    ? direct
    : new Failure('media-unreachable', {}, direct);
}

/** The storage's own word; a proxy says 404 of paths that it does not have itself. */
function isGone(error: unknown): boolean {
  return error instanceof HttpError && [404, 410].includes(error.status);
}

async function read(response: Promise<Response>): Promise<Uint8Array> {
  return new Uint8Array(await (await response).arrayBuffer());
}

function inline(uri: string): Uint8Array {
  const bytes = fromDataUri(uri);
  if (!bytes) throw new Failure('picture-unreadable', {}, `${uri.slice(0, 60)}…`);
  return bytes;
}

const PROBE = 'https://v3.fal.media/';
/** A firewall that swallows what it blocks gives no answer at all. */
const PROBE_PATIENCE = 5_000;

/** Whether fal's media servers can be reached from here; any answer will do. */
export async function reachesMedia(fetcher: typeof fetch): Promise<boolean> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PROBE_PATIENCE);
  try {
    await fetcher(PROBE, { mode: 'no-cors', signal: limit.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
