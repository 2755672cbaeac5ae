// A proxy with a recording upstream, and a short way to call it.
import { createProxy, type ProxyConfig } from '../../proxy/app.ts';
import { type Answering, recordingFetch } from './upstream.ts';

export const ROUTE = 'http://localhost:3333/api/fal/proxy';
export const MODEL = 'fal-ai/flux-general/differential-diffusion';
export const SUBMIT = `https://queue.fal.run/${MODEL}`;
export const REQUEST = 'https://queue.fal.run/fal-ai/flux-general/requests/abc-123';
export const UPLOAD = 'https://rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3';
export const STAND_IN = 'http://localhost:3334/fal';
export const KEY = 'key-id:key-secret';

export function setUp(config: Partial<ProxyConfig> = {}, answer?: Answering) {
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

export const withKey = (answer?: Answering) => {
  const { call, ...rest } = setUp({ key: KEY, token: 'secret' }, answer);
  const authorised: typeof call = (method, target, headers, body) =>
    call(method, target, { 'x-proxy-token': 'secret', ...headers }, body);
  return { ...rest, call: authorised, callWithoutToken: call };
};
