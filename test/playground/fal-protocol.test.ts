// The stand-in's protocols without any client: queue, direct run, storage, media, control.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import jpeg from 'jpeg-js';
import { beforeEach, describe, expect, test } from 'vitest';
import { createStandIn, type StandIn, standInRoutes } from '../../playground/fal/index.ts';
import { dataUri, flat, png, readPng } from './fal-pictures.ts';

const SCHEMAS = new URL('../../playground/fal/endpoint-schemas.json', import.meta.url);
const ORIGIN = 'http://localhost:3334';
const GENERAL = 'fal-ai/flux-general/differential-diffusion';
const PLAIN = 'fal-ai/flux-differential-diffusion';

let time: number;
let standIn: StandIn;

beforeEach(() => {
  time = Date.UTC(2026, 0, 1);
  standIn = createStandIn({ now: () => time, sleep: async () => {}, randomSeed: () => 4711 });
});

function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return standIn.fetch(
    new Request(path.startsWith('http') ? path : `${ORIGIN}/fal/${path}`, {
      method,
      headers: { authorization: 'Key stand-in', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

const input = (more: object = {}) => ({
  prompt: 'autumn leaves',
  image_url: dataUri(flat(64, 32, 100)),
  change_map_image_url: dataUri(flat(64, 32, 0)),
  ...more,
});

async function submit(endpoint = GENERAL, more: object = {}): Promise<string> {
  const response = await call('POST', `queue.fal.run/${endpoint}`, input(more));
  expect(response.status).toBe(200);
  return ((await response.json()) as { request_id: string }).request_id;
}

const requestPath = (id: string) => `queue.fal.run/fal-ai/flux-general/requests/${id}`;
const status = async (id: string) => (await call('GET', `${requestPath(id)}/status?logs=1`)).json();

async function result(id: string, app = 'fal-ai/flux-general') {
  time += 10_000;
  const response = await call('GET', `queue.fal.run/${app}/requests/${id}`);
  return { response, body: await response.json() };
}

const fetchBytes = async (url: string) => new Uint8Array(await (await call('GET', url)).arrayBuffer());

describe('the queue', () => {
  test('goes from waiting over running to completed', async () => {
    const id = await submit();
    expect(await status(id)).toMatchObject({ status: 'IN_QUEUE', queue_position: 1, request_id: id });
    time += 600;
    const running = await status(id);
    expect(running).toMatchObject({ status: 'IN_PROGRESS' });
    expect(running.logs.at(-1)).toMatchObject({ message: '7%| 2/28', level: 'INFO', source: 'USER' });
    time += 1200;
    const done = await status(id);
    expect(done).toMatchObject({ status: 'COMPLETED', metrics: { inference_time: 1.2 } });
    expect(done).not.toHaveProperty('error');
  });

  test('answers a submission with addresses on fal’s own hosts', async () => {
    const response = await call('POST', `queue.fal.run/${GENERAL}`, input());
    const body = await response.json();
    const url = `https://queue.fal.run/fal-ai/flux-general/requests/${body.request_id}`;
    expect(body).toMatchObject({
      response_url: url,
      status_url: `${url}/status`,
      cancel_url: `${url}/cancel`,
    });
    expect(response.headers.get('x-fal-request-id')).toBe(body.request_id);
  });

  test('pending is 202, and the result is not to be had early', async () => {
    const id = await submit();
    expect((await call('GET', `${requestPath(id)}/status`)).status).toBe(202);
    const early = await call('GET', requestPath(id));
    expect(early.status).toBe(400);
    expect(await early.json()).toEqual({ detail: 'Request is still in progress' });
  });

  test('the result follows fal’s schema and carries seed, units and request id', async () => {
    const id = await submit();
    const { response, body } = await result(id);
    const { schemas } = JSON.parse(readFileSync(SCHEMAS, 'utf8')) as { schemas: object };
    const ajv = new Ajv({ strict: false });
    ajv.addSchema({ $id: 'fal:openapi', components: { schemas } });
    expect(ajv.validate({ $ref: 'fal:openapi#/components/schemas/Output' }, body)).toBe(true);
    expect(body).toMatchObject({ seed: 4711, prompt: 'autumn leaves', has_nsfw_concepts: [false] });
    expect(response.headers.get('x-fal-billable-units')).toBe('1');
    expect(response.headers.get('x-fal-request-id')).toBe(id);
    expect((await call('GET', `${requestPath(id)}/response`)).status).toBe(200);
  });

  test('cancels while there is something to cancel', async () => {
    const id = await submit();
    const cancelled = await call('PUT', `${requestPath(id)}/cancel`);
    expect([cancelled.status, await cancelled.json()]).toEqual([202, { status: 'CANCELLATION_REQUESTED' }]);
    expect(await status(id)).toMatchObject({ status: 'COMPLETED', error_type: 'client_cancelled' });
    expect((await call('GET', requestPath(id))).status).toBe(499);
    const again = await call('PUT', `${requestPath(id)}/cancel`);
    expect([again.status, await again.json()]).toEqual([400, { status: 'ALREADY_COMPLETED' }]);
  });

  test('knows nothing of other requests, applications and paths', async () => {
    const id = await submit();
    expect((await call('GET', `${requestPath('nobody')}/status`)).status).toBe(404);
    expect((await call('PUT', `${requestPath('nobody')}/cancel`)).status).toBe(404);
    expect(await (await call('GET', requestPath('nobody'))).json()).toEqual({ detail: 'Request not found' });
    expect((await call('GET', `queue.fal.run/fal-ai/other/requests/${id}`)).status).toBe(404);
    expect((await call('GET', `queue.fal.run/${GENERAL}/requests/${id}/status`)).status).toBe(405);
    const unknown = await call('POST', 'queue.fal.run/fal-ai/no-such-model', input());
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      { detail: "Application 'fal-ai/no-such-model' not found" },
    ]);
  });

  test.each([
    ['', 'Authorization header is required'],
    ['Bearer abc', 'invalid key credentials'],
    ['Key undefined', 'invalid key credentials'],
  ])('refuses the authorization "%s"', async (authorization, detail) => {
    const response = await call('POST', `queue.fal.run/${GENERAL}`, input(), { authorization });
    expect([response.status, await response.json()]).toEqual([401, { detail }]);
    expect(standIn.requests()).toEqual([]);
  });
});

describe('pictures', () => {
  test('flux-general sends PNG; of several images the first is that of the seed alone, and none that of another', async () => {
    const pictures = async (changes: object) => {
      const { body } = await result(await submit(GENERAL, changes));
      expect(body.images[0]).toMatchObject({ width: 64, height: 32, content_type: 'image/png' });
      return Promise.all(body.images.map(({ url }: { url: string }) => fetchBytes(url)));
    };
    const two = await pictures({ seed: 5, num_images: 2 });
    const [alone, next] = [await pictures({ seed: 5 }), await pictures({ seed: 6 })];
    expect(two.map((bytes) => readPng(bytes).width)).toEqual([64, 64]);
    expect(two[0]).toEqual(alone[0]);
    expect(two[1]).not.toEqual(two[0]);
    expect(two[1]).not.toEqual(next[0]);
  });

  test('flux-differential-diffusion sends JPEG', async () => {
    const { body } = await result(await submit(PLAIN), 'fal-ai/flux-differential-diffusion');
    expect(body.images[0].content_type).toBe('image/jpeg');
    expect(jpeg.decode(await fetchBytes(body.images[0].url))).toMatchObject({ width: 64, height: 32 });
  });

  test('white preserves but for the VAE, black changes, in the files that travel', async () => {
    const map = png(64, 32, (x) => (x < 32 ? [255, 255, 255] : [0, 0, 0]));
    const id = await submit(GENERAL, { change_map_image_url: dataUri(map), strength: 1, seed: 3 });
    const { body } = await result(id);
    const { data } = readPng(await fetchBytes(body.images[0].url));
    const differences = Array.from({ length: 64 }, (_, x) => Math.abs(data[(16 * 64 + x) * 3 + 2]! - 100));
    expect(Math.max(...differences.slice(0, 32))).toBeLessThanOrEqual(3);
    expect(Math.min(...differences.slice(0, 32))).toBeGreaterThanOrEqual(1);
    expect(Math.max(...differences.slice(32))).toBeGreaterThan(20);
  });

  test('sync_mode puts the picture into the answer', async () => {
    const { body } = await result(await submit(GENERAL, { sync_mode: true }));
    expect(body.images[0].url).toMatch(/^data:image\/png;base64,/);
  });

  test('image_size decides, floored to 16', async () => {
    const { body } = await result(await submit(GENERAL, { image_size: { width: 90, height: 47 } }));
    expect(body.images[0]).toMatchObject({ width: 80, height: 32 });
  });

  test.each([
    ['fal-ai/flux/dev', { prompt: 'sea', image_size: 'square' }, 512, 512],
    ['fal-ai/flux/dev/image-to-image', { prompt: 'sea', image_url: dataUri(flat(100, 60, 9)) }, 96, 48],
    ['fal-ai/flux/dev/redux', { image_url: dataUri(flat(64, 64, 9)), image_size: 'square' }, 512, 512],
  ])('%s answers a direct run', async (endpoint, body, width, height) => {
    const response = await call('POST', `fal.run/${endpoint}`, body);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ images: [{ width, height, content_type: 'image/jpeg' }] });
  });
});

