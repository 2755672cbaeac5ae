// What is kept in Figma's client storage: on this machine, for this plugin, never in the document.
import { readSettings, type Settings } from '../core/settings.ts';

const SETTINGS_KEY = 'settings';
const LEASE_PREFIX = 'lease ';

export async function loadSettings(): Promise<Settings> {
  return readSettings(await figma.clientStorage.getAsync(SETTINGS_KEY));
}

export async function saveSettings(settings: Settings): Promise<void> {
  await figma.clientStorage.setAsync(SETTINGS_KEY, settings);
}

/** Says that temporary frames marked with this id may stand on the page until a moment (ms since 1970). */
export interface Lease {
  readonly id: string;
  readonly pageId: string;
  readonly until: number;
}

export async function loadLeases(): Promise<Lease[]> {
  const keys = (await figma.clientStorage.keysAsync()).filter((key) => key.startsWith(LEASE_PREFIX));
  const stored: unknown[] = await Promise.all(keys.map((key) => figma.clientStorage.getAsync(key)));
  return stored.filter(isLease);
}

// A key for each: two windows that shared a list would overwrite each other's entries.
export async function saveLease(lease: Lease): Promise<void> {
  await figma.clientStorage.setAsync(LEASE_PREFIX + lease.id, lease);
}

export async function dropLease(id: string): Promise<void> {
  await figma.clientStorage.deleteAsync(LEASE_PREFIX + id);
}

function isLease(value: unknown): value is Lease {
  if (typeof value !== 'object' || value === null) return false;
  const { id, pageId, until } = value as Partial<Record<keyof Lease, unknown>>;
  return typeof id === 'string' && typeof pageId === 'string' && typeof until === 'number';
}
