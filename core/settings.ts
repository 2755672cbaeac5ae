// What the user has set: the connection, kept between sessions, and the edit on the first screen.
import { INSERT_AS, type InsertAs } from './insert-as.ts';
import {
  DEFAULT_MODEL,
  type FieldValue,
  type FieldValues,
  fieldsNamed,
  hasShape,
  MAX_SEED,
  type Polarity,
} from './models/index.ts';
import { type Paces, readPaces } from './pace.ts';
import { NO_PROMPTS, type Prompts, readPrompts } from './prompts.ts';
import { asRecord, isRecord } from './record.ts';
import { MOST_PICTURES } from './run.ts';

/** Kept in Figma's client storage: on this machine, never in the document. */
export interface Settings {
  readonly version: 1;
  readonly proxyUrl: string;
  readonly proxyToken: string;
  readonly edit: EditSettings;
  /** What was found out by `Check which colour means change`, by `endpointKey`. */
  readonly polarities: Readonly<Record<string, Polarity>>;
  /** Checks that went out and are not answered yet, by `endpointKey`: fal's id, null until it is known. */
  readonly probes: Probes;
  /** By `endpointKey`. */
  readonly paces: Paces;
  readonly prompts: Prompts;
}

export type Probes = Readonly<Record<string, string | null>>;

/** An endpoint may differ from one proxy to the next: a proxy is free to send it elsewhere. */
export function endpointKey(modelId: string, proxyUrl: string): string {
  return `${modelId} ${proxyAddress(proxyUrl)}`;
}

/** As typed, without what makes no difference: a slash too many at the end is a habit, not another address. */
export function proxyAddress(typed: string): string {
  return typed.trim().replace(/\/+$/, '');
}

/** `automatic` follows the size of the region and the strength; a number is the feather in frame px. */
export type SoftEdge = 'automatic' | number;

/** In frame px, of what can be set by hand. */
export const WIDEST_EDGE = 256;

export interface EditSettings {
  readonly prompt: string;
  /** Each line of it is a prompt by itself. */
  readonly promptPerLine: boolean;
  readonly modelId: string;
  /** Model fields by their fal name; those at their default may be absent. */
  readonly values: FieldValues;
  readonly seed: number | null;
  /** Of each prompt in each target, in as many requests as that takes. */
  readonly variations: number;
  readonly softEdge: SoftEdge;
  /** Each in frame px; null follows `softEdge`. */
  readonly edgeDetails: EdgeDetails;
  /** The regions say what stays, not what changes. */
  readonly changeEverythingElse: boolean;
  /** 0–1: how far the result's colours are matched to what surrounds it. */
  readonly matchColours: number;
  /** Null follows the target: yes for frames, no for silhouettes, groups and pictures. */
  readonly fillTransparent: boolean | null;
  /** Text over the region stays as it is, above the result; null is automatic, which is yes. */
  readonly protectText: boolean | null;
  readonly surroundings: Surroundings;
  readonly resolution: Resolution;
  readonly insertAs: InsertAs;
}

export interface EdgeDetails {
  readonly feather: number | null;
  readonly grow: number | null;
  readonly blend: number | null;
}

export type Surroundings = 'nearby' | 'none' | 'whole';
export type Resolution = 'standard' | 'fine';

export const DEFAULT_EDIT: EditSettings = {
  prompt: '',
  promptPerLine: false,
  modelId: DEFAULT_MODEL.id,
  values: {},
  seed: null,
  variations: 1,
  softEdge: 'automatic',
  edgeDetails: { feather: null, grow: null, blend: null },
  changeEverythingElse: false,
  matchColours: 1,
  fillTransparent: null,
  protectText: null,
  surroundings: 'nearby',
  resolution: 'standard',
  insertAs: 'layer',
};

export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  proxyUrl: '',
  proxyToken: '',
  edit: DEFAULT_EDIT,
  polarities: {},
  probes: {},
  paces: {},
  prompts: NO_PROMPTS,
};

