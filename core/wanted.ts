// What a click asks for, before anything is drawn: its prompts, and how many pictures that comes to.
import { modelOf } from './model-settings.ts';
import { takesPrompt } from './models/index.ts';
import { promptsIn } from './prompt-list.ts';
import { MOST_PICTURES } from './run.ts';
import type { EditSettings } from './settings.ts';

type Words = Pick<EditSettings, 'prompt' | 'promptPerLine' | 'modelId'>;

/** At least one, which is empty where the model sees none; one more than a run may have pictures says as much as all would. */
export function promptsOf({ prompt, promptPerLine, modelId }: Words): string[] {
  if (!takesPrompt(modelOf({ modelId }))) return [''];
  return promptsIn(prompt, { isPerLine: promptPerLine, most: MOST_PICTURES + 1 });
}

export function picturesOf(settings: Words & Pick<EditSettings, 'variations'>, targets: number): number {
  return promptsOf(settings).length * settings.variations * targets;
}
