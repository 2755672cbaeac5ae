// Decoded images are kept for as long as there is room, the least recently used going first.
import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { nodeAssets } from '../../playground/host/node.ts';
import { DecodedImages } from '../../playground/host/render/images.ts';

const png = (level: number) =>
  encode({ width: 30, height: 30, channels: 3, data: new Uint8Array(30 * 30 * 3).fill(level) });

test('there is room for two of three, and what had to go is decoded again', async () => {
  const images = new DecodedImages(await nodeAssets().loadCanvasKit(), 10_000);
  const first = images.get('first', png(10));
  images.get('second', png(20));
  expect(images.get('first', png(10))).toBe(first);
  images.get('third', png(30));
  expect(images.size).toBe(2);
  expect(images.get('first', png(10))).toBe(first);
  expect(images.get('second', png(20))?.width()).toBe(30);
  images.clear();
  expect([images.size, first?.isDeleted()]).toEqual([0, true]);
});

test('what is no image is none, and one that is too large for the room is drawn all the same', async () => {
  const images = new DecodedImages(await nodeAssets().loadCanvasKit(), 100);
  expect(images.get('text', new TextEncoder().encode('no picture'))).toBeNull();
  expect(images.get('large', png(40))?.isDeleted()).toBe(false);
});
