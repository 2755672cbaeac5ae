// fal's pictures: fetched at once, kept as they came, and read one by one, so that a bad one holds back no other.
import { asFailure, Failure, isFailure } from '../core/failure.ts';
import { keepsRest, modelOf } from '../core/model-settings.ts';
import type { Pixels } from '../core/pixels.ts';
import type { EditPlan } from '../core/plan.ts';
import { cover } from '../core/resample.ts';
import { isStillAtFal, type KeptPicture, type KeptResult } from '../core/unfinished.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import type { Returned, Submitted } from './cut-out.ts';
import type { BilledAnswer } from './fal/answer.ts';
import type { Fal } from './fal/fal.ts';
import type { Patience } from './fal/queue.ts';
import { keepResult } from './kept.ts';

interface FetchWorld {
  readonly plugin: Plugin;
  readonly fal: Fal;
  readonly codec: Codec;
  readonly clock: Clock;
}

/** Why pictures could not be had, by their index in fal's answer. */
export type Losses = ReadonlyMap<number, Failure>;

/** The answer before any of its pictures has been fetched. */
export function unfetched({ images, seed, billedUnits }: BilledAnswer): KeptResult {
  return { seed, billedUnits, pictures: images.map((image) => ({ ...image, bytes: null })) };
}

/** What can be had of an answer, and why the rest cannot. */
export interface Fetched {
  readonly result: KeptResult;
  readonly readable: readonly Returned[];
  readonly losses: Losses;
}

/** Fetches and reads what is asked for and not yet here; kept in between, whether or not it can be read. */
export async function fetchResult(
  submitted: Submitted,
  known: KeptResult,
  patience: Patience,
  world: FetchWorld,
): Promise<Fetched> {
  const { jobId, plan, undecided } = submitted;
  const { result, losses } = await download(known, undecided, patience, world.fal);
  const unreached = new Map([...losses].map(([index, loss]) => [index, byAge(loss, jobId, world.clock)]));
  const keeping = keepResult(jobId, result, submitted.result, world);
  const { readable, losses: unread } = await readPictures(result, undecided, plan, world.codec);
  await keeping;
  const isDamagedCopy = [...unread.keys()].some(
    (index) => known.pictures[index]?.bytes && urlOf(known, index),
  );
  if (isDamagedCopy) return fetchResult(submitted, withoutLost(known, unread), patience, world);
  return { result, readable, losses: new Map([...unreached, ...unread]) };
}

/** What fal still keeps, as it promises, is only not to be had just now. A job that is stored nowhere is of this session. */
function byAge(loss: Failure, jobId: string | null, { now }: Clock): Failure {
  const isRecent = jobId === null || isStillAtFal(jobId, now());
  return loss.kind === 'media-gone' && isRecent ? new Failure('media-missing', loss.facts, loss.cause) : loss;
}

const urlOf = ({ pictures }: KeptResult, index: number) => pictures[index]?.url ?? null;

/** At once, since fal does not keep pictures for ever. */
async function download(
  known: KeptResult,
  undecided: Submitted['undecided'],
  patience: Patience,
  fal: Fal,
): Promise<{ readonly result: KeptResult; readonly losses: Losses }> {
  const losses = new Map<number, Failure>();
  const pictures: KeptPicture[] = [];
  for (const [index, picture] of known.pictures.entries()) {
    const isMissing = picture.bytes === null && isAsked(index, undecided);
    const fetched = isMissing ? await fetchedAs(picture, afterLosses(patience, losses), fal) : picture;
    if (isFailure(fetched)) losses.set(index, fetched);
    pictures.push(isFailure(fetched) ? picture : fetched);
  }
  return { result: { ...known, pictures }, losses };
}

/** A network that was waited for in vain is not waited for once more with each of the others. */
function afterLosses(patience: Patience, losses: Losses): Patience {
  const isLost = [...losses.values()].some(({ kind }) => kind === 'network-lost');
  return isLost ? { ...patience, signal: AbortSignal.abort() } : patience;
}

type Unfetched = Extract<KeptPicture, { bytes: null }>;

async function fetchedAs(
  { url, isFlagged }: Unfetched,
  patience: Patience,
  fal: Fal,
): Promise<KeptPicture | Failure> {
  try {
    const bytes = await fal.download(url, patience);
    // What came inside the answer need not be kept twice.
    return { bytes, url: /^data:/i.test(url) ? null : url, isFlagged };
  } catch (error) {
    return asFailure(error);
  }
}

/** Those that can be read, and why the others that are asked for cannot. */
async function readPictures(
  { pictures }: KeptResult,
  undecided: Submitted['undecided'],
  plan: EditPlan,
  codec: Codec,
): Promise<{ readonly readable: readonly Returned[]; readonly losses: Losses }> {
  // What follows the source's layout fits it whatever its size; any other picture must not be stretched.
  const fitted = (pixels: Pixels) => (keepsRest(modelOf(plan)) ? pixels : cover(pixels, plan.size));
  const readable: Returned[] = [];
  const losses = new Map<number, Failure>();
  // One after the other: each is several megabytes once decoded.
  for (const [index, { bytes, isFlagged }] of pictures.entries()) {
    if (!bytes || !isAsked(index, undecided)) continue;
    try {
      readable.push({ index, isFlagged, pixels: fitted(await codec.decode(bytes)) });
    } catch (error) {
      losses.set(index, asFailure(error));
    }
  }
  return { readable, losses };
}

function isAsked(index: number, undecided: Submitted['undecided']): boolean {
  return undecided === null || undecided.includes(index);
}

/** To be tried again for what could not be had: what could not be read is fetched anew, where it can be. */
export function withoutLost(result: KeptResult, losses: Losses): KeptResult {
  const pictures = result.pictures.map((picture, index) =>
    losses.has(index) && picture.url !== null
      ? { isFlagged: picture.isFlagged, url: picture.url, bytes: null }
      : picture,
  );
  return { ...result, pictures };
}
