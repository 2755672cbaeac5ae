// Watches what can still be changed once a result is there, and has the layers follow a moment later.
import { effect, untracked } from '@preact/signals';
import { Failure, isFailure, toWire } from '../core/failure.ts';
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

export function watchFit(state: State, world: FitWorld): void {
  let waiting = new AbortController();
  let known = '';
  effect(() => {
    const wanted = JSON.stringify(fitOf(state.settings.value.edit));
    const isChanged = wanted !== known;
    known = wanted;
    // Nothing else makes the layers change: not a selection, and not the result's own coming.
    const shown = isChanged ? untracked(() => shownResult(state)) : null;
    if (!shown) return;
    waiting.abort();
    waiting = new AbortController();
    void follow(state, shown, world, waiting.signal);
  });
}

async function follow(
  state: State,
  { outcome, composited }: ShownResult,
  world: FitWorld,
  signal: AbortSignal,
): Promise<void> {
  const tell = (changes: Partial<Run>) => {
    const run = state.run.value;
    if (run?.outcome === outcome) state.run.value = { ...run, ...changes };
  };
  const isWanted = () => !signal.aborted && state.run.value?.outcome === outcome;
  await world.clock.sleep(FIT_AFTER, signal);
  if (!isWanted()) return;
  tell({ isFitting: true });
  if (state.notice.value?.failure === 'update-failed') state.notice.value = null;
  try {
    const fit = fitOf(state.settings.value.edit);
    const request = await refit(composited, outcome.layerIds, fit, world, isWanted);
    if (!request) return;
    const { updated } = await world.plugin.call('updateLayers', request);
    tell(updated > 0 ? { isRefitted: true, isLost: false } : { isLost: true });
  } catch (error) {
    if (isWanted()) state.notice.value = toWire(failed(error));
  } finally {
    // Whoever came after is at it already.
    if (isWanted()) tell({ isFitting: false });
  }
}

/** Whatever went wrong, and wherever: the layers are as they were. */
function failed(error: unknown): Failure {
  const isSaid = isFailure(error) && error.kind === 'update-failed';
  return isSaid ? error : new Failure('update-failed', {}, error);
}
