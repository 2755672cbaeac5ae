// A click on Generate that a field held back: told of until every field is right, or something else is begun.
import { effect } from '@preact/signals';
import { lacksPrompt } from '../core/model-settings.ts';
import { MOST_PICTURES } from '../core/run.ts';
import { picturesOf } from '../core/wanted.ts';
import { askedInBatch } from './batch.ts';
import type { State } from './state.ts';

type Fields = Pick<State, 'settings' | 'drafts' | 'problems' | 'offer' | 'batchWay'>;

/** What is wrong with the prompt, as a sentence; null when nothing is. */
export function problemOfPrompt({
  settings,
  ...state
}: Pick<Fields, 'settings' | 'offer' | 'batchWay'>): string | null {
  const { edit } = settings.value;
  if (lacksPrompt(edit)) return 'Describe what should be there, in a few words.';
  const isTooMuch = picturesOf(edit, askedInBatch(state)?.length ?? 1) > MOST_PICTURES;
  return isTooMuch ? `That makes more than ${MOST_PICTURES} pictures, the most that one run may have.` : null;
}

/** How many fields hold what may not be sent. */
export function wrongFields(state: Fields): number {
  const { drafts, problems } = state;
  const paths = new Set([...Object.keys(drafts.value), ...Object.keys(problems.value)]);
  return paths.size + (problemOfPrompt(state) === null ? 0 : 1);
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
