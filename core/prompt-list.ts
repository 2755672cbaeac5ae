// Several prompts in one text: one on each line, and every combination of what stands as {red|blue}.

/** The innermost braces that offer a choice; braces without a bar mean themselves. */
const CHOICE = /\{([^{}|]*(?:\|[^{}|]*)+)\}/;

/**
 * The prompts of a text in the order in which they stand, each once; no more than `most` are looked for.
 * A text without any is one empty prompt, as before.
 */
export function promptsIn(text: string, most: number): string[] {
  const found = new Set<string>();
  for (const line of text.split('\n')) {
    for (const prompt of alternatives(line)) {
      // An empty alternative leaves two spaces where there was one.
      const plain = (prompt === line ? prompt : prompt.replace(/ +/g, ' ')).trim();
      if (plain !== '') found.add(plain);
      if (found.size >= most) return [...found];
    }
  }
  return found.size > 0 ? [...found] : [''];
}

/** One after the other, since a few choices in a row have more combinations than anybody could hold. */
function* alternatives(line: string): Generator<string> {
  const choice = CHOICE.exec(line);
  if (!choice) {
    yield line;
    return;
  }
  const [braces, options = ''] = choice;
  const end = choice.index + braces.length;
  for (const option of options.split('|')) {
    yield* alternatives(line.slice(0, choice.index) + option + line.slice(end));
  }
}

/** The same words as one prompt. */
export function joined(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
