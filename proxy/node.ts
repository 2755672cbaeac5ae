// The proxy on Node: `npx tsx proxy/node.ts` with FAL_KEY and PROXY_TOKEN in the environment.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { createProxy, type ProxyConfig } from './app.ts';
import { configFromEnv, portFrom } from './env.ts';

const DEFAULT_PORT = 3333;

export interface RunningProxy {
  /** What goes into the plugin's `Proxy URL`. */
  url: string;
  port: number;
  close(): Promise<void>;
}

/** Listens on both loopback addresses, because `localhost` means either; port 0 takes any free one. */
export async function serveProxy(config: ProxyConfig, port = DEFAULT_PORT): Promise<RunningProxy> {
  const { fetch } = createProxy(config);
  const first = await listen(fetch, '127.0.0.1', port);
  const chosen = (first.address() as AddressInfo).port;
  const second = await listen(fetch, '::1', chosen).catch(async (error: NodeJS.ErrnoException) => {
    if (isWithoutIpv6(error)) return undefined;
    await stop(first);
    throw error;
  });
  const servers = second ? [first, second] : [first];
  return {
    url: `http://localhost:${chosen}/api/fal/proxy`,
    port: chosen,
    close: async () => void (await Promise.all(servers.map(stop))),
  };
}

type FetchHandler = (request: Request) => Response | Promise<Response>;

function listen(fetch: FetchHandler, hostname: string, port: number): Promise<Server> {
  const server = createAdaptorServer({ fetch: (request) => fetch(request) }) as Server;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: hostname, port }, () => resolve(server));
  });
}

const isWithoutIpv6 = ({ code }: NodeJS.ErrnoException) =>
  code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function main(): Promise<void> {
  const port = portFrom(process.env, 'PORT', DEFAULT_PORT);
  const config = { ...configFromEnv(process.env), fetch, log: (line: string) => console.log(line) };
  const { url } = await serveProxy(config, port);
  console.log(`Proxy: ${url}${config.key ? '' : ' (no FAL_KEY: every request will be refused)'}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
