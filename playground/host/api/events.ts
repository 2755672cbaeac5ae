// Listeners by event name, in the way of `figma.on`, `once` and `off`.

type Listener = (...args: unknown[]) => unknown;

export class Events {
  readonly #kind: string;
  readonly #known: readonly string[];
  #listeners = new Map<string, { listener: Listener; once: boolean }[]>();

  constructor(kind: string, known: readonly string[]) {
    this.#kind = kind;
    this.#known = known;
  }

  on(event: string, listener: Listener, once = false): void {
    if (!this.#known.includes(event)) {
      throw new Error(`${this.#kind}.on('${event}') is not implemented in this stand-in for Figma`);
    }
    this.#listeners.set(event, [...this.#of(event), { listener, once }]);
  }

  off(event: string, listener: Listener): void {
    this.#listeners.set(
      event,
      this.#of(event).filter((entry) => entry.listener !== listener),
    );
  }

  emit(event: string, ...args: unknown[]): void {
    for (const { listener, once } of this.#of(event)) {
      if (once) this.off(event, listener);
      listener(...args);
    }
  }

  clear(): void {
    this.#listeners.clear();
  }

  #of(event: string) {
    return this.#listeners.get(event) ?? [];
  }
}
