// fal's own Express, Hono and Next.js handlers between the panel and the stand-in, each as the page in docs/ says.
// Each runs in a process of its own, where only `fetch` is changed: what would go to fal goes to the stand-in.
// Next.js itself is not among them (330 MB): its handler is, called with requests as Next.js would call it.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ENDPOINT_IDS } from '../../core/models/index.ts';
import { type TestStep, testConnection } from '../../ui/fal/connection.ts';
import { HANDLER_TOKEN, type HandlerName, type HandlerServer, serveHandler } from '../support/handlers.ts';
import { noisePicture } from '../support/noise.ts';
import { openRealNetwork, type RealNetwork } from '../support/real-network.ts';
import { type Scene, scene } from '../ui/scene.ts';

let network: RealNetwork;
let handlers: Readonly<Record<HandlerName, HandlerServer>>;

beforeAll(async () => {
  network = await openRealNetwork();
  const serve = (name: HandlerName) => serveHandler({ name, standIn: network.url });
  const [express, hono, next] = await Promise.all([serve('express'), serve('hono'), serve('next')]);
  handlers = { express, hono, next };
});
afterAll(async () => {
  for (const handler of Object.values(handlers)) await handler.stop();
  await network.close();
});

beforeEach(() => {
  network.standIn.reset();
  network.sent.length = 0;
  network.blocked.clear();
});

function editThrough(name: HandlerName, options: Scene) {
  return scene({ network, proxyUrl: handlers[name].url, token: HANDLER_TOKEN, ...options });
}

describe.each(['express', 'hono', 'next'] as const)('through fal’s handler for %s', (name) => {
  const edit = (options: Scene = {}) => editThrough(name, options);

  test('a picture is made, with small pictures inside the request', async () => {
    const made = edit();
    await expect(made.run()).resolves.toMatchObject({ pictures: 1, seed: 7 });
    expect(network.submits()).toHaveLength(1);
    const [request] = network.standIn.requests();
    expect(request!.input).not.toHaveProperty('sync_mode', true);
    expect(String(request!.input.image_url)).toMatch(/^data:/);
  });

  test('large pictures go through fal’s storage', async () => {
    await edit({ plugin: { raster: noisePicture } }).run();
    expect(String(network.standIn.requests()[0]!.input.image_url)).toMatch(/^http:.*fal\.media/);
  });

  test('a cancel reaches fal', async () => {
    const cancelled = edit({
      on: ({ type }, abort) => {
        if (type === 'queued') abort.abort();
      },
    });
    network.standIn.fault('slow-queue', { seconds: 600 });
    await expect(cancelled.run()).rejects.toMatchObject({ kind: 'cancelled' });
    expect(cancelled.troubles).not.toContain('cancel-impossible');
    expect(cancelled.inserted()).toHaveLength(0);
  });

  test.each([
    ['403-balance', 'balance-empty'],
    ['422-validation', 'input-refused'],
    ['drop-connection', 'submit-unknown'],
  ] as const)('%s is %s', async (fault, kind) => {
    const failing = edit();
    network.standIn.fault(fault);
    await expect(failing.run()).rejects.toMatchObject({ kind });
    expect(network.standIn.requests()).toHaveLength(1);
    expect(failing.inserted()).toHaveLength(0);
  });

  test('a token that is wrong or missing is told of, and nothing is made', async () => {
    await expect(edit({ token: 'guess' }).run()).rejects.toMatchObject({ kind: 'token-wrong' });
    await expect(edit({ token: '' }).run()).rejects.toMatchObject({ kind: 'token-missing' });
    expect(network.standIn.requests()).toHaveLength(0);
  });

  test('Test connection goes all the way, with fal’s storage and without', async () => {
    const connection = { proxyUrl: handlers[name].url, token: HANDLER_TOKEN };
    const heard: (readonly TestStep[])[] = [];
    const run = () => testConnection(connection, network.fetch, (steps) => heard.push(steps));
    await expect(run()).resolves.toEqual({ ok: true, simulated: false });
    expect(notesIn(heard.at(-1)!)).toEqual(['models-untold']);
    network.blocked.add(`${network.url}/v3b.fal.media`);
    await expect(run()).resolves.toMatchObject({ ok: true });
    expect(notesIn(heard.at(-1)!)).toEqual(['models-untold', 'pictures-inside-request']);
    expect(network.standIn.requests()).toHaveLength(0);
  });
});

