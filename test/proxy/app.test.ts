// The proxy's contract without a network: token, key, simulation, health, CORS, Host.
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import type { ProxyConfig } from '../../proxy/app.ts';
import worker from '../../proxy/worker.ts';
import { KEY, MODEL, REQUEST, ROUTE, STAND_IN, SUBMIT, setUp, UPLOAD, withKey } from './set-up.ts';

describe('the token', () => {
  test('a key without a token is refused at the start', () => {
    expect(() => setUp({ key: KEY })).toThrow(/token/);
  });

  test.each([
    [{}, 'missing'],
    [{ 'x-proxy-token': 'wrong' }, 'wrong'],
    [{ 'x-proxy-token': 'secret ' + 'x' }, 'wrong'],
    [{ authorization: 'Bearer secret' }, 'missing'],
  ])('%o is refused', async (headers, word) => {
    const { callWithoutToken, sent } = withKey();
    const response = await callWithoutToken('POST', SUBMIT, headers as Record<string, string>, '{}');
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      detail: expect.stringContaining(word),
      error_type: 'wrong_token',
    });
    expect(sent).toEqual([]);
  });

  test('without a key one is required only when configured', async () => {
    expect((await setUp({ standIn: STAND_IN }).call('POST', SUBMIT, {}, '{}')).status).toBe(200);
    const guarded = setUp({ standIn: STAND_IN, token: 'secret' });
    expect((await guarded.call('POST', SUBMIT, {}, '{}')).status).toBe(401);
    expect((await guarded.call('POST', SUBMIT, { 'x-proxy-token': 'secret' }, '{}')).status).toBe(200);
  });
});

describe('the key', () => {
  test('goes to fal’s API, in place of whatever the client sent; the token does not', async () => {
    const { call, sent } = withKey();
    await call('POST', SUBMIT, { authorization: 'Bearer theirs' }, '{"prompt":"sea"}');
    expect(sent[0]).toMatchObject({ url: SUBMIT, method: 'POST', body: '{"prompt":"sea"}' });
    expect(sent[0]!.headers).toMatchObject({
      authorization: `Key ${KEY}`,
      'x-fal-client-proxy': 'changemap-proxy',
    });
    expect(sent[0]!.headers).not.toHaveProperty('x-proxy-token');
    expect(sent[0]!.headers).not.toHaveProperty('x-fal-target-url');
    expect(sent[0]!.headers).not.toHaveProperty('cookie');
  });

  test('never goes to media hosts', async () => {
    const { call, sent } = withKey();
    await call('GET', 'https://v3.fal.media/files/a/b.png', { range: 'bytes=0-9', 'x-fal-store-io': '0' });
    expect(sent[0]!.headers).toEqual({ range: 'bytes=0-9' });
  });

  test('stands in no log line, no error and no answer', async () => {
    const { call, lines } = withKey(() => {
      throw new Error(`boom ${KEY}`);
    });
    const response = await call('POST', `${SUBMIT}?fal_webhook=https://x.example/?t=1`, {}, '{}');
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('key-secret');
    expect(lines).toEqual([expect.stringMatching(`^POST queue.fal.run/${MODEL} unreachable \\d+ ms$`)]);
  });

  test('an unreachable host is logged with the system’s own name of the fault', async () => {
    const { call, lines } = withKey(() => {
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('to 1.2.3.4'), { code: 'ECONNREFUSED' }),
      });
    });
    await call('POST', SUBMIT, {}, '{}');
    expect(lines).toEqual([expect.stringContaining('unreachable (ECONNREFUSED)')]);
  });

  test('missing, without a stand-in, is said', async () => {
    const response = await setUp().call('POST', SUBMIT, {}, '{}');
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error_type: 'missing_key' });
  });
});

describe('without a key', () => {
  const simulated = () => setUp({ standIn: STAND_IN });

  test('everything goes to the stand-in, with its host in the path', async () => {
    const { call, sent } = simulated();
    await call('POST', SUBMIT, {}, '{}');
    await call('POST', UPLOAD, {}, '{}');
    await call('GET', 'https://v3.fal.media/files/a.png');
    await call('GET', `${STAND_IN}/v3.fal.media/files/b.png`);
    expect(sent.map(({ url }) => url)).toEqual([
      `${STAND_IN}/queue.fal.run/${MODEL}`,
      `${STAND_IN}/rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3`,
      `${STAND_IN}/v3.fal.media/files/a.png`,
      `${STAND_IN}/v3.fal.media/files/b.png`,
    ]);
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([
      'Key stand-in',
      'Key stand-in',
      undefined,
      undefined,
    ]);
  });

  test('other addresses of the stand-in stay closed', async () => {
    const { call, sent } = simulated();
    for (const path of ['/queue.fal.run/x', '/../control/requests', '/v3.fal.media/../../config.json']) {
      expect((await call('GET', `${STAND_IN}${path}`)).status).toBe(400);
    }
    expect(sent).toEqual([]);
  });

  test('with a key the stand-in is not used', async () => {
    const { call, sent } = setUp({ key: KEY, token: 't', standIn: STAND_IN });
    await call('POST', SUBMIT, { 'x-proxy-token': 't' }, '{}');
    expect(sent[0]!.url).toBe(SUBMIT);
    const media = await call('GET', `${STAND_IN}/v3.fal.media/files/b.png`, { 'x-proxy-token': 't' });
    expect(media.status).toBe(400);
  });
});

