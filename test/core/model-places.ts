// Every place in the endpoints' inputs, nested ones too: its field, its schema, and how to set it among valid others.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import {
  type Field,
  type FieldValue,
  type FieldValues,
  fieldsOf,
  type Model,
} from '../../core/models/index.ts';

export interface Schema {
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

export const FILE = JSON.parse(
  readFileSync(new URL('../../playground/fal/endpoint-schemas.json', import.meta.url), 'utf8'),
) as { endpoints: Record<string, { input: string }>; schemas: Record<string, Schema> };

function resolved(schema: Schema): Schema {
  return schema.$ref ? resolved(FILE.schemas[schema.$ref.split('/').at(-1)!]!) : schema;
}

/** The ways a property may be given, without null: that is what leaving it out means. */
export function branchesOf(schema: Schema): Schema[] {
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

export const SOME_URL = 'https://example.com/picture.png';

/** Something that may be sent where a field must not stay empty. */
export function something(field: Field): FieldValue {
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

export function isRequired(field: Field): boolean {
  if (field.kind === 'prompt') return true;
  if (field.kind === 'text') return field.required !== undefined;
  if (field.kind === 'number' || field.kind === 'integer') return field.default === null;
  return 'isRequired' in field && field.isRequired === true;
}

export function placesIn(model: Model): Place[] {
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
