// Results that are hidden only for as long as somebody compares: no step holds them so, not even one that comes meanwhile.
import { type Standing, seenNow } from './standing.ts';
import { turnOver } from './turned.ts';

interface Held {
  readonly result: Standing;
  readonly passOver: () => void;
}

const held = new Map<string, Held>();

/** Hidden until it is let go. See `turnOver`. */
export function hide(result: Standing, passOver: () => void): void {
  held.set(result.key, { result, passOver });
  turnOver(result, false, passOver);
}

/** They are looked at in another way from now on. */
export function letGo(results: readonly Standing[]): void {
  for (const { key } of results) held.delete(key);
}

/**
 * All are seen, as if nobody compared.
 * @returns hides those again that nobody has let go by then
 */
export function lift(): () => void {
  const lifted = [...held.values()].filter(({ result }) => seenNow(result) === false);
  for (const { result, passOver } of lifted) turnOver(result, true, passOver);
  return () => {
    for (const { result, passOver } of lifted) if (held.has(result.key)) turnOver(result, false, passOver);
  };
}
