// The model table held against fal's schemas: every property of every endpoint, and of every nested type.
import { describe, expect, it } from 'vitest';
import {
  ENDPOINT_IDS,
  type Field,
  type FieldValue,
  type FieldValues,
  fieldProblem,
  fieldsOf,
  findModel,
  hasShape,
  inputOf,
  MODELS,
  type Model,
  problemsOf,
} from '../../core/models/index.ts';
import { DEFAULT_EDIT, readEdit } from '../../core/settings.ts';
import { validateInput } from '../../playground/fal/schemas.ts';
import { branchesOf, FILE, isRequired, placesIn, type Schema } from './model-places.ts';
import { DIFFERENCES, STILL_KNOWN, UNSENT } from './model-types.ts';
import { ADDRESSES, others, REQUEST, tooMuch } from './model-values.ts';

const inputWith = (model: Model, values: FieldValues) => inputOf(model, { ...REQUEST, values }, ADDRESSES);

function at(input: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((found, name) => (found as Record<string, unknown> | undefined)?.[name], input);
}

const CASES = MODELS.flatMap((model) =>
  placesIn(model).map((place) => [model.id, place.path, model, place] as const),
);

it('lists the endpoints that fal’s schemas describe, and no other', () => {
  expect([...ENDPOINT_IDS].sort()).toEqual(Object.keys(FILE.endpoints).sort());
});

it('holds against the types of fal’s client', () => {
  expect([...DIFFERENCES, ...STILL_KNOWN, ...UNSENT]).toEqual([]);
});

