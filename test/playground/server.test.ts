// The playground's server: what it gives out, and what it keeps from other origins.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningPlayground, servePlayground } from '../../playground/server.ts';

const CONFIG = { clientStorage: { settings: { proxyToken: 'secret' } }, simulated: true };

let server: RunningPlayground;

beforeAll(async () => {
  server = await servePlayground({ port: 0, config: CONFIG });
});

afterAll(() => server.close());

/** fetch would correct the path and the host. */
function rawGet(path: string, host?: string): Promise<number | undefined> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const headers = host ? { host } : {};
    request({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the playground’s server', () => {
  it('answers on both loopback addresses', async () => {
    const { port } = new URL(server.url);
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      expect((await fetch(`http://${host}:${port}/manifest.json`)).status).toBe(200);
    }
  });

  it('tells the page its configuration, and no other origin', async () => {
    const response = await fetch(`${server.url}/config.json`, { headers: { origin: 'null' } });
    expect(await response.json()).toEqual(CONFIG);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('refuses a name that was made to point here', async () => {
    expect(await rawGet('/config.json', 'evil.example')).toBe(403);
    expect(await rawGet('/config.json', 'localhost.evil.example:3334')).toBe(403);
  });

  it('gives out nothing beside its own files', async () => {
    for (const path of [
      '/../../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '/nothing.js',
    ]) {
      expect(await rawGet(path)).toBe(404);
    }
  });

  it('carries the stand-in', async () => {
    const faults = await (await fetch(`${server.url}/control/faults`)).json();
    expect(faults).toEqual(server.standIn.faults());
  });
});
