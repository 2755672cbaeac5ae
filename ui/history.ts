// Keeps History up to date for as long as it is looked at.
import { computed, effect } from '@preact/signals';
import { toWire, type WireFailure } from '../core/failure.ts';
import type { PastRun } from '../core/history.ts';
import type { Plugin } from './channel.ts';
import { repaintsOf } from './repaints.ts';
import type { State } from './state.ts';

export type History =
  | { readonly kind: 'loading' }
  | { readonly kind: 'shown'; readonly runs: readonly PastRun[] }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

export function watchHistory(state: State, plugin: Plugin): void {
  const repaints = repaintsOf(plugin);
  const isShown = computed(() => state.tab.value === 'history');
  effect(() => {
    void repaints.value;
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

function load(plugin: Plugin): Promise<History> {
  return plugin.call('history').then(
    (runs) => ({ kind: 'shown', runs }),
    (error: unknown) => ({ kind: 'failed', failure: toWire(error) }),
  );
}
