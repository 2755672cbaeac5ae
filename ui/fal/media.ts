// The finished picture: from fal's media servers, or through the proxy where a network blocks them.
import { Failure } from '../../core/failure.ts';
import { fromDataUri } from '../base64.ts';
import { type Connection, strictFetch, TARGET_HEADER, tokenHeaders } from './client.ts';

/** @throws Failure media-unreachable */
export async function download(
  url: string,
  connection: Connection,
  fetcher: typeof fetch,
): Promise<Uint8Array> {
  if (/^data:/i.test(url)) return inline(url);
  const get = strictFetch(fetcher);
  try {
    return await read(get(url));
  } catch (direct) {
    const headers = { [TARGET_HEADER]: url, ...tokenHeaders(connection) };
    return read(get(connection.proxyUrl, { headers })).catch(() => {
      throw new Failure('media-unreachable', {}, direct);
    });
  }
}

async function read(response: Promise<Response>): Promise<Uint8Array> {
  return new Uint8Array(await (await response).arrayBuffer());
}

function inline(uri: string): Uint8Array {
  const bytes = fromDataUri(uri);
  if (!bytes) throw new Failure('picture-unreadable', {}, `${uri.slice(0, 60)}…`);
  return bytes;
}
