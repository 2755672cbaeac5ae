// Test connection against the real proxy: which step fails, and with what advice.
import { expect, test } from 'vitest';
import type { ProxyConfig } from '../../../proxy/app.ts';
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
  expect(steps.map(({ state }) => state)).toEqual(Array(6).fill('passed'));
  expect(network.standIn.requests()).toHaveLength(0);
});

const lost = () => async (): Promise<Response> => {
  throw new TypeError('Failed to fetch');
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
  ['a proxy that is down', { fetch: lost }, ['reachable', 'proxy-unreachable']],
  ['a proxy without CORS', { fetch: withoutCors }, ['cors', 'proxy-cors']],
  ['no token', { proxy: { token: 'right' } }, ['token', 'token-missing']],
  ['a wrong token', { proxy: { token: 'right' }, token: 'wrong' }, ['token', 'token-wrong']],
  ['another proxy’s refusal', { fetch: plainProxy(401), token: 'x' }, ['token', 'token-wrong']],
  ['a path where no proxy is', { url: 'http://localhost:3333/elsewhere' }, ['cors', 'proxy-not-fal']],
  ['no key', { proxy: { standIn: undefined } as unknown as Partial<ProxyConfig> }, ['key', 'key-missing']],
  ['storage out of order', { fault: 'upload-fails' }, ['upload', 'fal-failed']],
] as const)('%s is told at its own step', async (_, options, expected) => {
  const { failed, report } = await run(options);
  expect(failed).toEqual(expected);
  expect(report.ok).toBe(false);
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
  ]);
});
