// Picture bytes ↔ pixels. PNG goes through a library, because a 2D canvas premultiplies and may add noise.
import { convertIndexedToRgb, type DecodedPng, decode, encode } from 'fast-png';
import { Failure } from '../core/failure.ts';
import { isOpaque, type Pixels, type Plane } from '../core/pixels.ts';

export interface Codec {
  /** @throws Failure picture-unreadable */
  decode(bytes: Uint8Array): Promise<Pixels>;
  /** PNG, 8 bit; RGB when nothing is transparent, else RGBA. */
  encode(pixels: Pixels): Uint8Array;
  /** JPEG of an opaque picture, for what has to be small and need not be exact. */
  encodeSmall(pixels: Pixels): Promise<Uint8Array>;
}

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';

/** Decodes what is not PNG; all of it comes from fal, and is opaque or nearly so. */
export type ForeignDecoder = (bytes: Uint8Array, type: PictureType) => Promise<Pixels>;

export type JpegEncoder = Codec['encodeSmall'];

export function createCodec(decodeForeign: ForeignDecoder, encodeSmall: JpegEncoder): Codec {
  return {
    async decode(bytes) {
      const type = sniff(bytes);
      try {
        if (type === 'image/png') return decodePng(bytes);
        if (type !== null) return await decodeForeign(bytes, type);
      } catch (error) {
        throw new Failure('picture-unreadable', {}, error);
      }
      throw new Failure('picture-unreadable', {}, `No known picture format (${bytes.length} bytes)`);
    },
    encode: encodePng,
    encodeSmall,
  };
}

/** A plane as a grey PNG, one level per 1/255: the smallest form in which it keeps its values. */
export function encodeGrey({ width, height, data }: Plane): Uint8Array {
  const grey = new Uint8Array(data.length);
  for (let i = 0; i < grey.length; i++) grey[i] = Math.round(data[i]! * 255);
  return encode({ width, height, data: grey, channels: 1, depth: 8 });
}

const SIGNATURES: readonly (readonly [PictureType, number, string])[] = [
  ['image/png', 0, '\x89PNG'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
];

/** By the bytes, since the type a server names is often wrong. */
export function sniff(bytes: Uint8Array): PictureType | null {
  const starts = (at: number, text: string) =>
    [...text].every((character, i) => bytes[at + i] === character.charCodeAt(0));
  return SIGNATURES.find(([, at, text]) => starts(at, text))?.[0] ?? null;
}

function decodePng(bytes: Uint8Array): Pixels {
  const png = decode(bytes, { checkCrc: true });
  const { width, height } = png;
  return png.palette
    ? { width, height, data: toRgba(convertIndexedToRgb(png), png.palette[0]?.length ?? 3) }
    : { width, height, data: toRgba(samples(png), png.channels, keyColour(png)) };
}

/** One byte a sample, whatever the depth. */
function samples({ data, depth, width, height, channels }: DecodedPng): Uint8Array {
  if (depth === 16) return Uint8Array.from(data, (value) => Math.round(value / 257));
  if (depth === 8) return new Uint8Array(data.buffer, data.byteOffset, data.length);
  return unpacked(Uint8Array.from(data), depth, width * channels, height);
}

/** Several grey samples a byte, each row beginning on a new byte. */
function unpacked(data: Uint8Array, depth: number, columns: number, rows: number): Uint8Array {
  const most = 2 ** depth - 1;
  const stride = Math.ceil((columns * depth) / 8);
  return Uint8Array.from({ length: columns * rows }, (_, i) => {
    const bit = (i % columns) * depth;
    const byte = data[Math.floor(i / columns) * stride + (bit >> 3)] ?? 0;
    return Math.round((((byte >> (8 - depth - (bit % 8))) & most) * 255) / most);
  });
}

/** The one colour that a PNG without an alpha channel may declare transparent. */
function keyColour({ transparency, depth }: DecodedPng): number[] | undefined {
  const factor = depth === 16 ? 1 / 257 : 255 / (2 ** depth - 1);
  return transparency && Array.from(transparency, (value) => Math.round(value * factor));
}

function toRgba(data: Uint8Array, channels: number, key?: readonly number[]): Uint8Array {
  if (channels === 4) return data;
  const [green, blue] = channels <= 2 ? [0, 0] : [1, 2];
  const rgba = new Uint8Array((data.length / channels) * 4);
  for (let i = 0, o = 0; i < data.length; i += channels, o += 4) {
    rgba[o] = data[i]!;
    rgba[o + 1] = data[i + green]!;
    rgba[o + 2] = data[i + blue]!;
    rgba[o + 3] = channels === 2 ? data[i + 1]! : 255;
  }
  if (key) clear(rgba, data, channels, key);
  return rgba;
}

function clear(rgba: Uint8Array, data: Uint8Array, channels: number, key: readonly number[]): void {
  for (let i = 0, o = 3; i < data.length; i += channels, o += 4) {
    if (key.every((value, c) => data[i + c] === value)) rgba[o] = 0;
  }
}

function encodePng(pixels: Pixels): Uint8Array {
  const { width, height, data } = pixels;
  return isOpaque(pixels)
    ? encode({ width, height, data: withoutAlpha(data), channels: 3 })
    : encode({ width, height, data, channels: 4 });
}

function withoutAlpha(data: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((data.length / 4) * 3);
  for (let i = 0, o = 0; i < data.length; i += 4, o += 3) {
    rgb[o] = data[i]!;
    rgb[o + 1] = data[i + 1]!;
    rgb[o + 2] = data[i + 2]!;
  }
  return rgb;
}

/** The browser's own decoders; the colour profile is left alone, so that values stay what the file says. */
export const browserDecoder: ForeignDecoder = async (bytes, type) => {
  const blob = new Blob([new Uint8Array(bytes)], { type });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  const { width, height } = bitmap;
  const { context } = canvasOf(width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, data: new Uint8Array(context.getImageData(0, 0, width, height).data) };
};

const JPEG_QUALITY = 0.9;

export const browserJpeg: JpegEncoder = async ({ width, height, data }) => {
  const { canvas, context } = canvasOf(width, height);
  context.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY);
  });
  if (!blob) throw new Error('No JPEG of this size');
  return new Uint8Array(await blob.arrayBuffer());
};

function canvasOf(width: number, height: number) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('No 2D canvas');
  return { canvas, context };
}
