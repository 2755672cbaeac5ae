// The proxy's contract, clause by clause, without a network.
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createProxy, type ProxyConfig } from '../../proxy/app.ts';
import worker from '../../proxy/worker.ts';
import { type Answering, recordingFetch } from './upstream.ts';

const ROUTE = 'http://localhost:3333/api/fal/proxy';
const MODEL = 'fal-ai/flux-general/differential-diffusion';
const SUBMIT = `https://queue.fal.run/${MODEL}`;
const REQUEST = 'https://queue.fal.run/fal-ai/flux-general/requests/abc-123';
const UPLOAD = 'https://rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3';
const STAND_IN = 'http://localhost:3334/fal';
const KEY = 'key-id:key-secret';

function setUp(config: Partial<ProxyConfig> = {}, answer?: Answering) {
  const upstream = recordingFetch(answer);
  const lines: string[] = [];
  const proxy = createProxy({
    allowedEndpoints: [MODEL],
    fetch: upstream.fetch,
    log: (line) => lines.push(line),
    ...config,
  });
  const call = (method: string, target?: string, headers: Record<string, string> = {}, body?: string) =>
    proxy.request(ROUTE, {
      method,
      headers: {
        ...(target ? { 'x-fal-target-url': target } : {}),
        ...(body ? { 'content-length': String(body.length), 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body } : {}),
    });
  return { proxy, call, sent: upstream.sent, lines };
}

const withKey = (answer?: Answering) => {
  const { call, ...rest } = setUp({ key: KEY, token: 'secret' }, answer);
  const authorised: typeof call = (method, target, headers, body) =>
    call(method, target, { 'x-proxy-token': 'secret', ...headers }, body);
  return { ...rest, call: authorised, callWithoutToken: call };
};

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

  test('missing, without a stand-in, is said', async () => {
    const response = await setUp().call('POST', SUBMIT, {}, '{}');
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error_type: 'missing_key' });
  });
});

describe('targets', () => {
  test.each([
    ['POST', SUBMIT],
    ['POST', `https://fal.run/${MODEL}`],
    ['GET', `${REQUEST}/status?logs=1`],
    ['GET', REQUEST],
    ['GET', `${REQUEST}/response`],
    ['PUT', `${REQUEST}/cancel`],
    ['POST', UPLOAD],
    ['GET', 'https://fal.media/files/a.png'],
    ['GET', 'https://v3b.fal.media/files/a/b.png'],
  ])('%s %s passes', async (method, target) => {
    const { call, sent } = withKey();
    const response = await call(method, target, {}, method === 'POST' ? '{}' : undefined);
    expect(response.status).toBe(200);
    expect(sent[0]).toMatchObject({ method, url: target });
  });

  test.each([
    ['POST', undefined, 400, 'missing_target'],
    ['POST', 'not a url', 400, 'bad_target'],
    ['POST', `http://queue.fal.run/${MODEL}`, 400, 'bad_target'],
    ['POST', `https://queue.fal.run:8443/${MODEL}`, 400, 'bad_target'],
    ['POST', `https://user:pass@queue.fal.run/${MODEL}`, 400, 'bad_target'],
    ['GET', 'file:///etc/passwd', 400, 'bad_target'],
    ['POST', 'https://example.com/', 412, 'target_not_allowed'],
    ['POST', `https://queue.fal.run.example.com/${MODEL}`, 412, 'target_not_allowed'],
    ['GET', 'https://evilfal.media/files/a.png', 412, 'target_not_allowed'],
    ['GET', 'http://localhost:3334/fal/v3.fal.media/files/a.png', 400, 'bad_target'],
    ['POST', 'https://rest.fal.ai/keys', 412, 'target_not_allowed'],
    ['POST', 'https://api.fal.ai/v1/keys', 412, 'target_not_allowed'],
    ['POST', 'https://queue.fal.run/fal-ai/flux-pro', 412, 'endpoint_not_allowed'],
    ['POST', 'https://fal.run/fal-ai/flux-general', 412, 'endpoint_not_allowed'],
    ['PUT', `https://queue.fal.run/${MODEL}`, 412, 'endpoint_not_allowed'],
    ['GET', `https://queue.fal.run/${MODEL}`, 412, 'endpoint_not_allowed'],
    ['PUT', 'https://queue.fal.run/fal-ai/flux-pro/requests/abc/cancel', 412, 'endpoint_not_allowed'],
    ['GET', 'https://queue.fal.run/fal-ai/flux-pro/requests/abc', 412, 'endpoint_not_allowed'],
    ['GET', `https://queue.fal.run/${MODEL}/../../flux-pro/requests/abc`, 412, 'endpoint_not_allowed'],
    ['POST', `https://queue.fal.run/${MODEL}%2F..%2F..`, 412, 'endpoint_not_allowed'],
    ['POST', `${REQUEST}`, 412, 'endpoint_not_allowed'],
    ['PUT', 'https://v3.fal.media/files/a.png', 405, 'method_not_allowed'],
  ])('%s %s is refused with %i', async (method, target, status, type) => {
    const { call, sent } = withKey();
    const response = await call(method, target, {}, method === 'GET' ? undefined : '{}');
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ detail: expect.any(String), error_type: type });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(sent).toEqual([]);
  });

  test('further endpoints can be allowed by id or pattern; an empty list allows none', async () => {
    const submit = (config: Partial<ProxyConfig>, endpoint: string) =>
      setUp({ standIn: STAND_IN, ...config }).call('POST', `https://queue.fal.run/${endpoint}`, {}, '{}');
    expect((await submit({ extraEndpoints: ['fal-ai/flux/dev'] }, 'fal-ai/flux/dev')).status).toBe(200);
    expect((await submit({ extraEndpoints: ['fal-ai/flux/**'] }, 'fal-ai/flux/dev/redux')).status).toBe(200);
    expect((await submit({ extraEndpoints: ['fal-ai/flux/*'] }, 'fal-ai/fluxx/dev')).status).toBe(412);
    expect((await submit({ allowedEndpoints: [] }, MODEL)).status).toBe(412);
  });

  test('a redirect is neither followed nor handed on', async () => {
    const { call } = withKey(
      () => new Response(null, { status: 302, headers: { location: 'https://x.example/' } }),
    );
    const response = await call('GET', REQUEST);
    expect([response.status, response.headers.get('location')]).toEqual([502, null]);
  });
});

