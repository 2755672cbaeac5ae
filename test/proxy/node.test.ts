// The proxy on a real port: both loopback addresses, compressed and streamed bodies, an upstream that is gone.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { type RunningProxy, serveProxy } from '../../proxy/node.ts';

const MODEL = 'fal-ai/flux-general/differential-diffusion';
const HEADERS = { 'x-fal-target-url': `https://queue.fal.run/${MODEL}` };

const running: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((stop) => stop()));
});

async function startUpstream(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/fal`;
}

async function startProxy(standIn: string): Promise<RunningProxy> {
  const proxy = await serveProxy({ standIn, allowedEndpoints: [MODEL], fetch }, 0);
  running.push(() => proxy.close());
  return proxy;
}

test('answers on 127.0.0.1 and on ::1', async () => {
  const { port } = await startProxy('http://127.0.0.1:1/fal');
  for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
    expect((await fetch(`http://${host}:${port}/health`)).status).toBe(200);
  }
});

test('a port in use is an error, and nothing stays open', async () => {
  const { port } = await startProxy('http://127.0.0.1:1/fal');
  const config = { allowedEndpoints: [], fetch };
  await expect(serveProxy(config, port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('a compressed answer arrives readable, without the headers of its compressed form', async () => {
  const body = { detail: 'long enough to compress '.repeat(40) };
  const standIn = await startUpstream((_request, response) => {
    const zipped = gzipSync(JSON.stringify(body));
    response.writeHead(422, {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': zipped.length,
    });
    response.end(zipped);
  });
  const { url } = await startProxy(standIn);
  const response = await fetch(url, { method: 'POST', headers: HEADERS, body: '{}' });
  expect(response.status).toBe(422);
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(await response.json()).toEqual(body);
});

test('a large body passes unchanged, with its length, and a plain answer keeps its own', async () => {
  let length: string | undefined;
  const standIn = await startUpstream((request, response) => {
    length = request.headers['content-length'];
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      response.end(body);
    });
  });
  const { url } = await startProxy(standIn);
  const body = JSON.stringify({ image_url: 'x'.repeat(8_000_000) });
  const response = await fetch(url, { method: 'POST', headers: HEADERS, body });
  expect(await response.text()).toBe(body);
  expect(length).toBe(String(body.length));
  expect(response.headers.get('content-length')).toBe(String(body.length));
});

test('an answer is streamed while it is still being written', async () => {
  const standIn = await startUpstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('first');
  });
  const { url } = await startProxy(standIn);
  const response = await fetch(url, { method: 'POST', headers: HEADERS, body: '{}' });
  const { value } = await response.body!.getReader().read();
  expect(new TextDecoder().decode(value)).toBe('first');
});

test('a cancel reaches fal as a PUT without a body', async () => {
  const seen: unknown[] = [];
  const standIn = await startUpstream((request, response) => {
    seen.push(request.method, request.headers['content-length'], request.headers['transfer-encoding']);
    response
      .writeHead(202, { 'content-type': 'application/json' })
      .end('{"status":"CANCELLATION_REQUESTED"}');
  });
  const { url } = await startProxy(standIn);
  const target = 'https://queue.fal.run/fal-ai/flux-general/requests/abc/cancel';
  const response = await fetch(url, { method: 'PUT', headers: { 'x-fal-target-url': target } });
  expect(response.status).toBe(202);
  expect(seen).toEqual(['PUT', '0', undefined]);
});

test('an upstream that is gone is a 502 a browser may read', async () => {
  const { url } = await startProxy('http://127.0.0.1:1/fal');
  const response = await fetch(url, { method: 'POST', headers: HEADERS, body: '{}' });
  expect(response.status).toBe(502);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await response.json()).toEqual({
    detail: 'queue.fal.run could not be reached.',
    error_type: 'upstream_unreachable',
  });
});
