// The panel without its views, and everything around it in memory.
import { expect, vi } from 'vitest';
import type { Again } from '../../core/again.ts';
import type { Opening } from '../../core/protocol.ts';
import { NO_OFFER, type Selection } from '../../core/selection.ts';
import { DEFAULT_SETTINGS, type EditSettings, type Settings } from '../../core/settings.ts';
import { createPanel } from '../../ui/panel.ts';
import { codec, fakeNetwork, fakePlugin, PROXY_URL, SELECTION, SETTINGS } from './world.ts';

/** What the relaunch button of layer 9:1 brings back. */
export function againWith(edit: EditSettings): Again {
  return {
    way: 'edit-again',
    name: 'a red door 2',
    edit,
    targetId: SELECTION.target.id,
    replacedIds: ['9:1'],
    start: null,
  };
}

interface Options {
  opening?: Opening;
  settings?: Partial<Settings>;
  selection?: Selection;
  plugin?: Parameters<typeof fakePlugin>[0];
}

export async function openPanel({
  settings,
  selection = SELECTION,
  plugin: handlers,
  opening = { kind: 'tab', tab: 'edit' },
}: Options = {}) {
  const network = fakeNetwork();
  const stored = { ...DEFAULT_SETTINGS, proxyUrl: PROXY_URL, edit: SETTINGS, ...settings };
  const ready = () => ({
    settings: stored,
    selection,
    offer: NO_OFFER,
    opening,
  });
  const { plugin, calls, tell } = fakePlugin({ ready, ...handlers });
  const panel = createPanel({
    plugin,
    codec,
    clock: network.clock,
    randomSeed: () => 5,
    fetch: network.fetch,
  });
  await vi.waitFor(() => expect(panel.state.isOpen.value).toBe(true));
  const saved = () => calls.filter(({ call }) => call === 'saveSettings');
  return { panel, state: panel.state, calls, tell, saved, network };
}
