// Watches what can still be changed once a result is there, and has the layers follow a moment later.
import { computed, effect, untracked } from '@preact/signals';
import { Failure, isFailure, toWire } from '../core/failure.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { fitOf, refit } from './refit.ts';
import { type Run, type ShownResult, type State, shownResult } from './state.ts';

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
  let waiting = new AbortController();
  let cut: Cut | null = null;
  const outcome = computed(() => state.run.value?.outcome ?? null);
  const wanted = computed(() => textOf(state.settings.value.edit));
  effect(() => {
    const [fit, of] = [wanted.value, outcome.value];
    // A selection alone makes no layer change.
    const shown = of && untracked(() => shownResult(state));
    if (!shown) return;
    waiting.abort();
    waiting = new AbortController();
    // What was moved while the result was on its way is told by the settings it was made with.
    if (cut?.of !== of) cut = { of, fit: textOf(shown.composited.settings) };
    if (cut.fit !== fit) void follow(state, shown, cut, world, waiting.signal);
    else untracked(() => tell(state, of, { isFitting: false }));
  });
}

function textOf(settings: EditSettings): string {
  return JSON.stringify(fitOf(settings));
}

function tell(state: State, of: Cut['of'], changes: Partial<Run>): void {
  const run = state.run.value;
  if (run?.outcome === of) state.run.value = { ...run, ...changes };
}

async function follow(
  state: State,
  { outcome, composited }: ShownResult,
  cut: Cut,
  world: FitWorld,
  signal: AbortSignal,
): Promise<void> {
  const isWanted = () => !signal.aborted && state.run.value?.outcome === outcome;
  await world.clock.sleep(FIT_AFTER, signal);
  if (!isWanted()) return;
  tell(state, outcome, { isFitting: true });
  if (state.notice.value?.failure === 'update-failed') state.notice.value = null;
  const before = cut.fit;
  try {
    const { edit } = state.settings.value;
    const request = await refit(composited, outcome.layerIds, fitOf(edit), world, isWanted);
    if (!request) return;
    cut.fit = textOf(edit);
    const { updated } = await world.plugin.call('updateLayers', request);
    tell(state, outcome, updated > 0 ? { isRefitted: true, isLost: false } : { isLost: true });
  } catch (error) {
    cut.fit = before;
    if (isWanted()) state.notice.value = toWire(failed(error));
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
