// The plan, its price, and its input for the endpoint.
import { describe, expect, it } from 'vitest';
import { asFailure, Failure, fromWire, toWire } from '../../core/failure.ts';
import { isEnded, type Job, type JobEvent, NEW_JOB, step } from '../../core/job.ts';
import { findModel } from '../../core/models/index.ts';
import { planEdit } from '../../core/plan.ts';
import { priceText, runPrice } from '../../core/price.ts';
import type { Ready } from '../../core/selection.ts';
import { DEFAULT_EDIT, readSettings } from '../../core/settings.ts';

const SELECTION: Ready = {
  kind: 'ready',
  target: { id: '1:1', name: 'Page', pageId: '0:1', kind: 'frame', size: { width: 1440, height: 1024 } },
  regions: [
    {
      id: '1:2',
      name: 'Mask',
      use: 'mask',
      amount: 1,
      readFrom: 'automatic',
      useSetting: 'automatic',
      box: { x: 300, y: 300, width: 300, height: 200 },
    },
  ],
};
const EDIT = { ...DEFAULT_EDIT, prompt: ' a red door ' };

describe('plan', () => {
  it('holds the whole request', () => {
    const plan = planEdit(SELECTION, { ...EDIT, variations: 2 }, 7);
    expect(plan).toMatchObject({ prompt: 'a red door', seed: 7, images: 2, modelId: EDIT.modelId });
    expect((plan.size.width % 16) + (plan.size.height % 16)).toBe(0);
  });

  it('keeps the seed that was set', () => {
    expect(planEdit(SELECTION, { ...EDIT, seed: 42 }, 7).seed).toBe(42);
  });

  it.each([
    [{ prompt: '  ' }, 'prompt-empty'],
    [{ values: { strength: 1.5 } }, 'field-invalid'],
    [{ values: { num_inference_steps: 2.5 } }, 'field-invalid'],
    [{ seed: -1 }, 'field-invalid'],
    [{ variations: 501 }, 'field-invalid'],
  ])('refuses %j before anything is sent', (change, kind) => {
    expect(() => planEdit(SELECTION, { ...EDIT, ...change }, 7)).toThrow(expect.objectContaining({ kind }));
  });

  it('refuses a region outside the target by name', () => {
    const outside = { ...SELECTION.regions[0]!, box: { x: 2000, y: 0, width: 10, height: 10 } };
    expect(() => planEdit({ ...SELECTION, regions: [outside] }, EDIT, 7)).toThrow(
      '“Mask” lies outside “Page”',
    );
  });

  it('reaches around each region by itself, not over what lies between them', () => {
    const far = { ...SELECTION.regions[0]!, id: '1:3', box: { x: 1300, y: 10, width: 100, height: 50 } };
    const selection = { ...SELECTION, regions: [...SELECTION.regions, far] };
    const { reach } = planEdit(selection, { ...EDIT, softEdge: 0 }, 7);
    expect(reach).toEqual(selection.regions.map(({ box }) => box));
    const whole = { x: 0, y: 0, ...SELECTION.target.size };
    expect(planEdit(selection, { ...EDIT, changeEverythingElse: true }, 7).reach).toEqual([whole]);
  });

  it('leaves a silhouette’s edge alone', () => {
    const content = { ...SELECTION.regions[0]!, use: 'content' as const };
    expect(planEdit({ ...SELECTION, regions: [content] }, EDIT, 7).edge.feather).toBe(0);
  });
});

describe('models', () => {
  it('prices whole megapixels a picture, and says when the price is unknown', () => {
    const differential = findModel('fal-ai/flux-differential-diffusion')!;
    expect(priceText(runPrice(differential.price, { width: 1008, height: 976 }, 3))).toBe('$0.15');
    expect(priceText(runPrice(differential.price, { width: 1024, height: 1024 }, 1))).toBe('$0.10');
    const general = findModel('fal-ai/flux-general/differential-diffusion')!;
    expect(priceText(runPrice(general.price, { width: 512, height: 512 }, 1))).toBe('price unknown');
  });
});

