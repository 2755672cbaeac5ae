// Test pictures for the stand-in, made and read with the libraries alone.
import { decode, encode } from 'fast-png';

export type PixelAt = (x: number, y: number) => readonly [number, number, number];

export function png(width: number, height: number, pixelAt: PixelAt): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set(pixelAt(i % width, Math.floor(i / width)), i * 3);
  return encode({ width, height, data, channels: 3, depth: 8 });
}

export const flat = (width: number, height: number, grey: number) =>
  png(width, height, () => [grey, grey, grey]);

export function readPng(file: Uint8Array): { width: number; height: number; data: Uint8Array } {
  const { width, height, data } = decode(file);
  return { width, height, data: Uint8Array.from(data) };
}

export const dataUri = (file: Uint8Array, type = 'image/png') =>
  `data:${type};base64,${Buffer.from(file).toString('base64')}`;
