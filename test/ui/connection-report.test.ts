// Copy diagnostics: what an IT department reads, and what it must never find there.
import { expect, test } from 'vitest';
import { connectionReport } from '../../ui/connection-text.ts';
import { type TestStep, testConnection } from '../../ui/fal/connection.ts';
import { codec, fakeNetwork, PROXY_URL, rasterOf } from './world.ts';

const TOKEN = 'correct horse/battery staple';
const KEY = '0a1b2c3d-1111-2222-3333-444455556666:0123456789abcdef0123456789abcdef';
const PROMPT = 'a red door with a brass knocker';

async function reportOf(answer: typeof fetch, proxyUrl = PROXY_URL): Promise<string> {
  const connection = { proxyUrl, token: TOKEN };
  let steps: readonly TestStep[] = [];
  await testConnection(connection, answer, (told) => {
    steps = told;
  });
  const browser = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0';
  const now = Date.UTC(2026, 0, 2, 3, 4);
  return connectionReport({ connection, steps, isSimulated: false, browser, isOnline: true, now });
}

const lost = async () => {
  throw new TypeError('Failed to fetch');
};

test('it says which step failed, why, what to do, and what has to be allowed', async () => {
  const report = await reportOf(lost, 'https://proxy.example.com/api/fal/proxy');
  expect(report).toContain(
    'Outcome: stopped at “The proxy answers”.\nThe proxy at proxy.example.com does not answer.',
  );
  expect(report).toContain('Raw text: TypeError: Failed to fetch');
  expect(report).toContain(
    '1. The address is well formed: passed\n2. The proxy answers: failed\n3. It answers plugins, as a fal proxy: not tried',
  );
  expect(report).toContain('From this computer to https://proxy.example.com: GET, POST, PUT and OPTIONS');
  expect(report).toContain('https://*.fal.media');
  expect(report).toContain('“Access-Control-Allow-Origin: *”');
  expect(report).toContain('2026-01-02 03:04 UTC');
  expect(report).toContain('Chrome/156');
  expect(report).toContain('Token entered: yes');
});

test('for a proxy on this computer it names Chrome’s own permission', async () => {
  expect(await reportOf(lost)).toMatch(/Chrome must allow figma\.com “Local network access”/);
});

test('when all is well it says so', async () => {
  const network = fakeNetwork();
  const report = await reportOf(network.fetch);
  expect(report).toContain('Outcome: every step passed.');
  expect(report).toContain('7. A picture goes to fal and comes back: passed');
});

test.each([401, 403, 404, 500] as const)(
  'neither token nor key nor prompt nor picture is in it, whatever a %i echoes',
  async (status) => {
    const { source } = rasterOf()({ framing: { x: 0, y: 0, columns: 4, rows: 4, unit: 16 } });
    const picture = `data:image/png;base64,${Buffer.from(source).toString('base64')}`;
    await expect(codec.decode(source)).resolves.toBeDefined();
    const echo = `refused x-proxy-token ${TOKEN}; Authorization: Key ${KEY}; Bearer ${KEY}; key=${KEY}; ${picture}`;
    const echoing: typeof fetch = async (_, init) =>
      init?.mode === 'no-cors'
        ? new Response('')
        : Response.json({ detail: echo, input: { prompt: PROMPT, image_url: picture } }, { status });
    const report = await reportOf(echoing, `https://me.example/api?secret=${'a1'.repeat(20)}`);
    for (const secret of [TOKEN, KEY, KEY.split(':')[1]!, PROMPT, 'brass', picture.slice(22, 80), 'a1a1']) {
      expect(report).not.toContain(secret);
    }
    expect(report).toContain('https://me.example/api');
  },
);

test('a short token leaves the report’s own words whole, and is kept out of what a server says', async () => {
  const connection = { proxyUrl: PROXY_URL, token: 'fal' };
  const failure = {
    failure: 'proxy-not-fal',
    message: 'Not a fal proxy.',
    detail: 'x-proxy-token: fal',
  } as const;
  const steps: TestStep[] = [{ name: 'cors', state: 'failed', failure: { ...failure, facts: {} } }];
  const facts = { connection, steps, isSimulated: false, browser: 'Chrome', isOnline: true, now: 0 };
  const report = connectionReport(facts);
  expect(report).toContain(
    'From the proxy to https://queue.fal.run, https://rest.fal.ai and https://*.fal.media.',
  );
  expect(report).toContain('Raw text: x-proxy-token: •••');
});
