// Keeps what the panel says of text over the region in step with the selection, the settings and the page.
import { computed, effect } from '@preact/signals';
import { insertAsFor } from '../core/insert-as.ts';
import { fillsTransparent, protectsText } from '../core/plan.ts';
import type { PlaceRequest } from '../core/protocol.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import { placeRequest } from './place-request.ts';
import { repaintsOf } from './repaints.ts';
import { replacedFor } from './restored.ts';
import { settling } from './settle.ts';
import type { State } from './state.ts';

/** A slider's moves are asked about once. */
const ASK_AFTER = 120;

/** Where text lies depends on the document, so the main thread is asked; an answer that comes late is dropped. */
export function watchTextOver(state: State, { plugin, clock }: { plugin: Plugin; clock: Clock }): void {
  const repaints = repaintsOf(plugin);
  // As text: a selection told anew is most often the same.
  const asked = computed(() => JSON.stringify(questionOf(state)));
  const asking = settling(clock, ASK_AFTER);
  effect(() => {
    void repaints.value;
    const question: PlaceRequest | null = JSON.parse(asked.value);
    if (question) return asking.later((signal) => ask(question, signal));
    asking.drop();
    state.textOver.value = null;
  });

  async function ask(question: PlaceRequest, signal: AbortSignal): Promise<void> {
    const answer = await plugin.call('textOver', question).catch(() => null);
    if (!signal.aborted) state.textOver.value = answer;
  }
}

/** Null when no region is known, and so no place for a result. */
function questionOf(state: State): PlaceRequest | null {
  const { selection, settings, geometry } = state;
  const [found, known] = [selection.value, geometry.value];
  if (found.kind !== 'ready' || known.kind !== 'known') return null;
  const { reach } = known.outline;
  const { edit } = settings.value;
  return placeRequest({
    ...found,
    reach,
    protectsText: protectsText(edit),
    fillsTransparent: fillsTransparent(found, edit),
    insertAs: insertAsFor(found.target, edit.insertAs),
    replacedIds: replacedFor(state, found.target.id),
  });
}
