// Records of unfinished jobs: which can be read, where they belong, and what they never hold.
import { describe, expect, test } from 'vitest';
import { planEdit } from '../../core/plan.ts';
import { picturesIn, readJob, readPictures, readResult, requestIdIn } from '../../core/stored-job.ts';
import {
  CLAIM_MS,
  isSamePlace,
  isStanding,
  isStillAtFal,
  type JobRecord,
  openAddress,
  planFor,
  type Whereabouts,
} from '../../core/unfinished.ts';
import { PLACE, SELECTION, SETTINGS } from '../ui/world.ts';

const PLAN = planEdit(SELECTION, SETTINGS, 7);
const BYTES = Uint8Array.of(1, 2, 3);
const PICTURES = { source: BYTES, limit: null, regions: [{ coverage: BYTES, amount: 1 }] };

const WHERE: Whereabouts = {
  document: 'Shop',
  page: { id: '0:1', name: 'Page 1' },
  target: { id: '1:1', name: 'Page', width: 96, height: 64 },
  regions: [{ id: '1:2', name: 'Mask' }],
};

const RECORD: JobRecord = {
  version: 1,
  id: 'a',
  createdAt: 1,
  proxy: 'http://localhost:3333/api/fal/proxy',
  plan: PLAN,
  settings: SETTINGS,
  place: PLACE,
  simulated: true,
  pictures: '1-shared',
  where: WHERE,
  requestId: 'r-1',
  undecided: null,
  flagged: [],
};

describe('reading a record', () => {
  test('gives back what was stored', () => {
    expect(readJob(structuredClone(RECORD))).toEqual(RECORD);
    expect(readJob({ ...RECORD, requestId: null })).toMatchObject({ requestId: null });
  });

  test.each([
    ['nothing', undefined],
    ['text', 'job'],
    ['a newer version', { ...RECORD, version: 2 }],
    ['no plan', { ...RECORD, plan: null }],
    ['a plan without a framing', { ...RECORD, plan: { ...PLAN, framing: {} } }],
    ['a plan with nowhere to go', { ...RECORD, plan: { ...PLAN, reach: [] } }],
    ['a model that is gone', { ...RECORD, plan: { ...PLAN, modelId: 'fal-ai/gone' } }],
    ['a region without a box', { ...RECORD, plan: { ...PLAN, regions: [{ id: '1:2' }] } }],
    ['no pictures', { ...RECORD, pictures: {} }],
    ['pictures of its own that are text', { ...RECORD, pictures: { ...PICTURES, source: 'x' } }],
    ['an id that is none', { ...RECORD, requestId: 7 }],
    ['no place', { ...RECORD, where: { document: 'Shop' } }],
  ])('refuses %s', (_, stored) => {
    expect(readJob(stored)).toBeNull();
  });

  test('every field is needed, but a setting that cannot be read is the default', () => {
    const { undecided, flagged, ...older } = RECORD;
    expect(readJob(older)).toEqual(RECORD);
    for (const name of Object.keys(older)) {
      expect(readJob({ ...RECORD, [name]: undefined }), name).toBeNull();
    }
    expect(readJob({ ...RECORD, settings: { ...SETTINGS, variations: 'many' } })).toMatchObject({
      settings: { variations: 1 },
    });
  });

  test('pictures stand apart, or in it where it is from before they were shared', () => {
    expect(readJob({ ...RECORD, pictures: PICTURES })).toEqual({ ...RECORD, pictures: PICTURES });
    expect(readPictures({ ...PICTURES, at: 1 })).toMatchObject(PICTURES);
    for (const stored of [undefined, 'x', { ...PICTURES, limit: 'x' }])
      expect(readPictures(stored)).toBeNull();
    expect([RECORD, { pictures: '1-shared' }, { pictures: PICTURES }, undefined].map(picturesIn)).toEqual([
      ...['1-shared', '1-shared'],
      ...[null, null],
    ]);
  });

  test('a damaged record may still name its request', () => {
    expect(requestIdIn({ requestId: 'r-1' })).toBe('r-1');
    for (const stored of [null, 'r-1', { requestId: 1 }]) expect(requestIdIn(stored)).toBeNull();
  });
});

