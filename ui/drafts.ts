// What stands in fields although it may not be sent, by the field's path.
import type { Draft } from './state.ts';

type Drafts = Readonly<Record<string, Draft>>;

export function withDraft(drafts: Drafts, name: string, draft: Draft | null): Drafts {
  const { [name]: _, ...others } = drafts;
  return draft ? { ...others, [name]: draft } : others;
}

/** The drafts within a list whose items were moved or removed: `order` names the former place of each that is left. */
export function reordered(drafts: Drafts, list: string, order: readonly number[]): Drafts {
  const entries = Object.entries(drafts).flatMap(([name, draft]) => {
    if (!name.startsWith(`${list}.`)) return [[name, draft] as const];
    const [index, ...rest] = name.slice(list.length + 1).split('.');
    const place = order.indexOf(Number(index));
    return place < 0 ? [] : [[[list, place, ...rest].join('.'), draft] as const];
  });
  return Object.fromEntries(entries);
}
