// The real client through the real proxy to the stand-in, on ports: the whole road a request travels.
import { ApiError, createFalClient, type FalClient, ValidationError } from '@fal-ai/client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ServedStandIn, serveStandIn } from '../../playground/fal/serve.ts';
import { configFromEnv } from '../../proxy/env.ts';
import { type RunningProxy, serveProxy } from '../../proxy/node.ts';
import { dataUri, flat, readPng } from '../playground/fal-pictures.ts';

const GENERAL = 'fal-ai/flux-general/differential-diffusion';
const PLAIN = 'fal-ai/flux-differential-diffusion';
const TOKEN = 'local-token';

let stand: ServedStandIn;
let proxy: RunningProxy;
let fal: FalClient;

function clientFor(url: string, token = TOKEN): FalClient {
  return createFalClient({
    proxyUrl: { url, when: 'always' },
    requestMiddleware: async (request) => ({
      ...request,
      headers: { ...request.headers, 'x-proxy-token': token },
    }),
    retry: { maxRetries: 0 },
  });
}

beforeAll(async () => {
  stand = await serveStandIn({ speed: Number.POSITIVE_INFINITY });
  const config = configFromEnv({ PROXY_TOKEN: TOKEN });
  proxy = await serveProxy({ ...config, standIn: stand.url, fetch }, 0);
  fal = clientFor(proxy.url);
});
beforeEach(() => stand.standIn.reset());
afterAll(async () => {
  await proxy.close();
  await stand.close();
});

const input = (more: object = {}) => ({
  prompt: 'autumn leaves',
  image_url: dataUri(flat(64, 48, 100)),
  change_map_image_url: dataUri(flat(64, 48, 0)),
  seed: 42,
  ...more,
});

const bytesOf = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());

describe.each([GENERAL, PLAIN] as const)('%s', (endpoint) => {
  test('submit, status with logs, result', async () => {
    const { request_id: requestId } = await fal.queue.submit(endpoint, { input: input() });
    const status = await fal.queue.status(endpoint, { requestId, logs: true });
    expect(status).toMatchObject({ status: 'COMPLETED', request_id: requestId });
    expect(status).toHaveProperty('logs.0.message');
    const result = await fal.queue.result(endpoint, { requestId });
    expect(result).toMatchObject({ requestId, data: { seed: 42, images: [{ width: 64, height: 48 }] } });
    expect((await bytesOf(result.data.images[0]!.url)).length).toBeGreaterThan(100);
    expect(stand.standIn.requests()).toMatchObject([{ endpoint, input: { prompt: 'autumn leaves' } }]);
  });

  test('the same recipe gives the same bytes', async () => {
    const once = async () => {
      const { data } = await fal.run(endpoint, { input: input() });
      return bytesOf(data.images[0]!.url);
    };
    expect(await once()).toEqual(await once());
  });
});

test('files are uploaded to storage and used from there', async () => {
  const source = flat(64, 48, 77);
  const file = new Blob([Uint8Array.from(source)], { type: 'image/png' });
  const { data } = await fal.run(GENERAL, { input: input({ image_url: file }) });
  const [request] = stand.standIn.requests();
  expect(request!.input.image_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/fal\/v3b\.fal\.media\/files\//);
  expect(request!.images.image_url).toEqual(source);
  expect(readPng(await bytesOf(data.images[0]!.url))).toMatchObject({ width: 64, height: 48 });
});

test('media can be fetched through the proxy', async () => {
  const { data } = await fal.run(GENERAL, { input: input() });
  const { url } = data.images[0]!;
  const headers = { 'x-fal-target-url': url, 'x-proxy-token': TOKEN };
  const relayed = await fetch(proxy.url, { headers });
  expect(relayed.headers.get('content-type')).toBe('image/png');
  expect(new Uint8Array(await relayed.arrayBuffer())).toEqual(await bytesOf(url));
});

test('a waiting request is cancelled', async () => {
  stand.standIn.fault('slow-queue', { seconds: 60 });
  const { request_id: requestId } = await fal.queue.submit(GENERAL, { input: input() });
  expect(await fal.queue.status(GENERAL, { requestId })).toMatchObject({
    status: 'IN_QUEUE',
    queue_position: 239,
  });
  await fal.queue.cancel(GENERAL, { requestId });
  const status = await fal.queue.status(GENERAL, { requestId });
  expect(status).toMatchObject({ status: 'COMPLETED', error_type: 'client_cancelled' });
  await expect(fal.queue.result(GENERAL, { requestId })).rejects.toMatchObject({ status: 499 });
});

test('an invalid input surfaces at the result, as a validation error with its field', async () => {
  const { request_id: requestId } = await fal.queue.submit(GENERAL, { input: input({ strength: 2 }) });
  const failure = await fal.queue.result(GENERAL, { requestId }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ValidationError);
  expect((failure as ValidationError).getFieldErrors('strength')).toHaveLength(1);
});

test('statuses and bodies arrive as fal sent them', async () => {
  stand.standIn.fault('403-balance');
  const failure = await fal.queue.submit(GENERAL, { input: input() }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining('Exhausted balance') },
  });
});

test('a connection that drops at submit is a 502, and the request has arrived', async () => {
  stand.standIn.fault('drop-connection');
  const headers = { 'x-fal-target-url': `https://queue.fal.run/${GENERAL}`, 'x-proxy-token': TOKEN };
  const response = await fetch(proxy.url, { method: 'POST', headers, body: JSON.stringify(input()) });
  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({ error_type: 'upstream_unreachable' });
  expect(stand.standIn.requests()).toHaveLength(1);
});

test('a wrong token goes no further', async () => {
  const stranger = clientFor(proxy.url, 'guess');
  const failure = await stranger.queue.submit(GENERAL, { input: input() }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ status: 401, body: { error_type: 'wrong_token' } });
  expect(stand.standIn.requests()).toEqual([]);
});
