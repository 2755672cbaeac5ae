// The one call that costs: after which answers it is known that nothing was charged, and after which it is not.
import { expect, test } from 'vitest';
import type { Failure } from '../../../core/failure.ts';
import { DEFAULT_MODEL } from '../../../core/models/index.ts';
import { openFal } from '../../../ui/fal/fal.ts';
import { fakeClock, PROXY_URL } from '../world.ts';

const WAY = { isMediaBlocked: Promise.resolve(false) };
const json = (status: number, body: unknown) => Response.json(body, { status });
const page = (status: number) =>
  new Response('<html>Sorry</html>', { status, headers: { 'content-type': 'text/html' } });
const broken = () => new Response('{"request_id": "a', { headers: { 'content-type': 'application/json' } });
const typed = (type: string) => ({ detail: 'x', error_type: type });

test.each([
  ['a page with 408', page(408), 'submit-unknown'],
  ['a page with 500', page(500), 'submit-unknown'],
  ['a page with 502', page(502), 'submit-unknown'],
  ['a page with 503', page(503), 'submit-unknown'],
  ['a page with 504', page(504), 'submit-unknown'],
  ['a page with 524', page(524), 'submit-unknown'],
  ['an empty object with 500', json(500, {}), 'submit-unknown'],
  ['a text with 408', json(408, { detail: 'Request timeout' }), 'submit-unknown'],
  ['a text with 503', json(503, { detail: 'x' }), 'submit-unknown'],
  ['a text with 504', json(504, { detail: 'Gateway timeout' }), 'submit-unknown'],
  ['a page with 499', page(499), 'submit-unknown'],
  ['a page with 200', page(200), 'submit-unknown'],
  ['an empty object with 200', json(200, {}), 'submit-unknown'],
  ['half an answer with 200', broken(), 'submit-unknown'],
  ['a proxy that lost fal', json(502, typed('upstream_unreachable')), 'submit-unknown'],
  ['a proxy that failed', json(500, typed('proxy_error')), 'submit-unknown'],
  ['fal’s own 408', json(408, typed('request_timeout')), 'fal-timeout'],
  ['fal’s own 500', json(500, typed('internal_error')), 'fal-failed'],
  ['a type without a detail', json(500, { error_type: 'internal_error' }), 'fal-failed'],
  ['a 408 that lost its status', json(200, { detail: 'Request Timeout' }), 'submit-unknown'],
  ['a 500 that lost its status', json(200, { detail: 'Internal Server Error' }), 'submit-unknown'],
  ['a 502 that lost its status', json(200, { detail: 'Bad Gateway' }), 'submit-unknown'],
  ['a 503 that lost its status', json(200, { detail: 'Service Unavailable' }), 'submit-unknown'],
  ['a 504 that lost its status', json(200, { detail: 'Gateway timeout' }), 'submit-unknown'],
  ['a refusal that lost its status', json(200, { detail: 'no' }), 'input-refused'],
  ['a refused key that lost its status', json(200, { detail: 'invalid key credentials' }), 'key-refused'],
  ['an empty balance that lost its status', json(200, { detail: 'Exhausted balance' }), 'balance-empty'],
  ['a page with 404', page(404), 'proxy-not-fal'],
] as const)('%s', async (_, response, kind) => {
  let sent = 0;
  const fal = openFal({ proxyUrl: PROXY_URL, token: '' }, async () => {
    sent++;
    return response;
  });
  await expect(fal.submit(DEFAULT_MODEL, {}, WAY)).rejects.toMatchObject({ kind });
  expect(sent).toBe(1);
});

test.each([200, 403, 502])(
  'a page with %i that repeats the headers gives the token away nowhere',
  async (status) => {
    const echo: typeof fetch = async (_, init) =>
      new Response(`<p>x-proxy-token: ${new Headers(init?.headers).get('x-proxy-token')}</p>`, { status });
    const fal = openFal({ proxyUrl: PROXY_URL, token: 's3cret' }, echo);
    const details = [
      fal.submit(DEFAULT_MODEL, {}, WAY),
      fal.watch(DEFAULT_MODEL, 'abc', { ...patience(), onState: () => {} }),
      fal.result(DEFAULT_MODEL, 'abc', patience()),
    ].map((asked) => asked.then(String, ({ detail }: Failure) => detail));
    for (const detail of await Promise.all(details)) expect(detail).toMatch(/x-proxy-token: •••/);
  },
);

test('a request that was too long goes out once more with its pictures in fal’s storage', async () => {
  const { fal, inputs } = limitedTo(50_000);
  const picture = `data:image/png;base64,${btoa('x'.repeat(60_000))}`;
  await fal.submit(DEFAULT_MODEL, { image_url: picture, loras: [{ path: picture }], prompt: 'door' }, WAY);
  expect(inputs).toEqual([
    {
      image_url: 'https://v3b.fal.media/a.png',
      loras: [{ path: 'https://v3b.fal.media/a.png' }],
      prompt: 'door',
    },
  ]);
});

test('where the storage is out of reach too, it is told as too long', async () => {
  const { fal } = limitedTo(50_000, 500);
  const picture = `data:image/png;base64,${btoa('x'.repeat(60_000))}`;
  await expect(fal.submit(DEFAULT_MODEL, { image_url: picture }, WAY)).rejects.toMatchObject({
    kind: 'too-large',
  });
});

function patience() {
  return { clock: fakeClock(), signal: new AbortController().signal, onTrouble: () => {} };
}

/** A proxy that refuses longer bodies as nginx does, with a page. */
function limitedTo(length: number, storageStatus = 200) {
  const inputs: unknown[] = [];
  const answer = async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const target = request.headers.get('x-fal-target-url') ?? '';
    if (request.method === 'PUT') return json(200, {});
    const body = await request.text();
    if (body.length > length) return page(413);
    if (target.includes('/storage/')) {
      const [upload_url, file_url] = ['https://v3b.fal.media/put', 'https://v3b.fal.media/a.png'];
      return json(storageStatus, { upload_url, file_url });
    }
    inputs.push(JSON.parse(body));
    return json(200, { request_id: 'abc' });
  };
  return { inputs, fal: openFal({ proxyUrl: PROXY_URL, token: '' }, answer) };
}
