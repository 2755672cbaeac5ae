// Bad networks between the panel and real servers: the real client, the real proxy and the stand-in on ports of their own.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ENDPOINT_IDS } from '../../core/models/index.ts';
import { type RunningProxy, serveProxy } from '../../proxy/node.ts';
import { strictFetch } from '../../ui/fal/client.ts';
import { NetworkError } from '../../ui/fal/errors.ts';
import { noisePicture } from '../support/noise.ts';
import { openRealNetwork, type RealNetwork } from '../support/real-network.ts';
import { type Scene, scene } from './scene.ts';

let network: RealNetwork;
let proxy: RunningProxy;

beforeAll(async () => {
  network = await openRealNetwork();
  proxy = await serveProxy({ allowedEndpoints: ENDPOINT_IDS, standIn: network.url, fetch }, 0);
});
afterAll(async () => {
  await proxy.close();
  await network.close();
});

beforeEach(() => {
  network.standIn.reset();
  network.sent.length = 0;
  network.blocked.clear();
  network.online.lost = false;
});

const edit = (options: Scene = {}) => scene({ network, proxyUrl: proxy.url, ...options });

/** Loses the network when the event comes, and gets it back a moment later, if at all. */
function losing(at: string, isForGood = false): Pick<Scene, 'on'> {
  return {
    on: ({ type }) => {
      if (type !== at || network.online.lost) return;
      network.online.lost = true;
      if (!isForGood) setTimeout(() => (network.online.lost = false), 60);
    },
  };
}

describe('a network that is lost', () => {
  test('before anything is sent: nothing is exported, and nothing charged', async () => {
    network.online.lost = true;
    const lost = edit();
    await expect(lost.run()).rejects.toMatchObject({ kind: 'proxy-unreachable' });
    expect(lost.calls).toHaveLength(0);
  });

  test('while pictures are uploaded: it is told before a request that costs goes out', async () => {
    const lost = edit({ plugin: { raster: noisePicture }, ...losing('uploading', true) });
    await expect(lost.run()).rejects.toMatchObject({ kind: 'proxy-unreachable' });
    expect(network.submits()).toHaveLength(0);
  });

  test('while the request goes out: it may have been charged, and goes out once', async () => {
    const lost = edit(losing('submitting', true));
    await expect(lost.run()).rejects.toMatchObject({ kind: 'submit-unknown' });
    expect(network.submits()).toHaveLength(1);
  });

  test('of which the browser knows: then nothing went out, and nothing may have been charged', async () => {
    const lost = edit({
      on: ({ type }) => {
        if (type === 'submitting') vi.stubGlobal('navigator', { onLine: false });
      },
    });
    await expect(lost.run().finally(() => vi.unstubAllGlobals())).rejects.toMatchObject({ kind: 'offline' });
    expect(network.submits()).toHaveLength(0);
  });

  test.each(['submitted', 'completed'])('once %s: is waited for, and paid once', async (at) => {
    const patient = edit(losing(at));
    await expect(patient.run()).resolves.toMatchObject({ pictures: 1 });
    expect(patient.troubles).toContain('connection-lost');
    expect(network.standIn.requests()).toHaveLength(1);
  });

  test('again and again: every second request', async () => {
    const flapping: RealNetwork = { ...network, fetch: everySecondLost(network) };
    const patient = edit({ network: flapping });
    await expect(patient.run()).resolves.toMatchObject({ pictures: 1 });
    expect(network.standIn.requests()).toHaveLength(1);
  });
});

/** From the moment of the submit on: what comes before may be tried again by hand. */
function everySecondLost({ fetch: real, submits }: RealNetwork): typeof fetch {
  let count = 0;
  return async (input, init) => {
    if (submits().length > 0 && count++ % 2 === 0) throw new TypeError('Failed to fetch');
    return real(input, init);
  };
}

test('a proxy that is started anew while the picture is made is asked again', async () => {
  const { port } = proxy;
  const through = edit({
    on: async ({ type }) => {
      if (type !== 'submitted') return;
      await proxy.close();
      proxy = await serveProxy({ allowedEndpoints: ENDPOINT_IDS, standIn: network.url, fetch }, port);
    },
  });
  await expect(through.run()).resolves.toMatchObject({ pictures: 1 });
  expect(network.submits()).toHaveLength(1);
});

describe('fal’s media servers', () => {
  test('a picture is fetched at once when it is made, since its address runs out', async () => {
    await edit().run();
    const [result, picture] = network.sent.slice(-2);
    expect(result!.headers.get('x-fal-target-url')).toMatch(/\/requests\/[\w-]+$/);
    expect(picture!.url).toContain('/v3.fal.media/files/');
  });

  test('blocked: the picture comes through the proxy', async () => {
    network.blocked.add(`${network.url}/v3.fal.media`);
    await expect(edit().run()).resolves.toMatchObject({ pictures: 1 });
    expect(network.standIn.requests()[0]!.input).not.toHaveProperty('sync_mode', true);
  });

  test('in trouble for a while: the picture is asked for again', async () => {
    network.standIn.fault('500', { at: 'media', times: 2 });
    await expect(edit().run()).resolves.toMatchObject({ pictures: 1 });
  });

  test('without the picture any more: that is told, and it is not taken for a blocked network', async () => {
    network.standIn.fault('media-404');
    await expect(edit().run()).rejects.toMatchObject({ kind: 'media-missing' });
  });
});

describe('half an answer is a lost connection', () => {
  const listening = async (end: (socket: { destroy(): void }) => void) => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"status": ');
      setTimeout(() => response.socket && end(response.socket), 20);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const close = () => {
      server.closeAllConnections();
      server.close();
    };
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
  };

  test.each([
    ['cut off', (socket: { destroy(): void }) => socket.destroy(), 'terminated'],
    ['that never goes on', () => undefined, 'No answer in time'],
  ])('one %s', async (_, end, text) => {
    const { url, close } = await listening(end);
    const failure = await strictFetch(fetch, 200)(url).catch((error: unknown) => error);
    close();
    expect(failure).toBeInstanceOf(NetworkError);
    expect(String(failure)).toContain(text);
  });
});
