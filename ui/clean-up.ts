// Cleaning up: what edits have left on the page, from which each kind and each item can be left out, and its removal.
import { effect } from '@preact/signals';
import { type Leftover, type LeftoverKey, type Leftovers, leftoverKey } from '../core/clean-up.ts';
import { inPhase, toWire, type WireFailure } from '../core/failure.ts';
import type { Plugin } from './channel.ts';
import { removedText } from './clean-up-text.ts';
import { repaintsOf } from './repaints.ts';
import type { State } from './state.ts';

export type CleanUp =
  | { readonly kind: 'closed' }
  | { readonly kind: 'looking' }
  | {
      /** While it is being removed nothing more can be chosen, nor asked for. */
      readonly kind: 'shown' | 'removing';
      readonly found: Leftovers;
      /** By key, of what somebody has chosen or left out; the rest goes unless there is a doubt. */
      readonly said: ReadonlyMap<string, boolean>;
    }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

export type Shown = Extract<CleanUp, { kind: 'shown' | 'removing' }>;

export interface CleanUpActions {
  /** Looks for what could go, and shows it; nothing is removed. */
  openCleanUp(): void;
  closeCleanUp(): void;
  chooseLeftovers(items: readonly LeftoverKey[], isChosen: boolean): void;
  /** Selects its layer, which shows where even a hidden one lies, and brings it into view. */
  findLeftover(item: LeftoverKey): void;
  /** Removes what is chosen, in one undo step. */
  cleanUp(): void;
}

export function chosenLeftovers({ found, said }: Pick<Shown, 'found' | 'said'>): Leftover[] {
  return found.items.filter((item) => said.get(leftoverKey(item)) ?? item.doubt === null);
}

export function createCleanUp(state: State, { plugin }: { plugin: Plugin }): CleanUpActions {
  const { cleanUp: shown } = state;

  function fail(error: unknown): void {
    shown.value = { kind: 'failed', failure: toWire(error) };
  }

  async function look(): Promise<void> {
    const found = await plugin.call('leftovers');
    const { value: now } = shown;
    if (now.kind === 'closed' || now.kind === 'removing') return;
    shown.value = { kind: 'shown', found, said: now.kind === 'shown' ? now.said : new Map() };
  }

  async function remove(items: readonly Leftover[]): Promise<void> {
    const keys = items.map(({ kind, layerId }) => ({ kind, layerId }));
    const { removed } = await plugin.call('cleanUp', { items: keys });
    shown.value = { kind: 'closed' };
    state.historyNote.value = { kind: 'done', text: removedText(removed) };
  }

  keepUpToDate(state, plugin, () => look().catch(fail));
  return {
    openCleanUp() {
      shown.value = { kind: 'looking' };
      state.historyNote.value = null;
      look().catch(fail);
    },
    closeCleanUp() {
      shown.value = { kind: 'closed' };
      state.historyNote.value = null;
    },
    chooseLeftovers(items, isChosen) {
      const { value: now } = shown;
      if (now.kind !== 'shown') return;
      const changes = items.map((item) => [leftoverKey(item), isChosen] as const);
      shown.value = { ...now, said: new Map([...now.said, ...changes]) };
    },
    findLeftover: ({ layerId }) => {
      state.historyNote.value = null;
      // Of one item: the list stands, and what was chosen in it.
      plugin.call('select', { layerIds: [layerId] }).catch((error: unknown) => {
        state.historyNote.value = { kind: 'failed', failure: toWire(inPhase(error, 'unsent')) };
      });
    },
    cleanUp() {
      const { value: now } = shown;
      if (now.kind !== 'shown') return;
      shown.value = { ...now, kind: 'removing' };
      remove(chosenLeftovers(now)).catch(fail);
    },
  };
}

/** With every change of the page, and on another one. */
function keepUpToDate(state: State, plugin: Plugin, look: () => void): void {
  const repaints = repaintsOf(plugin);
  effect(() => {
    void repaints.value;
    void state.selection.value;
    if (state.cleanUp.peek().kind === 'shown') look();
  });
}
