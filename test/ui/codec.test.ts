// PNG in and out, exactly; and every kind of PNG there is, as pixels.
import fc from 'fast-check';
import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { createCodec, sniff } from '../../ui/codec.ts';

const codec = createCodec(
  async () => ({ width: 1, height: 1, data: new Uint8Array([1, 2, 3, 255]) }),
  async () => new Uint8Array(),
);

test('pixels survive a round trip to the last bit, transparent ones included', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 24, maxLength: 24 }), async (bytes) => {
      const pixels = { width: 3, height: 2, data: Uint8Array.from(bytes) };
      const back = await codec.decode(codec.encode(pixels));
      expect(back).toEqual(pixels);
    }),
  );
});

test('an opaque picture is written without an alpha channel', () => {
  const data = Uint8Array.from({ length: 16 }, (_, i) => (i % 4 === 3 ? 255 : i));
  const colourType = codec.encode({ width: 2, height: 2, data })[25];
  expect(colourType).toBe(2);
});

const grey = (values: number[], alpha = 255) => values.flatMap((value) => [value, value, value, alpha]);

test.each([
  ['grey', encode({ width: 2, height: 1, data: new Uint8Array([0, 200]), channels: 1 }), grey([0, 200])],
  [
    'grey with alpha',
    encode({ width: 1, height: 1, data: new Uint8Array([50, 7]), channels: 2 }),
    grey([50], 7),
  ],
  [
    '16 bit',
    encode({ width: 1, height: 1, data: new Uint16Array([65535, 257, 0]), channels: 3, depth: 16 }),
    [255, 1, 0, 255],
  ],
  [
    'one bit a pixel, rows padded to a byte',
    encode({ width: 3, height: 2, data: new Uint8Array([0b10100000, 0b01000000]), channels: 1, depth: 1 }),
    grey([255, 0, 255, 0, 255, 0]),
  ],
  [
    'a palette',
    encode({
      width: 2,
      height: 1,
      data: new Uint8Array([1, 0]),
      channels: 1,
      palette: [
        [10, 20, 30],
        [40, 50, 60],
      ],
    }),
    [40, 50, 60, 255, 10, 20, 30, 255],
  ],
])('reads %s', async (_, bytes, expected) => {
  const { data } = await codec.decode(bytes);
  expect([...data]).toEqual(expected);
});

test('the type is told by the bytes', () => {
  expect(sniff(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
  expect(sniff(new TextEncoder().encode('RIFF....WEBPVP8 '))).toBe('image/webp');
  expect(sniff(new TextEncoder().encode('<html>'))).toBeNull();
});

test.each([
  ['a page instead of a picture', new TextEncoder().encode('<html></html>')],
  ['nothing', new Uint8Array()],
  [
    'a truncated PNG',
    codec.encode({ width: 20, height: 20, data: new Uint8Array(1600).fill(9) }).slice(0, 50),
  ],
])('%s is refused in words', async (_, bytes) => {
  await expect(codec.decode(bytes)).rejects.toMatchObject({ kind: 'picture-unreadable' });
});