describe('where Express turns every status of fal’s into 200', () => {
  const edit = (options: Scene = {}) => editThrough('express', options);

  test.each([
    ['401-key', 'key-refused'],
    ['402', 'balance-empty'],
    ['404-model', 'model-gone'],
    ['429', 'rate-limited'],
    ['503', 'fal-failed'],
    ['422-content-policy', 'content-refused'],
    ['completed-with-error', 'fal-failed'],
    ['empty-data', 'answer-unreadable'],
    ['malformed-json', 'answer-unreadable'],
    ['media-404', 'media-missing'],
  ] as const)('%s is %s all the same, and sent once', async (fault, kind) => {
    const failing = edit();
    network.standIn.fault(fault);
    await expect(failing.run()).rejects.toMatchObject({ kind });
    expect(network.standIn.requests()).toHaveLength(1);
    expect(failing.inserted()).toHaveLength(0);
  });

  test('a gateway’s page while the picture is made is waited out', async () => {
    const patient = edit();
    network.standIn.fault('gateway-page', { times: 2 });
    await expect(patient.run()).resolves.toMatchObject({ pictures: 1 });
    expect(patient.troubles).toContain('connection-lost');
    expect(network.submits()).toHaveLength(1);
  });

  test('what is too large for fal goes out once more, with its pictures in fal’s storage', async () => {
    network.standIn.fault('413', { times: 1 });
    await expect(edit().run()).resolves.toMatchObject({ pictures: 1 });
    const urls = network.standIn.requests().map(({ input }) => String(input.image_url).slice(0, 5));
    expect(urls).toEqual(['data:', 'http:']);
  });

  test('a cancel that fal refuses is not believed, and the picture is kept', async () => {
    const late = edit({
      on: ({ type }, abort) => {
        if (type !== 'queued') return;
        network.standIn.fault('cancel-405');
        abort.abort();
      },
    });
    network.standIn.fault('slow-queue', { seconds: 1 });
    await expect(late.run()).resolves.toMatchObject({ cameTooLate: true, pictures: 1 });
    expect(late.troubles).toContain('cancel-impossible');
  });

  test('with the media servers blocked, the picture comes inside the answer', async () => {
    network.blocked.add(`${network.url}/v3.fal.media`);
    await expect(edit().run()).resolves.toMatchObject({ pictures: 1 });
    expect(network.standIn.requests()[0]!.input.sync_mode).toBe(true);
  });

  test('a proxy that is started anew meanwhile is asked again, and pays once', async () => {
    const through = edit({
      on: async ({ type }) => {
        if (type !== 'submitted') return;
        await handlers.express.stop();
        await handlers.express.start();
      },
    });
    await expect(through.run()).resolves.toMatchObject({ pictures: 1 });
    expect(through.troubles).toContain('connection-lost');
    expect(network.standIn.requests()).toHaveLength(1);
  });
});

test('a body limit that looks like a lost network is found out before anything is paid for', async () => {
  const handler = await serveHandler({ name: 'express', standIn: network.url, rewrite: withLateCors });
  network.blocked.add(`${network.url}/v3b.fal.media`);
  const edit = scene({
    network,
    proxyUrl: handler.url,
    token: HANDLER_TOKEN,
    plugin: { raster: noisePicture },
  });
  await expect(edit.run()).rejects.toMatchObject({ kind: 'too-large' });
  expect(network.submits()).toHaveLength(0);
  await handler.stop();
});

test('the page allows the very models that the plugin has', async () => {
  const page = await readFile('docs/fal-handlers.md', 'utf8');
  const listed = [...page.matchAll(/^ {4}'(fal-ai\/.*)',$/gm)].map(([, id]) => id);
  expect(listed).toEqual([...ENDPOINT_IDS, ...ENDPOINT_IDS, ...ENDPOINT_IDS]);
});

describe('Test connection, where the page was not followed', () => {
  test.each([
    ['without CORS', 'express', [/^app\.use\(cors\(.*\n/m, ''], 'proxy-cors'],
    ['without OPTIONS', 'next', [/^export const OPTIONS.*/m, ''], 'proxy-preflight'],
  ] as const)('%s, in %s', async (_, name, [from, to], failure) => {
    const steps = await stepsThrough(name, from, to);
    const failed = steps.find(({ state }) => state === 'failed');
    expect(failed).toMatchObject({ name: 'cors', failure: { failure } });
  });

  test('without PUT all works but the cancel, and that is noted', async () => {
    const steps = await stepsThrough('next', 'GET, POST, PUT, OPTIONS', 'GET, POST, OPTIONS');
    expect(notesIn(steps)).toContain('cancel-blocked');
    expect(steps.at(-1)).toMatchObject({ state: 'passed' });
  });
});

async function stepsThrough(name: HandlerName, from: string | RegExp, to: string) {
  const rewrite = (code: string) => {
    expect(code).toMatch(from);
    return code.replace(from, to);
  };
  const { url, stop } = await serveHandler({ name, standIn: network.url, rewrite });
  let last: readonly TestStep[] = [];
  const connection = { proxyUrl: url, token: HANDLER_TOKEN };
  await testConnection(connection, network.fetch, (steps) => {
    last = steps;
  }).finally(stop);
  return last;
}

function notesIn(steps: readonly TestStep[]): string[] {
  return steps.flatMap((step) => (step.state === 'passed' ? step.notes.map(({ kind }) => kind) : []));
}

/** With the limit Express has by itself, and refusals that no plugin can read. */
function withLateCors(code: string): string {
  const cors = /^app\.use\(cors\(.*\n/m.exec(code)![0];
  const rewritten = code
    .replace(cors, '')
    .replace("express.json({ limit: '25mb' })", 'express.json()')
    .replace("app.all('/api", `${cors}app.all('/api`);
  expect(rewritten).not.toBe(code);
  return rewritten;
}
