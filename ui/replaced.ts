// The result that is edited again gives way to the next one: for one run of the same target, and no longer.
import { effect } from '@preact/signals';
import type { EditPlan } from '../core/plan.ts';
import type { State } from './state.ts';

/** The results that a run of this target takes the place of. */
export function replacedFor({ replaced }: Pick<State, 'replaced'>, targetId: string): readonly string[] {
  return replaced.value?.targetId === targetId ? replaced.value.layerIds : [];
}

/** Another target is another edit. */
export function watchReplaced({ replaced, selection }: Pick<State, 'replaced' | 'selection'>): void {
  effect(() => {
    const { value: found } = selection;
    if (found.kind !== 'none' && found.target.id !== replaced.value?.targetId) replaced.value = null;
  });
}

/** Once they are hidden; what a run for something else did leaves them as they are. */
export function forgetReplaced({ replaced }: Pick<State, 'replaced'>, { replacedIds }: EditPlan): void {
  if (replacedIds.length > 0) replaced.value = null;
}
