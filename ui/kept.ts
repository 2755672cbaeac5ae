// A job on its way into client storage and back: stored before it is paid for, and all that its result is cut by made again.
import { changeMap } from '../core/change-map.ts';
import { patchArea } from '../core/composite.ts';
import { Failure, isFailure } from '../core/failure.ts';
import { footprintOf, toFrameRect } from '../core/framing.ts';
import { type Pixels, planeOf } from '../core/pixels.ts';
import type { Target } from '../core/selection.ts';
import {
  type Intent,
  type KeptPictures,
  type KeptResult,
  type LoadedJob,
  planFor,
} from '../core/unfinished.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import { type Codec, encodeGrey } from './codec.ts';
import type { Composited, Submitted } from './cut-out.ts';
import type { Fal } from './fal/fal.ts';
import { placeRequest } from './place-request.ts';
import { aroundOf, shapeOf, shownOf } from './prepare.ts';

interface KeepWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly fal: Pick<Fal, 'proxy'>;
  readonly randomSeed: () => number;
}

/** What all jobs of one target share, ready to be stored with the first of them. */
export interface Keepable {
  readonly id: string;
  readonly pictures: KeptPictures;
}

/** A larger source is stored as JPEG: Figma gives a plugin 5 MB in all, and a photo's PNG may take half of it. */
const LARGEST_PNG = 100_000;

/** It begins with the time, see `isStillAtFal`. */
export function newJobId({ clock, randomSeed }: Pick<KeepWorld, 'clock' | 'randomSeed'>): string {
  return `${clock.now()}-${randomSeed().toString(36)}`;
}

/** @param sourcePng where there is one already */
export async function keepable(
  { around, regions }: Pick<Submitted, 'around' | 'regions'>,
  sourcePng: Uint8Array | undefined,
  world: Pick<KeepWorld, 'codec' | 'clock' | 'randomSeed'>,
): Promise<Keepable> {
  const { codec } = world;
  const pictures = {
    source: await stored(around.source, sourcePng ?? codec.encode(around.source), codec),
    limit: around.limit && encodeGrey(around.limit),
    regions: regions.map(({ coverage, amount }) => ({ coverage: encodeGrey(coverage), amount })),
  };
  return { id: newJobId(world), pictures };
}

/** Stores what is about to be paid for. @throws Failure storage-full */
export async function kept(
  id: string,
  { plan, settings, place, simulated }: Pick<Intent, 'plan' | 'settings' | 'place' | 'simulated'>,
  { id: shared, pictures }: Keepable,
  { plugin, clock, fal }: Pick<KeepWorld, 'plugin' | 'clock' | 'fal'>,
): Promise<void> {
  const now = clock.now();
  const about = { plan, settings, place, simulated, pictures: shared };
  const intent = { version: 1, id, createdAt: now, proxy: fal.proxy, ...about } as const;
  await plugin.call('keepJob', { intent, pictures, now });
}

async function stored(source: Pixels, png: Uint8Array, codec: Codec): Promise<Uint8Array> {
  return png.length > LARGEST_PNG ? codec.encodeSmall(source) : png;
}

/** Stores fal's id as soon as it is known; forgets the job when fal certainly did not take it. */
export async function identified(
  jobId: string | null,
  { plugin, clock }: Pick<KeepWorld, 'plugin' | 'clock'>,
  submit: () => Promise<string>,
): Promise<string> {
  try {
    const requestId = await submit();
    // Without the id the job is still told of, and this session knows it anyway.
    const now = clock.now();
    if (jobId !== null) await plugin.call('identifyJob', { id: jobId, requestId, now }).catch(() => null);
    return requestId;
  } catch (error) {
    if (!mayBeCharged(error)) await forget(jobId, { plugin, clock });
    throw error;
  }
}

/**
 * Keeps what fal made until it is in the document, whether or not it can be read. Where there is no room, fal
 * keeps it for a while.
 * @param earlier what is kept already
 */
