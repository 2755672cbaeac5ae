// The model table held against fal's schemas: every property of every endpoint, and of every nested type.
import { readFileSync } from 'node:fs';
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
  type ListField,
  MODELS,
  type Model,
  type ModelRequest,
  type NumberField,
  problemsOf,
} from '../../core/models/index.ts';
import { DEFAULT_EDIT, readEdit } from '../../core/settings.ts';
import { validateInput } from '../../playground/fal/schemas.ts';
import { DIFFERENCES, UNSENT } from './model-types.ts';

interface Schema {
  type?: string;
  $ref?: string;
  anyOf?: Schema[];
  items?: Schema;
  enum?: string[];
  const?: string;
  default?: unknown;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  ge?: number;
  le?: number;
  properties?: Record<string, Schema>;
  required?: string[];
}

const FILE = JSON.parse(
  readFileSync(new URL('../../playground/fal/endpoint-schemas.json', import.meta.url), 'utf8'),
) as { endpoints: Record<string, { input: string }>; schemas: Record<string, Schema> };

function resolved(schema: Schema): Schema {
  return schema.$ref ? resolved(FILE.schemas[schema.$ref.split('/').at(-1)!]!) : schema;
}

/** The ways a property may be given, without null: that is what leaving it out means. */
function branchesOf(schema: Schema): Schema[] {
  return (schema.anyOf ?? [schema]).map(resolved).filter(({ type }) => type !== 'null');
}

interface Place {
  readonly path: string;
  readonly field: Field;
  readonly schema: Schema;
  readonly isRequired: boolean;
  /** The endpoint's values with this one set, and all that is required around it. */
  within(value: FieldValue | undefined): FieldValues;
}

const SOME_URL = 'https://example.com/picture.png';

/** Something that may be sent where a field must not stay empty. */
function something(field: Field): FieldValue {
  switch (field.kind) {
    case 'text':
      return 'owner/name';
    case 'image':
      return { kind: 'url', url: SOME_URL };
    case 'choice':
      return field.options[0]!.value;
    case 'number':
      return 0.5;
    case 'list':
      return [something(field.item)];
    case 'group':
      return Object.fromEntries(
        field.fields.filter(isRequired).map((inner) => [inner.name, something(inner)]),
      );
    default:
      throw new Error(`${field.name} is never required`);
  }
}

function isRequired(field: Field): boolean {
  if (field.kind === 'prompt') return true;
  if (field.kind === 'text') return field.required !== undefined;
  if (field.kind === 'number' || field.kind === 'integer') return field.default === null;
  return 'isRequired' in field && field.isRequired === true;
}

function placesIn(model: Model): Place[] {
  const schema = FILE.schemas[FILE.endpoints[model.id]!.input]!;
  return within(fieldsOf(model), schema, '', (name, value) => (value === undefined ? {} : { [name]: value }));
}

function within(
  fields: readonly Field[],
  { properties = {}, required = [] }: Schema,
  path: string,
  wrap: (name: string, value: FieldValue | undefined) => FieldValues,
): Place[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const field = fields.find((candidate) => candidate.name === name);
    if (!field) throw new Error(`no field for ${path}${name}`);
    const place = { path: path + name, field, schema, isRequired: required.includes(name) };
    return [
      { ...place, within: (value: FieldValue | undefined) => wrap(name, value) },
      ...inside(place, wrap),
    ];
  });
}

/** The properties of what a list or a group holds. */
function inside(
  { path, field, schema }: Omit<Place, 'within'>,
  wrap: (name: string, value: FieldValue | undefined) => FieldValues,
): Place[] {
  if (field.kind === 'group') {
    const fields = (name: string, value: FieldValue | undefined) =>
      wrap(field.name, {
        ...(something(field) as FieldValues),
        ...(value !== undefined && { [name]: value }),
      });
    return within(field.fields, branchesOf(schema)[0]!, `${path}.`, fields);
  }
  if (field.kind !== 'list' || field.item.kind !== 'group') return [];
  const { item } = field;
  const type = branchesOf(schema).find(({ items }) => items)!.items!;
  expect(type.$ref?.endsWith(`/${item.name}`), `${path} holds ${item.name}`).toBe(true);
  const fields = (name: string, value: FieldValue | undefined) => {
    const { [name]: _, ...others } = something(item) as Record<string, FieldValue>;
    return wrap(field.name, [{ ...others, ...(value !== undefined && { [name]: value }) }]);
  };
  return within(item.fields, resolved(type), `${path}.0.`, fields);
}

