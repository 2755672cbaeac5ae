// Notices when a run's layers leave the document, by an undo or by hand, and when they come back.
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
  const found = await plugin.call('remaining', { layerIds: [...outcome.layerIds] }).catch(() => null);
  const current = findRun(state, id);
  if (!found || current?.outcome !== outcome) return;
  const isGone = found.layers === 0;
  if (isGone !== current.isGone) changeRun(state, id, { isGone });
}
