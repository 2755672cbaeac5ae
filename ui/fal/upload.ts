// Pictures on their way to fal: inside the request while they are small, through fal's storage otherwise.
import type { FalClient } from '@fal-ai/client';
import { fromDataUri, toDataUri } from '../base64.ts';
import { sniff } from '../codec.ts';
import { HttpError } from './errors.ts';

/** All pictures of a request together: with them it stays below the 100 kB that Express takes by itself. */
const INLINE_LIMIT = 64 * 1024;

/** Whether a request may hold pictures of so many bytes; rejects when it may not. */
export type Room = (pictureBytes: number) => Promise<void>;

/** The addresses under which fal finds the pictures, in their order. */
export async function upload(
  client: FalClient,
  pictures: readonly Uint8Array[],
  assertRoom: Room,
): Promise<string[]> {
  const inline = () => pictures.map((bytes) => toDataUri(bytes, typeOf(bytes)));
  const total = pictures.reduce((sum, bytes) => sum + bytes.length, 0);
  if (total < INLINE_LIMIT) return inline();
  try {
    return await Promise.all(pictures.map((bytes) => store(client, bytes)));
  } catch (error) {
    if (isRefusal(error)) throw error;
    // Some networks block fal's storage, some proxies do not forward to it; the request itself may still pass.
    await assertRoom(total);
    return inline();
  }
}

/** The same input with every picture in it moved to fal's storage; null when it holds none. */
export async function withStored(
  client: FalClient,
  input: Record<string, unknown>,
): Promise<Record<string, unknown> | null> {
  let found = 0;
  const move = async (value: unknown): Promise<unknown> => {
    const bytes = typeof value === 'string' ? fromDataUri(value) : null;
    if (bytes) {
      found++;
      return store(client, bytes);
    }
    if (Array.isArray(value)) return Promise.all(value.map(move));
    return typeof value === 'object' && value !== null ? entriesOf(value) : value;
  };
  const entriesOf = async (value: object) => {
    const entries = Object.entries(value).map(async ([name, item]) => [name, await move(item)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };
  const moved = await entriesOf(input);
  return found > 0 ? moved : null;
}

/** @throws when fal's storage cannot be reached through this proxy */
export function store(client: FalClient, bytes: Uint8Array): Promise<string> {
  return client.storage.upload(new Blob([new Uint8Array(bytes)], { type: typeOf(bytes) }));
}

/** What no one here can read may still be a picture to fal. */
function typeOf(bytes: Uint8Array): string {
  return sniff(bytes) ?? 'application/octet-stream';
}

/** The same key would be refused again with the request itself. */
export function isRefusal(error: unknown): boolean {
  return error instanceof HttpError && [401, 402, 403].includes(error.status);
}
