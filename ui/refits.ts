// Watches what can still be changed once a result is there, and has the layers follow a moment later.
import { computed, effect, untracked } from '@preact/signals';
import { Failure, isFailure, toWire } from '../core/failure.ts';
import type { Plane } from '../core/pixels.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { proveOutside } from './proof.ts';
import { fitOf, refit } from './refit.ts';
import { changeRun, type Run } from './run.ts';
import { settling } from './settle.ts';
import { type ShownResult, type State, shownResult } from './state.ts';

interface FitWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
  readonly clock: Clock;
}

/** A slider's moves become one change of the layers, and so one undo step. */
const FIT_AFTER = 250;

/** How the layers of a result are cut. */
interface Cut {
  readonly of: ShownResult['outcome'];
  fit: string;
}

export function watchFit(state: State, world: FitWorld): void {
  const following = settling(world.clock, FIT_AFTER);
  let cut: Cut | null = null;
  const outcome = computed(() => state.run.value?.outcome ?? null);
  const wanted = computed(() => textOf(state.settings.value.edit));
  effect(() => {
    const [fit, of] = [wanted.value, outcome.value];
    // A selection alone makes no layer change.
    const shown = of && untracked(() => shownResult(state));
    if (!shown) return;
    following.drop();
    // What was moved while the result was on its way is told by the settings it was made with.
    if (cut?.of !== of) cut = { of, fit: textOf(shown.composited.settings) };
    const current = cut;
    if (cut.fit !== fit) following.later((signal) => follow(state, shown, current, world, signal));
    else untracked(() => tell(state, of, { isFitting: false }));
  });
}

function textOf(settings: EditSettings): string {
  return JSON.stringify(fitOf(settings));
}

function tell(state: State, of: Cut['of'], changes: Partial<Run>): void {
  const run = state.run.value;
  if (run?.outcome === of) changeRun(state, run.id, changes);
}

async function follow(
  state: State,
  shown: ShownResult,
  cut: Cut,
  world: FitWorld,
  signal: AbortSignal,
): Promise<void> {
  const { outcome, composited, before, layerIds } = shown;
  const isWanted = () => !signal.aborted && state.run.value?.outcome === outcome;
  if (!isWanted()) return;
  const allowed = await cutAnew(state, shown, cut, world, isWanted);
  if (!allowed || !isWanted()) return;
  const proof = await proveOutside({ ...composited, allowed }, { before, layerIds }, world);
  if (isWanted()) tell(state, outcome, { refitted: { proof } });
}

/** What may have changed by now; null where nothing has. */
async function cutAnew(
  state: State,
  { outcome, composited, placed }: ShownResult,
  cut: Cut,
  world: FitWorld,
  isWanted: () => boolean,
): Promise<Plane | null> {
  tell(state, outcome, { isFitting: true });
  if (state.notice.value?.failure === 'update-failed') state.notice.value = null;
  const before = cut.fit;
  try {
    const { edit } = state.settings.value;
    const refitted = await refit(composited, placed, fitOf(edit), world, isWanted);
    if (!refitted) return null;
    cut.fit = textOf(edit);
    const { updated, unchanged } = await world.plugin.call('updateLayers', refitted.request);
    const isLost = updated + unchanged === 0;
    tell(state, outcome, updated > 0 ? { isLost, refitted: { proof: null } } : { isLost });
    return updated > 0 ? refitted.allowed : null;
  } catch (error) {
    cut.fit = before;
    if (isWanted()) state.notice.value = toWire(failed(error));
    return null;
  } finally {
    // Whoever came after is at it already.
    if (isWanted()) tell(state, outcome, { isFitting: false });
  }
}

/** Whatever went wrong, and wherever: the layers are as they were. */
function failed(error: unknown): Failure {
  const isSaid = isFailure(error) && error.kind === 'update-failed';
  return isSaid ? error : new Failure('update-failed', {}, error);
}
