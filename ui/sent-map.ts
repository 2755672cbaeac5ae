// The change map of the last run, as the model saw it.
import { encode } from 'fast-png';
import type { Framing } from '../core/framing.ts';
import { asModelSees } from '../core/levels.ts';
import type { Plane } from '../core/pixels.ts';
import { levelsOf, modelOf } from '../core/plan.ts';
import type { State } from './state.ts';

export interface SentMap {
  readonly amount: Plane;
  readonly framing: Framing;
  /** Amounts of change that the model could tell apart. */
  readonly levels: number;
}

/** Null until there is a result of this target. */
export function sentMap({ run, selection }: Pick<State, 'run' | 'selection'>): SentMap | null {
  const { value: selected } = selection;
  const checkpoint = run.value?.outcome ? run.value.checkpoint : null;
  if (checkpoint?.stage !== 'composited' || selected.kind === 'none') return null;
  const { plan, around } = checkpoint;
  if (plan.target.id !== selected.target.id || !modelOf(plan).polarity) return null;
  return { amount: around.amount, framing: plan.framing, levels: levelsOf(plan) };
}

/** A grey PNG, white = change. */
export function seenPicture(amount: Plane, levels: number): Uint8Array {
  const { width, height, data } = asModelSees(amount, levels);
  const grey = Uint8Array.from(data, (value) => Math.round(value * 255));
  return encode({ width, height, data: grey, channels: 1, depth: 8 });
}
