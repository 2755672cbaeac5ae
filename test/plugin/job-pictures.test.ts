// Pictures that several stored jobs share, in the built main thread: there once, as long as any of them is, and no longer.
import { beforeEach, expect, test } from 'vitest';
import { planEdit } from '../../core/plan.ts';
import type { Ready } from '../../core/selection.ts';
import { CLAIM_MS, type Intent } from '../../core/unfinished.ts';
import { ClientStorage } from '../../playground/host/storage.ts';
import { openFigma } from '../support/figma.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { ellipse, frame } from '../support/shapes.ts';
import { PLACE, SETTINGS } from '../ui/world.ts';

const NOW = Date.UTC(2026, 0, 1);
/** Of the pictures of one target. */
const BYTES = 40_000;

const storage = new ClientStorage();
const window = oncePerFile(() => openFigma({ clientStorage: storage, now: () => NOW }));
beforeEach(() => {
  for (const key of storage.keys()) storage.delete(key);
});

const picturesOf = (bytes: number) => ({
  source: new Uint8Array(bytes).fill(1),
  limit: null,
  regions: [{ coverage: Uint8Array.of(1), amount: 1 }],
});

/** A file with a frame and its mask, and the plugin started anew in it. */
async function opened({ host, figma, start, selectionWhere, plugin: { call } } = window) {
  const target = frame(figma, 96, 64);
  const region = ellipse(figma, target, [32, 20, 24, 20]);
  await start();
  host.select([target.id, region.id]);
  const selection = (await selectionWhere(
    (told) => told.kind === 'ready' && told.target.id === target.id,
  )) as Ready;
  const intent = (id: string, pictures = 'shared'): Intent => ({
    version: 1,
    id,
    createdAt: NOW,
    proxy: '',
    plan: planEdit(selection, SETTINGS, 7),
    settings: SETTINGS,
    place: PLACE,
    simulated: true,
    pictures,
  });
  const keep = (id: string, pictures = 'shared') =>
    call('keepJob', { intent: intent(id, pictures), pictures: picturesOf(BYTES), now: NOW });
  return { call, intent, keep };
}

const stored = (kind: string) => storage.keys().filter((key) => key.startsWith(`${kind} `));

/** As much as photographs leave of Figma's 5 MB once some others are stored. */
function leave(bytes: number): void {
  storage.set('other', new Uint8Array(storage.left - 'other'.length - bytes));
}

test('a dozen requests for one photograph fit where two would, had each its own', async () => {
  const { call, keep } = await opened();
  leave(2.5 * BYTES);
  for (let i = 0; i < 12; i++) await keep(`${NOW}-${i}`);
  expect([stored('job'), stored('pictures')]).toMatchObject({ 0: { length: 12 }, 1: ['pictures shared'] });
  const { jobs } = await call('unfinishedJobs', { now: NOW });
  expect(jobs.filter(({ kind }) => kind === 'readable')).toHaveLength(12);
});

test('they go with the last job that shares them, whichever that is and however it ends', async () => {
  const { call, keep } = await opened();
  for (const id of ['1-a', '1-b', '1-c']) await keep(id);
  await keep('1-d', 'others');
  await call('forgetJob', { id: '1-a', now: NOW });
  await call('decide', { id: '1-c', now: NOW, waiting: [], flagged: [], decided: [] });
  expect((await call('loadJob', { id: '1-b', now: NOW }))?.pictures).toMatchObject(picturesOf(BYTES));
  await call('forgetJob', { id: '1-b', now: NOW });
  expect(stored('pictures')).toEqual(['pictures others']);
  // A request of the same target that is begun after all the others were done with.
  await keep('1-e');
  expect((await call('loadJob', { id: '1-e', now: NOW }))?.pictures.source).toHaveLength(BYTES);
});

test('one is stored while the last is forgotten: its pictures are there', async () => {
  const { call, keep } = await opened();
  await keep('1-a');
  await Promise.all([call('forgetJob', { id: '1-a', now: NOW }), keep('1-b')]);
  await Promise.all([keep('1-c'), call('forgetJob', { id: '1-b', now: NOW })]);
  expect([stored('job'), stored('pictures')]).toEqual([['job 1-c'], ['pictures shared']]);
});

test('what another window left is shared with it, and goes with the last of both', async () => {
  const { keep } = await opened();
  await keep('1-a');
  const second = await openFigma({ clientStorage: storage, now: () => NOW });
  const other = await opened(second);
  await other.keep('1-b');
  await other.call('forgetJob', { id: '1-b', now: NOW });
  expect(stored('pictures')).toHaveLength(1);
  await other.call('forgetJob', { id: '1-a', now: NOW });
  expect(stored('pictures')).toEqual([]);
  second.host.dispose();
});

test('without room for the job, nothing of it stays', async () => {
  const { keep } = await opened();
  leave(BYTES + 1000);
  await expect(keep('1-a')).rejects.toMatchObject({ kind: 'storage-full' });
  expect([...stored('job'), ...stored('pictures'), ...stored('claim')]).toEqual([]);
});

test('what a crash left without a job goes at a later start, unless it is so new that its job may yet come', async () => {
  const { call } = await opened();
  storage.set('pictures left', { ...picturesOf(10), at: NOW });
  storage.set('pictures damaged', 'x');
  await call('unfinishedJobs', { now: NOW + CLAIM_MS - 1 });
  expect(stored('pictures')).toEqual(['pictures left']);
  await call('unfinishedJobs', { now: NOW + CLAIM_MS });
  expect(stored('pictures')).toEqual([]);
});

test('a job from before pictures were shared has its own; one whose pictures are gone is told of as damaged', async () => {
  const { call, intent, keep } = await opened();
  await keep('1-a');
  const record = storage.get('job 1-a') as object;
  storage.set('job 1-b', { ...record, id: '1-b', pictures: picturesOf(10) });
  storage.set('job 1-c', { ...record, requestId: 'r-1', pictures: intent('', 'gone').pictures });
  const { jobs } = await call('unfinishedJobs', { now: NOW });
  expect(jobs.map(({ kind }) => kind)).toEqual(['readable', 'readable', 'damaged']);
  expect(jobs[2]).toMatchObject({ requestId: 'r-1' });
  expect((await call('loadJob', { id: '1-b', now: NOW }))?.pictures).toEqual(picturesOf(10));
  expect(await call('loadJob', { id: '1-c', now: NOW })).toBeNull();
  await call('forgetJob', { id: '1-b', now: NOW });
  expect(storage.keys()).toContain('pictures shared');
});
