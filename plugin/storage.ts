// What is kept in Figma's client storage: on this machine, for this plugin, never in the document.
import { readSettings, type Settings } from '../core/settings.ts';

const SETTINGS_KEY = 'settings';
const LEASES_KEY = 'leases';

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
  const stored: unknown = await figma.clientStorage.getAsync(LEASES_KEY);
  return Array.isArray(stored) ? stored.filter(isLease) : [];
}

export async function saveLeases(leases: readonly Lease[]): Promise<void> {
  await figma.clientStorage.setAsync(LEASES_KEY, leases);
}

function isLease(value: unknown): value is Lease {
  if (typeof value !== 'object' || value === null) return false;
  const { id, pageId, until } = value as Partial<Record<keyof Lease, unknown>>;
  return typeof id === 'string' && typeof pageId === 'string' && typeof until === 'number';
}
