// What the panel says of the soft edge: what overrides it, and what the result on the canvas cannot follow.
import { type EditPlan, fittedEdge } from '../core/plan.ts';
import type { EdgeDetails, EditSettings } from '../core/settings.ts';
import { fitOf } from './refit.ts';

/** What a result was cut with. */
interface Cut {
  readonly plan: EditPlan;
  readonly settings: EditSettings;
}

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

/** Why the result on the canvas stays behind the slider, and what would not; null where it does not. */
export function heldBackText({ plan, settings }: Cut, edit: EditSettings): string | null {
  if (!fittedEdge(plan, { ...settings, ...fitOf(edit) }).isHeldBack) return null;
  const all = plan.changeEverythingElse
    ? 'comes as near as its picture allows'
    : 'is as soft as its picture allows';
  return `The last result ${all}. For more, generate again.`;
}
