// What the controls of a model's field share: where its value stands, and whether to tell what is wrong with it.
import type { Field, FieldValue } from '../../core/models/index.ts';
import { usePanel } from './context.ts';

/** A place among a model's values, at any depth. */
export interface Slot {
  /** “loras.1.scale” */
  readonly path: string;
  readonly value: FieldValue | undefined;
}

export interface FieldProps<F extends Field> {
  readonly field: F;
  readonly slot: Slot;
}

/** The sentence to show. What was merely not filled in yet is told of once it has held a run back. */
export function useProblem({ path, value }: Slot): string | null {
  const { state } = usePanel();
  const draft = state.drafts.value[path];
  if (draft) return draft.problem;
  const isUntouched = value === undefined || value === null || value === '';
  const isTold = !isUntouched || state.refusals.value > 0;
  return isTold ? (state.problems.value[path] ?? null) : null;
}
