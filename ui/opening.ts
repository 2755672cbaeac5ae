// What the panel does first: what the menu, a relaunch button or a quick action asked for.
import { batch } from '@preact/signals';
import type { Again } from '../core/again.ts';
import { lacksPrompt } from '../core/model-settings.ts';
import type { Opening } from '../core/protocol.ts';
import type { EditSettings } from '../core/settings.ts';
import { restore } from './restored.ts';
import type { State } from './state.ts';

interface Actions {
  changeEdit(changes: Partial<EditSettings>): void;
  generate(): void;
  openCleanUp(): void;
}

export function takeUp(opening: Opening, state: State, { changeEdit, generate, openCleanUp }: Actions): void {
  switch (opening.kind) {
    case 'tab':
      state.tab.value = opening.tab;
      break;
    case 'clean-up':
      state.tab.value = 'history';
      openCleanUp();
      break;
    case 'again':
      goTo(opening.again, state);
      break;
    case 'quick': {
      const { prompt, modelId } = opening;
      changeEdit({ ...(modelId && { modelId }), ...(prompt && { prompt }) });
      // A model alone was asked for: with what prompt is still to be said.
      if (prompt || !lacksPrompt({ ...state.settings.value.edit, prompt })) generate();
      break;
    }
    default:
      opening satisfies never;
  }
}

/** To the edit of a result. */
export function goTo(again: Again, state: State): void {
  batch(() => {
    restore(again, state);
    state.tab.value = 'edit';
  });
}
