// Repeatable chance: the same words and seed always give the same numbers, on every machine.

/** FNV-1a, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash >>> 0;
}

/** Mixes integers into 32 well-spread bits. */
export function hashNumbers(...numbers: number[]): number {
  let hash = 0x9e3779b9;
  for (const number of numbers) {
    hash = Math.imul(hash ^ (number >>> 0), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** A stream of numbers in [0, 1) from one seed. */
export function createRandom(seed: number): () => number {
  let count = 0;
  return () => hashNumbers(seed, count++) / 2 ** 32;
}
