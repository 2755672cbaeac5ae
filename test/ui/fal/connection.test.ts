// Test connection against the real proxy: which step fails, and with what advice.
import { expect, test, vi } from 'vitest';
import { DEFAULT_MODEL, MODELS } from '../../../core/models/index.ts';
import type { ProxyConfig } from '../../../proxy/app.ts';
import { noteText } from '../../../ui/connection-text.ts';
import { type TestStep, testConnection } from '../../../ui/fal/connection.ts';
import { fakeNetwork, PROXY_URL } from '../world.ts';

interface Options {
  proxy?: Partial<ProxyConfig>;
  token?: string;
  url?: string;
  fault?: string;
  fetch?: (real: typeof fetch) => typeof fetch;
}

async function run({ proxy, token = '', url = PROXY_URL, fault, fetch: wrap = (real) => real }: Options) {
  const network = fakeNetwork(proxy);
  if (fault) network.standIn.fault(fault);
  let steps: readonly TestStep[] = [];
  const report = await testConnection({ proxyUrl: url, token }, wrap(network.fetch), (told) => {
    steps = told;
  });
  const failed = steps.find((step) => step.state === 'failed');
  return {
    report,
    steps,
    network,
    failed: failed?.state === 'failed' && [failed.name, failed.failure.failure],
  };
}

test('all steps pass in front of the stand-in, which is named as one; nothing is generated', async () => {
  const { report, steps, network } = await run({});
  expect(report).toEqual({ ok: true, simulated: true });
  expect(steps.map(({ state }) => state)).toEqual(Array(7).fill('passed'));
  expect(network.standIn.requests()).toHaveLength(0);
});

const lost = () => async (): Promise<Response> => {
  throw new TypeError('Failed to fetch');
};

/** A page for every address. */
const website = () => async () => new Response('<html></html>', { headers: { 'content-type': 'text/html' } });

const firewall = () => async () => new Response('<h1>Blocked</h1>', { status: 403 });

/** Answers may be read, but what needs leave beforehand is not let through. */
const withoutPreflight =
  (real: typeof fetch): typeof fetch =>
  async (input, init) => {
    if (new Headers(init?.headers).has('x-fal-target-url')) throw new TypeError('Failed to fetch');
    return real(input, init);
  };

/** A browser lets only requests without our headers through. */
const withoutCors =
  (real: typeof fetch): typeof fetch =>
  async (input, init) => {
    if (init?.mode === 'no-cors') return real(input);
    throw new TypeError('Failed to fetch');
  };

/** A proxy of another make: no /health, and no detail when it refuses. */
const plainProxy =
  (status: number): (() => typeof fetch) =>
  () =>
  async () =>
    new Response(JSON.stringify('Unauthorized'), { status });

test.each([
  ['no address', { url: '' }, ['address', 'proxy-missing']],
  ['half an address', { url: 'localhost:3333' }, ['address', 'proxy-url']],
  ['a password in the address', { url: 'https://me:pass@proxy.test/' }, ['address', 'proxy-url-name']],
  ['a proxy that is down', { fetch: lost }, ['reachable', 'proxy-unreachable']],
  [
    'plain http to another computer',
    { fetch: lost, url: 'http://proxy.test/api' },
    ['reachable', 'proxy-insecure'],
  ],
  ['a proxy without CORS', { fetch: withoutCors }, ['cors', 'proxy-cors']],
  ['no token', { proxy: { token: 'right' } }, ['token', 'token-missing']],
  ['a wrong token', { proxy: { token: 'right' }, token: 'wrong' }, ['token', 'token-wrong']],
  ['another proxy’s refusal', { fetch: plainProxy(401), token: 'x' }, ['token', 'token-wrong']],
  ['a path where no proxy is', { url: 'http://localhost:3333/elsewhere' }, ['cors', 'proxy-not-fal']],
  ['a firewall', { fetch: firewall }, ['cors', 'network-blocked']],
  ['a website', { fetch: website }, ['cors', 'proxy-not-fal']],
  ['a proxy without preflights', { fetch: withoutPreflight }, ['cors', 'proxy-preflight']],
  ['a proxy for other models', { proxy: { allowedEndpoints: ['fal-ai/x/y'] } }, ['models', 'model-refused']],
  ['no key', { proxy: { standIn: undefined } as unknown as Partial<ProxyConfig> }, ['key', 'key-missing']],
] as const)('%s is told at its own step', async (_, options, expected) => {
  const { failed, report } = await run(options);
  expect(failed).toEqual(expected);
  expect(report.ok).toBe(false);
});

