// What the panel says of the soft edge: what overrides it, and what the result on the canvas cannot follow.
import type { EdgeDetails } from '../core/settings.ts';

export const DETAIL_LABELS: Readonly<Record<keyof EdgeDetails, string>> = {
  feather: 'Feather',
  grow: 'Grow',
  blend: 'Blend',
};

/** Which edge details no longer follow the soft edge; empty while all of them do. */
export function byHandText(details: EdgeDetails): string {
  const set = (['feather', 'grow', 'blend'] as const).flatMap((name) =>
    details[name] === null ? [] : `${DETAIL_LABELS[name]} ${details[name]} px`,
  );
  return set.length > 0 ? `Set by hand: ${set.join(', ')}.` : '';
}

/** Why the result on the canvas stays behind the slider, and what would not. */
export function heldBackText(changeEverythingElse: boolean): string {
  const all = changeEverythingElse
    ? 'comes as near as its picture allows'
    : 'is as soft as its picture allows';
  return `The last result ${all}. For more, generate again.`;
}
