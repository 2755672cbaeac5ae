// What to do in the panel with each property of fal's schemas: what is set, what is refused, and what is then told.
import { encode } from 'fast-png';
import { expect } from 'vitest';
import { type Field, fieldsOf, findModel } from '../../core/models/index.ts';
import { MOST_PICTURES } from '../../core/run.ts';
import type { Named, Setting } from './model-form.ts';
import { between, beyond, boundsOf, type Property, propertiesOf } from './schema-walk.ts';

export const GREY = encode({
  width: 64,
  height: 64,
  channels: 3,
  depth: 8,
  data: new Uint8Array(64 * 64 * 3).fill(90),
});
const PICTURE = `data:image/png;base64,${Buffer.from(GREY).toString('base64')}`;

/** By which names a property goes in the panel: all that is taken from the plugin's own table. */
function namesOf(endpoint: string, { path }: Property): Named {
  const groups: string[] = [];
  let fields = fieldsOf(findModel(endpoint)!);
  let field: Field | undefined;
  for (const part of path) {
    if (typeof part === 'string') field = fields.find(({ name }) => name === part);
    else if (field?.kind === 'list') {
      const label = `${field.item.label} ${part + 1}`;
      groups.push(field.label, label);
      field = { ...field.item, label };
    }
    if (!field) throw new Error(`${endpoint} has no field for ${path.join('.')}`);
    if (field.kind !== 'group') continue;
    fields = field.fields;
    if (typeof part === 'string') groups.push(field.label);
  }
  return { groups, label: field!.label };
}

/** A property with its control, and what to do with it. */
export interface Case {
  readonly property: Property;
  readonly named: Named;
  /** Not the default. */
  readonly value: unknown;
  readonly settings: readonly Setting[];
}

export function casesOf(endpoint: string): Case[] {
  return propertiesOf(endpoint).map((property) => {
    const named = namesOf(endpoint, property);
    const { value, settings } = valid(property, named);
    return { property: asAskedFor(property), named, value, settings };
  });
}

/** More pictures than fal makes for one request are asked for in several. */
function asAskedFor(property: Property): Property {
  const isCount = property.path.join() === 'num_images' && property.kind === 'number';
  return isCount ? { ...property, high: MOST_PICTURES } : property;
}

/** Something that may be sent and is not the default. */
function valid(property: Property, named: Named): Pick<Case, 'value' | 'settings'> {
  const one = (value: string | boolean, arrives: unknown = value) => ({
    value: arrives,
    settings: [{ ...named, value }],
  });
  const within = (label: string, value: string) => ({ groups: named.groups, label, value });
  switch (property.kind) {
    case 'boolean':
      return one(!property.default);
    case 'choice':
      return one(property.values.filter((value) => value !== property.default).at(-1)!);
    case 'number': {
      const number = between(property, property.default);
      return one(String(number), number);
    }
    case 'scale': {
      // Of the two lists that have one, each is given another of its forms.
      if (property.path[0] === 'loras') return one('-1.5', -1.5);
      const layer = [within('Name of layer 1', 'single_blocks.0'), within('Number for layer 1', '-1.5')];
      return { value: { 'single_blocks.0': -1.5 }, settings: layer };
    }
    case 'size':
      if (property.default !== null) return one(property.values.find((value) => value !== property.default)!);
      return {
        value: { width: 640, height: 512 },
        settings: [within('Width', '640'), within('Height', '512')],
      };
    case 'text':
      return one(TEXTS[namedBy(property)](String(property.path.at(-1))));
    case 'picture':
      return one(PICTURE);
    default:
      return property satisfies never;
  }
}

/** What fal finds something by, as far as its schemas' names tell. */
function namedBy({ path }: Property): keyof typeof TEXTS {
  const name = String(path.at(-1));
  if (/(^|_)path$/.test(name)) return 'path';
  return name.endsWith('_url') ? 'address' : 'words';
}

const TEXTS = {
  path: (name: string) => `some/${name}`,
  address: (name: string) => `https://example.com/${name}`,
  words: (name: string) => `some ${name}`,
} as const;

export type Side = 'low' | 'high';

/** What may not be sent, in the control that has room for it; null where anything may. */
export function invalid({ property, named, settings }: Case, side: Side): Setting | null {
  const { groups, label } = named;
  const wrong = (value: string | number | null, at = label) =>
    value === null ? null : { groups, label: at, value: String(value) };
  switch (property.kind) {
    case 'number': {
      const value = beyond(property, side);
      // A slider has no room for it; the number beside it has.
      return wrong(value ?? (property.isRequired ? '' : null), label === 'Strength' ? 'Exact value' : label);
    }
    case 'scale':
      return wrong(beyond(property, side), settings.at(-1)!.label);
    case 'size':
      return wrong(beyond(property, side), side === 'low' ? 'Width' : 'Height');
    case 'text':
      if (side === 'high' && namedBy(property) !== 'words') return wrong('o');
      return property.isRequired ? wrong('') : null;
    case 'choice':
      return property.isRequired ? wrong('') : null;
    case 'picture':
      // Of the endpoint's own, each is made from the selection where it is left empty.
      return wrong(side === 'high' && property.isRequired && property.path.length > 1 ? '' : 'picture.png');
    case 'boolean':
      return null;
    default:
      return property satisfies never;
  }
}

/** Set to the default, so that the other value is a change; other models may have left it there. */
export function standard({ property, named }: Case): Setting[] {
  if (property.kind === 'boolean') return [{ ...named, value: property.default }];
  return property.kind === 'choice' ? [{ ...named, value: property.default ?? '' }] : [];
}

/** What there is to check of a sentence: that it is one, and of what can be counted, that it names just the bounds. */
interface Told {
  readonly path: string;
  readonly value: string | boolean;
  readonly isSentence: boolean;
  readonly numbers: readonly number[];
}

export function told({ path, kind }: Property, { value }: Setting, sentence: string | null): Told {
  const numbers = COUNTED.includes(kind) ? (sentence?.match(/-?\d+(\.\d+)?/g) ?? []).map(Number) : [];
  const isSentence = /^[A-Z].*[a-z0-9]\.$/.test(sentence ?? '');
  return { path: path.join('.'), value, isSentence, numbers };
}

export function expectedOf(property: Property, { value }: Setting): Told {
  const numbers = 'low' in property ? boundsOf(property) : [];
  return { path: property.path.join('.'), value, isSentence: true, numbers };
}

/** Each says which of fal's properties it is, and a choice has what fal takes and nothing else. */
export function descriptionOf(property: Property) {
  const name = property.path.filter((part) => typeof part === 'string').at(-1);
  const options = () => {
    switch (property.kind) {
      case 'choice':
        return [...(property.default === null ? [''] : []), ...property.values].sort();
      case 'size':
        // Fitted to what is edited, or typed: fal is sent width and height.
        return expect.arrayContaining([...property.values, 'region', 'frame', 'own']);
      default:
        return null;
    }
  };
  return { description: expect.stringMatching(new RegExp(`(^|\\. )${name}$`)), options: options() };
}

const COUNTED: readonly string[] = ['number', 'scale', 'size'];
