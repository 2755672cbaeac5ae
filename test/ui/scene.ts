// One edit, ready to run, with everything around it in memory and everything it does recorded.
import type { JobEvent } from '../../core/job.ts';
import type { EditSettings } from '../../core/settings.ts';
import type { ProxyConfig } from '../../proxy/app.ts';
import { openFal } from '../../ui/fal/fal.ts';
import { continueEdit, runEdit } from '../support/one-edit.ts';
import {
  codec,
  fakeNetwork,
  fakePlugin,
  insertedIn,
  type Network,
  PROXY_URL,
  recorder,
  SELECTION,
  SETTINGS,
} from './world.ts';

export interface Scene {
  proxy?: Partial<ProxyConfig>;
  /** In place of the proxy and the stand-in in memory. */
  network?: Network;
  proxyUrl?: string;
  token?: string;
  plugin?: Parameters<typeof fakePlugin>[0];
  settings?: Partial<EditSettings>;
  files?: ReadonlyMap<string, Uint8Array>;
  on?: (event: JobEvent, abort: AbortController) => void;
}

export function scene({
  proxy,
  network = fakeNetwork(proxy),
  proxyUrl = PROXY_URL,
  token = '',
  plugin: handlers,
  settings,
  files = new Map(),
  on,
}: Scene = {}) {
  const abort = new AbortController();
  const heard = recorder((event) => on?.(event, abort));
  const { plugin, calls } = fakePlugin(handlers);
  const fal = openFal({ proxyUrl, token }, network.fetch);
  const world = { plugin, fal, codec, clock: network.clock, randomSeed: () => 99 };
  const request = {
    selection: SELECTION,
    settings: { ...SETTINGS, ...settings },
    polarity: null,
    isAccepted: false,
    files,
    replacedIds: [],
  };
  return {
    ...network,
    ...heard,
    abort,
    calls,
    run: () => runEdit(request, world, heard.report, abort.signal),
    resume: () => continueEdit(heard.checkpoints.at(-1)!, world, heard.report, new AbortController().signal),
    inserted: () => insertedIn(calls),
  };
}