describe('requests()', () => {
  test('tells what arrived, oldest first, with the image files themselves', async () => {
    const source = flat(64, 32, 100);
    await submit(GENERAL, { prompt: 'one', image_url: dataUri(source) });
    await submit(PLAIN, { prompt: 'two' });
    const [first, second] = standIn.requests();
    expect([first!.endpoint, second!.endpoint]).toEqual([GENERAL, PLAIN]);
    expect(first!.method).toBe('POST');
    expect(first!.input).toMatchObject({ prompt: 'one' });
    expect(first!.images.image_url).toEqual(source);
    expect(readPng(first!.images.change_map_image_url!)).toMatchObject({ width: 64, height: 32 });
  });

  test('finds images in nested fields', async () => {
    const image = dataUri(flat(16, 16, 1));
    await submit(GENERAL, {
      controlnets: [{ path: 'x', control_image_url: image }],
      fill_image: { fill_image_url: [image] },
    });
    expect(Object.keys(standIn.requests()[0]!.images).sort()).toEqual([
      'change_map_image_url',
      'controlnets.0.control_image_url',
      'fill_image.fill_image_url.0',
      'image_url',
    ]);
  });
});

describe('storage and media', () => {
  async function upload(bytes: Uint8Array) {
    const body = { content_type: 'image/png', file_name: 'source.png' };
    const initiated = await call('POST', 'rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3', body);
    const urls = (await initiated.json()) as { upload_url: string; file_url: string };
    const put = (url: string) =>
      standIn.fetch(
        new Request(url, {
          method: 'PUT',
          headers: { 'content-type': 'image/png' },
          body: Uint8Array.from(bytes),
        }),
      );
    return { ...urls, put };
  }

  test('an upload by signed address can be read and used', async () => {
    const bytes = flat(64, 32, 50);
    const { upload_url, file_url, put } = await upload(bytes);
    expect((await put(upload_url)).status).toBe(200);
    expect(file_url).toMatch(/^http:\/\/localhost:3334\/fal\/v3b\.fal\.media\/files\//);
    const read = await call('GET', file_url);
    expect(read.headers.get('content-type')).toBe('image/png');
    expect(read.headers.get('access-control-allow-origin')).toBe('*');
    expect(new Uint8Array(await read.arrayBuffer())).toEqual(bytes);
    await submit(GENERAL, { image_url: file_url });
    expect(standIn.requests()[0]!.images.image_url).toEqual(bytes);
  });

  test('without the right signature nothing is stored', async () => {
    const { file_url, put } = await upload(flat(16, 16, 0));
    expect((await put(`${file_url}?signature=wrong`)).status).toBe(403);
    expect((await call('GET', file_url)).status).toBe(404);
  });

  test('media answer preflights; the API itself has no CORS at all', async () => {
    const media = await call('OPTIONS', 'v3.fal.media/files/x/y.png');
    expect([media.status, media.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect((await call('GET', requestPath('x'))).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('control', () => {
  const control = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    standInRoutes(standIn).request(`${ORIGIN}/control/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });

  test('lists requests with their files in base64', async () => {
    await submit();
    const [arrival] = await (await control('GET', 'requests')).json();
    expect(arrival.endpoint).toBe(GENERAL);
    expect(arrival.images.image_url).toBe(Buffer.from(flat(64, 32, 100)).toString('base64'));
  });

  test('sets and clears a fault, and refuses an unknown one', async () => {
    expect(await (await control('GET', 'faults')).json()).toEqual(standIn.faults());
    expect((await control('POST', 'fault', {}, { name: '402' })).status).toBe(204);
    expect((await call('POST', `queue.fal.run/${GENERAL}`, input())).status).toBe(402);
    expect((await control('POST', 'fault', {}, { name: null })).status).toBe(204);
    await submit();
    expect((await control('POST', 'fault', {}, { name: 'nonsense' })).status).toBe(400);
  });

  test('is for the playground’s own page only', async () => {
    for (const site of ['cross-site', 'same-site']) {
      expect((await control('GET', 'requests', { 'sec-fetch-site': site })).status).toBe(403);
    }
    const own = await control('GET', 'requests', { 'sec-fetch-site': 'same-origin' });
    expect(own.status).toBe(200);
    expect(own.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('reset forgets everything', async () => {
    const id = await submit();
    standIn.fault('402');
    standIn.reset();
    expect(standIn.requests()).toEqual([]);
    expect((await call('GET', requestPath(id))).status).toBe(404);
    await submit();
  });
});
