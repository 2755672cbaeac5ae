// What can be done with the entries of History, and what is said of it.
import { type Part, type WayBack, withPart } from '../core/again.ts';
import { toWire, type WireFailure } from '../core/failure.ts';
import type { PastRun } from '../core/history.ts';
import type { ResultAddress } from '../core/placed.ts';
import type { Plugin } from './channel.ts';
import type { Codec } from './codec.ts';
import { forgetDrafts } from './drafts.ts';
import { partText, putBackText, unreadableShownText } from './history-text.ts';
import { goTo } from './opening.ts';
import { isDismissible, isGone, type Part as RunPart } from './run.ts';
import type { State } from './state.ts';
import { createThumbnails, type Thumbnails } from './thumbnails.ts';

export type HistoryNote =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

export interface HistoryActions {
  /** Selects the layers of a run, and brings them into view. */
  findRun(run: PastRun): void;
  /** The same with layers that no run is known of. */
  showUnreadable(layerIds: readonly string[]): void;
  goBack(run: PastRun, way: WayBack): void;
  /** Takes over the prompt, the settings, the seed or all of them. */
  takeOver(run: PastRun, part: Part): void;
  /** Inserts once more all that has gone of a run. */
  putBack(run: PastRun): void;
  /** Inserts another copy of the picture that stands for it. */
  insertCopy(run: PastRun): void;
  readonly thumbnail: Thumbnails;
}

interface HistoryWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
}

export function createHistory(state: State, world: HistoryWorld): HistoryActions {
  const { plugin } = world;

  /** Says what came of it, unless something else has been done since. */
  async function note(work: Promise<string>): Promise<void> {
    const begun: HistoryNote = { kind: 'done', text: '' };
    state.historyNote.value = begun;
    const said = await work.then(
      (text): HistoryNote => ({ kind: 'done', text }),
      (error: unknown): HistoryNote => ({ kind: 'failed', failure: toWire(error) }),
    );
    if (state.historyNote.value === begun) state.historyNote.value = said;
  }

  async function takeOver({ cover }: PastRun, part: Part): Promise<string> {
    const recipe = await plugin.call('recipe', cover.address);
    if (!recipe) return 'That is no longer known.';
    const { value: settings } = state.settings;
    state.settings.value = { ...settings, edit: withPart(settings.edit, recipe, part) };
    forgetDrafts(state);
    return partText(part);
  }

  async function goBack({ cover }: PastRun, way: WayBack): Promise<string> {
    const again = await plugin.call('goBack', { way, ...cover.address });
    if (again) goTo(again, state);
    return again ? '' : 'The region is selected.';
  }

  async function putIn(results: readonly ResultAddress[], { charges }: PastRun): Promise<string> {
    const { layerIds } = await plugin.call('putBack', { results });
    forgetGone(state, new Set(charges.map(({ requestId }) => requestId)));
    return putBackText(layerIds.length);
  }

  async function showUnreadable(layerIds: readonly string[]): Promise<string> {
    const { shown } = await plugin.call('select', { layerIds: [...layerIds] });
    return unreadableShownText(shown, layerIds.length);
  }

  return {
    findRun: ({ layerIds }) => void note(plugin.call('select', { layerIds: [...layerIds] }).then(() => '')),
    showUnreadable: (layerIds) => void note(showUnreadable(layerIds)),
    goBack: (run, way) => void note(goBack(run, way)),
    takeOver: (run, part) => void note(takeOver(run, part)),
    putBack: (run) => void note(putIn(run.returnable, run)),
    insertCopy: (run) => void note(putIn([run.cover.address], run)),
    thumbnail: createThumbnails(world),
  };
}

/** Its layers are others by now, so that nothing more is seen of those that the run has added. */
function forgetGone({ runs }: State, requestIds: ReadonlySet<string>): void {
  const isOf = ({ checkpoint }: RunPart) => checkpoint !== null && requestIds.has(checkpoint.requestId);
  runs.value = runs.value.filter((run) => !(isGone(run) && isDismissible(run) && run.parts.some(isOf)));
}
