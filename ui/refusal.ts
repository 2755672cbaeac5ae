// A click on Generate that a field held back: told of until every field is right, or something else is begun.
import { effect } from '@preact/signals';
import { lacksPrompt } from '../core/model-settings.ts';
import type { State } from './state.ts';

type Fields = Pick<State, 'settings' | 'drafts' | 'problems'>;

/** How many fields hold what may not be sent. */
export function wrongFields({ settings, drafts, problems }: Fields): number {
  const paths = new Set([...Object.keys(drafts.value), ...Object.keys(problems.value)]);
  return paths.size + (lacksPrompt(settings.value.edit) ? 1 : 0);
}

export function watchRefusal(state: Fields & Pick<State, 'isRefused'>): void {
  effect(() => {
    if (wrongFields(state) === 0) state.isRefused.value = false;
  });
}

/** In place of what the last run came to, which would look like the outcome of the click; null when none was held back. */
export function refusalText(state: Fields & Pick<State, 'isRefused'>): string | null {
  if (!state.isRefused.value) return null;
  const count = wrongFields(state);
  const fields = count === 1 ? 'one field is' : `${count} fields are`;
  return `Nothing was sent: ${fields} not right yet.`;
}
