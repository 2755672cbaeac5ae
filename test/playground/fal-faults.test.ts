// Every fault of the stand-in does what its name says, as often as asked, and ends when cleared.
import CanvasKitInit from 'canvaskit-wasm';
import { beforeEach, describe, expect, test } from 'vitest';
import { createStandIn, type FaultOptions, type StandIn } from '../../playground/fal/index.ts';
import { dataUri, flat, readPng } from './fal-pictures.ts';

const HOST = 'http://localhost/fal';
const QUEUE = `${HOST}/queue.fal.run/fal-ai/flux-general`;
const valid = {
  prompt: 'sea',
  seed: 1,
  image_url: dataUri(flat(64, 32, 100)),
  change_map_image_url: dataUri(flat(64, 32, 255)),
};

let time: number;
let standIn: StandIn;

beforeEach(() => {
  time = 0;
  standIn = createStandIn({ now: () => time, speed: Number.POSITIVE_INFINITY });
});

function call(method: string, url: string, body?: object): Promise<Response> {
  const headers = { authorization: 'Key x', 'content-type': 'application/json' };
  return standIn.fetch(
    new Request(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }),
  );
}

const submit = () => call('POST', `${QUEUE}/differential-diffusion`, valid);

async function submitted(): Promise<string> {
  return `${QUEUE}/requests/${((await (await submit()).json()) as { request_id: string }).request_id}`;
}

const result = async () => call('GET', await submitted());

async function picture(name: string | null, options?: FaultOptions) {
  standIn.fault(name, options);
  const { images } = await (await result()).json();
  const file = new Uint8Array(await (await call('GET', images[0].url)).arrayBuffer());
  return { images, file };
}

test.each([
  ['400', 400],
  ['401-key', 401],
  ['402', 402],
  ['403-balance', 403],
  ['404-model', 404],
  ['408', 408],
  ['413', 413],
  ['429', 429],
  ['500', 500],
  ['502', 502],
  ['503', 503],
  ['503-once', 503],
  ['504', 504],
])('%s answers the submission with %i, and the request counts as arrived', async (name, status) => {
  standIn.fault(name);
  const response = await submit();
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ detail: expect.any(String) });
  expect(standIn.requests()).toHaveLength(1);
  standIn.fault(null);
  expect((await submit()).status).toBe(200);
});

test('503-once strikes once; times says how often any other does', async () => {
  standIn.fault('503-once');
  expect([(await submit()).status, (await submit()).status]).toEqual([503, 200]);
  standIn.fault('500', { times: 2 });
  expect([(await submit()).status, (await submit()).status, (await submit()).status]).toEqual([
    500, 500, 200,
  ]);
});

test('an answer can strike elsewhere', async () => {
  const request = await submitted();
  standIn.fault('502', { at: 'status' });
  expect((await call('GET', `${request}/status`)).status).toBe(502);
  expect((await call('GET', request)).status).toBe(200);
});

test.each([
  ['completed-with-error', 500, 'runner_server_error'],
  ['422-content-policy', 422, 'content_policy_violation'],
  ['422-validation', 422, 'less_than_equal'],
])('%s completes with an error, and the result answers %i', async (name, status, type) => {
  standIn.fault(name);
  const request = await submitted();
  const told = await (await call('GET', `${request}/status`)).json();
  expect(told).toMatchObject({ status: 'COMPLETED', error_type: type, error: expect.any(String) });
  expect((await call('GET', request)).status).toBe(status);
});

describe('waiting', () => {
  const state = async (request: string) => (await call('GET', `${request}/status`)).json();

  test('slow-queue waits the seconds asked for, coming nearer', async () => {
    standIn.fault('slow-queue', { seconds: 10 });
    const request = await submitted();
    expect(await state(request)).toMatchObject({ status: 'IN_QUEUE', queue_position: 39 });
    time += 9_000;
    expect(await state(request)).toMatchObject({ status: 'IN_QUEUE', queue_position: 3 });
    time += 1_000;
    expect(await state(request)).toMatchObject({ status: 'COMPLETED' });
  });

  test('never-finishes runs for ever, until it is cancelled', async () => {
    standIn.fault('never-finishes');
    const request = await submitted();
    time += 1e9;
    expect(await (await call('GET', `${request}/status?logs=1`)).json()).toMatchObject({
      status: 'IN_PROGRESS',
      logs: [{}, { message: '0%| 0/28' }],
    });
    expect((await call('PUT', `${request}/cancel`)).status).toBe(202);
    expect(await state(request)).toMatchObject({ status: 'COMPLETED', error_type: 'client_cancelled' });
  });

  test('cancel-405 refuses the cancel; cancel-ignored promises and goes on', async () => {
    standIn.fault('cancel-405');
    expect((await call('PUT', `${await submitted()}/cancel`)).status).toBe(405);
    standIn = createStandIn({ now: () => time });
    standIn.fault('cancel-ignored');
    const request = await submitted();
    expect((await call('PUT', `${request}/cancel`)).status).toBe(202);
    time += 10_000;
    expect((await call('GET', request)).status).toBe(200);
  });

  test('submit-hangs never answers a request that has arrived', async () => {
    standIn.fault('submit-hangs');
    const waited = new Promise((resolve) => setTimeout(() => resolve('nothing'), 100));
    expect(await Promise.race([submit(), waited])).toBe('nothing');
    expect(standIn.requests()).toHaveLength(1);
  });
});

