// `figma.clientStorage`: cloned values under Figma's quota, kept for as long as the host lives.
import { isBytes } from './bytes.ts';

const CLIENT_STORAGE_QUOTA = 5_000_000;

export class ClientStorage {
  readonly #values: Map<string, unknown>;
  /** By key, since a value is measured for every other that is set. */
  readonly #sizes = new Map<string, number>();
  #refusals = 0;

  constructor(initial: Readonly<Record<string, unknown>> = {}) {
    this.#values = new Map(Object.entries(structuredClone(initial)));
    for (const [key, value] of this.#values) this.#sizes.set(key, key.length + sizeOf(value));
  }

  get(key: string): unknown {
    return structuredClone(this.#values.get(key));
  }

  set(key: string, value: unknown): void {
    if (value === undefined) {
      this.delete(key);
      return;
    }
    const copy = structuredClone(value);
    const own = key.length + sizeOf(copy);
    const size = this.#used - (this.#sizes.get(key) ?? 0) + own;
    if (size > CLIENT_STORAGE_QUOTA) {
      this.#refusals += 1;
      throw new Error(`in clientStorage.setAsync: the quota of 5 MB is exceeded (${size} bytes)`);
    }
    this.#values.set(key, copy);
    this.#sizes.set(key, own);
  }

  /** Bytes that are left, for a new key and its value. */
  get left(): number {
    return CLIENT_STORAGE_QUOTA - this.#used;
  }

  get #used(): number {
    return [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
  }

  /** How often something did not fit. */
  get refusals(): number {
    return this.#refusals;
  }

  delete(key: string): void {
    this.#values.delete(key);
    this.#sizes.delete(key);
  }

  keys(): string[] {
    return [...this.#values.keys()];
  }
}

function sizeOf(value: unknown): number {
  if (isBytes(value)) return value.byteLength;
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + sizeOf(item), 2);
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce((sum, [key, item]) => sum + key.length + sizeOf(item), 2);
}
