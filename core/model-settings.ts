// What the settings mean to the model that is chosen: what it lacks, refuses, takes and understands.
import { Failure } from './failure.ts';
import { distinctLevels } from './levels.ts';
import {
  type CountField,
  DEFAULT_MODEL,
  type Field,
  type FieldValue,
  type FieldValues,
  fieldProblem,
  fieldsOf,
  findModel,
  type Model,
  problemsOf,
  takesPrompt,
  withValue,
} from './models/index.ts';
import { MOST_PICTURES } from './run.ts';
import type { EditSettings } from './settings.ts';

/** @throws Failure prompt-empty, field-invalid */
export function checkSettings(settings: EditSettings): void {
  if (lacksPrompt(settings)) throw new Failure('prompt-empty');
  const problem = settingsProblem(settings);
  if (problem) throw new Failure('field-invalid', problem);
}

/** Whether the model wants words that are not there. */
export function lacksPrompt(settings: EditSettings): boolean {
  return takesPrompt(modelOf(settings)) && settings.prompt.trim() === '';
}

/** The first setting that cannot be sent, with what it has to be; null when all can. */
function settingsProblem(settings: EditSettings): { field: string; expected: string } | null {
  const fields = fieldsOf(modelOf(settings));
  for (const field of fields) {
    const expected = ownProblem(field, settings);
    if (expected) return { field: field.label, expected };
  }
  return problemsOf(fields, settings.values)[0] ?? null;
}

/** Of the fields that do not stand among a model's own values. */
function ownProblem(field: Field, { seed, variations }: EditSettings): string | null {
  if (field.kind === 'seed') return fieldProblem(field, seed);
  return field.kind === 'count' ? fieldProblem(countOfRun(field), variations) : null;
}

/** What is set counts for a run, which takes as many requests as it needs: a model's own limit is one request's. */
export function countOfRun(field: CountField): CountField {
  return { ...field, maximum: MOST_PICTURES };
}

export function modelOf(settings: Pick<EditSettings, 'modelId'>): Model {
  return findModel(settings.modelId) ?? DEFAULT_MODEL;
}

/** Whether what may not change comes back as it was: only then do its colours tell of a drift. */
export function keepsRest({ does }: Model): boolean {
  return does === 'blend';
}

/** How far colours are matched: not at all where there is nothing to match them by. */
export function matchingOf(settings: EditSettings): number {
  return keepsRest(modelOf(settings)) ? settings.matchColours : 0;
}

type ModelSettings = Pick<EditSettings, 'modelId' | 'values'>;

/** The effective strength: as set, else the model's default. */
export function strengthOf(settings: ModelSettings): number {
  return numberOf(settings, 'strength') ?? 1;
}

/** How many amounts of change the model can tell apart in a map. */
export function levelsOf(settings: ModelSettings): number {
  return distinctLevels(numberOf(settings, 'num_inference_steps') ?? 1, strengthOf(settings));
}

function numberOf(settings: ModelSettings, name: string): number | null {
  const field = fieldsOf(modelOf(settings)).find((candidate) => candidate.name === name);
  if (field?.kind !== 'number' && field?.kind !== 'integer') return null;
  const value = settings.values[name];
  // One that was typed for another model is told of, and nothing is to be drawn by it.
  return typeof value === 'number' && fieldProblem(field, value) === null ? value : field.default;
}

/** The values with one set, by its path. What stands at its default is not kept: another model may have another. */
export function valuesWith(settings: ModelSettings, path: string, value: FieldValue): FieldValues {
  return withValue(fieldsOf(modelOf(settings)), settings.values, path.split('.'), value);
}
