// Whether what is set may be sent: each problem with its path, the field in the user's words, and what it has to be.
import { isWebAddress, isWeights, pictureAddressProblem } from './address.ts';
import type {
  ChoiceField,
  Field,
  FieldValue,
  FieldValues,
  ImageField,
  ListField,
  NumberField,
  ScaleField,
  SizeField,
  TextField,
} from './model.ts';
import { type AtHand, missing, UNKNOWN } from './pictures.ts';
import { asList, asRecord, defaultOf, layerScales, readImage, readSize } from './values.ts';

export interface Problem {
  /** “loras.1.scale” */
  readonly path: string;
  /** “LoRA 2 · Scale” */
  readonly field: string;
  /** “a number from -4 to 4” */
  readonly expected: string;
}

type Place = Pick<Problem, 'path' | 'field'>;

/** Everything among a model's own values that may not be sent. */
export function problemsOf(
  fields: readonly Field[],
  values: FieldValues,
  atHand: AtHand = UNKNOWN,
): Problem[] {
  return problemsWithin(null, fields, values, atHand);
}

function problemsWithin(
  outer: Place | null,
  fields: readonly Field[],
  values: FieldValues,
  atHand: AtHand,
): Problem[] {
  return fields.flatMap((field) => {
    const path = outer ? `${outer.path}.${field.name}` : field.name;
    const place = { path, field: outer ? `${outer.field} · ${field.label}` : field.label };
    return problemsAt(field, values[field.name], values, place, atHand);
  });
}

function problemsAt(
  field: Field,
  value: FieldValue | undefined,
  siblings: FieldValues,
  place: Place,
  atHand: AtHand,
): Problem[] {
  const expected =
    fieldProblem(field, value) ?? (field.kind === 'image' ? missing(field, value, siblings, atHand) : null);
  if (expected) return [{ ...place, expected }];
  if (field.kind === 'scale') return layerProblems(field, value, place);
  if (field.kind === 'size') return sideProblems(field, value, place);
  if (field.kind === 'group') return problemsWithin(place, field.fields, asRecord(value), atHand);
  return field.kind === 'list' ? itemProblems(field, asList(value), place, atHand) : [];
}

function itemProblems(
  list: ListField,
  items: readonly FieldValue[],
  { path, field }: Place,
  atHand: AtHand,
): Problem[] {
  // “Filling · Fill picture 2”, “LoRA 2”: the list's own name adds nothing to its items'.
  const outer = field.endsWith(list.label) ? field.slice(0, -list.label.length) : '';
  return items.flatMap((item, i) => {
    const place = { path: `${path}.${i}`, field: `${outer}${list.item.label} ${i + 1}` };
    return problemsAt(list.item, item, {}, place, atHand);
  });
}

/** What a value has to be when it may not be sent (“a whole number from 1 to 50”); null when it may. */
export function fieldProblem(field: Field, given: FieldValue | undefined): string | null {
  const value = given === undefined ? defaultOf(field) : given;
  switch (field.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'either on or off';
    case 'seed':
      return value === null || isWithin(WHOLE_SEED, value) ? null : `${numberText(WHOLE_SEED)}, or empty`;
    case 'number':
    case 'integer':
      return isWithin(field, value) ? null : numberText(field);
    case 'count': {
      const range = { ...NUMBER, ...field, kind: 'integer' } as const;
      return isWithin(range, value) ? null : numberText(range);
    }
    case 'scale':
      return scaleProblem(field, value);
    case 'choice':
      return choiceProblem(field, value);
    case 'text':
      return textProblem(field, value);
    case 'image':
      return imageProblem(field, value);
    case 'list':
      return listProblem(field, asList(value).length);
    case 'prompt':
    case 'group':
    case 'size':
      // What is wrong within is told of there.
      return null;
    default:
      return field satisfies never;
  }
}

// fal's schemas name no bounds; 32 bits are what generators of random numbers take as a seed.
export const MAX_SEED = 4_294_967_295;

type Range = Pick<NumberField, 'kind' | 'minimum' | 'maximum' | 'excludesMinimum'>;
const NUMBER = { kind: 'number', minimum: null, maximum: null } as const;
const WHOLE_SEED: Range = { kind: 'integer', minimum: 0, maximum: MAX_SEED };

