// Paid jobs in client storage: kept from before they are sent until their layers exist, each claimed by one window.
import { Failure } from '../core/failure.ts';
import type { Placed } from '../core/placed.ts';
import type { BusyJob, Decision, InsertRequest, UnfinishedJobs } from '../core/protocol.ts';
import { readJob, readResult, requestIdIn } from '../core/stored-job.ts';
import {
  CLAIM_MS,
  type Claim,
  type Intent,
  isSamePlace,
  isStanding,
  type JobRecord,
  type KeptPictures,
  type KeptResult,
  type LoadedJob,
  stillUndecided,
  type UnfinishedJob,
  waitingOf,
} from '../core/unfinished.ts';
import { JobPictures } from './job-pictures.ts';
import { layersOf } from './layers.ts';
import { placedBefore } from './placed-before.ts';
import { makingRoom } from './room.ts';
import { newId, type World } from './scratch.ts';
import { sinceThen } from './since-drawn.ts';
import {
  claimIds,
  dropClaim,
  dropJob,
  dropResult,
  jobIds,
  loadClaim,
  loadStoredJob,
  loadStoredResult,
  resultIds,
  saveClaim,
  saveJob,
  saveResult,
} from './storage.ts';
import { whereabouts } from './whereabouts.ts';

export class Jobs {
  /** Tells this start of the plugin from every other, on this machine. */
  private readonly owner: string;
  /** What was claimed here, by the time of this computer at which somebody else may have it. */
  private readonly claimed = new Map<string, number>();
  private readonly pictures = new JobPictures();

  constructor(private readonly world: World) {
    this.owner = newId(world);
  }

  /** @throws Failure storage-full, target-gone */
  async keep(intent: Intent, pictures: KeptPictures, now: number): Promise<null> {
    const where = await whereabouts(intent.plan);
    if (!where) throw new Failure('target-gone', { target: intent.plan.target.name });
    try {
      const record = { ...intent, where, requestId: null, undecided: null, flagged: [] };
      const save = async () => {
        // Before it is seen: another window would take it for one that was left.
        await this.take(intent.id, now);
        await saveJob(record);
      };
      await makingRoom(intent.id, now, () => this.pictures.keep(intent, pictures, now, save));
      return null;
    } catch (error) {
      // Nothing is sent, so nothing may say that it was.
      await this.forget(intent.id, now).catch(() => undefined);
      throw new Failure('storage-full', {}, error);
    }
  }

  /** The answer to its submit has come, and with it what the next start has to know. */
  async identify(id: string, requestId: string, now: number): Promise<null> {
    const record = readJob(await loadStoredJob(id));
    if (!record) return null;
    await makingRoom(id, now, () => saveJob({ ...record, requestId }));
    return null;
  }

  /** @throws when there is no room for it, which is no loss: fal has it too */
  async keepResult(id: string, result: KeptResult, now: number): Promise<null> {
    const isThere = (await loadStoredJob(id)) !== undefined;
    if (isThere) await makingRoom(id, now, () => saveResult(id, result));
    return null;
  }

  /** Of two windows that ask at once both may be told yes; by the time of the insert only one of them has it. */
  private async claim(id: string, now: number): Promise<boolean> {
    if (this.isOthers(await loadClaim(id), now)) return false;
    await makingRoom(id, now, () => this.take(id, now));
    return true;
  }

  /** Whether another window is at work, as far as its claim tells. */
  private isOthers(claim: Claim | null, now: number): claim is Claim {
    return claim !== null && !this.isOwn(claim) && isStanding(claim, now);
  }

  async renew(ids: readonly string[], now: number): Promise<null> {
    // It may have been forgotten meanwhile, and after a rest another window may be at work on it.
    const known = new Set(await jobIds());
    for (const id of ids.filter((each) => known.has(each))) {
      const isFree = !this.isOthers(await loadClaim(id), now);
      if (isFree && this.claimed.has(id)) await this.take(id, now);
    }
    return null;
  }

  private async take(id: string, now: number): Promise<void> {
    this.claimed.set(id, this.world.now() + CLAIM_MS);
    await saveClaim(id, { owner: this.owner, until: now + CLAIM_MS });
  }

  private isOwn({ owner }: Claim): boolean {
    return owner === this.owner;
  }

  async forget(id: string, now: number): Promise<null> {
    this.claimed.delete(id);
    await this.pictures.dropWith(id, () => dropJob(id));
    await dropResult(id);
    // Another window may be at work on it; it finds out for itself that there is nothing left to insert.
    if (!this.isOthers(await loadClaim(id), now)) await dropClaim(id);
    return null;
  }

  /**
   * What somebody gives up, although it may be paid for: the pictures named, or all of the job.
   * @throws Failure job-busy
   */
  async discard(id: string, pictures: readonly number[] | null, now: number): Promise<null> {
    if (this.isOthers(await loadClaim(id), now)) throw new Failure('job-busy');
    if (pictures === null) return this.forget(id, now);
    return this.decide({ id, now, waiting: [], flagged: [], decided: pictures });
  }

