// What is said of leftovers: what each kind is, why some are not chosen by themselves, and what came of it.
import type { Doubt, Leftover, LeftoverKind, Leftovers } from '../core/clean-up.ts';

export const LEFTOVER_TITLES: Readonly<Record<LeftoverKind, string>> = {
  regions: 'Regions',
  masks: 'Hidden masks',
  results: 'Results that were not chosen',
  fills: 'Fills that were not chosen, in pictures that stay',
  temporary: 'Temporary frames',
};

const DOUBTS: Readonly<Record<Doubt, string>> = {
  'never-used': 'no result here was made with it',
  seen: 'it is seen, so it may be part of the design',
  'other-name': 'it may have been drawn for something else',
  'none-seen': 'none of its run is seen',
  'holds-layers': 'what it holds would go with it',
  'in-flow': 'its neighbours would close up',
};

/** “in “Card” · its neighbours would close up” */
export function leftoverNote({ within, doubt }: Leftover): string {
  const parts = [within && `In “${within}”`, doubt && DOUBTS[doubt]];
  const text = parts.filter(Boolean).join(' · ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function leftoversText({ pageName, items, untouchable }: Leftovers): string {
  const where = `on the page “${pageName}”`;
  const found =
    items.length === 0
      ? `Nothing is left over ${where}.`
      : `What edits have left ${where}. What is not ticked stays.`;
  return untouchable > 0 ? `${found} ${keptText(untouchable)}` : found;
}

function keptText(count: number): string {
  const what = count === 1 ? '1 more stays' : `${count} more stay`;
  return `${what} in any case: locked, protected, or in something hidden, locked or shared.`;
}

export function removeLabel(count: number): string {
  return count === 0 ? 'Remove' : `Remove ${count}`;
}

export function removedText(count: number): string {
  if (count === 0) return 'Nothing was removed: what was chosen is no longer there.';
  return `${count} removed. One undo brings ${count === 1 ? 'it' : 'them'} back.`;
}
