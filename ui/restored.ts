// What somebody went back to stands in the form for its own target; the user's settings wait meanwhile, and are what is kept.
import { batch, effect } from '@preact/signals';
import { type Again, type Start, takesStrength } from '../core/again.ts';
import { strengthOf } from '../core/model-settings.ts';
import type { EditPlan } from '../core/plan.ts';
import type { EditSettings, Settings } from '../core/settings.ts';
import { withEditChanges } from '../core/settings-merge.ts';
import { forgetDrafts } from './drafts.ts';
import type { Run } from './run.ts';
import type { State } from './state.ts';

export interface Restored {
  readonly again: Again;
  /** As they were before. */
  readonly own: EditSettings;
  /** The other target that was selected when it came: the selection follows a moment later. Null once it has. */
  readonly besideId: string | null;
}

type Form = Pick<State, 'restored' | 'settings'>;

/** Takes the place of what was set: it is what somebody went back for. */
export function restore(again: Again, state: State): void {
  const { value: found } = state.selection;
  const selectedId = found.kind === 'none' ? null : found.target.id;
  const besideId = selectedId === again.targetId ? null : selectedId;
  batch(() => {
    state.restored.value = { again, own: ownSettings(state).edit, besideId };
    setEdit(state, again.edit);
  });
}

/** The user's own settings again, with what was set by hand since. */
export function backToMine(state: State): void {
  const { edit } = ownSettings(state);
  batch(() => {
    state.restored.value = null;
    setEdit(state, edit);
  });
}

function setEdit(state: State, edit: EditSettings): void {
  state.settings.value = { ...state.settings.value, edit };
  forgetDrafts(state);
  state.isRefused.value = false;
}

/** What is kept from one start to the next. */
export function ownSettings({ restored, settings }: Form): Settings {
  const { value: now } = settings;
  if (!restored.value) return now;
  const { own, again } = restored.value;
  return { ...now, edit: withEditChanges(own, again.edit, now.edit) };
}

/** Another target is another edit. */
export function watchRestored(state: State): void {
  effect(() => {
    const { value: found } = state.selection;
    const { value: restored } = state.restored;
    if (!restored || found.kind === 'none' || found.target.id === restored.besideId) return;
    if (found.target.id !== restored.again.targetId) backToMine(state);
    else if (restored.besideId !== null) state.restored.value = { ...restored, besideId: null };
  });
}

/** The results that a run of this target takes the place of. */
export function replacedFor({ restored }: Pick<State, 'restored'>, targetId: string): readonly string[] {
  const again = restored.value?.again;
  return again?.targetId === targetId ? again.replacedIds : [];
}

/** The result that a run of this target starts from. */
export function startFor({ restored }: Pick<State, 'restored'>, targetId: string): Start | null {
  const again = restored.value?.again;
  return again?.targetId === targetId ? again.start : null;
}

/** Once a run that started from it has come: the next starts from what is seen by then, with what is set. */
export function forgetStart({ restored }: Pick<State, 'restored'>, { start }: Pick<Run, 'start'>): void {
  const { value: now } = restored;
  if (now && start && start === now.again.start) {
    restored.value = { ...now, again: { ...now.again, start: null } };
  }
}

/** Those that a run has hidden where they stood; what others have done leaves them as they are, and so do copies. */
export function forgetReplaced({ restored }: Pick<State, 'restored'>, plan: EditPlan): void {
  const { value: now } = restored;
  if (!now || plan.insertAs === 'copies') return;
  const replacedIds = now.again.replacedIds.filter((id) => !plan.replacedIds.includes(id));
  if (replacedIds.length === now.again.replacedIds.length) return;
  restored.value = { ...now, again: { ...now.again, replacedIds } };
}

/**
 * What the form holds, and so what the next run will be made with.
 * @param edit as it is set by now: each time a result is liked, less of it changes
 */
export function restoredText({ way, name, start }: Again, edit: EditSettings): string {
  switch (way) {
    case 'edit-again':
      return `Settings of “${name}”.`;
    case 'more-like-this': {
      const strength = takesStrength(edit) ? `strength ${Number(strengthOf(edit).toFixed(2))}, ` : '';
      return `${start ? `More like “${name}”` : 'Settings from More like this'}: ${strength}new seeds.`;
    }
    default:
      return way satisfies never;
  }
}
