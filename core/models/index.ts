// The model table: adding a model is adding an entry; form, validation, price and allow-list follow from it.
import { FLUX_DEV } from './flux-dev.ts';
import { FLUX_DIFFERENTIAL } from './flux-differential.ts';
import { FLUX_GENERAL } from './flux-general.ts';
import { FLUX_IMAGE_TO_IMAGE } from './flux-image-to-image.ts';
import { FLUX_REDUX } from './flux-redux.ts';
import type { Field, Model } from './model.ts';
import { fieldsOf } from './values.ts';

export { fieldProblem, inSentence, MAX_SEED, type Problem, problemsOf, sideProblem } from './check.ts';
export { type Addresses, inputOf, type ModelRequest, picturesMade } from './input.ts';
export type * from './model.ts';
export { nearestModel, takesAllOf } from './nearest.ts';
export {
  type AtHand,
  type ChosenPicture,
  isInPlace,
  type LayerState,
  picturesChosen,
} from './pictures.ts';
export { withValue } from './place.ts';
export { PRESET_SIZES, pictureSize } from './size.ts';
export {
  asList,
  asRecord,
  defaultOf,
  fieldsOf,
  hasShape,
  type LayerScale,
  layerScales,
  readImage,
  readSize,
  sameValue,
} from './values.ts';

/** As literals, for whoever wants to hold their types against fal's. */
export const TABLE = [
  FLUX_GENERAL,
  FLUX_DIFFERENTIAL,
  FLUX_IMAGE_TO_IMAGE,
  FLUX_DEV,
  FLUX_REDUX,
] as const satisfies readonly Model[];

export const MODELS: readonly Model[] = TABLE;
/** The proxy's allow-list. */
export const ENDPOINT_IDS: readonly string[] = MODELS.map((model) => model.id);
export const DEFAULT_MODEL: Model = FLUX_GENERAL;

/** The entry for an endpoint id, or null when the table has none. */
export function findModel(id: string): Model | null {
  return MODELS.find((model) => model.id === id) ?? null;
}

/** What a name stands for in any of the models: values of one model are kept while another is chosen. */
export function fieldsNamed(name: string): readonly Field[] {
  return MODELS.flatMap((model) => fieldsOf(model).filter((field) => field.name === name));
}

export function takesPrompt(model: Model): boolean {
  return fieldsOf(model).some(({ kind }) => kind === 'prompt');
}

/** Pictures one request may return. */
export function mostImages(model: Model): number {
  const field = fieldsOf(model).find((candidate) => candidate.kind === 'count');
  return field?.kind === 'count' ? field.maximum : 1;
}
