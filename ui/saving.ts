// Keeps what the user has set in client storage, a moment after the last change.
import { effect, type ReadonlySignal } from '@preact/signals';
import { toWire } from '../core/failure.ts';
import type { Settings } from '../core/settings.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { State } from './state.ts';

const SAVE_AFTER = 400;

/**
 * Saves a moment after the last change; the function returned saves at once. What could not be loaded is
 * never overwritten: the panel then shows settings that are not the user's.
 */
export function savesSettings(
  state: State,
  isLoaded: ReadonlySignal<boolean>,
  { plugin, clock }: { plugin: Plugin; clock: Clock },
): () => void {
  let saved: Settings | null = null;
  /** On their way, or arrived. */
  let sent: Settings | null = null;
  let waiting = new AbortController();
  const save = () => {
    waiting.abort();
    const settings = state.settings.value;
    if (!isLoaded.value || settings === saved || settings === sent) return;
    sent = settings;
    plugin.call('saveSettings', { settings }).then(
      () => {
        saved = settings;
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
    if (!isLoaded.value || state.settings.value === saved) return;
    // What was just loaded need not be stored again.
    if (saved === null) {
      saved = state.settings.value;
      return;
    }
    waiting.abort();
    waiting = new AbortController();
    const { signal } = waiting;
    void clock.sleep(SAVE_AFTER, signal).then(() => signal.aborted || save());
  });
  return save;
}
