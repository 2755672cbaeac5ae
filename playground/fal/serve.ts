// The stand-in on a port of its own, for tests and scripts that need no page.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createStandIn, type StandIn, type StandInOptions, standInRoutes } from './index.ts';

export interface ServedStandIn {
  standIn: StandIn;
  /** What the proxy is told as its stand-in, `http://127.0.0.1:<port>/fal`. */
  url: string;
  close(): Promise<void>;
}

export async function serveStandIn(options: StandInOptions & { port?: number } = {}): Promise<ServedStandIn> {
  const standIn = createStandIn(options);
  const server = createAdaptorServer({ fetch: standInRoutes(standIn).fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { standIn, url: `http://127.0.0.1:${port}/fal`, close: () => stop(server) };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
