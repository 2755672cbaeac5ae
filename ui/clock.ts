// Time, passed in so that tests can run hours of waiting at once.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends early, and quietly, when the signal aborts: whoever waits looks at the signal next. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface PanelClock extends Clock {
  /** Again and again, until the function returned is called. */
  every(milliseconds: number, action: () => void): () => void;
}

export const systemClock: PanelClock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal?.addEventListener('abort', end);
    }),
  every(milliseconds, action) {
    const timer = setInterval(action, milliseconds);
    return () => clearInterval(timer);
  },
};
