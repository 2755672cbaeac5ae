// Makes time pass faster in a page and all its frames, so that no test sits out a pause between two polls.

declare global {
  interface Window {
    /** What somebody has set a document's clock forward by, in ms. */
    clockSetBy?: number;
  }
}

/** @param origin the moment (ms since 1970) from which the clocks of all documents run faster alike */
export function hasten([factor, origin]: readonly [factor: number, origin: number]): void {
  const [now, later] = [Date.now, window.setTimeout];
  Date.now = () => origin + (now() - origin) * factor + (window.clockSetBy ?? 0);
  const sooner = (handler: TimerHandler, delay = 0, ...rest: unknown[]) =>
    later(handler, delay / factor, ...rest);
  window.setTimeout = sooner as typeof window.setTimeout;
}
