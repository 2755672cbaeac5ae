// Small pictures of results for lists: each is asked for once, one after the other, and only while somebody sees its place.
import type { Cover } from '../core/history.ts';
import { shrunkTo } from '../core/resample.ts';
import { toDataUri } from './base64.ts';
import type { Plugin } from './channel.ts';
import type { Codec } from './codec.ts';

/** In px: twice what they are shown at, for dense screens. */
const LONGEST_SIDE = 96;

/** Null where there is no picture, or nobody waits for it any more. */
export type Thumbnails = (cover: Cover, signal: AbortSignal) => Promise<string | null>;

export function createThumbnails({ plugin, codec }: { plugin: Plugin; codec: Codec }): Thumbnails {
  const known = new Map<string, string>();
  let last: Promise<unknown> = Promise.resolve();

  async function load({ address }: Cover): Promise<string | null> {
    const found = await plugin.call('thumbnail', { ...address, longestSide: LONGEST_SIDE });
    if (!found) return null;
    const png = found.isSmall ? found.bytes : await small(found.bytes);
    return toDataUri(png, 'image/png');
  }

  const small = async (bytes: Uint8Array) => codec.encode(shrunkTo(await codec.decode(bytes), LONGEST_SIDE));

  async function find(cover: Cover, signal: AbortSignal): Promise<string | null> {
    const key = cover.picture || cover.address.layerId;
    if (known.has(key) || signal.aborted) return known.get(key) ?? null;
    const address = await load(cover);
    if (address) known.set(key, address);
    return address;
  }

  return (cover, signal) => {
    const found = last.then(() => find(cover, signal)).catch(() => null);
    last = found;
    return found;
  };
}