describe('/health', () => {
  const health = async (config: Partial<ProxyConfig>, headers: Record<string, string> = {}) =>
    (await setUp(config).proxy.request('http://localhost:3333/health', { headers })).json();

  test('says what the proxy has, without a token', async () => {
    const basics = { ok: true, version: packageJson.version, endpoints: [MODEL] };
    expect(await health({})).toEqual({ ...basics, simulated: false, key: false, token: 'not required' });
    expect(await health({ standIn: STAND_IN })).toMatchObject({ simulated: true, key: false });
    expect(await health({ key: KEY, token: 't', standIn: STAND_IN })).toMatchObject({
      simulated: false,
      key: true,
    });
  });

  test('judges the token it was sent', async () => {
    const config = { key: KEY, token: 'secret' };
    expect(await health(config)).toMatchObject({ token: 'missing' });
    expect(await health(config, { 'x-proxy-token': 'wrong' })).toMatchObject({ token: 'wrong' });
    expect(await health(config, { 'x-proxy-token': 'secret' })).toMatchObject({ token: 'ok' });
  });
});

describe('CORS for a null origin', () => {
  test('preflight', async () => {
    const response = await setUp().proxy.request(ROUTE, {
      method: 'OPTIONS',
      headers: {
        origin: 'null',
        'access-control-request-method': 'PUT',
        'access-control-request-private-network': 'true',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, OPTIONS');
    expect(response.headers.get('access-control-allow-private-network')).toBe('true');
    const allowed = response.headers.get('access-control-allow-headers')!.split(', ');
    expect(allowed).toEqual(
      expect.arrayContaining([
        'accept',
        'content-type',
        'x-proxy-token',
        'x-fal-target-url',
        'x-fal-store-io',
      ]),
    );
  });

  test.each([
    ['/nowhere', 'GET', 404],
    ['/api/fal/proxy', 'DELETE', 405],
    ['/api/fal/proxy', 'PATCH', 405],
    ['/health', 'GET', 200],
  ])('%s %s answers with CORS', async (path, method, status) => {
    const response = await setUp().proxy.request(`http://localhost:3333${path}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('content-type')).toContain('application/json');
  });

  test('even an error in the proxy itself', async () => {
    const { call } = setUp({
      standIn: STAND_IN,
      log: () => {
        throw new Error('disk full');
      },
    });
    const response = await call('GET', REQUEST);
    expect(response.status).toBe(500);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({ error_type: 'proxy_error' });
  });
});

describe('Host', () => {
  const ask = (host: string, config: Partial<ProxyConfig> = {}) =>
    setUp(config).proxy.request('http://localhost:3333/health', { headers: { host } });

  test.each(['localhost', 'localhost:3333', '127.0.0.1:3333', '[::1]:3333', 'LOCALHOST:3333'])(
    '%s is known',
    async (host) => expect((await ask(host)).status).toBe(200),
  );

  test.each(['evil.example', 'localhost.evil.example:3333', '127.0.0.1.nip.io', '[::2]:3333'])(
    '%s is not',
    async (host) => {
      const response = await ask(host);
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ error_type: 'unknown_host' });
    },
  );

  test('others can be configured', async () => {
    expect((await ask('proxy.example', { hosts: ['proxy.example'] })).status).toBe(200);
    expect((await ask('anything.example', { hosts: 'any' })).status).toBe(200);
  });
});

test('the worker answers from its environment', async () => {
  const request = new Request('https://proxy.example/health', { headers: { 'x-proxy-token': 'secret' } });
  const response = await worker.fetch(request, { FAL_KEY: KEY, PROXY_TOKEN: 'secret' });
  expect(await response.json()).toMatchObject({ ok: true, key: true, simulated: false, token: 'ok' });
});

test('a worker that has a key and no token says so where the panel can read it, and forwards nothing', async () => {
  const env = { FAL_KEY: KEY };
  const target = { 'x-fal-target-url': 'https://queue.fal.run/fal-ai/flux/dev' };
  for (const request of [
    new Request('https://proxy.example/health'),
    new Request('https://proxy.example/api/fal/proxy', { method: 'POST', headers: target, body: '{}' }),
  ]) {
    const response = await worker.fetch(request, env);
    expect(response.status).toBe(503);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({ error_type: 'token_unset' });
  }
  const preflight = new Request('https://proxy.example/health', { method: 'OPTIONS' });
  expect((await worker.fetch(preflight, env)).status).toBe(204);
});
