// What follows the sliders: all that the newest run has put into the document, while what is selected is what it was made of.
import type { EditPlan } from '../core/plan.ts';
import type { Ready } from '../core/selection.ts';
import { askedInBatch } from './batch.ts';
import type { EditOutcome } from './outcome.ts';
import { resultsIn } from './results.ts';
import { type Part, type Run, type Shown, shownIn } from './run.ts';
import { askedFor, type State } from './state.ts';

type Watched = Pick<State, 'run' | 'selection' | 'offer' | 'batchWay'>;

export interface ShownResult {
  /** Of the whole run, by which it is known. */
  readonly outcome: EditOutcome;
  /** At least one; in the order of the requests. */
  readonly shown: readonly Shown[];
}

/** What a click would be about as things stand: several targets, one, or none. */
export function askedNow(state: Omit<Watched, 'run'>): readonly Ready[] {
  const asked = askedFor(state.selection.value);
  return asked ? [asked] : (askedInBatch(state) ?? []);
}

/** Whichever of its targets are selected, the run is changed as a whole, as it was made; null where it is not. */
export function shownResult(state: Watched): ShownResult | null {
  const { value: run } = state.run;
  if (!run?.outcome) return null;
  const shown = shownIn(run);
  const asked = askedNow(state);
  const targets = new Set(run.parts.map(targetIdOf));
  const ofTarget = ({ target }: Ready) => shown.filter(({ composited }) => isIn(composited.plan, target.id));
  const isMadeOf = (each: Ready) =>
    isUsedIn(run, each) ||
    (targets.has(each.target.id) && ofTarget(each).every(({ composited }) => isOf(composited.plan, each)));
  const isSomewhere = asked.some((each) => isUsedIn(run, each) || ofTarget(each).length > 0);
  return isSomewhere && asked.every(isMadeOf) ? { outcome: run.outcome, shown } : null;
}

/** How many targets what follows lies in, as far as it is still in the document. */
export function followingTargets(state: Watched & Pick<State, 'looks'>): number {
  const result = shownResult(state);
  if (!result) return 0;
  const placed = resultsIn(state).filter((each) => each.placed !== null);
  const used = result.outcome.used?.placedIds ?? [];
  return new Set(placed.map(({ targetId }) => targetId)).size + used.length;
}

/** Whatever is to be done with them. */
export function selectedTargets({ selection, offer }: Pick<State, 'selection' | 'offer'>): number {
  if (askedFor(selection.value)) return 1;
  const members = offer.value.batch?.members ?? [];
  return members.filter(({ problem }) => !problem).length;
}

/** It was among those in which the one picture was to be used as well, with the regions that it has. */
function isUsedIn({ outcome, spread }: Run, { target, regions }: Ready): boolean {
  if (spread.kind === 'none' || !outcome?.used) return false;
  const ids = new Set(spread.layerIds);
  return [target, ...regions].every(({ id }) => ids.has(id));
}

function isIn({ target }: EditPlan, targetId: string): boolean {
  return target.id === targetId;
}

/** One that has lost its place goes by where it was put instead. */
function targetIdOf({ checkpoint, targetId }: Part): string {
  return checkpoint?.plan.target.id ?? targetId;
}

/** What was inserted into another target has left its regions behind: there is none in it to compare with. */
function isOf({ regions, leftBehind }: EditPlan, asked: Ready): boolean {
  const ids = (layers: EditPlan['regions']) => layers.map(({ id }) => id).sort();
  return leftBehind !== undefined || ids(regions).join() === ids(asked.regions).join();
}
