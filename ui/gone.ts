// Notices how the runs' layers stand in the document: hidden or gone, by an undo or by hand, and back again.
import { batch } from '@preact/signals';
import { placedKey } from '../core/placed.ts';
import type { ResultLook } from '../core/protocol.ts';
import type { Plugin } from './channel.ts';
import { placedIn } from './results.ts';
import { changeRun, type Run } from './run.ts';
import type { State } from './state.ts';

export function watchLayers(state: State, plugin: Plugin): void {
  plugin.on('repainted', () => void look(state, plugin));
}

/** At those of all runs at once: an answer for one of them would make what the next is answered look too old. */
async function look(state: State, plugin: Plugin): Promise<void> {
  const results = state.runs.value.flatMap(placedIn);
  // Flagged pictures alone leave nothing that could go.
  if (results.length === 0) return;
  const { value: before } = state.looks;
  const found = await plugin.call('looks', { results }).catch(() => null);
  // Something has been decided since: what was found may be older than that.
  if (state.looks.value !== before) return look(state, plugin);
  if (found) learn(state, new Map(results.map((placed, i) => [placedKey(placed), found[i]!])));
}

type Looks = ReadonlyMap<string, ResultLook>;

/** What no run has any more is forgotten. Whoever shows how things stand hears of it only where that has changed. */
function learn(state: State, found: Looks): void {
  const { value: runs } = state.runs;
  const { value: before } = state.looks;
  const keys = runs.map(keysOf);
  const looks = known(keys.flat(), found, before);
  batch(() => {
    if (!areSame(looks, before)) state.looks.value = looks;
    for (const [i, run] of runs.entries()) {
      const gone = keys[i]!.filter((key) => looks.get(key) === 'gone').length;
      if (gone !== run.gone) changeRun(state, run.id, { gone });
    }
  });
}

function known(keys: readonly string[], found: Looks, before: Looks): Looks {
  const looks = keys.map((key) => [key, found.get(key) ?? before.get(key)] as const);
  return new Map(looks.filter((each): each is [string, ResultLook] => each[1] !== undefined));
}

function keysOf(run: Run): string[] {
  return placedIn(run).map(placedKey);
}

function areSame(a: Looks, b: Looks): boolean {
  return a.size === b.size && [...a].every(([key, look]) => b.get(key) === look);
}
