// Pictures as plain RGB bytes, and the files they travel in.
import { convertIndexedToRgb, type DecodedPng, decode as decodePng, encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import { encodeWebp } from './webp.ts';

/** Three bytes a pixel, row by row. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp';

// fal does not say which quality it writes; this one shows JPEG's traces without spoiling the picture.
const JPEG_QUALITY = 92;

export function blank(width: number, height: number): Picture {
  return { width, height, data: new Uint8Array(width * height * 3) };
}

/** Throws when the bytes are neither PNG nor JPEG, or broken. Alpha is dropped, as fal drops it. */
export function decodePicture(file: Uint8Array): Picture {
  if (file[0] === 0x89 && file[1] === 0x50) return fromPng(decodePng(file));
  if (file[0] === 0xff && file[1] === 0xd8) return fromJpeg(file);
  throw new Error('Unsupported image format');
}

function fromJpeg(file: Uint8Array): Picture {
  const { width, height, data } = jpeg.decode(file, { useTArray: true, formatAsRGBA: false });
  return { width, height, data };
}

function fromPng(png: DecodedPng): Picture {
  const { width, height, channels } = png;
  if (png.palette)
    return { width, height, data: dropAlpha(convertIndexedToRgb(png), png.palette[0]?.length) };
  const samples = png.depth === 16 ? Uint8Array.from(png.data, (value) => value >> 8) : unpack(png);
  return { width, height, data: channels < 3 ? greyToRgb(samples, channels) : dropAlpha(samples, channels) };
}

/** Greys of less than eight bits come packed, each row starting on a byte. */
function unpack({ width, height, data, depth }: DecodedPng): Uint8Array {
  if (depth >= 8) return Uint8Array.from(data);
  const rowBytes = Math.ceil((width * depth) / 8);
  const levels = 2 ** depth - 1;
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const bit = (i % width) * depth;
    const byte = data[Math.floor(i / width) * rowBytes + (bit >> 3)]!;
    return (((byte >> (8 - depth - (bit & 7))) & levels) * 255) / levels;
  });
}

function greyToRgb(samples: Uint8Array, channels: number): Uint8Array {
  const rgb = new Uint8Array((samples.length / channels) * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = samples[Math.floor(i / 3) * channels]!;
  return rgb;
}

function dropAlpha(samples: Uint8Array, channels = 3): Uint8Array {
  if (channels === 3) return samples;
  const rgb = new Uint8Array((samples.length / channels) * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = samples[Math.floor(i / 3) * channels + (i % 3)]!;
  return rgb;
}

/** The simulated error is noise, which takes longest to deflate and gains nothing by it. */
const STORED = { zlib: { level: 0 } } as const;

export function encodePicture(picture: Picture, type: PictureType): Uint8Array {
  switch (type) {
    case 'image/png':
      return encodePng({ ...picture, channels: 3, depth: 8 }, STORED);
    case 'image/jpeg':
      return Uint8Array.from(jpeg.encode({ ...picture, data: withAlpha(picture.data) }, JPEG_QUALITY).data);
    case 'image/webp':
      return encodeWebp(picture);
    default:
      return type satisfies never;
  }
}

function withAlpha(rgb: Uint8Array): Uint8Array {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
  }
  return rgba;
}

/** Bilinear; the same size is returned untouched. */
export function resize(picture: Picture, width: number, height: number): Picture {
  if (picture.width === width && picture.height === height) return picture;
  const out = blank(width, height);
  for (let y = 0; y < height; y++) {
    const row = between(y, height, picture.height);
    for (let x = 0; x < width; x++) {
      const column = between(x, width, picture.width);
      for (let c = 0; c < 3; c++) out.data[(y * width + x) * 3 + c] = sample(picture, row, column, c);
    }
  }
  return out;
}

interface Between {
  low: number;
  high: number;
  fraction: number;
}

function between(at: number, length: number, sourceLength: number): Between {
  const position = Math.min(Math.max(((at + 0.5) * sourceLength) / length - 0.5, 0), sourceLength - 1);
  const low = Math.floor(position);
  return { low, high: Math.min(low + 1, sourceLength - 1), fraction: position - low };
}

function sample({ width, data }: Picture, row: Between, column: Between, channel: number): number {
  const at = (y: number, x: number) => data[(y * width + x) * 3 + channel]!;
  const top = at(row.low, column.low) * (1 - column.fraction) + at(row.low, column.high) * column.fraction;
  const bottom =
    at(row.high, column.low) * (1 - column.fraction) + at(row.high, column.high) * column.fraction;
  return Math.round(top * (1 - row.fraction) + bottom * row.fraction);
}
