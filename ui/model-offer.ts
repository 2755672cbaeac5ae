// What is offered when fal no longer has an endpoint: the nearest of the others, with everything that was typed.
import { effect } from '@preact/signals';
import { modelOf } from '../core/model-settings.ts';
import {
  fieldsOf,
  MODELS,
  type Model,
  nearestModel,
  problemsOf,
  takesAllOf,
  takesPrompt,
} from '../core/models/index.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Run } from './run.ts';
import type { State } from './state.ts';

export interface ModelOffer {
  readonly model: Model;
  readonly text: string;
}

export interface ModelOfferActions {
  /** Goes on with another model; nothing is sent. */
  takeOffer(offer: ModelOffer): void;
}

export function createModelOffer(
  state: State,
  changeEdit: (changes: Partial<EditSettings>) => void,
): ModelOfferActions {
  effect(() => {
    const id = goneIn(state.run.value);
    const { value: known } = state.goneModels;
    if (id !== null && !known.includes(id)) state.goneModels.value = [...known, id];
  });
  return {
    takeOffer({ model }) {
      changeEdit({ modelId: model.id });
      state.runs.value = state.runs.value.filter((run) => run !== state.run.value);
    },
  };
}

/** Null when no model turned out to be gone, another was chosen since, or none is left. */
export function modelOffer({
  run,
  goneModels,
  settings,
}: Pick<State, 'run' | 'goneModels' | 'settings'>): ModelOffer | null {
  const { edit } = settings.value;
  const gone = modelOf(edit);
  if (goneIn(run.value) !== gone.id) return null;
  const model = nearestModel(
    gone,
    MODELS.filter(({ id }) => !goneModels.value.includes(id)),
  );
  return model && { model, text: offerText(gone, model, edit) };
}

function goneIn(run: Run | null): string | null {
  return run?.job.state === 'failed' && run.job.failure.failure === 'model-gone' ? run.modelId : null;
}

const LIST = new Intl.ListFormat('en-GB');

function offerText(gone: Model, model: Model, edit: EditSettings): string {
  const inputs = takesAllOf(model, gone) ? 'the same inputs' : 'most of the same inputs';
  const lost = notTaken(gone, model, edit);
  const kept =
    lost.length === 0
      ? 'Everything you set stays.'
      : `Everything you set stays, but for ${LIST.format(lost)}, which it does not take.`;
  return [
    `“${model.label}” takes ${inputs}.`,
    kept,
    ...toMend(model, edit),
    ...aboutPrompt(gone, model),
  ].join(' ');
}

/** The labels of what was set for the one and is no input of the other. */
function notTaken(gone: Model, model: Model, edit: EditSettings): string[] {
  const taken = new Set(fieldsOf(model).map(({ name }) => name));
  return fieldsOf(gone)
    .filter(({ name }) => name in edit.values && !taken.has(name))
    .map(({ label }) => label);
}

/** What was set for the one has to be otherwise for the other. */
function toMend(model: Model, { values }: EditSettings): string[] {
  const problems = problemsOf(fieldsOf(model), values);
  return problems.map(({ field, expected }) => `${field} has to be ${expected} there.`);
}

function aboutPrompt(gone: Model, model: Model): string[] {
  return takesPrompt(model) && !takesPrompt(gone) ? ['It goes by the prompt as well.'] : [];
}
