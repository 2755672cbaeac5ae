// The sentences that are made of values.
import { expect, test } from 'vitest';
import type { BatchMember, Target } from '../../core/selection.ts';
import { HARD_EDGE } from '../../core/soft-edge.ts';
import type { EditOutcome } from '../../ui/outcome.ts';
import { logLine, shareDone } from '../../ui/progress.ts';
import { NEW_PART, singleRun, withParts } from '../../ui/run.ts';
import { batchText, coveredText, keptText, memberNote, targetOption } from '../../ui/target-text.ts';
import { priceLine, statusText } from '../../ui/wording.ts';
import { SELECTION, SETTINGS } from './world.ts';

const outline = (unit: number) => ({
  framing: { x: 0, y: 0, columns: 56, rows: 56, unit },
  edge: HARD_EDGE,
  density: 16 / unit,
  reach: [],
  frameSize: { width: 1024, height: 640 },
});
const priced = { ...SETTINGS, modelId: 'fal-ai/flux-differential-diffusion', variations: 2 };

const DONE = { state: 'done', requestId: 'a', layerIds: ['1'] } as const;

test('the price line names price, size and density, and warns when the result is soft', () => {
  expect(priceLine(outline(8), priced, 2)).toEqual({
    text: '$0.10 for 2 pictures · 896 × 896 px · 2×',
    title: expect.stringMatching(/^What fal bills for the run\. /),
    warning: null,
    bill: null,
  });
  expect(priceLine(outline(20), SETTINGS, 1)).toEqual({
    text: 'Price unknown · 896 × 896 px',
    // What is told after it: “Billed 1 unit (price unknown).”
    title: expect.stringMatching(/^fal names no price for this model and bills it in units/),
    warning: 'soft: 0.8×',
    bill: null,
  });
});

test('where fal bills more than the megapixel of Standard, the line says why', () => {
  const wide = outline(8);
  const fine = { ...wide, framing: { ...wide.framing, columns: 88, rows: 80 } };
  expect(priceLine(fine, priced, 2)).toMatchObject({
    text: '$0.20 for 2 pictures · 1408 × 1280 px · 2×',
    bill: 'billed as 2 megapixels',
  });
});

test('the bar follows the log of the model', () => {
  const job = {
    state: 'running',
    requestId: 'a',
    logs: ['start', ' 50%|█████     | 14/28 [00:03]'],
  } as const;
  expect(shareDone(singleRun({}, { job }))).toBeCloseTo(0.56);
  const [part, ended] = [
    { ...NEW_PART, job },
    { ...NEW_PART, job: DONE },
  ];
  expect(shareDone({ parts: [part, ended] })).toBeCloseTo(0.78);
  expect(logLine(job)).toBe('Step 14 of 28');
  expect(logLine({ ...job, logs: ['Loading weights'] })).toBe('Loading weights');
});

const outcome: EditOutcome = {
  placed: [{ kind: 'layer', layerId: '1' }, null],
  layerIds: ['1'],
  name: 'door',
  targets: [{ id: '1:1', name: 'Page' }],
  regionNames: ['Mask', 'Region 2'],
  above: ['Mask', 'Region 2'],
  otherPage: null,
  beneath: [],
  seed: 1,
  billed: null,
  simulated: false,
  pictures: 2,
  flagged: [],
  missing: 0,
  warnings: [],
  before: null,
  used: null,
  cameTooLate: true,
};

test.each([
  [{}, 'the pictures were kept. They were charged like any others. Added “door” (2 pictures)'],
  [{ pictures: 1 }, 'the picture was kept. It was charged like any other picture. Added “door”'],
  [{ pictures: 1, simulated: true }, 'the picture was kept. Added “door”'],
])('a finished run says what was added, and why it is there after a cancel: %j', (changes, kept) => {
  const run = singleRun({ isCancelling: true }, { job: DONE, outcome: { ...outcome, ...changes } });
  expect(statusText(run)).toBe(`The cancel came too late, so ${kept} above “Mask”, “Region 2”.`);
});

test('what was cancelled of a run is told with what it cost, beside what was added', () => {
  const added = { ...outcome, pictures: 1, cameTooLate: false };
  const run = singleRun({}, { job: DONE, outcome: added });
  const [part] = run.parts;
  const cancelled = { ...part, job: { state: 'cancelled', cost: 'perhaps-begun' }, outcome: null } as const;
  expect(statusText(withParts(run, [part, cancelled]))).toBe(
    'Added “door” above “Mask”, “Region 2”. The rest was cancelled. Nothing was charged, unless fal had begun to make it.',
  );
});