/** Values that differ from the default, each with what has to arrive; they stand apart from a model's values for some. */
function others(field: Field): [value: FieldValue, sent: unknown][] {
  const same = (value: FieldValue): [FieldValue, unknown] => [value, value];
  switch (field.kind) {
    case 'boolean':
      return [same(!field.default)];
    case 'number':
    case 'integer':
      return [same(between(field))];
    case 'scale':
      return [same(-1.5), same({ 'single_blocks.0': 0.5, 'single_blocks.1': -4 })];
    case 'text':
      return [same('a word or two')];
    case 'choice':
      return field.options.flatMap(({ value }) => (value === field.default ? [] : [same(value)]));
    case 'image':
      return [
        [{ kind: 'url', url: ` ${SOME_URL} ` }, SOME_URL],
        [{ kind: 'file', key: 'k', name: 'a.png' }, 'data:k'],
      ];
    case 'size':
      return [
        same({ width: 640, height: 14_142 }),
        same('square_hd'),
        ['region', REQUEST.size],
        ['frame', REQUEST.frameSize],
      ];
    case 'list':
      return [listed(field, 1), ...(field.most === null ? [listed(field, 2)] : [])];
    case 'group':
      return field.fields.flatMap((inner) =>
        others(inner).map(([value, sent]): [FieldValue, unknown] => [
          { [inner.name]: value },
          { [inner.name]: sent },
        ]),
      );
    case 'prompt':
    case 'count':
    case 'seed':
      return [];
    default:
      return field satisfies never;
  }
}

function listed(field: ListField, count: number): [FieldValue, unknown] {
  const items = Array.from({ length: count }, () => something(field.item));
  return [items, items.map((item) => arrives(field.item, item))];
}

function arrives(field: Field, value: FieldValue): unknown {
  if (field.kind === 'image') return SOME_URL;
  if (field.kind === 'list') return (value as FieldValue[]).map((item) => arrives(field.item, item));
  if (field.kind !== 'group') return value;
  const values = value as FieldValues;
  return Object.fromEntries(
    field.fields.flatMap((inner) =>
      values[inner.name] === undefined ? [] : [[inner.name, arrives(inner, values[inner.name]!)]],
    ),
  );
}

/** In range, and off the default. */
function between({ kind, minimum, maximum, default: standard }: NumberField): number {
  const low = minimum ?? -7;
  const high = maximum ?? low + 10;
  const middle = kind === 'integer' ? Math.floor((low + high) / 2) : (low + high) / 2 + 0.01;
  return middle === standard ? (middle + high) / 2 : middle;
}

/** Values just beyond what is allowed. */
function tooMuch(field: Field): FieldValue[] {
  switch (field.kind) {
    case 'number':
    case 'integer': {
      const least = field.minimum ?? Number.NaN;
      const low = field.excludesMinimum ? least : least - 0.001;
      return [low, field.maximum === null ? Number.POSITIVE_INFINITY : field.maximum + 0.001, 'three'];
    }
    case 'scale':
      return [-4.001, 4.001, {}, { a: 5 }, { '': 1 }];
    case 'boolean':
      return ['yes'];
    case 'choice':
      return ['something else'];
    case 'size':
      return [
        { width: 0, height: 512 },
        { width: 512, height: 14_143 },
        { width: 512.5, height: 512 },
      ];
    case 'image':
      return [{ kind: 'url', url: 'picture.png' }];
    case 'text':
      return field.required ? ['  '] : [];
    case 'list':
      return field.most === null ? [] : [Array.from({ length: field.most + 1 }, () => something(field.item))];
    case 'group':
    case 'prompt':
    case 'count':
    case 'seed':
      return [];
    default:
      return field satisfies never;
  }
}

const REQUEST: ModelRequest = {
  prompt: 'a red door',
  values: {},
  seed: null,
  images: 1,
  size: { width: 960, height: 1024 },
  frameSize: { width: 1120, height: 880 },
};
const ADDRESSES = { source: 'data:source', map: 'data:map', files: { k: 'data:k' } };

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
  expect([...DIFFERENCES, ...UNSENT]).toEqual([]);
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
      expect(problem?.path).toBe(path);
      expect(problem?.field.endsWith(field.label)).toBe(true);
      expect(problem?.expected).not.toBe('');
    }
  });
});

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
      'Union ControlNet 1 · Guide 1 · Control picture: a picture: an address or a file',
      'Union ControlNet 1 · Guide 1 · Read as: one of Edges, Tiles, Depth, Blur, Pose, Greys, Low quality',
    ]);
    expect(told({ nag_scale: 1 })).toEqual(['Avoidance: a number above 1, up to 10']);
  });

  it('asks again for a file whose bytes are gone', () => {
    const values = { reference_image_url: { kind: 'file', key: 'k', name: 'cat.png' } };
    expect(problemsOf(general, values, () => true)).toEqual([]);
    const [problem] = problemsOf(general, values, () => false);
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
