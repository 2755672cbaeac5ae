// One value among a model's, at any depth: set by its path (“loras.1.scale”), on what is set by then.
import type { Field, FieldValue, FieldValues } from './model.ts';
import { asList, asRecord, defaultOf, layerScales, sameValue } from './values.ts';

/** What stands at its default is not kept; what the fields have no place for is left out. */
export function withValue(
  fields: readonly Field[],
  values: FieldValues,
  [name = '', ...inner]: readonly string[],
  value: FieldValue,
): FieldValues {
  const field = fields.find((candidate) => candidate.name === name);
  if (!field) return values;
  const { [name]: before, ...others } = values;
  const after = withInner(field, before, inner, value);
  return sameValue(after, defaultOf(field)) ? others : { ...others, [name]: after };
}

function withInner(
  field: Field,
  before: FieldValue | undefined,
  path: readonly string[],
  value: FieldValue,
): FieldValue {
  const [name, ...inner] = path;
  if (name === undefined) return value;
  switch (field.kind) {
    case 'group':
      return withValue(field.fields, asRecord(before), path, value);
    case 'list':
      return at(asList(before), name, (item) => withInner(field.item, item, inner, value));
    case 'scale':
      return at(layerScales(before) ?? [], name, (layer) => ({ ...layer, [inner.join()]: value }));
    case 'size':
      return { ...asRecord(before), [name]: value };
    default:
      return value;
  }
}

function at<T>(items: readonly T[], place: string, change: (item: T) => T): T[] {
  return items.map((item, i) => (String(i) === place ? change(item) : item));
}