/** The proxy itself is well; whatever it asks of fal comes to nothing. */
const behindWhich =
  (answer: () => Response): ((real: typeof fetch) => typeof fetch) =>
  (real) =>
  async (input, init) =>
    new Headers(init?.headers).has('x-fal-target-url') ? answer() : real(input, init);

const unreachable = { detail: 'fal does not answer', error_type: 'upstream_unreachable' };

test.each([
  ['502, by our own proxy', () => Response.json(unreachable, { status: 502 }), 'fal-unreached'],
  ['500', () => Response.json({ detail: 'Internal Server Error' }, { status: 500 }), 'fal-unreached'],
  ['503, a page', () => new Response('<html>Unavailable</html>', { status: 503 }), 'fal-unreached'],
  ['403, a page', () => new Response('<h1>Blocked</h1>', { status: 403 }), 'fal-unreached'],
  ['407, a page', () => new Response('<html>Sign in</html>', { status: 407 }), 'fal-unreached'],
  ['429', () => Response.json({ detail: 'Slow down' }, { status: 429 }), 'rate-limited'],
])('a proxy that does not get through to fal does not pass: %s', async (_, answer, kind) => {
  const { failed, report } = await run({ fetch: behindWhich(answer) });
  expect(failed).toEqual(['key', kind]);
  expect(report.ok).toBe(false);
});

test('a key that may ask but not store does not pass, since no edit would go through either', async () => {
  const refused = (real: typeof fetch) => async (input: RequestInfo | URL, init?: RequestInit) =>
    /rest\.(alpha\.)?fal/.test(new Headers(init?.headers).get('x-fal-target-url') ?? '')
      ? Response.json({ detail: 'Invalid key' }, { status: 401 })
      : real(input, init);
  const { failed } = await run({ fetch: refused });
  expect(failed).toEqual(['upload', 'key-refused']);
});

test('the steps after a failure are not tried', async () => {
  const { steps } = await run({ proxy: { token: 'right' } });
  expect(steps.map(({ state }) => state)).toEqual([
    'passed',
    'passed',
    'passed',
    'failed',
    'waiting',
    'waiting',
    'waiting',
  ]);
});

const notesOf = (steps: readonly TestStep[]) =>
  steps.flatMap((step) => (step.state === 'passed' ? step.notes.map(noteText) : []));

test('what works in another way is noted beside its step', async () => {
  const { report, steps } = await run({ fault: 'upload-fails' });
  expect(report.ok).toBe(true);
  expect(notesOf(steps)).toEqual([
    'fal’s storage cannot be reached, so pictures are sent inside the request.',
  ]);
});

test('models that the proxy does not allow are named', async () => {
  const { report, steps } = await run({ proxy: { allowedEndpoints: [DEFAULT_MODEL.id] } });
  expect(report.ok).toBe(true);
  const others = MODELS.filter((model) => model !== DEFAULT_MODEL).map(({ label }) => label);
  expect(notesOf(steps)).toEqual([`Not allowed by the proxy: ${others.join(', ')}.`]);
});

test('a computer that is offline is told so', async () => {
  vi.stubGlobal('navigator', { onLine: false });
  const { failed } = await run({ fetch: lost }).finally(() => vi.unstubAllGlobals());
  expect(failed).toEqual(['reachable', 'offline']);
});

test.each([
  ['http://localhost:3333/api/fal/proxy', /Local network access/, /instead of the number/],
  ['http://127.0.0.1:3333/api/fal/proxy', /Write localhost instead of the number/, /company/],
  ['https://proxy.example/api/fal/proxy', /company network/, /Local network access/],
])('what to do about %s', async (url, said, unsaid) => {
  const { steps } = await run({ fetch: lost, url });
  const [failure] = steps.flatMap((step) => (step.state === 'failed' ? [step.failure.message] : []));
  expect(failure).toMatch(said);
  expect(failure).not.toMatch(unsaid);
});
