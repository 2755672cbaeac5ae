// Checks of what a plugin writes, with errors that name the property as Figma's do.
import type { Effect, Paint, Transform } from '@figma/plugin-typings/plugin-api-standalone';

export type Check<T> = (value: unknown, name: string) => T;

function refuse(name: string, expected: string, value: unknown): never {
  throw new TypeError(
    `in set_${name}: Property "${name}" failed validation: Expected ${expected}, got ${show(value)}`,
  );
}

function show(value: unknown): string {
  return typeof value === 'symbol' ? String(value) : (JSON.stringify(value) ?? String(value));
}

export function number(min = -Infinity, max = Infinity): Check<number> {
  return (value, name) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < min || value > max) {
      return refuse(name, `a number from ${min} to ${max}`, value);
    }
    return value;
  };
}

export const boolean: Check<boolean> = (value, name) =>
  typeof value === 'boolean' ? value : refuse(name, 'a boolean', value);

export const string: Check<string> = (value, name) =>
  typeof value === 'string' ? value : refuse(name, 'a string', value);

export function oneOf<const T extends string>(...names: T[]): Check<T> {
  return (value, name) => names.find((item) => item === value) ?? refuse(name, names.join(', '), value);
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value, name) => (value === null ? null : check(value, name));
}

export function list<T>(check: Check<T>): Check<readonly T[]> {
  return (value, name) =>
    Array.isArray(value) ? frozen(value.map((item) => check(item, name))) : refuse(name, 'an array', value);
}

export function record<T extends object>(checks: { [K in keyof T]: Check<T[K]> }): Check<T> {
  return (value, name) => {
    if (typeof value !== 'object' || value === null) return refuse(name, 'an object', value);
    const source = value as Record<string, unknown>;
    const entries = Object.entries<Check<unknown>>(checks).map(([key, check]) => [
      key,
      check(source[key], name),
    ]);
    return frozen(Object.fromEntries(entries) as T);
  };
}

/** A deep copy that nobody can change. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  return freezeDeep(structuredClone(value));
}

/** Freezes data of one's own making, and returns it. */
export function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  Object.values(value).forEach(freezeDeep);
  return Object.freeze(value);
}

const finite = number();
const unit = number(0, 1);

/** Rows of a transform whose axes have length one, as Figma demands of a node. */
export const unitTransform: Check<Transform> = (value, name) => {
  const result = transform(value, name);
  const [[a, c], [b, d]] = result;
  const skewed = Math.abs(a * c + b * d) > 1e-3;
  if (Math.abs(Math.hypot(a, b) - 1) > 1e-3 || Math.abs(Math.hypot(c, d) - 1) > 1e-3 || skewed) {
    return refuse(name, 'a transform with axes of length 1', value);
  }
  return result;
};

export const transform: Check<Transform> = (value, name) => {
  const rows = list(list(finite))(value, name);
  if (rows.length !== 2 || rows.some((row) => row.length !== 3)) refuse(name, 'a 2 × 3 transform', value);
  return rows as Transform;
};

const rgb = record({ r: unit, g: unit, b: unit });
const rgba = record({ r: unit, g: unit, b: unit, a: unit });

export const paint: Check<Paint> = (value, name) => {
  if (typeof value !== 'object' || value === null) return refuse(name, 'a paint', value);
  const given = value as Record<string, unknown>;
  const common = { visible: true, opacity: 1, blendMode: 'NORMAL', ...given };
  unit(common.opacity, name);
  boolean(common.visible, name);
  return frozen({ ...common, ...paintFields(given, name) } as unknown as Paint);
};

function paintFields(given: Record<string, unknown>, name: string): object {
  switch (given.type) {
    case 'SOLID':
      return { color: rgb(given.color, name) };
    case 'GRADIENT_LINEAR':
    case 'GRADIENT_RADIAL':
    case 'GRADIENT_ANGULAR':
    case 'GRADIENT_DIAMOND':
      return {
        gradientTransform: transform(given.gradientTransform, name),
        gradientStops: list(record({ position: unit, color: rgba }))(given.gradientStops, name),
      };
    case 'IMAGE':
      return imageFields(given, name);
    default:
      return refuse(name, 'a solid, gradient or image paint', given);
  }
}

function imageFields(given: Record<string, unknown>, name: string): object {
  oneOf('FILL', 'FIT', 'CROP', 'TILE')(given.scaleMode, name);
  nullable(string)(given.imageHash, name);
  if (given.imageTransform !== undefined) transform(given.imageTransform, name);
  return {};
}

const vector = record({ x: finite, y: finite });

export const effect: Check<Effect> = (value, name) => {
  if (typeof value !== 'object' || value === null) return refuse(name, 'an effect', value);
  const given: Record<string, unknown> = { visible: true, ...value };
  number(0)(given.radius, name);
  switch (given.type) {
    case 'LAYER_BLUR':
    case 'BACKGROUND_BLUR':
      return frozen({ blurType: 'NORMAL', ...given } as unknown as Effect);
    case 'DROP_SHADOW':
    case 'INNER_SHADOW':
      rgba(given.color, name);
      vector(given.offset, name);
      return frozen({ spread: 0, blendMode: 'NORMAL', ...given } as unknown as Effect);
    default:
      return refuse(name, 'a shadow or a blur', value);
  }
};