describe('what passes through', () => {
  test('fal’s request headers, for every method, and a cancel without a body', async () => {
    const { call, sent } = withKey();
    await call('POST', SUBMIT, { 'x-fal-queue-priority': 'low', 'x-fal-store-io': '0' }, '{}');
    await call('PUT', `${REQUEST}/cancel`, { 'content-type': 'application/json' });
    expect(sent[0]!.headers).toMatchObject({ 'x-fal-queue-priority': 'low', 'x-fal-store-io': '0' });
    expect(sent[1]).toMatchObject({ method: 'PUT', body: '' });
  });

  test.each([202, 400, 403, 404, 422, 429, 500, 503, 504])(
    'status %i, body and fal’s headers',
    async (status) => {
      const body = { detail: 'as fal said it' };
      const { call } = withKey(() =>
        Response.json(body, { status, headers: { 'x-fal-request-id': 'abc', 'x-fal-error-type': 'some' } }),
      );
      const response = await call('GET', REQUEST);
      expect([response.status, await response.json()]).toEqual([status, body]);
      expect(response.headers.get('x-fal-request-id')).toBe('abc');
      expect(response.headers.get('access-control-expose-headers')).toContain('x-fal-request-id');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
    },
  );

  test('cookies, foreign CORS and hop-by-hop headers do not', async () => {
    const headers = {
      'set-cookie': 'a=b',
      'access-control-allow-origin': 'https://fal.ai',
      'access-control-allow-credentials': 'true',
      'strict-transport-security': 'max-age=1',
      'keep-alive': 'timeout=5',
    };
    const { call } = withKey(() => Response.json({}, { headers }));
    const response = await call('GET', REQUEST);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    for (const name of [
      'set-cookie',
      'access-control-allow-credentials',
      'strict-transport-security',
      'keep-alive',
    ]) {
      expect(response.headers.get(name)).toBeNull();
    }
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
    const basics = { ok: true, version: packageJson.version };
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
