// Finds the images an input refers to, and gets their bytes as fal would: from data URIs and its own storage.
import { type Detail, detail } from './answers.ts';
import { SIMULATED } from './endpoints.ts';
import type { Media } from './media.ts';
import { decodePicture, type Picture } from './picture.ts';
import type { Input } from './schemas.ts';

const IMAGE_FIELD = /(^|_)image_url$/;
const SMALLEST_SIDE = 16;

export type Files = Record<string, Uint8Array>;

/** The files behind every image field that can be had, keyed by field path such as `controlnets.0.control_image_url`. */
export function collectFiles(input: Input, media: Media): Files {
  const files = imageFields(input).map(([path, url]) => [path, fileAt(url, media)] as const);
  return Object.fromEntries(files.filter((entry): entry is [string, Uint8Array] => entry[1] !== undefined));
}

function imageFields(value: unknown, path: readonly string[] = []): [string, string][] {
  if (typeof value === 'string') {
    return path.some((part) => IMAGE_FIELD.test(part)) ? [[path.join('.'), value]] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => imageFields(child, [...path, key]));
}

function fileAt(url: string, media: Media): Uint8Array | undefined {
  const data = /^data:[^,]*;base64,(.*)$/s.exec(url);
  if (data) return Uint8Array.from(Buffer.from(data[1]!, 'base64'));
  const stored = /fal\.media\/(files\/[^?#]+)/.exec(url);
  return stored ? media.get(stored[1]!)?.bytes : undefined;
}

export type Loaded = { ok: true; pictures: Record<string, Picture> } | { ok: false; details: Detail[] };

/** Decodes what the simulation needs; what cannot be had or read is told the way fal tells it. */
export function loadPictures(endpoint: string, input: Input, files: Files): Loaded {
  const pictures: Record<string, Picture> = {};
  const details: Detail[] = [];
  for (const field of SIMULATED[endpoint]!.images) {
    const loaded = load(files[field], field, input[field]);
    if ('type' in loaded) details.push(loaded);
    else pictures[field] = loaded;
  }
  return details.length > 0 ? { ok: false, details } : { ok: true, pictures };
}

function load(file: Uint8Array | undefined, field: string, url: unknown): Picture | Detail {
  if (!file) {
    return detail('file_download_error', 'Failed to download the file.', [field], { input: url });
  }
  const picture = tryDecode(file);
  if (!picture) return detail('image_load_error', 'Failed to load the image.', [field], { input: url });
  if (Math.min(picture.width, picture.height) < SMALLEST_SIDE) {
    const ctx = { min_width: SMALLEST_SIDE, min_height: SMALLEST_SIDE };
    return detail('image_too_small', 'The image is too small.', [field], { ctx, input: url });
  }
  return picture;
}

function tryDecode(file: Uint8Array): Picture | undefined {
  try {
    return decodePicture(file);
  } catch {
    return undefined;
  }
}