test('a result is whole or none; fal’s share of it ends after a week', () => {
  const picture = { bytes: BYTES, url: null, isFlagged: false };
  const result = { seed: null, billedUnits: 1, pictures: [picture, { ...picture, isFlagged: true }] };
  expect(readResult(structuredClone(result))).toEqual(result);
  const older = { ...result, pictures: [{ bytes: BYTES, isFlagged: false }] };
  expect(readResult(older)).toEqual({ ...result, pictures: [picture] });
  const partly = { ...result, pictures: [picture, { ...picture, bytes: null, url: 'https://fal.media/1' }] };
  expect(readResult(partly)).toEqual(partly);
  for (const pictures of [undefined, [], [picture, 'x'], [BYTES], [{ ...picture, bytes: null }]]) {
    expect(readResult({ ...result, pictures })).toBeNull();
  }
  const now = Date.UTC(2026, 0, 9);
  expect(isStillAtFal(`${Date.UTC(2026, 0, 3)}-x`, now)).toBe(true);
  expect(isStillAtFal(`${Date.UTC(2026, 0, 1)}-x`, now)).toBe(false);
});

test('a place is the same only when everything that tells it is', () => {
  expect(isSamePlace(WHERE, structuredClone(WHERE))).toBe(true);
  const others: Whereabouts[] = [
    { ...WHERE, document: 'Shop (Copy)' },
    { ...WHERE, page: { id: '0:2', name: 'Page 1' } },
    { ...WHERE, page: { id: '0:1', name: 'Page 2' } },
    { ...WHERE, target: { ...WHERE.target, id: '1:9' } },
    { ...WHERE, target: { ...WHERE.target, name: 'Other' } },
    { ...WHERE, regions: [] },
    { ...WHERE, regions: [{ id: '1:2', name: 'Region' }] },
  ];
  for (const other of others) expect(isSamePlace(WHERE, other)).toBe(false);
});

describe('for another target', () => {
  const target = { ...SELECTION.target, id: '5:5' };
  const at = (width: number, height: number) => planFor(PLAN, { ...target, size: { width, height } });

  test('of the same size, it goes to the same place', () => {
    const plan = at(96, 64);
    expect(plan).toMatchObject({ target: { id: '5:5' }, regions: [], framing: PLAN.framing });
    expect(plan.reach).toEqual(PLAN.reach);
  });

  test('that is smaller, it is moved inside, as far as it fits', () => {
    const [box] = at(60, 50).reach;
    expect(box!.x + box!.width).toBeLessThanOrEqual(60.5);
    expect(box!.y + box!.height).toBeLessThanOrEqual(50.5);
    expect(at(4, 4).reach[0]).toMatchObject({ x: 0, y: 0 });
  });

  test('the picture moves with it', () => {
    const plan = at(60, 50);
    expect(plan.framing.x - PLAN.framing.x).toBe(plan.reach[0]!.x - PLAN.reach[0]!.x);
    expect(plan.framing.y - PLAN.framing.y).toBe(plan.reach[0]!.y - PLAN.reach[0]!.y);
  });
});

test('an address is kept without anything secret', () => {
  expect(openAddress('https://me:pass@proxy.test:8080/api/fal/?token=abc#x')).toBe(
    'https://proxy.test:8080/api/fal',
  );
});

test('a claim stands until its end, unless no claim could last that long', () => {
  const claim = { owner: 'a', until: 1000 + CLAIM_MS };
  expect(isStanding(claim, 1000)).toBe(true);
  expect(isStanding(claim, 1000 + CLAIM_MS)).toBe(false);
  // The clock was set back by an hour.
  expect(isStanding(claim, 1000 - 3_600_000)).toBe(false);
});