test('a result that went beneath text is said to be there', () => {
  const kept = { ...outcome, pictures: 1, cameTooLate: false, beneath: ['Title', 'Lead'] };
  expect(statusText(singleRun({}, { job: DONE, outcome: kept }))).toBe(
    'Added “door” beneath “Title” and 1 more.',
  );
});

const inButton = { kind: 'inside', layer: 'Button' } as const;
const underShade = { kind: 'beneath', layer: 'Shade' } as const;

test.each([
  [['Title'], [], true, '“Title” stays as it is, above the result.'],
  [['Title', 'Lead', 'Note'], [], true, '“Title” and 2 more stay as they are, above the result.'],
  [[], [inButton], true, '“Text 1” will be covered: it lies inside “Button”, which changes too.'],
  [
    [],
    [underShade, underShade],
    true,
    '“Text 1” and 1 more will be covered: they lie beneath the layer “Shade”, which changes too.',
  ],
  [
    [],
    [underShade, inButton],
    true,
    '“Text 1” and 1 more will be covered: they lie inside or beneath layers that change too.',
  ],
  [[], [{ kind: 'no-place' }], true, '“Text 1” will be covered: no layer can be put beneath it.'],
  [
    ['Title'],
    [inButton],
    true,
    '“Title” stays as it is, above the result. “Text 1” will be covered: it lies inside “Button”, which changes too.',
  ],
  [[], [inButton], false, '“Text 1” will be covered by the result.'],
] as const)('text over the region: %j stay, %j are covered', (kept, reasons, isProtected, sentence) => {
  const covered = reasons.map((because, i) => ({ name: `Text ${i + 1}`, because }));
  const said = [keptText({ kept, covered }), coveredText({ kept, covered }, isProtected)];
  expect(said.filter((text) => text !== '').join(' ')).toBe(sentence);
});

test('what a careful designer would look at once more is said after what was added', () => {
  const quiet = { ...outcome, pictures: 1, cameTooLate: false };
  const said = (changes: Partial<EditOutcome>) =>
    statusText(singleRun({}, { job: DONE, outcome: { ...quiet, ...changes } }));
  expect(said({ warnings: ['shifted'] })).toMatch(
    /^Added .*slightly shifted, so look closely at the edge\.$/,
  );
  expect(said({ warnings: ['mismatch', 'colours-unmatched'] })).toMatch(
    /different .* match its colours by\.$/,
  );
  expect(said({ warnings: ['colours-unmatched'], regionNames: [], above: [] })).toBe(
    'Added “door” to “Page”.',
  );
  // Where its region has been deleted meanwhile, it stands above none.
  expect(said({ above: [] })).toBe('Added “door” to “Page”.');
  // Somebody has turned the page meanwhile.
  expect(said({ above: ['Mask'], otherPage: 'Shop' })).toBe('Added “door” above “Mask”, on page “Shop”.');
});

const member = (changes: Partial<BatchMember> = {}, target: Partial<Target> = {}): BatchMember => ({
  target: { ...SELECTION.target, ...target },
  regions: [],
  ready: null,
  problem: null,
  ...changes,
});

test('several targets are told with what each of them has', () => {
  const masked = member({ regions: ['Mask', 'Sun'] });
  const hidden = member({ problem: '“Page” is hidden.' });
  const text = (members: BatchMember[], loose: string[] = []) =>
    batchText({ members, loose, isAlike: false });
  expect(text([masked, masked])).toBe('2 targets, each with its own region.');
  expect(text([masked, member()])).toBe('2 targets, 1 with a region of its own.');
  expect(text([masked, masked, hidden])).toBe('3 targets, 2 with a region of their own. “Page” is hidden.');
  expect(text([member(), member()], ['Sun'])).toBe(
    '2 targets, none with a region of its own. “Sun” lies over none of them.',
  );
  expect([masked, member(), hidden].map(memberNote)).toEqual(['Mask, Sun', 'no region', 'cannot be changed']);
  expect(memberNote(member({}, { kind: 'picture' }))).toBe('as a whole');
  expect(targetOption(masked.target)).toBe('Page · Frame · 96 × 64');
});
