// What tells layers of the same name apart, where several are listed together.

export interface Named {
  readonly name: string;
  /** The name of what it lies in; empty on the page itself. */
  readonly within: string;
}

/** “Photo (Card 2)”, or “Photo (Card) 2” where that is not enough. @returns a label each; null where the name alone will do */
export function labelsOf(layers: readonly Named[]): (string | null)[] {
  const isAlone = alone(layers.map(({ name }) => name));
  const placed = layers.map(({ name, within }) => (within === '' ? name : `${name} (${within})`));
  const isPlacedAlone = alone(placed);
  const counted = new Map<string, number>();
  return layers.map(({ name }, i) => {
    const label = placed[i]!;
    if (isAlone(name)) return null;
    if (isPlacedAlone(label)) return label;
    const number = (counted.get(label) ?? 0) + 1;
    counted.set(label, number);
    return `${label} ${number}`;
  });
}

function alone(texts: readonly string[]): (text: string) => boolean {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return (text) => counts.get(text) === 1;
}
