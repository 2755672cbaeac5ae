// What is kept in Figma's client storage: on this machine, for this plugin, never in the document.
import { Failure } from '../core/failure.ts';
import { readSettings, type Settings } from '../core/settings.ts';
import { withChanges } from '../core/settings-merge.ts';
import type { Claim, JobRecord, KeptPictures, KeptResult } from '../core/unfinished.ts';

const SETTINGS_KEY = 'settings';
const LEASE_PREFIX = 'lease ';
const JOB_PREFIX = 'job ';
const CLAIM_PREFIX = 'claim ';
const RESULT_PREFIX = 'result ';
const PICTURES_PREFIX = 'pictures ';

export async function loadSettings(): Promise<Settings> {
  return readSettings(await figma.clientStorage.getAsync(SETTINGS_KEY));
}

/** What has changed since, onto what is stored by now: another window may have stored more. @throws Failure settings-unkept */
export async function saveSettings(settings: Settings, since: Settings): Promise<null> {
  try {
    const stored = await loadSettings();
    await figma.clientStorage.setAsync(SETTINGS_KEY, withChanges(stored, since, settings));
    return null;
  } catch (error) {
    throw new Failure('settings-unkept', {}, error);
  }
}

/** Says that temporary frames marked with this id may stand on the page until a moment (ms since 1970). */
export interface Lease {
  readonly id: string;
  readonly pageId: string;
  readonly until: number;
}

export async function loadLeases(): Promise<Lease[]> {
  const ids = await idsUnder(LEASE_PREFIX);
  const stored: unknown[] = await Promise.all(
    ids.map((id) => figma.clientStorage.getAsync(LEASE_PREFIX + id)),
  );
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

export async function idsUnder(prefix: string): Promise<string[]> {
  const keys = await figma.clientStorage.keysAsync();
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

export function jobIds(): Promise<string[]> {
  return idsUnder(JOB_PREFIX);
}

/** As it was found: `readJob` says whether it is one. */
export function loadStoredJob(id: string): Promise<unknown> {
  return figma.clientStorage.getAsync(JOB_PREFIX + id);
}

// A key for each, as with leases.
export async function saveJob(record: JobRecord): Promise<void> {
  await figma.clientStorage.setAsync(JOB_PREFIX + record.id, record);
}

export async function dropJob(id: string): Promise<void> {
  await figma.clientStorage.deleteAsync(JOB_PREFIX + id);
}

export function resultIds(): Promise<string[]> {
  return idsUnder(RESULT_PREFIX);
}

/** As it was found: `readResult` says whether it is one. */
export function loadStoredResult(id: string): Promise<unknown> {
  return figma.clientStorage.getAsync(RESULT_PREFIX + id);
}

// Apart from the job, so that it can make room for another without the job being lost.
export async function saveResult(id: string, result: KeptResult): Promise<void> {
  await figma.clientStorage.setAsync(RESULT_PREFIX + id, result);
}

export async function dropResult(id: string): Promise<void> {
  await figma.clientStorage.deleteAsync(RESULT_PREFIX + id);
}

export function claimIds(): Promise<string[]> {
  return idsUnder(CLAIM_PREFIX);
}

export function picturesIds(): Promise<string[]> {
  return idsUnder(PICTURES_PREFIX);
}

/** As they were found: `readPictures` says whether they are. */
export function loadStoredPictures(id: string): Promise<unknown> {
  return figma.clientStorage.getAsync(PICTURES_PREFIX + id);
}

/** @param at by then, the first job that shares them is about to be stored */
export async function savePictures(id: string, pictures: KeptPictures, at: number): Promise<void> {
  await figma.clientStorage.setAsync(PICTURES_PREFIX + id, { ...pictures, at });
}

export async function dropPictures(id: string): Promise<void> {
  await figma.clientStorage.deleteAsync(PICTURES_PREFIX + id);
}

export async function loadClaim(id: string): Promise<Claim | null> {
  const stored: unknown = await figma.clientStorage.getAsync(CLAIM_PREFIX + id);
  return isClaim(stored) ? stored : null;
}

export async function saveClaim(id: string, claim: Claim): Promise<void> {
  await figma.clientStorage.setAsync(CLAIM_PREFIX + id, claim);
}

export async function dropClaim(id: string): Promise<void> {
  await figma.clientStorage.deleteAsync(CLAIM_PREFIX + id);
}

function isClaim(value: unknown): value is Claim {
  if (typeof value !== 'object' || value === null) return false;
  const { owner, until } = value as Partial<Record<keyof Claim, unknown>>;
  return typeof owner === 'string' && typeof until === 'number';
}
