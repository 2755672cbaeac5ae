// Faults on demand: the n-th call of a named API throws inside the plugin, to test what it cleans up.

export class Faults {
  #step: string | null = null;
  #left = 0;
  #strikes = 0;
  readonly #steps = new Map<string, number>();

  set(step: string | null, after = 1): void {
    this.#step = step;
    this.#left = after;
    this.#strikes = 0;
    this.#steps.clear();
  }

  /** How often each API has been called since a fault was set or taken away. */
  get steps(): ReadonlyMap<string, number> {
    return this.#steps;
  }

  /** How often it has thrown since it was set. */
  get strikes(): number {
    return this.#strikes;
  }

  /** Counts a call, and throws when it is the one that shall fail. */
  check(kind: string, name: string): void {
    const full = `${kind}.${name}`;
    this.#steps.set(full, (this.#steps.get(full) ?? 0) + 1);
    if (this.#step === null || !names(kind, name).includes(this.#step)) return;
    this.#left -= 1;
    if (this.#left > 0) return;
    const step = this.#step;
    this.#step = null;
    this.#strikes += 1;
    throw new Error(`in ${step}: fault on demand`);
  }
}

/** `clone` and `createFrame` go by their bare names, the rest also as `clientStorage.setAsync`. */
function names(kind: string, name: string): string[] {
  return [name, `${kind.replace(/^figma\./, '')}.${name}`, `${kind}.${name}`];
}
