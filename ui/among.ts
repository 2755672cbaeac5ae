// What a picture has to do with the others of its run when it is inserted: whom it joins, what they go by, where else it goes.
import { placedKey } from '../core/placed.ts';
import type { AskedMatrix } from '../core/protocol.ts';
import { layerName } from '../core/recipe.ts';
import { sharedName } from '../core/shared-name.ts';
import type { Among, ToInsert } from './insert-result.ts';
import { placedIn } from './results.ts';
import { findRun, type Run } from './run.ts';
import type { State } from './state.ts';

/** As the run stands at this moment. */
export function amongOthers(state: Pick<State, 'runs'>, runId: string) {
  return (asked: Omit<ToInsert, 'among'>): ToInsert => {
    const run = findRun(state, runId);
    return { ...asked, among: run && among(run, asked.composited) };
  };
}

function among(run: Run, composited: ToInsert['composited']): Among {
  const { target } = composited.plan;
  const parts = run.parts.filter(({ targetId }) => targetId === target.id);
  return {
    joins: placedIn({ parts }).map(placedKey),
    name: nameIn(run, composited),
    matrix: matrixOf(run),
    spreadTo: run.spread.kind === 'to' && isOnly(run, composited) ? run.spread.layerIds : [],
  };
}

function matrixOf({ parts }: Run): AskedMatrix {
  const prompts = new Set(parts.map(({ prompt }) => prompt)).size;
  return {
    targetIds: [...new Set(parts.map(({ targetId }) => targetId))],
    columns: prompts * Math.max(...parts.map(({ from, images }) => from + images)),
  };
}

function nameIn({ parts }: Run, { plan, simulated, insert }: ToInsert['composited']): string {
  const prompts = parts.filter(({ targetId }) => targetId === plan.target.id).map(({ prompt }) => prompt);
  if (new Set(prompts).size < 2) return insert.name;
  return layerName(sharedName(prompts), 0, 1, simulated);
}

/** Which of several is meant for the others is for the designer to say, also where some are yet to be looked at. */
function isOnly({ parts }: Run, { insert }: ToInsert['composited']): boolean {
  const [first, ...others] = parts.filter(({ job }) => job.state !== 'cancelled');
  return others.length === 0 && first?.images === 1 && insert.patches.length === 1;
}
