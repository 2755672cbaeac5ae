// Presets: an edit's settings under a name, to be set again in one go. Some are built in, others are the user's own.

import { modelOf, valuesWith } from './model-settings.ts';
import {
  asList,
  asRecord,
  type Field,
  type FieldValue,
  type FieldValues,
  fieldsOf,
  readImage,
} from './models/index.ts';
import { type EditSettings, readEdit } from './settings.ts';

/** What is set by a preset and nothing else; of the model's values only those that are named. */
export type PresetSettings = Partial<Omit<EditSettings, 'prompt' | 'promptPerLine' | 'seed' | 'variations'>>;

export interface BuiltInPreset {
  readonly kind: 'built-in';
  readonly id: string;
  readonly name: string;
  /** What it is for, in a line. */
  readonly about: string;
  readonly sets: PresetSettings;
}

/** All settings as they stood, but for the seed: with it, every picture of the preset would be the same. */
export interface SavedPreset {
  readonly kind: 'saved';
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly edit: EditSettings;
  readonly hasPrompt: boolean;
}

export type Preset = BuiltInPreset | SavedPreset;

export function savedPreset(id: string, name: string, edit: EditSettings, hasPrompt: boolean): SavedPreset {
  const values = withoutBytes(fieldsOf(modelOf(edit)), edit.values);
  const prompt = hasPrompt ? edit.prompt.trim() : '';
  return {
    kind: 'saved',
    version: 1,
    id,
    name: name.trim(),
    edit: { ...edit, prompt, seed: null, values },
    hasPrompt,
  };
}

/** The settings as the preset leaves them. */
export function withPreset(edit: EditSettings, preset: Preset): EditSettings {
  switch (preset.kind) {
    case 'built-in':
      return withSome(edit, preset.sets);
    case 'saved':
      return withAll(edit, preset);
    default:
      return preset satisfies never;
  }
}

function withSome(edit: EditSettings, { values = {}, ...others }: PresetSettings): EditSettings {
  let settings = { ...edit, ...others };
  for (const [name, value] of Object.entries(values)) {
    settings = { ...settings, values: valuesWith(settings, name, value) };
  }
  return settings;
}

/** What the model takes and the preset does not name goes back to its default; what waits for other models stays. */
function withAll(edit: EditSettings, { edit: kept, hasPrompt }: SavedPreset): EditSettings {
  const own = new Set(fieldsOf(modelOf(kept)).map(({ name }) => name));
  const waiting = Object.entries(edit.values).filter(([name]) => !own.has(name));
  return {
    ...kept,
    prompt: hasPrompt ? kept.prompt : edit.prompt,
    promptPerLine: hasPrompt ? kept.promptPerLine : edit.promptPerLine,
    seed: edit.seed,
    values: { ...Object.fromEntries(waiting), ...kept.values },
  };
}

/** Of the fields' own values, without pictures that are bytes: in the panel's memory, or in the address itself. */
function withoutBytes(fields: readonly Field[], values: FieldValues): FieldValues {
  const entries = fields.flatMap((field) => {
    const value = values[field.name];
    const kept = value === undefined ? undefined : keptOf(field, value);
    return kept === undefined ? [] : [[field.name, kept] as const];
  });
  return Object.fromEntries(entries);
}

function keptOf(field: Field, value: FieldValue): FieldValue | undefined {
  if (field.kind === 'image') return isBytes(value) ? undefined : value;
  if (field.kind === 'group') return withoutBytes(field.fields, asRecord(value));
  if (field.kind === 'list') return asList(value).flatMap((item) => keptOf(field.item, item) ?? []);
  return value;
}

function isBytes(value: FieldValue): boolean {
  const image = readImage(value);
  switch (image?.kind) {
    case 'url':
      return /^data:/i.test(image.url);
    case 'file':
      return true;
    case 'layer':
    case undefined:
      return false;
    default:
      return image satisfies never;
  }
}

const LONGEST_NAME = 40;
const MOST_PRESETS = 50;
/** In characters: what is far above this is a pasted file, and client storage is small. */
const LONGEST_PRESET = 20_000;

/** Why a name cannot be given; null when it can. */
export function nameProblem(name: string, taken: readonly string[]): string | null {
  const text = name.trim();
  if (text === '') return 'Give it a name.';
  if ([...text].length > LONGEST_NAME) return `A name of at most ${LONGEST_NAME} characters.`;
  const isTaken = taken.some((other) => other.toLowerCase() === text.toLowerCase());
  return isTaken ? 'There is a preset of this name already.' : null;
}

/** Why a preset cannot be kept beside the others; null when it can. */
export function presetProblem(preset: SavedPreset, others: readonly SavedPreset[]): string | null {
  if (others.length >= MOST_PRESETS) return `There are ${MOST_PRESETS} presets already. Delete one first.`;
  const isTooLong = JSON.stringify(preset).length > LONGEST_PRESET;
  return isTooLong ? 'There is too much text in these settings for a preset.' : null;
}

/** Null when it is not a preset this version can read. */
export function readPreset(stored: unknown): SavedPreset | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { version, id, name, edit, hasPrompt } = stored as Partial<Record<keyof SavedPreset, unknown>>;
  if (version !== 1 || typeof id !== 'string' || typeof name !== 'string' || name.trim() === '') return null;
  const read = readEdit(edit);
  // One that the table no longer knows would be a choice of nothing.
  const known = { ...read, modelId: modelOf(read).id };
  return savedPreset(id, name, known, hasPrompt === true);
}
