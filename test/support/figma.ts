// A document open in the stand-in for Figma, with the built plugin running and a typed line to its main thread.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PluginAPI } from '@figma/plugin-typings/plugin-api-standalone';
import type { Again, WayBack } from '../../core/again.ts';
import type { PastRun } from '../../core/history.ts';
import type { PanelCalls, Session } from '../../core/protocol.ts';
import type { Offer, Selected, Selection } from '../../core/selection.ts';
import { createHost, type Host, type HostOptions } from '../../playground/host/index.ts';
import { nodeAssets } from '../../playground/host/node.ts';
import { openChannel, type Plugin } from '../../ui/channel.ts';

const ROOT = join(import.meta.dirname, '../..');
const fromRoot = (path: string) => readFile(join(ROOT, path), 'utf8');

export interface OpenFigma {
  readonly host: Host;
  readonly figma: PluginAPI;
  readonly plugin: Plugin;
  /** Starts the plugin and waits until it has told the panel everything. */
  start(command?: string): Promise<Session>;
  /** The selection as the plugin last described it, once it matches. */
  selectionWhere(isWanted: (selection: Selection, offer: Offer) => boolean): Promise<Selection>;
  /** The same, with everything that is told beside the selection. */
  selectedWhere(isWanted: (selection: Selection, offer: Offer) => boolean): Promise<Selected>;
}

export async function openFigma(options: Partial<HostOptions> = {}): Promise<OpenFigma> {
  const host = await createHost({
    ...nodeAssets(),
    manifest: JSON.parse(await fromRoot('manifest.json')),
    mainScript: () => fromRoot('dist/main.js'),
    uiHtml: async () => '<!doctype html><title>The panel is elsewhere</title>',
    log: () => undefined,
    ...options,
  });
  const plugin = lineTo(host);
  const told: Selected[] = [];
  const waiters = new Set<() => void>();
  plugin.on('selectionChanged', (selected) => {
    told.push(selected);
    for (const check of waiters) check();
  });
  const start = async (command?: string) => {
    await host.runPlugin(command);
    host.uiLoaded();
    const session = await plugin.call('ready');
    told.push(session);
    return session;
  };
  const selectedWhere: OpenFigma['selectedWhere'] = (isWanted) =>
    new Promise<Selected>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`last told: ${JSON.stringify(told.at(-1))}`)), 5_000);
      const check = () => {
        const last = told.at(-1);
        if (!last || !isWanted(last.selection, last.offer)) return;
        waiters.delete(check);
        clearTimeout(timer);
        resolve(last);
      };
      waiters.add(check);
      check();
    });
  const selectionWhere: OpenFigma['selectionWhere'] = async (isWanted) =>
    (await selectedWhere(isWanted)).selection;
  return { host, figma: host.figma, plugin, start, selectionWhere, selectedWhere };
}

/** With the plugin started, for tests of what is drawn while it runs. */
export async function openStarted(): Promise<OpenFigma> {
  const open = await openFigma();
  await open.start();
  return open;
}

export function emptyPage({ figma }: Pick<OpenFigma, 'figma'>): void {
  for (const layer of [...figma.currentPage.children]) layer.remove();
}

export function lineTo(host: Host): Plugin {
  return openChannel({
    send: (message) => host.messageFromUi(structuredClone(message)),
    listen: (receive) => host.onMessageToUi((message) => receive(structuredClone(message))),
  });
}

/** Starts the plugin by a button of the layer, as anybody may who was given the file. */
export async function press({ host, start }: OpenFigma, way: WayBack, layer: { readonly id: string }) {
  host.closePlugin();
  host.select([layer.id]);
  const session = await start(way);
  return { ...session, again: againIn(session) };
}

/** What a relaunch button brought back; null where it came to nothing. */
function againIn({ opening }: Session): Again | null {
  return opening.kind === 'again' ? opening.again : null;
}

/** What a raster needs, asked of the plugin for what is selected. */
export type RasterArgs = Parameters<PanelCalls['raster']>[0];

/** What History lists. */
export async function pastRuns({ plugin }: Pick<OpenFigma, 'plugin'>): Promise<readonly PastRun[]> {
  return (await plugin.call('history')).runs;
}