/** Stored settings of any age, with the defaults beneath: a setting that cannot be read is the default, not a crash. */
export function readSettings(stored: unknown): Settings {
  const found = asRecord(stored);
  return {
    version: 1,
    proxyUrl: text(found.proxyUrl, DEFAULT_SETTINGS.proxyUrl),
    proxyToken: text(found.proxyToken, DEFAULT_SETTINGS.proxyToken),
    edit: readEdit(found.edit),
    polarities: readPolarities(found.polarities),
    probes: readProbes(found.probes),
    paces: readPaces(found.paces),
    prompts: readPrompts(found.prompts),
  };
}

/** Whether there is an edit in it at all: without its words, defaults alone would pass for what was set. */
export function isEdit(stored: unknown): boolean {
  return isRecord(stored) && typeof stored.prompt === 'string';
}

/** The same for the edit alone, as a recipe carries it. A number that the form could not hold cannot be read either. */
export function readEdit(stored: unknown): EditSettings {
  const found = asRecord(stored);
  return {
    prompt: text(found.prompt, DEFAULT_EDIT.prompt),
    promptPerLine: found.promptPerLine === true,
    modelId: text(found.modelId, DEFAULT_EDIT.modelId),
    values: readValues(found.values),
    seed: isWholeWithin(found.seed, 0, MAX_SEED) ? found.seed : null,
    variations: isWholeWithin(found.variations, 1, MOST_PICTURES)
      ? found.variations
      : DEFAULT_EDIT.variations,
    softEdge: isWithin(found.softEdge, 0, WIDEST_EDGE) ? found.softEdge : DEFAULT_EDIT.softEdge,
    edgeDetails: readEdgeDetails(found.edgeDetails),
    changeEverythingElse: found.changeEverythingElse === true,
    matchColours: isWithin(found.matchColours, 0, 1) ? found.matchColours : DEFAULT_EDIT.matchColours,
    fillTransparent: yesOrNo(found.fillTransparent),
    protectText: yesOrNo(found.protectText),
    surroundings: oneOf(found.surroundings, ['nearby', 'none', 'whole'], DEFAULT_EDIT.surroundings),
    resolution: oneOf(found.resolution, ['standard', 'fine'], DEFAULT_EDIT.resolution),
    insertAs: oneOf(found.insertAs, INSERT_AS, DEFAULT_EDIT.insertAs),
  };
}

function readPolarities(stored: unknown): Record<string, Polarity> {
  const isPolarity = (value: unknown) => value === 'white-changes' || value === 'white-preserves';
  return Object.fromEntries(
    Object.entries(asRecord(stored)).filter((entry): entry is [string, Polarity] => isPolarity(entry[1])),
  );
}

function readProbes(stored: unknown): Probes {
  const isProbe = (entry: [string, unknown]): entry is [string, string | null] =>
    entry[1] === null || typeof entry[1] === 'string';
  return Object.fromEntries(Object.entries(asRecord(stored)).filter(isProbe));
}

function readEdgeDetails(stored: unknown): EdgeDetails {
  const found = asRecord(stored);
  // One that follows from a large region may be wider than what can be set by hand.
  const px = (value: unknown) => (isWithin(value, 0, Number.MAX_VALUE) ? value : null);
  return { feather: px(found.feather), grow: px(found.grow), blend: px(found.blend) };
}

/** Values that no model's field of that name could hold are dropped. */
function readValues(stored: unknown): FieldValues {
  const values: { [name: string]: FieldValue } = {};
  for (const [name, value] of Object.entries(asRecord(stored))) {
    const field = fieldsNamed(name).find((candidate) => hasShape(candidate, value));
    if (field) values[name] = value as FieldValue;
  }
  return values;
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}

function isWholeWithin(value: unknown, least: number, most: number): value is number {
  return isWithin(value, least, most) && Number.isInteger(value);
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function yesOrNo(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function oneOf<T extends string>(value: unknown, options: readonly T[], otherwise: T): T {
  return options.find((option) => option === value) ?? otherwise;
}
