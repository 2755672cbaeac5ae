// A paid job as it is kept until its layers exist: enough to fetch its result in another session, and to cut it again.
import { around, clamp } from './geometry.ts';
import { INSERT_AS } from './insert-as.ts';
import { findModel } from './models/index.ts';
import { drawnFor, type EditPlan, reachBoxes } from './plan.ts';
import type { Place } from './protocol.ts';
import { isFraming } from './recipe.ts';
import { asRecord } from './record.ts';
import type { Target } from './selection.ts';
import { type EditSettings, proxyAddress, readEdit } from './settings.ts';

/** What is stored before the request goes out. */
export interface Intent {
  readonly version: 1;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** As by `openAddress`. */
  readonly proxy: string;
  readonly plan: EditPlan;
  readonly settings: EditSettings;
  readonly place: Place;
  readonly simulated: boolean;
  readonly pictures: KeptPictures;
}

/** What the result is cut by, as encoded pictures: a record has to be small. */
export interface KeptPictures {
  /** As it was sent. */
  readonly source: Uint8Array;
  /** The source's own alpha in grey; null where it sets no limit. */
  readonly limit: Uint8Array | null;
  /** Each region's coverage in grey. */
  readonly regions: readonly { readonly coverage: Uint8Array; readonly amount: number }[];
}

export interface JobRecord extends Intent {
  readonly where: Whereabouts;
  /** fal's; null until fal has answered. */
  readonly requestId: string | null;
  /** Flagged pictures, by their index in the answer, that nobody has inserted or discarded; null until it was looked at. */
  readonly undecided: readonly number[] | null;
}

/** What fal made, as it came: kept with the job, as far as there is room. */
export interface KeptResult {
  readonly seed: number | null;
  /** In fal's own units; null where nobody told. */
  readonly billedUnits: number | null;
  /** As many as fal's answer had; null for those that nobody asks for any more. */
  readonly pictures: readonly ({ readonly bytes: Uint8Array; readonly isFlagged: boolean } | null)[];
}

