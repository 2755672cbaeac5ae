// Every input property of an endpoint and of the types nested in it, as fal's schema file has them: what may be sent
// for each, and what lies just beyond. Nothing here knows what the plugin makes of them.
import { branchesOf, FILE, type Schema } from '../core/model-places.ts';

/** “loras.0.scale”, each list by its first item. */
type Path = readonly (string | number)[];

interface Bound {
  readonly value: number;
  /** The bound itself is already too little. */
  readonly isOutside: boolean;
}

interface Range {
  readonly isWhole: boolean;
  readonly low: Bound | null;
  readonly high: number | null;
}

type Kind =
  | { readonly kind: 'boolean'; readonly default: boolean }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly default: string | null }
  | ({ readonly kind: 'number'; readonly default: number | null } & Range)
  /** A number, or one for each name. */
  | ({ readonly kind: 'scale' } & Range)
  /** One of fal's sizes, or width and height. */
  | ({ readonly kind: 'size'; readonly values: readonly string[]; readonly default: string | null } & Range)
  | { readonly kind: 'text' | 'picture' };

export type Property = Kind & { readonly path: Path; readonly isRequired: boolean };

export function propertiesOf(endpoint: string): Property[] {
  return within(FILE.schemas[FILE.endpoints[endpoint]!.input]!, []);
}

function within({ properties = {}, required = [] }: Schema, path: Path): Property[] {
  return Object.entries(properties).flatMap(([name, schema]) =>
    inside(schema, [...path, name], required.includes(name)),
  );
}

function inside(schema: Schema, path: Path, isRequired: boolean): Property[] {
  const branches = branchesOf(schema);
  const items = branches.find((branch) => branch.items)?.items;
  const [nested] = branches.filter(({ properties }) => properties);
  if (items) return inside(items, [...path, 0], true);
  if (nested && branches.length === 1) return within(nested, path);
  return [{ path, isRequired, ...kindOf({ ...schema, ...branches.at(-1) }, branches, path) }];
}

/** @param schema with what stands beside its branches and in the last of them */
function kindOf(schema: Schema, branches: readonly Schema[], path: Path): Kind {
  const values = schema.enum ?? (schema.const === undefined ? null : [schema.const]);
  const side = branches.find(({ properties }) => properties)?.properties?.width;
  const text = typeof schema.default === 'string' ? schema.default : null;
  if (side) return { kind: 'size', values: values!, default: text, ...rangeOf(side) };
  if (values) return { kind: 'choice', values, default: text };
  switch (schema.type) {
    case 'boolean':
      return { kind: 'boolean', default: schema.default === true };
    case 'integer':
    case 'number': {
      if (branches.some(({ type }) => type === 'object')) return { kind: 'scale', ...rangeOf(schema) };
      const standard = typeof schema.default === 'number' ? schema.default : null;
      return { kind: 'number', default: standard, ...rangeOf(schema) };
    }
    case 'string':
      return { kind: /image_url(,\d+)?$/.test(String(path)) ? 'picture' : 'text' };
    default:
      throw new Error(`${path.join('.')} is of a type that nobody has thought of: ${schema.type}`);
  }
}

function rangeOf({ type, minimum, ge, exclusiveMinimum, maximum, le }: Schema): Range {
  const isWhole = type === 'integer';
  const high = maximum ?? le ?? null;
  if (exclusiveMinimum !== undefined) {
    // The least whole number above it is itself allowed.
    const low = isWhole
      ? { value: exclusiveMinimum + 1, isOutside: false }
      : { value: exclusiveMinimum, isOutside: true };
    return { isWhole, low, high };
  }
  const least = minimum ?? ge;
  return { isWhole, low: least === undefined ? null : { value: least, isOutside: false }, high };
}

const STEP = 0.01;
const rounded = (value: number) => Math.round(value * 100) / 100;

/** Just beyond the range; null where there is no bound on that side. */
export function beyond({ isWhole, low, high }: Range, side: 'low' | 'high'): number | null {
  const step = isWhole ? 1 : STEP;
  if (side === 'high') return high === null ? null : rounded(high + step);
  if (low === null) return null;
  return low.isOutside ? low.value : rounded(low.value - step);
}

/** In the middle of the range, unless that is the default. */
export function between({ isWhole, low, high }: Range, standard: number | null): number {
  const from = low?.value ?? -3;
  const middle = (from + (high ?? from + 8)) / 2;
  const value = isWhole ? Math.floor(middle) : rounded(middle);
  return value === standard ? rounded(value + (isWhole ? 1 : STEP)) : value;
}

/** The numbers a sentence about the range has to name. */
export function boundsOf({ low, high }: Range): number[] {
  return [low?.value, high ?? undefined].filter((bound) => bound !== undefined);
}

/** An input with these values at their paths. */
export function inputOf(values: readonly (readonly [path: Path, value: unknown])[]): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [path, value] of values) put(input, path, value);
  return input;
}

function put(into: Record<string | number, unknown>, [name, ...rest]: Path, value: unknown): void {
  const [next] = rest;
  if (next === undefined) into[name!] = value;
  else {
    into[name!] ??= typeof next === 'number' ? [] : {};
    put(into[name!] as Record<string | number, unknown>, rest, value);
  }
}
