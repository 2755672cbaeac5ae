// Jobs, results and shared pictures as they are found in client storage: of any age, by any version, and perhaps damaged.
import { INSERT_AS } from './insert-as.ts';
import { findModel } from './models/index.ts';
import { isFraming } from './recipe.ts';
import { asRecord } from './record.ts';
import { readEdit } from './settings.ts';
import type { JobRecord, KeptPictures, KeptResult } from './unfinished.ts';

/** Null when it is not a record this version can read: damaged, foreign, or newer. */
export function readJob(stored: unknown): JobRecord | null {
  if (!isJobRecord(stored)) return null;
  const record = stored as unknown as JobRecord;
  // A setting that cannot be read is the default; all else the result could not be cut without.
  const { insertAs = 'layer', series } = record.plan;
  const alone = { from: 0, of: record.plan.images, id: '' };
  const plan = { ...record.plan, insertAs, series: { ...alone, ...series } };
  const undecided = record.undecided ?? null;
  const flagged = record.flagged ?? undecided ?? [];
  return { ...record, plan, settings: readEdit(record.settings), undecided, flagged };
}

/** Null when there are none, or not all of them: no result can be cut without. */
export function readPictures(stored: unknown): KeptPictures | null {
  return isPictures(stored) ? (stored as KeptPictures) : null;
}

/** Under which id the pictures of a record are kept, were it damaged; null where it shares none. */
export function picturesIn(stored: unknown): string | null {
  const { pictures } = asRecord(stored);
  return typeof pictures === 'string' ? pictures : null;
}

/** Null when there is none, or not all of it: fal still has it for a while. */
export function readResult(stored: unknown): KeptResult | null {
  if (!isResult(stored)) return null;
  const result = stored as KeptResult;
  const pictures = result.pictures.map((picture) =>
    picture.bytes === null ? picture : { ...picture, url: picture.url ?? null },
  );
  return { ...result, pictures };
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

const isLay = shape({ size: isSize, contents: listOf(shape({ id: isText, box: isBox })) });

const isRegion = shape({ id: isText, name: isText, use: isText, amount: isNumber, box: isBox });

const isSeries = shape({ from: isNumber, of: isNumber });

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
  // Plans from before a run could have several requests say nothing of a series.
  series: (value) => value === undefined || isSeries(value),
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

const isWholePicture = shape({ bytes: isBytes, isFlagged: isTrueOrFalse });
const isKnownPicture = shape({ bytes: (value) => value === null, url: isText, isFlagged: isTrueOrFalse });

const isResult = shape({
  seed: orNull(isNumber),
  billedUnits: orNull(isNumber),
  pictures: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((picture) => isWholePicture(picture) || isKnownPicture(picture)),
});

const isPictures = shape({
  source: isBytes,
  limit: orNull(isBytes),
  regions: listOf(shape({ coverage: isBytes, amount: isNumber })),
});

const isJobRecord = shape({
  version: (value) => value === 1,
  id: isText,
  createdAt: isNumber,
  proxy: isText,
  plan: isPlan,
  settings: isThing,
  place: shape({
    parentId: isText,
    below: listOf(isText),
    beneath: listOf(isText),
    // Records from before sizes were compared by what lies in them have none.
    lay: (value) => value === undefined || isLay(value),
  }),
  simulated: isTrueOrFalse,
  pictures: (value) => isText(value) || isPictures(value),
  where: shape({
    document: isText,
    page: isNamed,
    target: shape({ id: isText, name: isText, width: isNumber, height: isNumber }),
    regions: listOf(isNamed),
  }),
  requestId: orNull(isText),
  // Records from before flags were told of have none; in those from before other pictures could wait, all were flagged.
  undecided: (value) => value === undefined || orNull(listOf(isNumber))(value),
  flagged: (value) => value === undefined || listOf(isNumber)(value),
});
