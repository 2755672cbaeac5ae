// Makes time pass faster in a page and all its frames, so that no test sits out a pause between two polls.

declare global {
  interface Window {
    /** What somebody has set a document's clock forward by, in ms. */
    clockSetBy?: number;
    /** Times faster than real, from now on. */
    hurry(factor: number): void;
  }
}

/** @param origin the moment (ms since 1970) from which the clocks of all documents run faster alike */
export function hasten([factor, origin]: readonly [factor: number, origin: number]): void {
  const { setTimeout: later, setInterval: regularly } = window;
  const { now } = Date;
  let [since, shown, haste] = [origin, origin, factor];
  Date.now = () => shown + (now() - since) * haste + (window.clockSetBy ?? 0);
  window.hurry = (next) => {
    const real = now();
    shown += (real - since) * haste;
    [since, haste] = [real, next];
  };
  const sooner = (handler: TimerHandler, delay = 0, ...rest: unknown[]) =>
    later(handler, delay / haste, ...rest);
  window.setTimeout = sooner as typeof window.setTimeout;
  const oftener = (handler: TimerHandler, delay = 0, ...rest: unknown[]) =>
    regularly(handler, delay / haste, ...rest);
  window.setInterval = oftener as typeof window.setInterval;
}
