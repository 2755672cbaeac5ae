// The host's end of the encoding in which values cross into the sandbox; its other end is in the prelude.
import { MIXED } from '../api/context.ts';
import { kindOf } from '../api/host-object.ts';

/** Objects that cross by reference, and functions and promises that cross by number. */
export interface References {
  idOf(object: object): number;
  byId(id: number): object;
  functionById(id: number): (...args: unknown[]) => unknown;
  promise(promise: PromiseLike<unknown>): number;
}

/** A method as it crosses: by the object it belongs to and its name. */
export class Callable {
  constructor(
    readonly id: number,
    readonly name: string,
  ) {}
}

export type Encoded = null | string | number | boolean | readonly unknown[];

export interface Crossing {
  json: string;
  buffers: Uint8Array[];
}

export function encode(value: unknown, references: References): Crossing {
  const buffers: Uint8Array[] = [];
  return { json: JSON.stringify(encodeValue(value, references, buffers)), buffers };
}

function encodeValue(value: unknown, references: References, buffers: Uint8Array[]): Encoded {
  if (value === undefined) return ['undefined'];
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : ['number', String(value)];
  if (value === MIXED) return ['mixed'];
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} cannot cross into the sandbox`);
  return encodeObject(value, references, buffers);
}

function encodeObject(value: object, references: References, buffers: Uint8Array[]): Encoded {
  if (value instanceof Callable) return ['callable', value.id, value.name];
  const kind = kindOf(value);
  if (kind !== undefined) return ['ref', references.idOf(value), kind];
  if (value instanceof Uint8Array) return ['bytes', buffers.push(value) - 1];
  if (value instanceof Error) return ['error', value.name, value.message];
  if (isPromise(value)) return ['promise', references.promise(value)];
  const nested = (item: unknown) => encodeValue(item, references, buffers);
  if (Array.isArray(value)) return ['array', value.map(nested)];
  return ['object', Object.entries(value).map(([key, item]) => [key, nested(item)])];
}

function isPromise(value: object): value is PromiseLike<unknown> {
  return value instanceof Promise;
}

/** Something that has no counterpart on this side; the message check refuses it by its name. */
class Foreign {
  constructor(readonly name: string) {}
  get [Symbol.toStringTag](): string {
    return this.name.replace(/^\[object |\]$/g, '');
  }
}

export function decode(value: unknown, references: References, buffers: readonly Uint8Array[]): unknown {
  if (!Array.isArray(value)) return value;
  const [tag, first, second] = value as [string, unknown, unknown];
  const nested = (item: unknown) => decode(item, references, buffers);
  switch (tag) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(first);
    case 'mixed':
      return MIXED;
    case 'symbol':
      return Symbol(String(first));
    case 'other':
      return new Foreign(String(first));
    case 'ref':
      return references.byId(first as number);
    case 'function':
      return references.functionById(first as number);
    case 'bytes':
      return buffers[first as number];
    case 'error':
      return Object.assign(new Error(String(second)), { name: String(first) });
    case 'array':
      return (first as unknown[]).map(nested);
    case 'object':
      return Object.fromEntries((first as [string, unknown][]).map(([key, item]) => [key, nested(item)]));
    default:
      throw new TypeError(`Unknown encoding ${tag}`);
  }
}
