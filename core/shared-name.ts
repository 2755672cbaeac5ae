// What several prompts go by together: the words that they share, else the first of them.

/** “a red door and 2 more” */
export function andMore(first: string, others: number): string {
  return others > 0 ? `${first} and ${others} more` : first;
}

/** “a … door” for a red and a blue one; by an article alone nobody would know them. */
export function sharedName([first = '', ...more]: readonly string[]): string {
  const others = [...new Set(more)].filter((text) => text !== first);
  if (others.length === 0) return first;
  const all = [first, ...others].map(wordsOf);
  const start = startOf(all);
  const rest = all.map((words) => words.slice(start.length).reverse());
  const end = startOf(rest).reverse();
  const isTelling = [...start, ...end].some((word) => word.length >= TELLING);
  return isTelling ? [...start, '…', ...end].join(' ') : andMore(first, others.length);
}

/** Letters of a word that says something. */
const TELLING = 4;

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** The words with which all of them begin. */
function startOf([first = [], ...others]: readonly (readonly string[])[]): string[] {
  const end = first.findIndex((word, i) => others.some((words) => words[i] !== word));
  return first.slice(0, end < 0 ? first.length : end);
}
