// Keeps History up to date for as long as it is looked at.
import { computed, effect } from '@preact/signals';
import type { Spent } from '../core/billed.ts';
import { toWire, type WireFailure } from '../core/failure.ts';
import type { Past } from '../core/history.ts';
import { isEnded } from '../core/job.ts';
import type { Plugin } from './channel.ts';
import { repaintsOf } from './repaints.ts';
import type { State } from './state.ts';

export type History =
  | { readonly kind: 'loading' }
  | (Past & { readonly kind: 'shown'; readonly spent: Spent })
  | { readonly kind: 'failed'; readonly failure: WireFailure };

export function watchHistory(state: State, plugin: Plugin): void {
  const repaints = repaintsOf(plugin);
  const isShown = computed(() => state.tab.value === 'history');
  // One that came to no layer may have been paid for all the same.
  const ended = computed(() => state.runs.value.filter(({ job }) => isEnded(job)).length);
  effect(() => {
    void repaints.value;
    void ended.value;
    let isLate = false;
    if (isShown.value) {
      void load(plugin).then((history) => {
        if (!isLate) state.history.value = history;
      });
    }
    return () => {
      isLate = true;
    };
  });
}

async function load(plugin: Plugin): Promise<History> {
  try {
    const [past, spent] = await Promise.all([plugin.call('history'), plugin.call('spent')]);
    return { kind: 'shown', ...past, spent };
  } catch (error) {
    return { kind: 'failed', failure: toWire(error) };
  }
}
