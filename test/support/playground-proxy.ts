// The proxy that a playground's panel finds, and what of it the plugin has stored when it starts.
import { ENDPOINT_IDS } from '../../core/models/index.ts';
import type { RunningPlayground } from '../../playground/server.ts';
import { type RunningProxy, serveProxy } from '../../proxy/node.ts';

export interface ConnectionOptions {
  /** What the panel finds as its proxy; the running one unless said otherwise. */
  readonly proxyUrl?: string;
  readonly proxyToken?: string;
  /** What the proxy is given beside the stand-in. */
  readonly proxy?: { key?: string; token?: string };
  /** False for a proxy that has neither a key nor a stand-in. */
  readonly hasStandIn?: boolean;
}

export interface Connection {
  readonly proxy: RunningProxy;
  /** What the plugin's client storage holds when it starts. */
  readonly settings: object;
}

export async function connect(server: RunningPlayground, options: ConnectionOptions): Promise<Connection> {
  const standIn = options.hasStandIn === false ? {} : { standIn: `${server.url}/fal` };
  const proxy = await serveProxy(
    { allowedEndpoints: [...ENDPOINT_IDS], fetch, ...standIn, ...options.proxy },
    0,
  );
  const { proxyUrl = proxy.url, proxyToken = '' } = options;
  return { proxy, settings: { version: 1, proxyUrl, proxyToken } };
}
