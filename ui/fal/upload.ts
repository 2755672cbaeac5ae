// Pictures on their way to fal: inside the request while they are small, through fal's storage otherwise.
import type { FalClient } from '@fal-ai/client';
import { toDataUri } from '../base64.ts';
import { sniff } from '../codec.ts';
import { HttpError } from './errors.ts';

/** All pictures of a request together; beyond it fal asks for its storage to be used. */
const INLINE_LIMIT = 256 * 1024;

/** The addresses under which fal finds the pictures, in their order. */
export async function upload(client: FalClient, pictures: readonly Uint8Array[]): Promise<string[]> {
  const inline = () => pictures.map((bytes) => toDataUri(bytes, typeOf(bytes)));
  const total = pictures.reduce((sum, bytes) => sum + bytes.length, 0);
  if (total < INLINE_LIMIT) return inline();
  try {
    return await Promise.all(pictures.map((bytes) => store(client, bytes)));
  } catch (error) {
    if (isRefusal(error)) throw error;
    // Some networks block fal's storage, some proxies do not forward to it; the request itself may still pass.
    return inline();
  }
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
function isRefusal(error: unknown): boolean {
  return error instanceof HttpError && [401, 402, 403].includes(error.status);
}
