// Notices when a run's layers leave the document, by an undo or by hand, and when they come back.
import type { Plugin } from './channel.ts';
import type { State } from './state.ts';

export function watchLayers({ run }: State, plugin: Plugin): void {
  plugin.on('repainted', async () => {
    const outcome = run.value?.outcome;
    // Flagged pictures alone leave no layers that could go.
    if (!outcome?.layerIds.length) return;
    const found = await plugin.call('remaining', { layerIds: [...outcome.layerIds] }).catch(() => null);
    const current = run.value;
    if (!found || current?.outcome !== outcome) return;
    const isGone = found.layers === 0;
    if (isGone !== current.isGone) run.value = { ...current, isGone };
  });
}