describe('settings', () => {
  it('survive being stored, and anything strange in the store', () => {
    const polarities = { 'model http://localhost': 'white-changes' } as const;
    const stored = {
      version: 1,
      proxyUrl: 'http://localhost',
      proxyToken: 't',
      edit: { ...EDIT, protectText: false },
      polarities,
      paces: { 'model http://localhost': [7000] },
      prompts: { saved: ['a'], recent: ['b', 'a'] },
      probes: {},
    } as const;
    expect(readSettings(structuredClone(stored))).toEqual(stored);
    for (const strange of [null, 3, 'x', [], { edit: { values: { strength: {} }, softEdge: 'soft' } }]) {
      expect(readSettings(strange)).toMatchObject({
        proxyUrl: '',
        edit: { softEdge: 'automatic', values: {}, protectText: null },
      });
    }
  });

  it('keep a number that the form can hold', () => {
    const edit = { seed: 0, variations: 500, softEdge: 256, matchColours: 0 };
    expect(readSettings({ edit }).edit).toMatchObject(edit);
  });

  it.each([
    ['seed', [1.5, -1, 2 ** 32, NaN]],
    ['variations', [-3, 0, 2.5, 501, NaN]],
    ['softEdge', [-5, 1e9]],
    ['matchColours', [57, -0.1]],
    ['edgeDetails', [{ feather: -1, grow: Infinity, blend: NaN }]],
  ] as const)('have the default for a number that it cannot: %s %j', (name, values) => {
    for (const value of values) {
      expect(readSettings({ edit: { [name]: value } }).edit[name]).toEqual(DEFAULT_EDIT[name]);
    }
  });
});

describe('job', () => {
  const happy: JobEvent[] = [
    { type: 'started' },
    { type: 'uploading' },
    { type: 'submitting' },
    { type: 'submitted', requestId: 'r' },
    { type: 'queued', position: 2 },
    { type: 'running', logs: ['10 %'] },
    { type: 'completed' },
    { type: 'made' },
    { type: 'inserting' },
    { type: 'inserted', layerIds: ['5:1'] },
  ];

  it('goes from the click to the layer', () => {
    expect(happy.reduce(step, NEW_JOB)).toEqual({ state: 'done', requestId: 'r', layerIds: ['5:1'] });
  });

  it('ignores events that come too late or out of order', () => {
    const queued = happy.slice(0, 5).reduce(step, NEW_JOB);
    expect(step(queued, { type: 'uploading' })).toBe(queued);
    const cancelled = step(queued, { type: 'cancelled' });
    expect(isEnded(cancelled)).toBe(true);
    expect(happy.reduce(step, cancelled)).toBe(cancelled);
  });

  it.each([
    ['before it is sent', happy.slice(0, 3), 'not-charged'],
    ['as soon as fal has it', happy.slice(0, 4), 'not-charged'],
    ['in the queue', happy.slice(0, 5), 'not-charged'],
    [
      'in the queue, but out of hearing',
      [...happy.slice(0, 5), { type: 'unheard' } as const],
      'perhaps-begun',
    ],
    ['while it is made', happy.slice(0, 6), 'begun'],
  ])('cancelled %s, tells what that cost', (_, events, cost) => {
    const job = [...events, { type: 'cancelled' } as const].reduce(step, NEW_JOB);
    expect(job).toEqual({ state: 'cancelled', cost });
  });

  it('is paid for where it only waited to be fetched again', () => {
    const waiting: Job = { state: 'waiting', next: { state: 'submitting' } };
    expect(step(waiting, { type: 'cancelled' })).toEqual({ state: 'cancelled', cost: 'paid-and-kept' });
  });

  it('is not known to be unbegun where it was sent earlier, until fal has told', () => {
    const again = step({ state: 'submitting' }, { type: 'submitted', requestId: 'a' });
    const told = step(again, { type: 'queued', position: 1 });
    const costs = [again, told].map((job) => step(job, { type: 'cancelled' }));
    expect(costs).toMatchObject([{ cost: 'perhaps-begun' }, { cost: 'not-charged' }]);
  });

  it('keeps the queue’s order when a status arrives twice', () => {
    const running: Job = happy.slice(0, 6).reduce(step, NEW_JOB);
    expect(step(running, { type: 'queued', position: 1 })).toBe(running);
  });
});

describe('failure', () => {
  it('survives the thread crossing with its kind, sentence and raw text', () => {
    const failure = new Failure('region-empty', { layer: 'Mask' }, new Error('boom'));
    const arrived = fromWire(structuredClone(toWire(failure)));
    expect(arrived).toMatchObject({ kind: 'region-empty', message: failure.message, detail: 'Error: boom' });
  });

  it('cuts texts that echo whole pictures', () => {
    expect(asFailure(new Error('x'.repeat(5000))).detail!.length).toBeLessThan(700);
  });
});
