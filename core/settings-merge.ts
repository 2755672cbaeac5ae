// Changes to settings, onto others than those they were made to: another window's, or the user's own beneath a result's.
import { asRecord, isRecord } from './record.ts';
import { type EditSettings, readEdit, readSettings, type Settings } from './settings.ts';

/** `stored`, with what differs between `before` and `after` as it is in `after`. */
export function withChanges(stored: Settings, before: Settings, after: Settings): Settings {
  const { saved, recent } = stored.prompts;
  return readSettings({
    ...asRecord(merged(stored, before, after)),
    prompts: {
      saved: mergedList(saved, before.prompts.saved, after.prompts.saved),
      recent: mergedList(recent, before.prompts.recent, after.prompts.recent),
    },
  });
}

/** The same for the edit alone: `own`, with what was changed since `before` was set in its place. */
export function withEditChanges(own: EditSettings, before: EditSettings, after: EditSettings): EditSettings {
  return readEdit(merged(own, before, after));
}

/** Field by field, however deep; a field that is gone in `after` goes. */
function merged(stored: unknown, before: unknown, after: unknown): unknown {
  if (JSON.stringify(before) === JSON.stringify(after)) return stored;
  if (![stored, before, after].every(isRecord)) return after;
  const [mine, theirs, known] = [asRecord(after), asRecord(stored), asRecord(before)];
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  const entries = names.map((name) => [name, merged(theirs[name], known[name], mine[name])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Both windows' additions, the newest of this one first, without what either took off. */
function mergedList(
  stored: readonly string[],
  before: readonly string[],
  after: readonly string[],
): string[] {
  const isNew = (item: string) => !before.includes(item);
  const theirs = stored.filter((item) => isNew(item) && !after.includes(item));
  const shared = after.filter((item) => !isNew(item) && stored.includes(item));
  return [...after.filter(isNew), ...theirs, ...shared];
}
