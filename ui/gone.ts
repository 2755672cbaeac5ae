// Notices how a run's layers stand in the document: hidden or gone, by an undo or by hand, and back again.
import type { Plugin } from './channel.ts';
import { changeRun, findRun, type Run } from './run.ts';
import type { State } from './state.ts';

export function watchLayers(state: State, plugin: Plugin): void {
  plugin.on('repainted', () => {
    for (const run of state.runs.value) void look(run, state, plugin);
  });
}

async function look({ id, outcome }: Run, state: State, plugin: Plugin): Promise<void> {
  // Flagged pictures alone leave no layers that could go.
  if (!outcome?.layerIds.length) return;
  const layerIds = [...outcome.layerIds];
  const found = await plugin.call('looks', { layerIds }).catch(() => null);
  const current = findRun(state, id);
  if (!found || current?.outcome !== outcome) return;
  state.looks.value = new Map([
    ...state.looks.value,
    ...layerIds.map((layer, i) => [layer, found[i]!] as const),
  ]);
  const isGone = found.every((layer) => layer === 'gone');
  if (isGone !== current.isGone) changeRun(state, id, { isGone });
}
