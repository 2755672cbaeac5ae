// Images: Figma names them by their SHA-1, and takes PNG, JPEG and GIF up to 4096 pixels a side.
import { isBytes } from '../bytes.ts';
import { sha1 } from '../hash.ts';
import type { StoredImage } from '../scene/document.ts';
import type { ApiContext } from './context.ts';
import { hostObject } from './host-object.ts';

const LARGEST_SIDE = 4096;

export interface ApiImage {
  readonly hash: string;
  getBytesAsync(): Promise<Uint8Array>;
  getSizeAsync(): Promise<{ width: number; height: number }>;
}

export function createImage(context: ApiContext, bytes: unknown): ApiImage {
  if (!isBytes(bytes)) throw new TypeError('in createImage: Expected a Uint8Array');
  const size = imageSize(bytes);
  if (!size) throw new Error('in createImage: Image type is unsupported');
  if (size.width < 1 || size.height < 1) throw new Error('in createImage: Image is too small');
  if (size.width > LARGEST_SIDE || size.height > LARGEST_SIDE)
    throw new Error('in createImage: Image is too large');
  const hash = sha1(bytes);
  if (!context.document.images.has(hash))
    context.document.images.set(hash, { bytes: new Uint8Array(bytes), ...size });
  return imageByHash(context, hash) ?? unreachable();
}

function unreachable(): never {
  throw new Error('An image just stored is missing');
}

export function imageByHash(context: ApiContext, hash: unknown): ApiImage | null {
  const image = context.document.images.get(String(hash));
  return image ? apiImage(String(hash), image) : null;
}

function apiImage(hash: string, { bytes, width, height }: StoredImage): ApiImage {
  return hostObject('Image', {
    hash,
    getBytesAsync: async () => bytes.slice(),
    getSizeAsync: async () => ({ width, height }),
  });
}

interface Size {
  width: number;
  height: number;
}

/** The size in the header of a PNG, GIF or JPEG; null for anything else. */
export function imageSize(bytes: Uint8Array): Size | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) && bytes.length >= 24) {
    return { width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (startsWith(bytes, [0x47, 0x49, 0x46, 0x38]) && bytes.length >= 10) {
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  }
  return startsWith(bytes, [0xff, 0xd8]) ? jpegSize(view) : null;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Walks a JPEG's segments to the one that starts the frame. */
function jpegSize(view: DataView): Size | null {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (startsFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + (marker === 0xff ? -1 : view.getUint16(at + 2));
  }
  return null;
}