describe.each(MODELS.map((model) => [model.id, model] as const))('%s', (_, model) => {
  it('has a field for every property, and none that fal does not know', () => {
    const known = Object.keys(FILE.schemas[FILE.endpoints[model.id]!.input]!.properties!);
    expect(
      fieldsOf(model)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(known.sort());
  });

  it('sends nothing that stands at its default', () => {
    const names = Object.keys(inputWith(model, {})).sort();
    const required = FILE.schemas[FILE.endpoints[model.id]!.input]!.required!;
    const hasSize = fieldsOf(model).some(({ kind }) => kind === 'size');
    expect(names).toEqual([...required, ...(hasSize ? ['image_size'] : [])].sort());
    expect(validateInput(model.id, inputWith(model, {}))).toMatchObject({ ok: true });
  });

  it('has labels of which none can be mistaken for another', () => {
    const labels = fieldsOf(model).filter(({ kind }) => kind !== 'list' && kind !== 'group');
    for (const { label } of labels) {
      const alike = labels.filter((other) => other.label.toLowerCase().includes(label.toLowerCase()));
      expect(alike.map((other) => other.label)).toEqual([label]);
    }
  });

  it('sends prompt, seed and number of pictures as they are asked for', () => {
    const input = inputOf(model, { ...REQUEST, seed: 0, images: 3 }, ADDRESSES);
    expect(input).toMatchObject({ seed: 0, num_images: 3 });
    if (fieldsOf(model).some(({ kind }) => kind === 'prompt')) expect(input.prompt).toBe('a red door');
  });
});

describe.each(CASES)('%s %s', (_, path, model, { field, schema, isRequired: isAsked, within: values }) => {
  it('agrees with the schema on what is required, the default, the range and the choices', () => {
    expect(isRequired(field)).toBe(isAsked);
    expect(stated(field)).toEqual(expected(schema));
  });

  it('arrives exactly as set, and is valid at fal', () => {
    for (const [value, sent] of others(field)) {
      const set = values(value);
      expect(problemsOf(fieldsOf(model), set)).toEqual([]);
      const input = inputWith(model, set);
      expect(at(input, path)).toEqual(sent);
      expect(validateInput(model.id, input)).toMatchObject({ ok: true });
    }
  });

  it('comes back from stored settings and recipes', () => {
    for (const [value] of others(field)) {
      const set = values(value);
      const stored: unknown = JSON.parse(JSON.stringify({ ...DEFAULT_EDIT, values: set }));
      expect(readEdit(stored).values).toEqual(set);
    }
  });

  it('is told of by name when it is out of range or missing', () => {
    const missing = isAsked && !('madeFrom' in field) && path.includes('.') ? [undefined] : [];
    for (const value of [...tooMuch(field), ...missing]) {
      const [problem, ...more] = problemsOf(fieldsOf(model), values(value));
      expect(more).toEqual([]);
      // Of a layer's name or number, or of a side, within its field.
      expect([path, ...innerPaths(path, field)]).toContain(problem?.path);
      expect(problem?.field.endsWith(field.label)).toBe(true);
      expect(problem?.expected).not.toBe('');
    }
  });
});

/** Of its parts, which are told of by themselves. */
function innerPaths(path: string, { kind }: Field): string[] {
  if (kind === 'size') return [`${path}.width`, `${path}.height`];
  return kind === 'scale' ? [0, 1].flatMap((i) => [`${path}.${i}.name`, `${path}.${i}.scale`]) : [];
}

/** A size is always sent as it is computed; number and seed of the pictures have rules of their own. */
const WITH_DEFAULT = CASES.flatMap(([id, path, model, { field, schema, isRequired: isAsked, within }]) => {
  const isPlain = ['number', 'integer', 'scale', 'boolean', 'choice'].includes(field.kind);
  const { default: standard } = expected(schema) as { default: FieldValue };
  return isPlain && standard !== null && !isAsked ? [[id, path, standard, model, within] as const] : [];
});

it.each(WITH_DEFAULT)(
  '%s %s is not sent where it was set to %s, its default',
  (_, path, standard, model, within) => {
    expect(at(inputWith(model, within(standard)), path)).toBeUndefined();
  },
);

/** What the table says of a field, in the schema's terms. */
function stated(field: Field): object {
  switch (field.kind) {
    case 'number':
    case 'integer':
      return numbers(field.kind, field);
    case 'count':
      return numbers('integer', { ...field, excludesMinimum: undefined });
    case 'scale':
      return {
        types: ['number', 'object'],
        default: field.default,
        minimum: field.minimum,
        maximum: field.maximum,
      };
    case 'boolean':
      return { types: ['boolean'], default: field.default };
    case 'choice':
      return {
        types: ['string'],
        default: field.default,
        choices: field.options.map(({ value }) => value).sort(),
      };
    case 'size':
      return { types: ['object', 'string'], default: field.falDefault, choices: PRESETS };
    case 'seed':
      return { types: ['integer'], default: null };
    case 'text':
    case 'image':
    case 'prompt':
      return { types: ['string'], default: null };
    case 'list':
      return { types: ['array'], default: null };
    case 'group':
      return { types: ['object'], default: null };
    default:
      return field satisfies never;
  }
}

const PRESETS = ['landscape_16_9', 'landscape_4_3', 'portrait_16_9', 'portrait_4_3', 'square', 'square_hd'];

function numbers(
  type: string,
  field: {
    minimum: number | null;
    maximum: number | null;
    excludesMinimum?: true | undefined;
    default: number | null;
  },
): object {
  return {
    types: [type],
    default: field.default,
    ...(field.excludesMinimum && { isAbove: true }),
    ...(field.minimum !== null && { minimum: field.minimum }),
    ...(field.maximum !== null && { maximum: field.maximum }),
  };
}

/** The same, read from the schema; an empty text or list is no default to speak of. */
function expected(schema: Schema): object {
  const branches = branchesOf(schema);
  const isList = branches.some(({ type }) => type === 'array');
  const minimum = schema.minimum ?? schema.exclusiveMinimum ?? schema.ge;
  const maximum = schema.maximum ?? schema.le;
  const choices = branches.flatMap((branch) => branch.enum ?? (branch.const ? [branch.const] : []));
  const isEmpty = schema.default === '' || (Array.isArray(schema.default) && schema.default.length === 0);
  return {
    // A list of addresses may be given as one; the table always sends the list.
    types: isList ? ['array'] : branches.map(({ type }) => type).sort(),
    default: isEmpty ? null : (schema.default ?? null),
    ...(schema.exclusiveMinimum !== undefined && { isAbove: true }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(choices.length > 0 && { choices: choices.sort() }),
  };
}

describe('what is told', () => {
  const general = fieldsOf(findModel('fal-ai/flux-general/differential-diffusion')!);
  const told = (values: FieldValues) =>
    problemsOf(general, values).map(({ field, expected: what }) => `${field}: ${what}`);

  it('names the item and the field in the user’s words', () => {
    const good = { path: 'a/b' };
    expect(told({ loras: [good, { ...good, scale: 9 }] })).toEqual(['LoRA 2 · Scale: a number from -4 to 4']);
    expect(told({ controlnet_unions: [{ path: 'a/b', controls: [{}] }] })).toEqual([
      'Union ControlNet 1 · Guide 1 · Control picture: a picture: an address, a file or a layer',
      'Union ControlNet 1 · Guide 1 · Read as: Edges, Tiles, Depth, Blur, Pose, Greys or Low quality',
    ]);
    expect(told({ nag_scale: 1 })).toEqual(['Avoidance: a number above 1, up to 10']);
    expect(told({ controlnet_unions: [{ path: 'a/b' }] })).toEqual([
      'Union ControlNet 1 · Guides: at least one guide',
    ]);
  });

  it.each([
    [{ num_inference_steps: 51 }, 'Steps: a whole number from 1 to 50'],
    [{ max_shift: 5.01 }, 'Max shift: a number from 0.01 to 5'],
    [{ nag_tau: 0 }, 'Avoiding limit: a number above 0'],
    [{ image_size: { width: 0, height: 9 } }, 'Picture size: a whole number from 1 to 14142'],
    [
      { reference_image_url: { kind: 'url', url: 'a.png' } },
      'Reference picture: an address that starts with https://, a file or a layer',
    ],
    [{ loras: [{}] }, 'LoRA 1 · Path: an address, or a name at Hugging Face such as owner/name'],
  ])('says what it has to be in words that go on from its name: %j', (values, sentence) => {
    expect(told(values)).toEqual([sentence]);
  });

  it('asks again for a file whose bytes are gone', () => {
    const values = { reference_image_url: { kind: 'file', key: 'k', name: 'cat.png' } };
    const files = (isAtHand: boolean) => ({ hasFile: () => isAtHand, layer: () => null });
    expect(problemsOf(general, values, files(true))).toEqual([]);
    const [problem] = problemsOf(general, values, files(false));
    expect(problem).toMatchObject({
      field: 'Reference picture',
      expected: 'a picture: “cat.png” is no longer at hand, so choose it again',
    });
  });

  it('limits the pictures of a run and the seed', () => {
    const [count, seed] = ['num_images', 'seed'].map((name) => general.find((field) => field.name === name)!);
    expect(fieldProblem(count!, 11)).toBe('a whole number from 1 to 10');
    expect(fieldProblem(seed!, -1)).toBe('a whole number from 0 to 4294967295, or empty');
  });
});

it('keeps no stored value of another kind than its field’s', () => {
  const strange = { loras: { path: 'a' }, image_size: 3, negative_prompt: 4, scheduler: true, unknown: 1 };
  expect(readEdit({ ...DEFAULT_EDIT, values: strange }).values).toEqual({});
  for (const field of MODELS.flatMap(fieldsOf)) expect(hasShape(field, Symbol('strange'))).toBe(false);
});
