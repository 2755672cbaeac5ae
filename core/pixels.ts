// The two kinds of raster the core works on: colour pictures and single-channel planes.
import { clamp, type Rect } from './geometry.ts';

/** 8-bit sRGB, four bytes a pixel, row by row, alpha not premultiplied. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** One value a pixel from 0 to 1, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** 0–255 per channel. */
export interface Colour {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

export function emptyPlane(width: number, height: number): Plane {
  return { width, height, data: new Float32Array(width * height) };
}

/** 0 where there is none. */
export function highest(data: Float32Array): number {
  let value = 0;
  for (const candidate of data) if (candidate > value) value = candidate;
  return value;
}

export function sameSize(
  a: { width: number; height: number },
  b: { width: number; height: number },
): boolean {
  return a.width === b.width && a.height === b.height;
}

/** Of two planes of one size, the smaller value of each px. */
export function lesser(a: Plane, b: Plane): Plane {
  return { ...a, data: a.data.map((value, i) => Math.min(value, b.data[i]!)) };
}

/** The picture's alpha as a plane. */
export function alphaOf(pixels: Pixels): Plane {
  const plane = emptyPlane(pixels.width, pixels.height);
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = pixels.data[i * 4 + 3]! / 255;
  return plane;
}

/** Whether nothing can be seen through it. */
export function isOpaque({ data }: Pixels): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false;
  return true;
}

/** JPEG may leave black a level or two away from it. */
const ALMOST_BLACK = 2;

/** Whether nothing can be seen, as in the pictures that fal's safety checker puts in place of others. */
export function isBlack({ data }: Pixels): boolean {
  return data.every((value, i) => i % 4 === 3 || value <= ALMOST_BLACK);
}

/** The picture painted over one colour: opaque, because fal's models see RGB alone. */
export function flatten(pixels: Pixels, backdrop: Colour): Pixels {
  const data = new Uint8Array(pixels.data.length);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = pixels.data[i + 3]! / 255;
    data[i] = Math.round(pixels.data[i]! * alpha + backdrop.r * (1 - alpha));
    data[i + 1] = Math.round(pixels.data[i + 1]! * alpha + backdrop.g * (1 - alpha));
    data[i + 2] = Math.round(pixels.data[i + 2]! * alpha + backdrop.b * (1 - alpha));
    data[i + 3] = 255;
  }
  return { ...pixels, data };
}

/** Whether nothing at all was painted. */
export function isClear({ data }: Pixels): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) return false;
  return true;
}

/** The picture painted over another of its size, which is opaque. */
export function paintOver(pixels: Pixels, below: Pixels): Pixels {
  const data = new Uint8Array(below.data);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = pixels.data[i + 3]! / 255;
    for (let c = i; c < i + 3; c++) data[c] = Math.round(pixels.data[c]! * alpha + data[c]! * (1 - alpha));
  }
  return { ...below, data };
}

/** The part of a picture, in whole px, as a picture of its own. */
export function cropped(pixels: Pixels, { x, y, width, height }: Rect<'crop'>): Pixels {
  if (width === pixels.width && height === pixels.height) return pixels;
  const data = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * pixels.width + x) * 4;
    data.set(pixels.data.subarray(from, from + width * 4), row * width * 4);
  }
  return { width, height, data };
}

/** A plane as an opaque grey picture, one level per 1/255: the form in which a change map travels. */
export function greyPicture(plane: Plane, polarity: 'white-changes' | 'white-preserves'): Pixels {
  const data = new Uint8Array(plane.data.length * 4);
  for (let i = 0; i < plane.data.length; i++) {
    const level = Math.round(plane.data[i]! * 255);
    data.fill(polarity === 'white-changes' ? level : 255 - level, i * 4, i * 4 + 3);
    data[i * 4 + 3] = 255;
  }
  return { width: plane.width, height: plane.height, data };
}

/** The plane that a grey picture shows, white = 1. */
export function planeOf(pixels: Pixels): Plane {
  const plane = emptyPlane(pixels.width, pixels.height);
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = pixels.data[i * 4]! / 255;
  return plane;
}

/** Everything outside the area filled with the nearest pixel inside it, so that padding shows no false edge. */
export function repeatEdges(pixels: Pixels, area: Rect<'crop'>): Pixels {
  const isWhole = area.width === pixels.width && area.height === pixels.height;
  if (isWhole || area.width === 0 || area.height === 0) return pixels;
  const data = new Uint8Array(pixels.data.length);
  for (let y = 0; y < pixels.height; y++) {
    const row = clamp(y, area.y, area.y + area.height - 1);
    for (let x = 0; x < pixels.width; x++) {
      const from = (row * pixels.width + clamp(x, area.x, area.x + area.width - 1)) * 4;
      data.set(pixels.data.subarray(from, from + 4), (y * pixels.width + x) * 4);
    }
  }
  return { ...pixels, data };
}
