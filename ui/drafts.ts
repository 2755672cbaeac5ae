// What stands in fields although it may not be sent, by the field's path.
import { modelOf, valuesWith } from '../core/model-settings.ts';
import { fieldsOf } from '../core/models/index.ts';
import { without } from '../core/record.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Draft, State } from './state.ts';

type Drafts = Readonly<Record<string, Draft>>;

export function withDraft(drafts: Drafts, name: string, draft: Draft | null): Drafts {
  return draft ? { ...drafts, [name]: draft } : without(drafts, name);
}

/** What is known by path within a list whose items were moved or removed: `order` names the former place of each that is left. */
export function reordered<T>(
  known: Readonly<Record<string, T>>,
  list: string,
  order: readonly number[],
): Readonly<Record<string, T>> {
  const entries = Object.entries(known).flatMap(([name, draft]) => {
    if (!name.startsWith(`${list}.`)) return [[name, draft] as const];
    const [index, ...rest] = name.slice(list.length + 1).split('.');
    const place = order.indexOf(Number(index));
    return place < 0 ? [] : [[[list, place, ...rest].join('.'), draft] as const];
  });
  return Object.fromEntries(entries);
}

/** Nothing that was typed or is being chosen goes on: what it was for is set anew. */
export function forgetDrafts({ drafts, choices }: Pick<State, 'drafts' | 'choices'>): void {
  drafts.value = {};
  choices.value = {};
}

/** Numbers that were typed for a model that does not take them: as its values they wait for one that does. */
export function withTyped(edit: EditSettings, drafts: Drafts): EditSettings {
  const beside = besideModel(drafts, edit);
  let settings = edit;
  for (const [path, { text }] of Object.entries(drafts)) {
    const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
    if (!isNumber || path in beside) continue;
    settings = { ...settings, values: valuesWith(settings, path, Number(text)) };
  }
  return settings;
}

/** The drafts that are of no model's values: another model leaves them as they are. */
export function besideModel(drafts: Drafts, edit: EditSettings): Drafts {
  const own = new Set(fieldsOf(modelOf(edit)).map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(drafts).filter(([path]) => path === 'seed' || !own.has(path.split('.')[0] ?? '')),
  );
}
