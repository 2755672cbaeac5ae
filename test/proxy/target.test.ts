// Where the proxy forwards to, where it refuses to, and what passes in both directions.
import { describe, expect, test } from 'vitest';
import type { ProxyConfig } from '../../proxy/app.ts';
import { MODEL, REQUEST, STAND_IN, SUBMIT, setUp, UPLOAD, withKey } from './set-up.ts';

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
