// What the buttons do to presets: the list in the panel is what client storage holds, or is put back to it.
import { toWire } from '../core/failure.ts';
import { type Preset, type SavedPreset, savedPreset, withPreset } from '../core/presets.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { State } from './state.ts';

export interface PresetActions {
  /** Reads them anew: another window may have kept more. */
  loadPresets(): void;
  applyPreset(preset: Preset): void;
  /** The preset that would be kept of the settings as they stand. */
  presetOf(name: string, hasPrompt: boolean): SavedPreset;
  /** Keeps it, in place of the one with its id. */
  keepPreset(preset: SavedPreset): void;
  deletePreset(preset: SavedPreset): void;
}

interface PresetWorld {
  readonly plugin: Plugin;
  readonly clock: Clock;
  readonly randomSeed: () => number;
}

export function createPresets(
  state: State,
  { plugin, clock, randomSeed }: PresetWorld,
  changeEdit: (changes: Partial<EditSettings>) => void,
): PresetActions {
  async function load(): Promise<void> {
    state.presets.value = await plugin.call('presets');
  }

  /** Shown at once; when it cannot be stored, that is said and undone. */
  async function change(presets: readonly SavedPreset[], store: Promise<null>): Promise<void> {
    state.presets.value = presets;
    try {
      await store;
    } catch (error) {
      state.notice.value = toWire(error);
      await load();
    }
  }

  const others = ({ id }: SavedPreset) => state.presets.value.filter((preset) => preset.id !== id);

  return {
    loadPresets: () => void load().catch((error: unknown) => tell(state, error)),
    applyPreset: (preset) => changeEdit(withPreset(state.settings.value.edit, preset)),
    presetOf(name, hasPrompt) {
      const id = `${clock.now()}-${randomSeed().toString(36)}`;
      return savedPreset(id, name, state.settings.value.edit, hasPrompt);
    },
    keepPreset(preset) {
      const list = [...others(preset), preset].sort((a, b) => (a.id < b.id ? -1 : 1));
      void change(list, plugin.call('keepPreset', { preset }));
    },
    deletePreset: (preset) => void change(others(preset), plugin.call('dropPreset', { id: preset.id })),
  };
}

function tell({ notice }: State, error: unknown): void {
  notice.value = toWire(error);
}
