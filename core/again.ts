// What a result brings back from its recipe: the same edit, one from the result itself, or single parts of it.
import { modelOf, strengthOf, valuesWith } from './model-settings.ts';
import { type Field, fieldsOf, type NumberField } from './models/index.ts';
import type { ResultAddress } from './placed.ts';
import type { Recipe } from './recipe.ts';
import type { EditSettings } from './settings.ts';

/** The buttons on a result's layer that lead back to what it was made from. */
export const WAYS_BACK = ['edit-again', 'more-like-this', 'show-region'] as const;
export type WayBack = (typeof WAYS_BACK)[number];

/** What the panel is set to once somebody went back to a result. */
export interface Again {
  readonly way: Exclude<WayBack, 'show-region'>;
  /** Of the result. */
  readonly name: string;
  readonly edit: EditSettings;
  /** The target that the next run is for, unless another is selected. */
  readonly targetId: string;
  /** Keys of the results that this run takes the place of. */
  readonly replacedIds: readonly string[];
  /** The result that this run starts from; null where that is the target as it stands. */
  readonly start: Start | null;
}

/** A result by its name too, since it may be gone when a run is to start from it. */
export interface Start extends ResultAddress {
  readonly name: string;
}

type Made = Pick<Recipe, 'settings' | 'seed'>;

/** Everything as it was, with the seed that was drawn for it. */
export function settingsOf({ settings, seed }: Made): EditSettings {
  return { ...settings, seed };
}

/** Which parts of a recipe can be taken over by themselves. */
export const PARTS = ['prompt', 'settings', 'seed', 'all'] as const;
export type Part = (typeof PARTS)[number];

export function withPart(edit: EditSettings, made: Made, part: Part): EditSettings {
  const whole = settingsOf(made);
  switch (part) {
    case 'prompt':
      return { ...edit, prompt: whole.prompt, promptPerLine: whole.promptPerLine };
    case 'settings':
      return { ...whole, prompt: edit.prompt, promptPerLine: edit.promptPerLine, seed: edit.seed };
    case 'seed':
      return { ...edit, seed: whole.seed };
    case 'all':
      return whole;
    default:
      return part satisfies never;
  }
}

/** Who likes a result wants most of it kept: of the strength that made it, this much. */
const SHARE = 0.6;
const RESTYLING_MODEL = 'fal-ai/flux/dev/image-to-image';

/** From the result as it is seen: by a model that looks at it, changing less of it, and each time by another seed. */
export function moreLikeThis(settings: EditSettings): EditSettings {
  const seeing = modelOf(settings).does === 'fill' ? { ...settings, modelId: RESTYLING_MODEL } : settings;
  const field = fieldsOf(modelOf(seeing)).find(isStrength);
  const values = field ? valuesWith(seeing, field.name, weaker(field, strengthOf(seeing))) : seeing.values;
  return { ...seeing, values, seed: null };
}

/** Whether it can be said how much of what is seen may change. */
export function takesStrength(settings: EditSettings): boolean {
  return fieldsOf(modelOf(settings)).some(isStrength);
}

function isStrength(field: Field): field is NumberField {
  return field.kind === 'number' && field.name === 'strength';
}

function weaker({ minimum, step }: NumberField, strength: number): number {
  const steps = Math.round((strength * SHARE) / step);
  return Math.max(minimum ?? 0, Number((steps * step).toFixed(4)));
}