describe('results', () => {
  test('empty-data and malformed-json arrive with status 200', async () => {
    standIn.fault('empty-data');
    expect(await (await result()).json()).toEqual({});
    standIn.fault('malformed-json');
    const malformed = await result();
    expect(malformed.status).toBe(200);
    await expect(malformed.json()).rejects.toThrow();
  });

  test('media-blocked withholds CORS, media-404 the file', async () => {
    const { images } = await picture(null);
    standIn.fault('media-blocked');
    const blocked = await call('GET', images[0].url);
    expect([blocked.status, blocked.headers.get('access-control-allow-origin')]).toEqual([200, null]);
    standIn.fault('media-404');
    const missing = await call('GET', images[0].url);
    expect([missing.status, missing.headers.get('access-control-allow-origin')]).toEqual([404, '*']);
  });

  test('truncated-image breaks off in the middle', async () => {
    const { file } = await picture('truncated-image');
    expect(() => readPng(file)).toThrow();
  });

  test('size-mismatch scales the result', async () => {
    expect((await picture('size-mismatch')).images[0]).toMatchObject({ width: 48, height: 24 });
    expect((await picture('size-mismatch', { scale: 2 })).images[0]).toMatchObject({
      width: 128,
      height: 64,
    });
  });

  test('nsfw blacks the picture out and says so', async () => {
    standIn.fault('nsfw');
    const body = await (await result()).json();
    expect(body.has_nsfw_concepts).toEqual([true]);
    const file = await (await call('GET', body.images[0].url)).arrayBuffer();
    expect(Math.max(...readPng(new Uint8Array(file)).data)).toBe(0);
  });

  test('webp sends a format Figma cannot take', async () => {
    const plain = readPng((await picture(null)).file);
    const { images, file } = await picture('webp');
    expect(images[0].content_type).toBe('image/webp');
    const skia = await CanvasKitInit();
    const image = skia.MakeImageFromEncoded(file)!;
    const pixels = image.readPixels(0, 0, { ...image.getImageInfo(), colorSpace: skia.ColorSpace.SRGB });
    expect([image.width(), image.height()]).toEqual([plain.width, plain.height]);
    expect(pixels!.filter((_, at) => at % 4 < 3)).toEqual(plain.data);
  });

  test('drift changes every pixel by gain and offset', async () => {
    const plain = readPng((await picture(null)).file).data;
    const options = { gain: [1.5, 1, 0.5], offset: [0, 20, 0] } as const;
    const drifted = readPng((await picture('drift', options)).file).data;
    const expected = plain.map((value, at) =>
      Math.round(value * options.gain[at % 3]! + options.offset[at % 3]!),
    );
    expect(drifted).toEqual(expected);
  });

  test('shift moves the picture', async () => {
    const plain = readPng((await picture(null)).file).data;
    const shifted = readPng((await picture('shift', { dx: 5, dy: -2 })).file).data;
    const at = (x: number, y: number) => (y * 64 + x) * 3;
    expect(shifted.subarray(at(25, 8), at(25, 8) + 3)).toEqual(plain.subarray(at(20, 10), at(20, 10) + 3));
  });

  test('upload-fails refuses to initiate, or the file itself', async () => {
    const initiate = `${HOST}/rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3`;
    standIn.fault('upload-fails');
    expect((await call('POST', initiate, { file_name: 'a.png' })).status).toBe(500);
    standIn.fault('upload-fails', { at: 'put' });
    const { upload_url } = await (await call('POST', initiate, { file_name: 'a.png' })).json();
    const refused = await call('PUT', upload_url, {});
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([500, '*']);
  });
});

test('an unknown fault is refused by name', () => {
  expect(() => standIn.fault('nonsense')).toThrow(/Unknown fault "nonsense".*slow-queue/);
});
