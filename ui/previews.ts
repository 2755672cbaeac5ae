// The picture of the target as it stands, taken anew whenever it looks different.
import { computed, effect } from '@preact/signals';
import { PANEL_SIZE } from '../core/protocol.ts';
import type { Selection } from '../core/selection.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import { repaintsOf } from './repaints.ts';
import type { State } from './state.ts';

const PREVIEW_AFTER = 120;
/** Twice the panel's width, for dense screens. */
const PREVIEW_SIDE = PANEL_SIZE.width * 2;

/** A new picture whenever the selection or its geometry changes; an answer that comes late is dropped. */
export function watchPreview(state: State, { plugin, clock }: { plugin: Plugin; clock: Clock }): void {
  let waiting = new AbortController();
  let shownId = '';
  const repaints = repaintsOf(plugin);
  const looks = computed(() => looksOf(state.selection.value));
  effect(() => {
    void looks.value;
    void repaints.value;
    const selection = state.selection.peek();
    const { signal } = renew();
    const targetId = selection.kind === 'none' ? '' : selection.target.id;
    if (targetId !== shownId) state.preview.value = null;
    shownId = targetId;
    if (selection.kind !== 'none') void load(selection, signal);
  });

  function renew(): AbortController {
    waiting.abort();
    waiting = new AbortController();
    return waiting;
  }

  async function load(selection: Exclude<Selection, { kind: 'none' }>, signal: AbortSignal): Promise<void> {
    await clock.sleep(PREVIEW_AFTER, signal);
    if (signal.aborted) return;
    const regionIds = selection.kind === 'ready' ? selection.regions.map(({ id }) => id) : [];
    const request = { targetId: selection.target.id, regionIds, longestSide: PREVIEW_SIDE };
    const preview = await plugin.call('preview', request).catch(() => null);
    if (!signal.aborted) state.preview.value = preview;
  }
}

/** What a preview depends on: how much a region may change is not part of it. */
function looksOf(selection: Selection): string {
  if (selection.kind === 'none') return '';
  const regions = selection.kind === 'ready' ? selection.regions.map(({ id, box }) => ({ id, box })) : [];
  return JSON.stringify({ target: selection.target, regions });
}
