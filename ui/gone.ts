// Notices how a run's layers stand in the document: hidden or gone, by an undo or by hand, and back again.
import { placedKey } from '../core/placed.ts';
import type { Plugin } from './channel.ts';
import { placedIn } from './results.ts';
import { changeRun, findRun, type Run } from './run.ts';
import type { State } from './state.ts';

export function watchLayers(state: State, plugin: Plugin): void {
  plugin.on('repainted', () => {
    for (const run of state.runs.value) void look(run, state, plugin);
  });
}

async function look(run: Run, state: State, plugin: Plugin): Promise<void> {
  const { id, outcome } = run;
  const results = placedIn(run);
  // Flagged pictures alone leave nothing that could go.
  if (results.length === 0) return;
  const { value: before } = state.looks;
  const found = await plugin.call('looks', { results }).catch(() => null);
  // Something has been decided since: what was found may be older than that.
  if (state.looks.value !== before) return look(findRun(state, id) ?? run, state, plugin);
  const current = findRun(state, id);
  if (!found || current?.outcome !== outcome) return;
  state.looks.value = new Map([
    ...state.looks.value,
    ...results.map((placed, i) => [placedKey(placed), found[i]!] as const),
  ]);
  const gone = found.filter((layer) => layer === 'gone').length;
  if (gone !== current.gone) changeRun(state, id, { gone });
}
