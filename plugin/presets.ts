// The user's presets in client storage: on this machine, for every file.
import { Failure } from '../core/failure.ts';
import { readPreset, type SavedPreset } from '../core/presets.ts';
import { idsUnder } from './storage.ts';

const PRESET_PREFIX = 'preset ';

/** In the order in which they were kept; what cannot be read is passed over. */
export async function presets(): Promise<SavedPreset[]> {
  const ids = await idsUnder(PRESET_PREFIX);
  const stored: unknown[] = await Promise.all(
    ids.sort().map((id) => figma.clientStorage.getAsync(PRESET_PREFIX + id)),
  );
  return stored.flatMap((found) => readPreset(found) ?? []);
}

/** A key for each, since two windows that shared a list would overwrite each other's. @throws Failure preset-unkept */
export async function keepPreset(preset: SavedPreset): Promise<null> {
  try {
    await figma.clientStorage.setAsync(PRESET_PREFIX + preset.id, preset);
    return null;
  } catch (error) {
    throw new Failure('preset-unkept', {}, error);
  }
}

export async function dropPreset(id: string): Promise<null> {
  await figma.clientStorage.deleteAsync(PRESET_PREFIX + id);
  return null;
}
