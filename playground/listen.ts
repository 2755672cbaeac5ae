// Serves a web-standard handler on both loopback addresses, because `localhost` means either of them.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

export interface Listening {
  port: number;
  close(): Promise<void>;
}

type FetchHandler = (request: Request, env: object) => Response | Promise<Response>;

/** Port 0 takes any free one, the same on both addresses. */
export async function listenOnLoopback(fetch: FetchHandler, port: number): Promise<Listening> {
  const first = await listen(fetch, '127.0.0.1', port);
  const chosen = (first.address() as AddressInfo).port;
  const second = await listen(fetch, '::1', chosen).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return undefined;
    await stop(first);
    throw error;
  });
  const servers = second ? [first, second] : [first];
  return { port: chosen, close: async () => void (await Promise.all(servers.map(stop))) };
}

function listen(fetch: FetchHandler, host: string, port: number): Promise<Server> {
  const server = createAdaptorServer({ fetch: (request, env) => fetch(request, env) }) as Server;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => resolve(server));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
