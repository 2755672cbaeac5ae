// The prompts a user has written: those kept by hand, and the last ones that were sent.
import { asRecord } from './record.ts';

export interface Prompts {
  /** Kept until taken off, the newest first. */
  readonly saved: readonly string[];
  /** Sent lately, the newest first. */
  readonly recent: readonly string[];
}

export const NO_PROMPTS: Prompts = { saved: [], recent: [] };

const MOST_RECENT = 50;
/** Client storage is small; a shelf larger than this loses its oldest sent prompts. */
const MOST_CHARACTERS = 100_000;

/** After a prompt was sent: it comes first, once. */
export function sent(prompts: Prompts, prompt: string): Prompts {
  const text = prompt.trim();
  if (text === '') return prompts;
  return { ...prompts, recent: withinLimits([text, ...without(prompts.recent, text)]) };
}

export function isSaved({ saved }: Prompts, prompt: string): boolean {
  return saved.includes(prompt.trim());
}

/** Keeps a prompt, or no longer does. */
export function toggleSaved(prompts: Prompts, prompt: string): Prompts {
  const text = prompt.trim();
  if (text === '') return prompts;
  const others = without(prompts.saved, text);
  return { ...prompts, saved: isSaved(prompts, text) ? others : [text, ...others] };
}

/** Takes a prompt off both lists. */
export function forget(prompts: Prompts, prompt: string): Prompts {
  return { saved: without(prompts.saved, prompt), recent: without(prompts.recent, prompt) };
}

/** The prompts that hold every word asked for, in any order and case; a saved one is not listed twice. */
export function search({ saved, recent }: Prompts, query: string): Prompts {
  const matches = (prompt: string) => holdsWords(prompt, query);
  return {
    saved: saved.filter(matches),
    recent: recent.filter((prompt) => matches(prompt) && !saved.includes(prompt)),
  };
}

/** Every word of the query, in any order and case. */
export function holdsWords(written: string, query: string): boolean {
  const text = written.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** From storage: whatever is not a list of texts is an empty one. */
export function readPrompts(stored: unknown): Prompts {
  const found = asRecord(stored);
  const texts = (value: unknown) =>
    Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : [];
  return { saved: texts(found.saved), recent: withinLimits(texts(found.recent)) };
}

function without(list: readonly string[], text: string): string[] {
  return list.filter((other) => other !== text);
}

function withinLimits(recent: readonly string[]): string[] {
  let left = MOST_CHARACTERS;
  // One that is too long by itself takes no room from the others.
  return recent.slice(0, MOST_RECENT).filter(({ length }) => {
    const fits = length <= left;
    if (fits) left -= length;
    return fits;
  });
}

const PLEASE = '^\\s*(?:please,?\\s+|(?:can|could) you\\s+(?:please\\s+)?)?';
const WHAT =
  '(?:the|this|that|these|those|it|him|them|me|us|all|some|both|every|any|an?|my|his|her|its|their|everything)';

/** An order at the start of a line, whatever the rest of the prompt says. */
const order = (words: string) => new RegExp(`${PLEASE}(?:${words})`, 'im');

/** Each order, and what to write in its place. A model paints what the prompt names, whatever the verb. */
const ORDERS: readonly (readonly [RegExp, string])[] = [
  [
    // Hardly a description begins with one of the first.
    order(`(?:remove|delete|erase|get rid of)\\b|(?:take (?:out|away)|clean up)\\s+${WHAT}\\b`),
    'Describe what should be there instead, such as “empty meadow”: a thing that is named tends to appear.',
  ],
  [
    order(
      [
        `(?:make|change|turn|replace|swap|convert|transform|edit|fix|put)\\s+${WHAT}\\b`,
        'add\\s',
        'make\\s(?!up\\b|believe\\b)',
        '(?:replace|swap)\\s.+\\s(?:with|by|for)\\b',
        '(?:change|turn|convert|transform)\\s(?:.+\\s)?(?:to|into)\\b',
      ].join('|'),
    ),
    'Describe the picture as it should be, such as “a red kite in the sky”, rather than what to do.',
  ],
];

/** A gentle word about a prompt that gives an order; null for one that describes. */
export function promptAdvice(prompt: string): string | null {
  return ORDERS.find(([pattern]) => pattern.test(prompt))?.[1] ?? null;
}
