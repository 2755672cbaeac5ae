// A designer's desk in Node: windows of the stand-in for Figma on one client storage, each with the built plugin and a real panel.
import { effect } from '@preact/signals';
import { expect, vi } from 'vitest';
import type { Job } from '../../core/job.ts';
import type { CallName } from '../../core/protocol.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../core/settings.ts';
import type { NodeInfo } from '../../playground/host/index.ts';
import { ClientStorage } from '../../playground/host/storage.ts';
import { openChannel } from '../../ui/channel.ts';
import { createPanel, type Panel } from '../../ui/panel.ts';
import { codec, fakeNetwork, isSubmit, PROXY_URL, SETTINGS } from '../ui/world.ts';
import { lineTo, type OpenFigma, openFigma } from './figma.ts';
import { ellipse, frame, type Parent } from './shapes.ts';

export interface Window extends OpenFigma {
  readonly target: ReturnType<typeof frame>;
  readonly region: ReturnType<typeof ellipse>;
  /** Names of the layers that show a result. */
  results(): string[];
  /** Another file, with nothing in it, in place of this one. */
  openOther(name: string): void;
}

export interface Session {
  readonly panel: Panel;
  readonly state: Panel['state'];
  /** As when Figma, or the plugin in it, is closed: nothing of the session runs on. */
  kill(): void;
  /** As when the computer is switched off: the plugin has no last word either. */
  crash(): void;
}

export interface SessionOptions {
  /** Ends the session as soon as its job is in this state. */
  readonly killAt?: Job['state'];
  /** Ends it when fal has answered the submit, before the answer is heard. */
  readonly isKilledAtSubmit?: boolean;
  /** Hears which calls go out to the main thread, before they do, and may hold one up. */
  readonly onCall?: (name: CallName) => Promise<void> | void;
}

const openWindows = new Set<Window>();

/** What a file's tests have opened, for the end of each, or of all that share one. */
export function closeWindows(): void {
  for (const { host } of openWindows) host.dispose();
  openWindows.clear();
}

/** For a session to get as far as its end. */
const INTERRUPTED = { timeout: 10_000 };

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** @param through what stands between the panel and the network */
export async function openDesk(
  settings: Partial<Settings> = {},
  through: (fetcher: typeof fetch) => typeof fetch = (fetcher) => fetcher,
) {
  const plain = fakeNetwork();
  const network = { ...plain, fetch: through(plain.fetch) };
  const stored = { ...DEFAULT_SETTINGS, proxyUrl: PROXY_URL, proxyToken: 'secret token', edit: SETTINGS };
  const storage = new ClientStorage({ settings: { ...stored, ...settings } });
  return {
    ...network,
    storage,
    openWindow: () => openWindow(storage, network.clock.now),
    openSession: (window: Window, options?: SessionOptions) => openSession(window, network, options),
    keptJobs: () => storage.keys().filter((key) => key.startsWith('job ')),
    claims: () => storage.keys().filter((key) => key.startsWith('claim ')),
  };
}

/** A file with a frame and a region over it, both selected. */
async function openWindow(clientStorage: ClientStorage, now: () => number): Promise<Window> {
  const open = await openFigma({ clientStorage, now });
  open.figma.root.name = 'Shop';
  const target = frame(open.figma, 96, 64);
  target.name = 'Product page';
  const region = ellipse(open.figma, target, [32, 20, 24, 20]);
  open.host.select([target.id, region.id]);
  const window: Window = {
    ...open,
    target,
    region,
    results: () => resultsIn(open.host.nodes()),
    openOther(name) {
      open.host.newDocument();
      open.host.figma.root.name = name;
    },
  };
  openWindows.add(window);
  return window;
}

/** The same file once more, with the plugin running and nobody at its panel. */
export async function openOther({ host }: Window) {
  const other = host.openWindow();
  const plugin = lineTo(other);
  await other.runPlugin();
  other.uiLoaded();
  return { plugin, close: () => other.dispose() };
}

function resultsIn(nodes: readonly NodeInfo[]): string[] {
  const isResult = ({ pluginData }: NodeInfo) =>
    Object.keys(pluginData).some((key) => key.includes('recipe'));
  return nodes.filter(isResult).map(({ name }) => name);
}

/** Presses Generate, and has the session end before the layer comes. */
export async function interrupted(desk: Desk, window: Window, how: SessionOptions): Promise<void> {
  const { panel, state } = await desk.openSession(window, how);
  await vi.waitFor(() => expect(state.selection.value.kind).toBe('ready'), INTERRUPTED);
  panel.generate();
  await vi.waitFor(() => expect(window.host.running()).toBe(false), INTERRUPTED);
}

/** Another frame, selected: where something may be inserted instead. */
export function otherTarget(window: Window, parent?: Parent): void {
  const target = frame(window.host.figma, 200, 150, parent);
  target.name = 'Journal';
  window.host.select([target.id]);
}

async function openSession(
  { host }: Window,
  network: ReturnType<typeof fakeNetwork>,
  { killAt, isKilledAtSubmit, onCall }: SessionOptions = {},
): Promise<Session> {
  let isAlive = true;
  const never = new Promise<never>(() => {});
  const whileAlive = async <T>(work: Promise<T>): Promise<T> => {
    const value = await work;
    return isAlive ? value : never;
  };
  const plugin = openChannel({
    send: async (message) => {
      const held = onCall?.(message.call);
      if (held) await held;
      if (isAlive) host.messageFromUi(structuredClone(message));
    },
    listen: (receive) => host.onMessageToUi((message) => isAlive && receive(structuredClone(message))),
  });
  const crash = () => {
    isAlive = false;
    host.crashPlugin();
  };
  const kill = () => {
    isAlive = false;
    host.closePlugin();
  };
  await host.runPlugin();
  const panel = createPanel({
    plugin,
    codec,
    clock: {
      now: network.clock.now,
      sleep: (milliseconds) => (isAlive ? whileAlive(network.clock.sleep(milliseconds)) : never),
      every: (milliseconds, action) => network.clock.every(milliseconds, () => isAlive && action()),
    },
    randomSeed: () => Math.floor(Math.random() * 1e6),
    fetch: async (input, init) => {
      if (!isAlive) return never;
      const response = await network.fetch(input, init);
      if (isKilledAtSubmit && isSubmit(new Request(input, init))) kill();
      return whileAlive(Promise.resolve(response));
    },
  });
  host.uiLoaded();
  effect(() => {
    if (killAt && panel.state.run.value?.job.state === killAt) kill();
  });
  await vi.waitFor(() => expect(panel.state.isOpen.value).toBe(true), 10_000);
  return { panel, state: panel.state, kill, crash };
}
