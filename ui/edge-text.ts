// What the panel says of the soft edge: what overrides it, and what the result on the canvas cannot follow.
import { type EditPlan, fittedEdge } from '../core/plan.ts';
import type { EdgeDetails, EditSettings } from '../core/settings.ts';
import { fitOf } from './fit.ts';

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

/** Why what the run has put on the canvas stays behind the slider, and what would not; null where nothing does. */
export function heldBackText(cuts: readonly Cut[], edit: EditSettings): string | null {
  const held = cuts.filter(
    ({ plan, settings }) => fittedEdge(plan, { ...settings, ...fitOf(edit) }).isHeldBack,
  );
  const [first] = held;
  if (!first) return null;
  const { changeEverythingElse } = first.plan;
  return `${limitText(cuts.length, held.length, changeEverythingElse)} For more, generate again.`;
}

function limitText(all: number, held: number, changeEverythingElse: boolean): string {
  if (all === 1) {
    const way = changeEverythingElse ? 'comes as near' : 'is as soft';
    return `The last result ${way} as its picture allows.`;
  }
  const which = held < all ? 'Some of the last results' : 'The last results';
  const way = changeEverythingElse ? 'come as near' : 'are as soft';
  return `${which} ${way} as their pictures allow.`;
}

/** What is said where more follows than is selected; null where nothing does. */
export function followersText(targets: number, selected: number, followsColours: boolean): string | null {
  if (targets <= selected) return null;
  const what = followsColours ? 'Soft edge and colour match change' : 'Soft edge changes';
  return `${what} the last results in ${targets === 2 ? 'both' : `all ${targets}`} targets, not only in ${selected === 1 ? 'this one' : 'these'}.`;
}
