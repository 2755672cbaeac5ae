// How long runs take: the last few of each model, and from them what the next one can be expected to take.

/** Milliseconds from the start to the layer, oldest first, by model and proxy. */
export type Paces = Readonly<Record<string, readonly number[]>>;

const MOST_KEPT = 5;
/** A run that was asked about all day says nothing of the model. */
const LONGEST = 60 * 60_000;

export function withPace(paces: Paces, key: string, milliseconds: number): Paces {
  if (!isPace(milliseconds)) return paces;
  return { ...paces, [key]: [...(paces[key] ?? []), Math.round(milliseconds)].slice(-MOST_KEPT) };
}

/** The median, which one slow run does not move; null when there is nothing to go by. */
export function expectedPace(paces: Paces, key: string): number | null {
  const sorted = [...(paces[key] ?? [])].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

/** Stored ones of any age: what cannot be read is forgotten. */
export function readPaces(stored: unknown): Paces {
  if (typeof stored !== 'object' || stored === null) return {};
  const entries = Object.entries(stored).flatMap(([key, kept]) =>
    Array.isArray(kept) ? [[key, kept.filter(isPace).slice(-MOST_KEPT)] as const] : [],
  );
  return Object.fromEntries(entries);
}

function isPace(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= LONGEST;
}
