// Keeps what the user has set in client storage, a moment after the last change.
import { computed, effect, type ReadonlySignal } from '@preact/signals';
import { toWire } from '../core/failure.ts';
import type { Settings } from '../core/settings.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import { ownSettings } from './restored.ts';
import type { State } from './state.ts';

const SAVE_AFTER = 400;

/**
 * Saves a moment after the last change; the function returned saves at once. Another window may have saved
 * others meanwhile, so that what has changed is told from what has not. What could not be loaded is never
 * overwritten: the panel then shows settings that are not the user's. Nor is what a result brought back kept as theirs.
 * @param loaded as they were stored; null until they are known
 */
export function savesSettings(
  state: State,
  loaded: ReadonlySignal<Settings | null>,
  { plugin, clock }: { plugin: Plugin; clock: Clock },
): () => void {
  const own = computed(() => ownSettings(state));
  let saved: Settings | null = null;
  /** As client storage is known to have taken them, or to have had them when they were loaded. */
  let since: Settings | null = null;
  /** On their way, or arrived. */
  let sent: Settings | null = null;
  let waiting = new AbortController();
  const save = () => {
    waiting.abort();
    const settings = own.value;
    if (!since || settings === saved || settings === sent) return;
    sent = settings;
    plugin.call('saveSettings', { settings, since }).then(
      () => {
        saved = settings;
        since = settings;
        if (state.notice.value?.failure === 'settings-unkept') state.notice.value = null;
      },
      (error: unknown) => {
        // Whatever asks for a save next tries again.
        if (sent === settings) sent = null;
        state.notice.value = toWire(error);
      },
    );
  };
  effect(() => {
    if (!loaded.value || own.value === saved) return;
    // What the panel opens with need not be stored again.
    if (since === null) {
      since = loaded.value;
      saved = own.value;
      return;
    }
    waiting.abort();
    waiting = new AbortController();
    const { signal } = waiting;
    void clock.sleep(SAVE_AFTER, signal).then(() => signal.aborted || save());
  });
  return save;
}