export async function keepResult(
  jobId: string | null,
  result: KeptResult,
  earlier: KeptResult | null,
  { plugin, clock }: Pick<KeepWorld, 'plugin' | 'clock'>,
): Promise<void> {
  const isNew = result.pictures.some(({ bytes }, i) => bytes && bytes !== earlier?.pictures[i]?.bytes);
  if (jobId === null || !isNew) return;
  await plugin.call('keepResult', { id: jobId, result, now: clock.now() }).catch(() => null);
}

function mayBeCharged(error: unknown): boolean {
  return !isFailure(error) || error.kind === 'submit-unknown' || error.kind === 'unexpected';
}

/** Gives up what a job still waits for, and nothing else of it. @throws Failure job-busy */
export async function giveUp(
  { jobId, undecided = null }: GivenUp,
  { plugin, clock }: Pick<KeepWorld, 'plugin' | 'clock'>,
): Promise<void> {
  if (jobId === null) return;
  await plugin.call('discardJob', { id: jobId, pictures: undecided, now: clock.now() });
}

interface GivenUp {
  readonly jobId: string | null;
  /** Null or missing where it is all of it. */
  readonly undecided?: readonly number[] | null;
}

/** What cannot be forgotten stays in the list of what is unfinished. */
export async function forget(
  jobId: string | null,
  { plugin, clock }: Pick<KeepWorld, 'plugin' | 'clock'>,
): Promise<void> {
  if (jobId !== null) await plugin.call('forgetJob', { id: jobId, now: clock.now() }).catch(() => null);
}

/** The stored job as it was when it had just been sent. @throws Failure job-taken, picture-unreadable */
export async function takenUp(
  id: string,
  { plugin, codec, clock }: Pick<KeepWorld, 'plugin' | 'codec' | 'clock'>,
): Promise<Submitted> {
  const record = await plugin.call('loadJob', { id, now: clock.now() });
  if (!record || record.requestId === null) throw new Failure('job-taken');
  return restored(record, record.requestId, codec);
}

async function restored(
  { id, plan, settings, place, simulated, pictures, undecided, result }: LoadedJob,
  requestId: string,
  codec: Codec,
): Promise<Submitted> {
  const plane = async (png: Uint8Array) => planeOf(await codec.decode(png));
  const regions = [];
  for (const { coverage, amount } of pictures.regions) {
    regions.push({ coverage: await plane(coverage), amount });
  }
  const map = changeMap(regions, shapeOf(plan, plan.edge));
  const source = await codec.decode(pictures.source);
  const limit = pictures.limit && (await plane(pictures.limit));
  const { alpha, allowed } = shownOf(plan, map);
  const around = aroundOf(plan, map.sent, alpha, source, limit);
  const drawn = { around, allowed, regions };
  const job = { jobId: id, requestId, undecided, result };
  return { stage: 'submitted', plan, settings, ...drawn, place, simulated, ...job };
}

/** To be inserted into another target than it was made for; the same one, put back as it was, takes it as if it had never gone. */
export function movedTo<C extends Submitted | Composited>(target: Target, checkpoint: C): C {
  if (isAsItWas(target, checkpoint.plan.target)) return checkpoint;
  const { framing } = checkpoint.plan;
  const { alpha, area, limit } = checkpoint.around;
  // The reach is larger than what shows: in a small target, that could still lie beyond the border.
  const seen = patchArea(alpha, area, limit);
  const plan = planFor(checkpoint.plan, target, seen ? toFrameRect(framing, seen) : undefined);
  if (checkpoint.stage === 'submitted') return { ...checkpoint, plan, place: null };
  const { insert } = checkpoint;
  const footprint = seen && footprintOf(plan.framing, target.size, seen);
  const patches = insert.patches.map(({ recipe, fill: _, ...patch }) => ({
    ...patch,
    ...footprint,
    recipe: {
      ...recipe,
      targetId: target.id,
      targetName: target.name,
      regionIds: [],
      framing: plan.framing,
    },
  }));
  return { ...checkpoint, plan, insert: { ...insert, ...placeRequest(plan), place: null, patches } };
}

/** Ids come again in other files. */
function isAsItWas({ id, name, size }: Target, before: Target): boolean {
  const isSameSize = size.width === before.size.width && size.height === before.size.height;
  return id === before.id && name === before.name && isSameSize;
}
