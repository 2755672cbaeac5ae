// What the stand-in refuses, in fal's words.
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { createStandIn } from '../../playground/fal/index.ts';
import { decodePicture, encodePicture } from '../../playground/fal/picture.ts';
import { dataUri, flat } from './fal-pictures.ts';

const GENERAL = 'fal-ai/flux-general/differential-diffusion';
const valid = {
  prompt: 'sea',
  image_url: dataUri(flat(32, 32, 100)),
  change_map_image_url: dataUri(flat(32, 32, 0)),
};

async function run(body: object, endpoint = GENERAL) {
  const standIn = createStandIn({ speed: Number.POSITIVE_INFINITY });
  const response = await standIn.fetch(
    new Request(`http://localhost/fal/fal.run/${endpoint}`, {
      method: 'POST',
      headers: { authorization: 'Key x', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe('an input is refused with 422', () => {
  test.each([
    [{ strength: 1.5 }, ['body', 'strength'], 'less_than_equal', { le: 1 }],
    [{ strength: 0 }, ['body', 'strength'], 'greater_than_equal', { ge: 0.01 }],
    [{ nag_scale: 1 }, ['body', 'nag_scale'], 'greater_than', { gt: 1 }],
    [{ num_images: 11 }, ['body', 'num_images'], 'less_than_equal', { le: 10 }],
    [{ num_images: 1.5 }, ['body', 'num_images'], 'int_type', undefined],
    [{ prompt: undefined }, ['body', 'prompt'], 'missing', undefined],
    [{ prompt: 7 }, ['body', 'prompt'], 'string_type', undefined],
    [{ sync_mode: 'yes' }, ['body', 'sync_mode'], 'bool_type', undefined],
    [{ loras: {} }, ['body', 'loras'], 'list_type', undefined],
    [{ output_format: 'webp' }, ['body', 'output_format'], 'one_of', { expected: ['jpeg', 'png'] }],
    [{ loras: [{ path: 'x', scale: 5 }] }, ['body', 'loras', 0, 'scale'], 'less_than_equal', { le: 4 }],
    [{ loras: [{}] }, ['body', 'loras', 0, 'path'], 'missing', undefined],
  ])('%o', async (change, loc, type, ctx) => {
    const { status, headers, body } = await run({ ...valid, ...change });
    expect(status).toBe(422);
    expect(headers.get('x-fal-retryable')).toBe('false');
    expect(body.detail).toHaveLength(1);
    expect(body.detail[0]).toMatchObject({ loc, type, msg: expect.any(String), url: expect.any(String) });
    expect(body.detail[0].ctx).toEqual(ctx);
  });

  test('every fault of an input is told at once', async () => {
    const { body } = await run({ strength: 2 });
    expect(body.detail.map(({ loc }: { loc: string[] }) => loc[1]).sort()).toEqual([
      'change_map_image_url',
      'image_url',
      'prompt',
      'strength',
    ]);
  });

  test('the seed may be null for flux-general, not for flux-differential-diffusion', async () => {
    expect((await run({ ...valid, seed: null })).status).toBe(200);
    expect((await run({ ...valid, seed: null }, 'fal-ai/flux-differential-diffusion')).status).toBe(422);
  });

  test('steps of image-to-image start at ten', async () => {
    const body = { prompt: 'sea', image_url: valid.image_url, num_inference_steps: 9 };
    expect((await run(body, 'fal-ai/flux/dev/image-to-image')).status).toBe(422);
  });
});

describe('an image is refused', () => {
  test.each([
    ['https://example.com/picture.png', 'file_download_error'],
    ['https://v3.fal.media/files/none/such.png', 'file_download_error'],
    [dataUri(new Uint8Array([1, 2, 3])), 'image_load_error'],
    [dataUri(flat(64, 64, 9).slice(0, 60)), 'image_load_error'],
    [dataUri(flat(15, 40, 9)), 'image_too_small'],
  ])('%.60s: %s', async (image_url, type) => {
    const { status, body } = await run({ ...valid, image_url });
    expect(status).toBe(422);
    expect(body.detail).toMatchObject([{ type, loc: ['body', 'image_url'] }]);
  });
});

describe('an image is read', () => {
  test.each([
    ['grey', { channels: 1, data: Uint8Array.of(0, 85, 170, 255) }, [0, 85, 170, 255]],
    ['grey and alpha', { channels: 2, data: Uint8Array.of(9, 0, 8, 0, 7, 255, 6, 255) }, [9, 8, 7, 6]],
    ['RGBA', { channels: 4, data: new Uint8Array(16).fill(7) }, [7, 7, 7, 7]],
    [
      '16 bits',
      { channels: 1, depth: 16 as const, data: Uint16Array.of(0, 257, 514, 65535) },
      [0, 1, 2, 255],
    ],
    ['two bits', { channels: 1, depth: 2 as const, data: Uint8Array.of(0b00011011) }, [0, 85, 170, 255]],
  ])('%s', (_name, picture, greys) => {
    const { data } = decodePicture(encode({ width: 4, height: 1, depth: 8, ...picture }));
    expect([...data]).toEqual(greys.flatMap((grey) => [grey, grey, grey]));
  });

  test('JPEG', () => {
    const source = { width: 16, height: 16, data: new Uint8Array(16 * 16 * 3).fill(120) };
    const { width, height, data } = decodePicture(encodePicture(source, 'image/jpeg'));
    expect([width, height, data.length]).toEqual([16, 16, 16 * 16 * 3]);
    expect(Math.abs(data[0]! - 120)).toBeLessThanOrEqual(2);
  });
});
