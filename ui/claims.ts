// Tells other windows that somebody is at work here: as long as it lasts, and however long nothing is heard of it.
import { computed, effect, untracked } from '@preact/signals';
import { isEnded } from '../core/job.ts';
import { CLAIM_MS } from '../core/unfinished.ts';
import type { Plugin } from './channel.ts';
import type { PanelClock } from './clock.ts';
import { jobIdOf } from './run.ts';
import type { State } from './state.ts';

/** Often enough that one that is late or lost does no harm. */
const BEAT_MS = CLAIM_MS / 4;

interface ClaimsWorld {
  readonly plugin: Plugin;
  readonly clock: PanelClock;
}

export function keepClaims(state: Pick<State, 'runs'>, { plugin, clock }: ClaimsWorld): void {
  const atWork = computed(() => jobsAtWork(state).join());
  const renew = () => {
    plugin.call('renewClaims', { ids: jobsAtWork(state), now: clock.now() }).catch(() => null);
  };
  effect(() => {
    if (atWork.value === '') return;
    // At once: what is tried again may have been left alone for longer than a claim lasts.
    untracked(renew);
    return clock.every(BEAT_MS, renew);
  });
}

/** What is made and waits for the rest of its run is worked on as well. */
function jobsAtWork({ runs }: Pick<State, 'runs'>): string[] {
  const parts = runs.value.flatMap((run) => run.parts);
  return parts.filter(({ job }) => !isEnded(job)).map(jobIdOf);
}
