// The stand-in on a port of its own, for tests and scripts that need no page.
import { listenOnLoopback } from '../listen.ts';
import { createStandIn, type StandIn, type StandInOptions, standInRoutes } from './index.ts';

export interface ServedStandIn {
  standIn: StandIn;
  /** What the proxy is told as its stand-in, `http://127.0.0.1:<port>/fal`. */
  url: string;
  close(): Promise<void>;
}

export async function serveStandIn(options: StandInOptions & { port?: number } = {}): Promise<ServedStandIn> {
  const standIn = createStandIn(options);
  const { port, close } = await listenOnLoopback(standInRoutes(standIn).fetch, options.port ?? 0);
  return { standIn, url: `http://127.0.0.1:${port}/fal`, close };
}
