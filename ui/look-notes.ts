// What is asked for on the canvas is taken for done; where it fails, it is taken back, but for what was asked for since.
import { type Placed, placedKey } from '../core/placed.ts';
import type { ResultLook } from '../core/protocol.ts';
import type { State } from './state.ts';

export type LookNote = readonly [Placed, ResultLook];

/** @returns notes some looks, and takes them back when it is told to */
export function lookNotes({ looks }: Pick<State, 'looks'>): (changes: readonly LookNote[]) => () => void {
  /** Which note was the last of each. */
  const latest = new Map<string, object>();
  return (changes) => {
    const [note, before] = [{}, looks.value];
    const noted = new Map(changes.map(([placed, look]) => [placedKey(placed), look]));
    for (const key of noted.keys()) latest.set(key, note);
    looks.value = new Map([...before, ...noted]);
    return () => {
      const isOurs = (key: string) => latest.get(key) === note && looks.value.get(key) === noted.get(key);
      const taken = new Set([...noted.keys()].filter(isOurs));
      const others = [...looks.value].filter(([key]) => !taken.has(key));
      looks.value = new Map([...[...before].filter(([key]) => taken.has(key)), ...others]);
    };
  };
}
