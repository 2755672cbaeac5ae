// A recipe as entries of plugin data, and back: Figma takes 100 kB for an entry, and a prompt or a list may be longer.
import { type FillKey, pictureKey } from './placed.ts';
import { parseRecipe, recipeText, type WrittenRecipe } from './recipe.ts';
import { parsedRecord } from './record.ts';

/** The first entry, and the only one as long as the recipe fits into it. */
export const RECIPE_KEY = 'recipe';

/** The same of one of the fills of a picture, of which each has its own recipe. */
export function fillRecipeKey(fill: FillKey): string {
  return `${RECIPE_KEY} of ${pictureKey(fill)}`;
}

type Entry = readonly [key: string, text: string];

/** What a layer's entries turn out to hold. */
export type RecipeReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'recipe'; readonly recipe: WrittenRecipe }
  /** Damaged, written by another plugin, or by a version newer than this one. */
  | { readonly kind: 'unreadable' };

/** Figma's limit in bytes, less room for namespace, key and plugin id. */
const MOST_BYTES = 95_000;
/** More than any recipe has: a number this large was not written by us. */
const MOST_PIECES = 1_000;

/** In place of a recipe that is too long: says how to put its pieces together. */
interface Head {
  readonly version: 1;
  readonly pieces: number;
  /** In UTF-16 units, to tell when a piece was cut short or exchanged. */
  readonly length: number;
}

/** @param at the key of the first of them */
export function entriesOf(recipe: WrittenRecipe, at = RECIPE_KEY): Entry[] {
  const text = recipeText(recipe);
  const pieces = piecesOf(text);
  if (pieces.length === 1) return [[at, text]];
  const head: Head = { version: 1, pieces: pieces.length, length: text.length };
  return [[at, JSON.stringify(head)], ...pieces.map((piece, i): Entry => [pieceKey(at, i), piece])];
}

/** @param entry what is stored under a key; empty where nothing is */
export function readEntries(entry: (key: string) => string, at = RECIPE_KEY): RecipeReading {
  const first = entry(at);
  if (first === '') return { kind: 'none' };
  const head = headIn(first);
  const recipe = parseRecipe(head ? joined(head, (i) => entry(pieceKey(at, i))) : first);
  return recipe ? { kind: 'recipe', recipe } : { kind: 'unreadable' };
}

/** Whether a key is one of those that any recipe may use. */
export function isRecipeKey(key: string): boolean {
  return key === RECIPE_KEY || key.startsWith(`${RECIPE_KEY} `);
}

/** Whether it is one of those of the recipe that begins there. */
export function isKeyOf(key: string, at: string): boolean {
  return key === at || (key.startsWith(`${at} `) && /^\d+$/.test(key.slice(at.length + 1)));
}

function pieceKey(at: string, index: number): string {
  return `${at} ${index + 1}`;
}

/** Null for a recipe in one piece, and for anything else: pieces of a newer form may go together in another way. */
function headIn(text: string): Head | null {
  // Far shorter than any recipe: those are not parsed twice.
  if (text.length > 100) return null;
  const found: Partial<Record<keyof Head, unknown>> = parsedRecord(text) ?? {};
  const { version, pieces, length } = found;
  const isWhole = Number.isInteger(pieces) && Number.isInteger(length) && Number(pieces) <= MOST_PIECES;
  return version === 1 && isWhole ? { version: 1, pieces: Number(pieces), length: Number(length) } : null;
}

/** Empty, which is no recipe, unless all of it is there. */
function joined({ pieces, length }: Head, piece: (index: number) => string): string {
  const text = Array.from({ length: pieces }, (_, i) => piece(i)).join('');
  return text.length === length ? text : '';
}

/** Cut between characters, each piece as long as an entry may be in UTF-8. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let [from, bytes, at] = [0, 0, 0];
  for (const character of text) {
    const size = bytesOf(character.codePointAt(0)!);
    if (bytes + size > MOST_BYTES) {
      pieces.push(text.slice(from, at));
      [from, bytes] = [at, 0];
    }
    bytes += size;
    at += character.length;
  }
  return [...pieces, text.slice(from)];
}

/** The main thread has no TextEncoder. */
function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
