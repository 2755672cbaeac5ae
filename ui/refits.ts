// Watches what can still be changed once a result is there, and has the layers follow a moment later.
import { batch, computed, effect, untracked } from '@preact/signals';
import { Failure, isFailure, toWire } from '../core/failure.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { areSameFit, type Fit, fitOf, textOf } from './fit.ts';
import type { EditOutcome } from './outcome.ts';
import { type Fitting, type Refitted, refit } from './refit.ts';
import { changePart, changeRun, findPart, type Run, type Shown, shownIn } from './run.ts';
import { proveRun } from './run-proof.ts';
import { settling } from './settle.ts';
import { shownResult } from './shown-result.ts';
import type { State } from './state.ts';

interface FitWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
  readonly clock: Clock;
}

/** A slider's moves become one change of the layers, and so one undo step. */
const FIT_AFTER = 250;

export function watchFit(state: State, world: FitWorld): void {
  const following = settling(world.clock, FIT_AFTER);
  const outcome = computed(() => state.run.value?.outcome ?? null);
  const wanted = computed(() => textOf(fitOf(state.settings.value.edit)));
  effect(() => {
    // What was moved while the result was on its way is told by the settings it was made with.
    const [, of] = [wanted.value, outcome.value];
    // A selection alone makes no layer change.
    const result = of && untracked(() => shownResult(state));
    if (!result) return;
    following.drop();
    const fit = untracked(() => fitOf(state.settings.value.edit));
    if (result.shown.some(isBehind(fit))) following.later((signal) => follow(state, of, world, signal));
    else untracked(() => tell(state, of, { isFitting: false }));
  });
}

function isBehind(fit: Fit) {
  return ({ cut }: Shown) => !areSameFit(cut.fit, fit);
}

function tell(state: State, of: EditOutcome, changes: Partial<Run>): void {
  const run = state.run.value;
  if (run?.outcome === of) changeRun(state, run.id, changes);
}

/** All of the run in one step, whatever number of targets it lies in. */
async function follow(state: State, of: EditOutcome, world: FitWorld, signal: AbortSignal): Promise<void> {
  const isWanted = () => !signal.aborted && state.run.value?.outcome === of;
  const shownNow = () => (state.run.value ? shownIn(state.run.value) : []);
  if (!isWanted()) return;
  const isNew = await cutAnew(state, of, shownNow(), world, isWanted);
  if (!isNew || !isWanted()) return;
  const proof = await proveRun(shownNow(), world);
  if (isWanted()) tell(state, of, { refitted: { proof } });
}

/** @returns whether anything shows other pixels by now */
async function cutAnew(
  state: State,
  of: EditOutcome,
  shown: readonly Shown[],
  world: FitWorld,
  isWanted: () => boolean,
): Promise<boolean> {
  tell(state, of, { isFitting: true });
  if (state.notice.value?.failure === 'update-failed') state.notice.value = null;
  let takeBack = () => {};
  try {
    const fit = fitOf(state.settings.value.edit);
    const within = spreadTo(state);
    const behind = shown.filter(isBehind(fit)).map((each) => ({ ...each, within }));
    const anew = await allAnew(behind, fit, world, isWanted);
    if (!anew) return false;
    takeBack = noteCuts(state, anew);
    const parts = anew.map(({ update }) => update);
    const { updated, unchanged } = await world.plugin.call('updateLayers', { parts });
    const isLost = updated + unchanged === 0;
    tell(state, of, updated > 0 ? { isLost, refitted: { proof: null } } : { isLost });
    return updated > 0;
  } catch (error) {
    takeBack();
    if (isWanted()) state.notice.value = toWire(failed(error));
    return false;
  } finally {
    // Whoever came after is at it already.
    if (isWanted()) tell(state, of, { isFitting: false });
  }
}

interface Anew extends Refitted {
  readonly partId: string;
}

/** Null when that is no longer wanted. */
async function allAnew(
  shown: readonly (Shown & Pick<Fitting, 'within'>)[],
  fit: Fit,
  world: FitWorld,
  isWanted: () => boolean,
): Promise<Anew[] | null> {
  const anew: Anew[] = [];
  for (const { partId, composited, outcome, within } of shown) {
    const refitted = await refit(composited, { ...outcome, within }, fit, world, isWanted);
    if (!refitted) return null;
    anew.push({ partId, ...refitted });
  }
  return anew;
}

function spreadTo({ run }: Pick<State, 'run'>): readonly string[] {
  const spread = run.value?.spread;
  return spread && spread.kind !== 'none' ? spread.layerIds : [];
}

/** Taken for done while it is being done. @returns takes back what nobody has changed since */
function noteCuts(state: State, anew: readonly Anew[]): () => void {
  const before = new Map(anew.map(({ partId }) => [partId, findPart(state, partId)?.cut ?? null]));
  batch(() => {
    for (const { partId, cut } of anew) changePart(state, partId, { cut });
  });
  return () => {
    for (const { partId, cut } of anew) {
      const isOurs = findPart(state, partId)?.cut === cut;
      if (isOurs) changePart(state, partId, { cut: before.get(partId) ?? null });
    }
  };
}

/** Whatever went wrong, and wherever: the layers are as they were. */
function failed(error: unknown): Failure {
  const isSaid = isFailure(error) && error.kind === 'update-failed';
  return isSaid ? error : new Failure('update-failed', {}, error);
}
