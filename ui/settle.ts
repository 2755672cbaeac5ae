// Work that waits until things have come to rest: of several askings, only the last is done, a moment after it.
import type { Clock } from './clock.ts';

export interface Settling {
  /** Takes the place of what was asked for before, which is aborted even if it has begun. */
  later(work: (signal: AbortSignal) => unknown): void;
  /** What waits is not done at all. */
  drop(): void;
}

export function settling(clock: Clock, milliseconds: number): Settling {
  let waiting = new AbortController();
  return {
    later(work) {
      waiting.abort();
      waiting = new AbortController();
      const { signal } = waiting;
      void clock.sleep(milliseconds, signal).then(() => signal.aborted || work(signal));
    },
    drop: () => waiting.abort(),
  };
}
