// One click and its requests: how pictures are shared out, and what a run as a whole is doing.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Job } from '../../core/job.ts';
import { nextToStart, step } from '../../core/job.ts';
import { MAX_SEED } from '../../core/models/index.ts';
import { isSettled, jobOfRun, shareOut } from '../../core/run.ts';

const FAILURE = {
  failure: 'fal-failed',
  message: 'fal could not finish this picture.',
  detail: null,
} as const;
const [WAITING, STORED, HELD, QUEUED, MADE, FAILED, DONE, UNSENT, AT_FAL] = [
  { state: 'waiting', next: { state: 'preparing' } },
  { state: 'waiting', next: { state: 'submitting' } },
  { state: 'held' },
  { state: 'queued', requestId: 'a', position: 2 },
  { state: 'made', requestId: 'b' },
  { state: 'failed', failure: FAILURE },
  { state: 'done', requestId: 'c', layerIds: ['1:1', '1:2'] },
  { state: 'cancelled', cost: 'not-charged' },
  { state: 'cancelled', cost: 'perhaps-begun' },
] as const satisfies readonly Job[];

describe('shares', () => {
  it('takes as many pictures as a request may have, each request with a seed of its own', () => {
    expect(shareOut({ id: 'click', prompts: ['a door'], variations: 10, seed: 7, most: 4 })).toEqual([
      { prompt: 'a door', seed: 7, images: 4, series: { id: 'click 0', from: 0, of: 10 } },
      { prompt: 'a door', seed: 8, images: 4, series: { id: 'click 0', from: 4, of: 10 } },
      { prompt: 'a door', seed: 9, images: 2, series: { id: 'click 0', from: 8, of: 10 } },
    ]);
  });

  it('gives the same variation of every prompt the same seed', () => {
    const shares = shareOut({ id: 'click', prompts: ['a', 'b'], variations: 2, seed: 7, most: 1 });
    expect(shares.map(({ prompt, seed }) => `${prompt} ${seed}`)).toEqual(['a 7', 'a 8', 'b 7', 'b 8']);
  });

  it('asks for every picture once, in requests that are allowed, by seeds that are', () => {
    const whole = (max: number) => fc.integer({ min: 1, max });
    const seeds = fc.oneof(fc.integer({ min: MAX_SEED - 50, max: MAX_SEED }), fc.nat());
    fc.assert(
      fc.property(whole(99), whole(8), seeds, (variations, most, seed) => {
        const shares = shareOut({ id: 'click', prompts: ['a'], variations, seed, most });
        const places = shares.flatMap(({ images, series: { from } }) =>
          Array.from({ length: images }, (_, i) => from + i),
        );
        expect(places).toEqual(Array.from({ length: variations }, (_, i) => i));
        expect(Math.max(...shares.map(({ images }) => images))).toBeLessThanOrEqual(most);
        expect(new Set(shares.map((share) => share.seed)).size).toBe(shares.length);
        expect(shares.every((share) => share.seed >= 0 && share.seed <= MAX_SEED)).toBe(true);
      }),
    );
  });
});

describe('a run as a whole', () => {
  test.each<[string, readonly [Job, ...Job[]], Job]>([
    ['one that is under way speaks for all', [DONE, FAILED, WAITING, QUEUED], QUEUED],
    ['else what is waited for', [MADE, FAILED, WAITING], WAITING],
    ['else what is to be inserted', [FAILED, MADE, MADE], MADE],
    ['what failed is told, since it can be tried again', [DONE, FAILED, DONE], FAILED],
    ['what was cancelled takes nothing from the others', [UNSENT, DONE], DONE],
    ['cancelled is a run of which nothing else has come', [UNSENT], UNSENT],
    ['of several that were cancelled it tells of what may have cost something', [UNSENT, AT_FAL], AT_FAL],
  ])('%s', (_, jobs, expected) => {
    expect(jobOfRun(jobs)).toEqual(expected);
  });

  it('has the layers of all its requests', () => {
    const other = { ...DONE, layerIds: ['2:1'] };
    expect(jobOfRun([DONE, other])).toMatchObject({ state: 'done', layerIds: ['1:1', '1:2', '2:1'] });
  });

  it('is settled when nothing is under way or to be begun', () => {
    expect([isSettled([MADE, FAILED, DONE]), isSettled([MADE, QUEUED]), isSettled([MADE, WAITING])]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('does not hold back others with what is only waiting to be inserted', () => {
    expect(nextToStart([MADE, MADE, MADE, QUEUED, WAITING])).toBe(4);
  });

  it('waits while one of its requests is held for lack of room, and others with it, but for what is stored', () => {
    expect([nextToStart([MADE, HELD, WAITING]), nextToStart([MADE, HELD, WAITING, STORED])]).toEqual([
      null,
      3,
    ]);
    expect([isSettled([MADE, HELD]), jobOfRun([MADE, HELD])]).toEqual([false, HELD]);
    const again = step(HELD, { type: 'released' });
    expect([step(step(again, { type: 'started' }), { type: 'held' }), again]).toEqual([HELD, WAITING]);
    // What is at fal is stored.
    expect(step(QUEUED, { type: 'held' })).toBe(QUEUED);
  });
});