/** A job that is taken up again. */
export interface LoadedJob extends JobRecord {
  readonly result: KeptResult | null;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Where a job belongs. Figma gives public plugins no key of the file, so it is known by all of these together. */
export interface Whereabouts {
  readonly document: string;
  readonly page: Named;
  readonly target: Named & { readonly width: number; readonly height: number };
  readonly regions: readonly Named[];
}

/** What the panel lists. */
export type UnfinishedJob =
  | { readonly kind: 'damaged'; readonly id: string; readonly requestId: string | null }
  | {
      readonly kind: 'readable';
      readonly id: string;
      readonly requestId: string | null;
      readonly createdAt: number;
      readonly proxy: string;
      readonly document: string;
      readonly targetName: string;
      /** What its layers will be called. */
      readonly name: string;
      /** Its pictures are stored with it. */
      readonly isFetched: boolean;
      /** File, page, target and regions are surely those it was made for. */
      readonly isHere: boolean;
      /** How many flagged pictures wait for a decision; all else of it is done with. */
      readonly undecided: number;
    };

/** As fal promises; it may be longer. */
const FAL_KEEPS = 7 * 24 * 60 * 60_000;

/** By the id, which begins with the time of the click. */
export function isStillAtFal(jobId: string, now: number): boolean {
  return now - Number.parseInt(jobId, 10) < FAL_KEEPS;
}

/** Says which start of the plugin looks after a job, until a moment (ms since 1970). */
export interface Claim {
  readonly owner: string;
  readonly until: number;
}

/** Longer than the wait between two looks at the queue; whoever is at work renews it. */
export const CLAIM_MS = 20_000;

/** One that lasts longer than any can was made by a clock that has been set back since. */
export function isStanding({ until }: Claim, now: number): boolean {
  return until > now && until <= now + CLAIM_MS;
}

/** An address without what could be secret in it: a name and password, and everything from the query on. */
export function openAddress(proxyUrl: string): string {
  return proxyAddress(proxyUrl.replace(/[?#].*$/, '').replace(/\/\/[^/@]*@/, '//'));
}

export function isSamePlace(a: Whereabouts, b: Whereabouts): boolean {
  return (
    a.document === b.document &&
    isSame(a.page, b.page) &&
    isSame(a.target, b.target) &&
    a.target.width === b.target.width &&
    a.target.height === b.target.height &&
    a.regions.length === b.regions.length &&
    a.regions.every((region, i) => isSame(region, b.regions[i]!))
  );
}

function isSame(a: Named, b: Named): boolean {
  return a.id === b.id && a.name === b.name;
}

/**
 * The same edit for another target: at the same place in it, moved inside where that would lie beyond its
 * borders. Regions and replaced results stay behind, since they are layers of the first one;
 * what was drawn still decides the edge.
 * @param box what is to lie inside, as far as it fits: its top left corner always does
 */
export function planFor(plan: EditPlan, target: Target, box = around(plan.reach)): EditPlan {
  const dx = Math.round(clamp(box.x, 0, Math.max(0, target.size.width - box.width)) - box.x);
  const dy = Math.round(clamp(box.y, 0, Math.max(0, target.size.height - box.height)) - box.y);
  return {
    ...plan,
    target,
    regions: [],
    leftBehind: drawnFor(plan),
    replacedIds: [],
    // It is another picture, in whose pixels nobody has drawn.
    insertAs: plan.insertAs === 'fill' ? 'layer' : plan.insertAs,
    framing: { ...plan.framing, x: plan.framing.x + dx, y: plan.framing.y + dy },
    reach: reachBoxes(
      target,
      plan.reach.map((rect) => ({ ...rect, x: rect.x + dx, y: rect.y + dy })),
      0,
    ),
  };
}

/** Null when it is not a record this version can read: damaged, foreign, or newer. */
export function readJob(stored: unknown): JobRecord | null {
  if (!isJobRecord(stored)) return null;
  const record = stored as unknown as JobRecord;
  // A setting that cannot be read is the default; all else the result could not be cut without.
  const plan = { ...record.plan, insertAs: record.plan.insertAs ?? 'layer' };
  return { ...record, plan, settings: readEdit(record.settings), undecided: record.undecided ?? null };
}

/** A job's flagged pictures that still wait, once some are decided; `flagged` are all of them, as its answer tells. */
export function stillUndecided(
  { undecided }: Pick<JobRecord, 'undecided'>,
  flagged: readonly number[],
  decided: readonly number[],
): readonly number[] {
  return (undecided ?? flagged).filter((index) => !decided.includes(index));
}

/** Null when there is none, or not all of it: fal still has it for a while. */
export function readResult(stored: unknown): KeptResult | null {
  return isResult(stored) ? (stored as KeptResult) : null;
}

/** What may be left of a damaged record: with it the picture can still be looked up at fal. */
export function requestIdIn(stored: unknown): string | null {
  const { requestId } = asRecord(stored);
  return typeof requestId === 'string' ? requestId : null;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isTrueOrFalse: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => Number.isFinite(value);
const isBytes: Check = (value) => value instanceof Uint8Array && value.length > 0;
const isThing: Check = (value) => typeof value === 'object' && value !== null;
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isThing(value) &&
    Object.entries(fields).every(([name, check]) => check((value as Record<string, unknown>)[name]));

const isSize = shape({ width: isNumber, height: isNumber });
const isBox = shape({ x: isNumber, y: isNumber, width: isNumber, height: isNumber });
const isNamed = shape({ id: isText, name: isText });

const isRegion = shape({ id: isText, name: isText, use: isText, amount: isNumber, box: isBox });

const isPlan = shape({
  target: shape({ id: isText, name: isText, pageId: isText, kind: isText, size: isSize }),
  regions: listOf(isRegion),
  framing: isFraming,
  edge: shape({ feather: isNumber, grow: isNumber, blend: isNumber }),
  modelId: (value) => typeof value === 'string' && findModel(value) !== null,
  prompt: isText,
  name: isText,
  values: isThing,
  seed: orNull(isNumber),
  replacedIds: listOf(isText),
  images: isNumber,
  size: isSize,
  frameSize: isSize,
  reach: (value) => Array.isArray(value) && value.length > 0 && value.every(isBox),
  changeEverythingElse: isTrueOrFalse,
  matching: isNumber,
  fillsTransparent: isTrueOrFalse,
  protectsText: isTrueOrFalse,
  // Plans from before there was a choice have none: their results are layers.
  insertAs: (value) => value === undefined || INSERT_AS.some((option) => option === value),
});

const isResult = shape({
  seed: orNull(isNumber),
  billedUnits: orNull(isNumber),
  pictures: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(shape({ bytes: isBytes, isFlagged: isTrueOrFalse })),
});

const isJobRecord = shape({
  version: (value) => value === 1,
  id: isText,
  createdAt: isNumber,
  proxy: isText,
  plan: isPlan,
  settings: isThing,
  place: shape({ parentId: isText, below: listOf(isText), beneath: listOf(isText) }),
  simulated: isTrueOrFalse,
  pictures: shape({
    source: isBytes,
    limit: orNull(isBytes),
    regions: listOf(shape({ coverage: isBytes, amount: isNumber })),
  }),
  where: shape({
    document: isText,
    page: isNamed,
    target: shape({ id: isText, name: isText, width: isNumber, height: isNumber }),
    regions: listOf(isNamed),
  }),
  requestId: orNull(isText),
  // Records from before flags were told of have none.
  undecided: (value) => value === undefined || orNull(listOf(isNumber))(value),
});
