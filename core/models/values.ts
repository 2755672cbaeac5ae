// What is set for a field, read from a value of any origin.
import { isRecord, asRecord as recordOf } from '../record.ts';
import {
  type Field,
  type FieldValue,
  type ImageValue,
  type Model,
  SIZE_PRESETS,
  type SizeValue,
} from './model.ts';

export function asRecord(value: unknown): Record<string, FieldValue> {
  return recordOf(value) as Record<string, FieldValue>;
}

export function asList(value: unknown): readonly FieldValue[] {
  return Array.isArray(value) ? value : [];
}

export function fieldsOf({ first, more }: Pick<Model, 'first' | 'more'>): readonly Field[] {
  return [...first, ...more.flatMap(({ fields }) => fields)];
}

/** A number for one of a model's layers. */
export type LayerScale = { readonly name: string; readonly scale: number };

/** In the order in which they were added; null for one number. Older recipes hold them by name. */
export function layerScales(value: unknown): readonly LayerScale[] | null {
  if (typeof value !== 'object' || value === null) return null;
  const layers = Array.isArray(value)
    ? asList(value).map(asRecord)
    : Object.entries(asRecord(value)).map(([name, scale]) => ({ name, scale }));
  return layers.map(({ name, scale }) => ({ name: String(name), scale: Number(scale) }));
}

export function readImage(value: unknown): ImageValue | null {
  const { kind, url, key, id, name } = asRecord(value);
  if (kind === 'url' && typeof url === 'string') return url.trim() === '' ? null : { kind, url: url.trim() };
  if (typeof name !== 'string') return null;
  if (kind === 'file' && typeof key === 'string') return { kind, key, name };
  return kind === 'layer' && typeof id === 'string' ? { kind, id, name } : null;
}

/** What is not a size at all fits the region. */
export function readSize(value: unknown): SizeValue {
  const { width, height } = asRecord(value);
  if (typeof width === 'number' && typeof height === 'number') return { width, height };
  return SIZES.find((size) => size === value) ?? 'region';
}

const SIZES = ['region', 'frame', ...SIZE_PRESETS] as const;

/** What a field stands at before anything is set; null is nothing at all. */
export function defaultOf(field: Field): FieldValue {
  switch (field.kind) {
    case 'number':
    case 'integer':
    case 'scale':
    case 'boolean':
    case 'choice':
    case 'count':
      return field.default;
    case 'size':
      return 'region';
    case 'text':
    case 'prompt':
      return '';
    case 'list':
      return [];
    case 'group':
      return {};
    case 'image':
    case 'seed':
      return null;
    default:
      return field satisfies never;
  }
}

/** Whether a stored value is of the field's kind; whether it is in range is another question. */
export function hasShape(field: Field, value: unknown): value is FieldValue {
  switch (field.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
    case 'integer':
    case 'count':
      return typeof value === 'number';
    case 'text':
    case 'prompt':
    case 'choice':
      return typeof value === 'string';
    case 'scale':
      return typeof value === 'number' || isLayers(value) || (isRecord(value) && everyValue(value, isNumber));
    case 'size':
      return typeof value === 'string' || (isRecord(value) && everyValue(value, isNumber));
    case 'seed':
      return value === null || typeof value === 'number';
    case 'image':
      return value === null || readImage(value) !== null || asRecord(value).kind === 'url';
    case 'list':
      return Array.isArray(value) && value.every((item) => hasShape(field.item, item));
    case 'group':
      return isRecord(value) && field.fields.every((inner) => isAbsentOrShaped(inner, value[inner.name]));
    default:
      return field satisfies never;
  }
}

function isAbsentOrShaped(field: Field, value: unknown): boolean {
  return value === undefined || hasShape(field, value);
}

function isLayers(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.map(recordOf).every(({ name, scale }) => typeof name === 'string' && isNumber(scale))
  );
}

function everyValue(record: Record<string, unknown>, holds: (value: unknown) => boolean): boolean {
  return Object.values(record).every(holds);
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

/** Whether two values are the same, whatever the order of their names. */
export function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([name, value]) => sameValue(value, right.get(name)));
}
