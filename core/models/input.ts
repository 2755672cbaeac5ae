// From a request to an endpoint's input: what the table's fields say of each property, and nothing at its default.
import type { Size } from '../geometry.ts';
import type { Field, FieldValue, FieldValues, ImageField, Model, SizeField } from './model.ts';
import { chosen } from './pictures.ts';
import {
  asList,
  asRecord,
  defaultOf,
  fieldsOf,
  layerScales,
  readImage,
  readSize,
  sameValue,
} from './values.ts';

/** What of a plan an endpoint's input is made from. */
export interface ModelRequest {
  readonly prompt: string;
  readonly values: FieldValues;
  readonly seed: number | null;
  readonly images: number;
  /** Of what is sent, and of a picture as large as the region asks for. */
  readonly size: Size<'crop'>;
  /** The same for the target as a whole. */
  readonly frameSize: Size<'crop'>;
}

/** The addresses under which fal finds the pictures: those made of the selection, and those chosen, by their key. */
export interface Addresses {
  readonly source?: string;
  readonly map?: string;
  readonly chosen: Readonly<Record<string, string>>;
}

/** A property's value; undefined is not sent. */
type Sent = unknown;

export function inputOf(model: Model, request: ModelRequest, addresses: Addresses): Record<string, unknown> {
  return inputs(fieldsOf(model), request.values, { request, addresses });
}

interface Context {
  readonly request: ModelRequest;
  readonly addresses: Addresses;
}

function inputs(fields: readonly Field[], values: FieldValues, context: Context): Record<string, unknown> {
  const entries = fields.map(
    (field) => [field.name, sent(field, values[field.name], values, context)] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function sent(field: Field, value: FieldValue | undefined, siblings: FieldValues, context: Context): Sent {
  const { request, addresses } = context;
  switch (field.kind) {
    case 'prompt':
      return request.prompt;
    case 'seed':
      return request.seed ?? undefined;
    case 'count':
      return request.images === field.default ? undefined : request.images;
    case 'size':
      return sentSize(field, value, request);
    case 'image':
      return addressOf(field, value, siblings, addresses) ?? (field.madeFrom && addresses[field.madeFrom]);
    case 'group':
      return orNothing(inputs(field.fields, asRecord(value), context));
    case 'list':
      return orNothing(asList(value).map((item) => sentItem(field.item, item, context)));
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
    case 'scale':
      return sentScale(value) ?? (sameValue(value, field.default) ? undefined : value);
    case 'number':
    case 'integer':
    case 'boolean':
    case 'choice':
      return value === null || sameValue(value, defaultOf(field)) ? undefined : value;
    default:
      return field satisfies never;
  }
}

/** An item keeps its place, so it is sent even with nothing in it but defaults. */
function sentItem(item: Field, value: FieldValue, context: Context): Sent {
  return item.kind === 'group'
    ? inputs(item.fields, asRecord(value), context)
    : sent(item, value, {}, context);
}

function orNothing<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function sentScale(value: FieldValue | undefined): Record<string, number> | null {
  const layers = layerScales(value);
  return layers && Object.fromEntries(layers.map(({ name, scale }) => [name.trim(), scale]));
}

/** A size computed here is always sent: fal's own choice would not be the region's. */
function sentSize({ falDefault }: SizeField, value: FieldValue | undefined, request: ModelRequest): Sent {
  const size = readSize(value);
  if (size === 'region') return plain(request.size);
  if (size === 'frame') return plain(request.frameSize);
  return size === falDefault ? undefined : size;
}

function plain({ width, height }: { width: number; height: number }) {
  return { width, height };
}

function addressOf(
  field: ImageField,
  value: FieldValue | undefined,
  siblings: FieldValues,
  addresses: Addresses,
): string | undefined {
  const image = readImage(value);
  if (image?.kind === 'url') return image.url;
  const picture = image && chosen(field, image, siblings);
  return picture ? addresses.chosen[picture.key] : undefined;
}

/** What is made of the selection and has to be sent, because nothing else was set in its place. */
export function picturesMade(model: Model, values: FieldValues): ('source' | 'map')[] {
  return fieldsOf(model).flatMap((field) =>
    field.kind === 'image' && field.madeFrom && !readImage(values[field.name]) ? [field.madeFrom] : [],
  );
}
