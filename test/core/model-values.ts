// For any field of the model table: values that may be sent, with what has to arrive, and values that may not.
import type {
  Field,
  FieldValue,
  FieldValues,
  ListField,
  ModelRequest,
  NumberField,
} from '../../core/models/index.ts';
import { SOME_URL, something } from './model-places.ts';

export const REQUEST: ModelRequest = {
  prompt: 'a red door',
  values: {},
  seed: null,
  images: 1,
  size: { width: 960, height: 1024 },
  frameSize: { width: 1120, height: 880 },
};
export const ADDRESSES = { source: 'data:source', map: 'data:map', chosen: { k: 'data:k' } };

function layers(...rows: readonly (readonly [name: string, scale: number])[]): FieldValue {
  return rows.map(([name, scale]) => ({ name, scale }));
}

/** Values that differ from the default, each with what has to arrive; they stand apart from a model's values for some. */
export function others(field: Field): [value: FieldValue, sent: unknown][] {
  const same = (value: FieldValue): [FieldValue, unknown] => [value, value];
  switch (field.kind) {
    case 'boolean':
      return [same(!field.default)];
    case 'number':
    case 'integer':
      return [same(between(field))];
    case 'scale':
      return [
        same(-1.5),
        same({ 'single_blocks.0': 0.5, 'single_blocks.1': -4 }),
        [
          layers(['single_blocks.0', 0.5], ['single_blocks.1', -4]),
          { 'single_blocks.0': 0.5, 'single_blocks.1': -4 },
        ],
      ];
    case 'text':
      return [
        same(field.names ? { weights: 'owner/name', address: SOME_URL }[field.names] : 'a word or two'),
      ];
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
export function tooMuch(field: Field): FieldValue[] {
  switch (field.kind) {
    case 'number':
    case 'integer': {
      const least = field.minimum ?? Number.NaN;
      const low = field.excludesMinimum ? least : least - 0.001;
      return [low, field.maximum === null ? Number.POSITIVE_INFINITY : field.maximum + 0.001, 'three'];
    }
    case 'scale':
      return [-4.001, 4.001, {}, [], { a: 5 }, layers(['a', 5]), layers(['', 1]), layers(['a', 1], ['a', 2])];
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
      return [...(field.required ? ['  '] : []), ...(field.names ? ['o', 'http:///x'] : [])];
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
