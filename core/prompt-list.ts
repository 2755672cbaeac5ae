// Several prompts in one text: every combination of what stands as {red|blue}, and one on each line where that is asked for.

/** The innermost braces that offer a choice; braces without a bar mean themselves. */
const CHOICE = /\{([^{}|]*(?:\|[^{}|]*)+)\}/;

export interface Reading {
  /** Else a line break is part of the prompt. */
  readonly isPerLine: boolean;
  /** No more than this are looked for. */
  readonly most: number;
}

/** The prompts of a text in the order in which they stand, each once; a text without any is one empty prompt. */
export function promptsIn(text: string, { isPerLine, most }: Reading): string[] {
  const found = new Set<string>();
  for (const part of isPerLine ? text.split('\n') : [text]) {
    for (const prompt of alternatives(part, new Set())) {
      const plain = prompt.trim();
      if (plain !== '') found.add(plain);
      if (found.size >= most) return [...found];
    }
  }
  return found.size > 0 ? [...found] : [''];
}

/**
 * One after the other, since a few choices in a row have more combinations than anybody could hold.
 * @param seen texts that were met on the way: of combinations that come to the same only one is followed
 */
function* alternatives(line: string, seen: Set<string>): Generator<string> {
  const choice = CHOICE.exec(line);
  if (!choice) {
    yield line;
    return;
  }
  const [braces, options = ''] = choice;
  const end = choice.index + braces.length;
  for (const option of options.split('|')) {
    const chosen = joined(joined(line.slice(0, choice.index), option), line.slice(end));
    if (seen.has(chosen)) continue;
    seen.add(chosen);
    yield* alternatives(chosen, seen);
  }
}

/** An empty alternative would leave two spaces where there was one: of those that meet, what both have is there once. */
function joined(before: string, after: string): string {
  let shared = 0;
  while (after[shared] === ' ' && before[before.length - 1 - shared] === ' ') shared++;
  return before + after.slice(shared);
}

/** Whether its lines could be prompts of their own. */
export function hasLines(text: string): boolean {
  return text.trim().includes('\n');
}