  async decide({ id, now, decided, ...all }: Decision): Promise<null> {
    const record = readJob(await loadStoredJob(id));
    if (!record) return this.forget(id, now);
    const left = { ...record, ...stillUndecided(record, all, decided) };
    if (!waitingOf(left)) return this.forget(id, now);
    await makingRoom(id, now, () => saveJob(left));
    return null;
  }

  async unfinished(now: number): Promise<UnfinishedJobs> {
    const jobs: UnfinishedJob[] = [];
    const busy: BusyJob[] = [];
    await this.pictures.sweep(now);
    const ids = (await jobIds()).sort();
    // Not before, since one may be stored meanwhile, and its pictures come first.
    const readable = await this.pictures.readable();
    for (const id of ids) {
      const claim = await loadClaim(id);
      if (this.isOthers(claim, now)) busy.push({ id, until: claim.until });
      else jobs.push(...(await described(id, readable)));
    }
    await dropStrayClaims(now);
    return { jobs, busy };
  }

  async load(id: string, now: number): Promise<LoadedJob | null> {
    if (!(await this.claim(id, now))) return null;
    const record = readJob(await loadStoredJob(id));
    const pictures = record && (await this.picturesOf(record));
    if (pictures) return { ...record, pictures, result: readResult(await loadStoredResult(id)) };
    await this.letGo(id);
    return null;
  }

  private async picturesOf({ pictures }: JobRecord): Promise<KeptPictures | null> {
    return typeof pictures === 'string' ? this.pictures.load(pictures) : pictures;
  }

  private async letGo(id: string): Promise<void> {
    this.claimed.delete(id);
    await dropClaim(id);
  }

  /**
   * Where the results of the request stand already, since the plugin was closed in between; null where there are none,
   * and they may be inserted here.
   * @throws Failure job-taken, job-settled
   */
  async earlier(request: InsertRequest): Promise<readonly (Placed | null)[] | null> {
    const { kept } = request;
    if (!kept) return null;
    if (!(await this.claim(kept.id, kept.now))) throw new Failure('job-taken');
    const placed = await placedBefore(request);
    const stored = await loadStoredJob(kept.id);
    if (stored === undefined) await this.letGo(kept.id);
    if (placed.some((each) => each !== null)) return placed;
    if (!isStillOpen(stored, indicesOf(request))) throw new Failure('job-settled');
    return null;
  }

  /** With its layers there, it is done with. What could not be noted is found to be there when it is taken up again. */
  async inserted(request: InsertRequest): Promise<void> {
    const { kept } = request;
    if (kept) await this.decide({ ...kept, decided: indicesOf(request) }).catch(() => undefined);
  }

  /**
   * For the moment the plugin is closed, when nothing asynchronous would still run: whose a claim is cannot be looked up
   * any more, but one that has not run out here nobody else can have taken. The others end by themselves.
   */
  release(): void {
    const now = this.world.now();
    for (const [id, until] of this.claimed) if (until > now) void dropClaim(id).catch(() => undefined);
  }
}

function indicesOf({ patches }: InsertRequest): number[] {
  return patches.map(({ recipe }) => recipe.index);
}

/** Whether nobody has inserted or discarded these pictures of a job, as far as its record tells. */
function isStillOpen(stored: unknown, indices: readonly number[]): boolean {
  const undecided = readJob(stored)?.undecided ?? null;
  return stored !== undefined && (undecided === null || indices.every((index) => undecided.includes(index)));
}

/**
 * None where it has gone since.
 * @param pictures ids of those that can be read
 */
async function described(id: string, pictures: ReadonlySet<string>): Promise<UnfinishedJob[]> {
  const stored = await loadStoredJob(id);
  if (stored === undefined) return [];
  const record = readJob(stored);
  const isWhole = record && (typeof record.pictures !== 'string' || pictures.has(record.pictures));
  if (!isWhole) return [{ kind: 'damaged', id, requestId: requestIdIn(stored) }];
  const { requestId, createdAt, proxy, plan, where } = record;
  const job = {
    kind: 'readable',
    id,
    requestId,
    createdAt,
    proxy,
    document: where.document,
    targetName: plan.target.name,
    name: plan.name,
    isHere: await isHere(record),
    waiting: waitingOf(record),
    isFetched: (await resultIds()).includes(id),
  } as const;
  return [job];
}

/** Whoever crashed has left its claims, perhaps on what another has done with since. */
async function dropStrayClaims(now: number): Promise<void> {
  const ids = new Set(await jobIds());
  for (const id of (await claimIds()).filter((each) => !ids.has(each))) {
    const claim = await loadClaim(id);
    // One that stands may be of a job that is about to be stored.
    if (!claim || !isStanding(claim, now)) await dropClaim(id);
  }
}

/** Where it belongs is here, and it is sure where in it the result goes. */
async function isHere({ plan, place, where }: JobRecord): Promise<boolean> {
  if (where.document !== figma.root.name) return false;
  const here = await whereabouts(plan);
  const [target] = await layersOf([plan.target.id]);
  if (!here || !target || !isSamePlace(where, here)) return false;
  const { lay = { size: where.target, contents: [] } } = place;
  return sinceThen(target, { ...place, lay }, plan.reach) !== null;
}
