// The same done to each of several, of which Figma may refuse some.

/** What is refused holds back no other. @returns why each that was refused was */
export function tryEach<T>(items: Iterable<T>, act: (item: T) => void): unknown[] {
  const refused: unknown[] = [];
  for (const item of items) {
    try {
      act(item);
    } catch (error) {
      refused.push(error);
    }
  }
  return refused;
}