function isWithin({ kind, minimum, maximum, excludesMinimum }: Range, value: FieldValue): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (kind === 'integer' && !Number.isInteger(value)) return false;
  if (minimum !== null && (excludesMinimum ? value <= minimum : value < minimum)) return false;
  return maximum === null || value <= maximum;
}

function numberText({ kind, minimum, maximum, excludesMinimum }: Range): string {
  const what = kind === 'integer' ? 'a whole number' : 'a number';
  if (minimum === null) return what;
  if (maximum === null) return `${what} ${excludesMinimum ? 'above' : 'from'} ${minimum}`;
  return excludesMinimum
    ? `${what} above ${minimum}, up to ${maximum}`
    : `${what} from ${minimum} to ${maximum}`;
}

function scaleProblem({ minimum, maximum }: ScaleField, value: FieldValue): string | null {
  const range = { ...NUMBER, minimum, maximum };
  if (typeof value === 'number') return isWithin(range, value) ? null : numberText(range);
  return layerScales(value)?.length ? null : 'one number, or layers with a name and a number each';
}

/** Each belongs to its layer, and goes by the name of the field. */
function layerProblems(
  field: ScaleField,
  value: FieldValue | undefined,
  { path, ...place }: Place,
): Problem[] {
  const layers = layerScales(value) ?? [];
  return layers.flatMap(({ name, scale }, i) => {
    const isTaken = layers.slice(0, i).some((other) => other.name.trim() === name.trim());
    const expected = {
      name: layerNameProblem(name, isTaken),
      scale: scaleProblem(field, scale),
    };
    return Object.entries(expected).flatMap(([of, problem]) =>
      problem === null ? [] : [{ ...place, path: `${path}.${i}.${of}`, expected: problem }],
    );
  });
}

function layerNameProblem(name: string, isTaken: boolean): string | null {
  if (name.trim() === '') return 'the layer’s name';
  return isTaken ? 'a layer that is not named yet' : null;
}

function sideProblems(field: SizeField, value: FieldValue | undefined, place: Place): Problem[] {
  const size = readSize(value);
  if (typeof size === 'string') return [];
  return Object.entries(size).flatMap(([side, length]) => {
    const expected = sideProblem(field, length);
    return expected === null ? [] : [{ ...place, path: `${place.path}.${side}`, expected }];
  });
}

/** Of one of the two sides of a size. */
export function sideProblem({ minimum, maximum }: SizeField, value: number | null): string | null {
  const range = { kind: 'integer', minimum, maximum } as const;
  return isWithin(range, value) ? null : numberText(range);
}

function choiceProblem({ options, isRequired }: ChoiceField, value: FieldValue): string | null {
  const isOffered = options.some((option) => option.value === value) || (value === null && !isRequired);
  return isOffered ? null : eitherOf(options.map(({ title }) => title));
}

function textProblem({ required, names, suggestions }: TextField, value: FieldValue): string | null {
  if (typeof value !== 'string') return required ?? 'text';
  const text = value.trim();
  if (text === '') return required ?? null;
  if (!names || suggestions?.includes(text)) return null;
  return NAMED[names].fits(text) ? null : (required ?? NAMED[names].expected);
}

/** What a text may name, and how it then looks. */
const NAMED = {
  weights: { fits: isWeights, expected: 'an address, or owner/name at Hugging Face' },
  address: { fits: isWebAddress, expected: 'an https:// address that fal can reach' },
} as const;

function imageProblem({ isRequired, madeFrom }: ImageField, value: FieldValue): string | null {
  const image = readImage(value);
  if (!image) return isRequired && !madeFrom ? 'a picture: an address, a file or a layer' : null;
  return image.kind === 'url' ? pictureAddressProblem(image.url) : null;
}

function listProblem({ isRequired, most, item }: ListField, count: number): string | null {
  if (isRequired && count === 0) return `at least one ${inSentence(item.label)}`;
  return most !== null && count > most ? `no more than ${most}` : null;
}

/** A label in the middle of a sentence: “guide”, “control LoRA”, but “ControlNet”, which is a name. */
export function inSentence(label: string): string {
  return /^[A-Z][a-z]+( |$)/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** “Canny, Depth or As it is” */
function eitherOf(titles: readonly string[]): string {
  const [last, ...others] = [...titles].reverse();
  return others.length > 0 ? `${others.reverse().join(', ')} or ${last}` : `${last}`;
}
