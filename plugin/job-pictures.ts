// Pictures that the stored jobs of one target share: stored once, before the first of them, and dropped with the last.
import { asRecord } from '../core/record.ts';
import { picturesIn, readPictures } from '../core/stored-job.ts';
import { CLAIM_MS, type Intent, type KeptPictures } from '../core/unfinished.ts';
import {
  dropPictures,
  jobIds,
  loadStoredJob,
  loadStoredPictures,
  picturesIds,
  savePictures,
} from './storage.ts';

export class JobPictures {
  /** Which a job shares, by its id; null for none. It never changes, and so each record is read for it once. */
  private readonly shared = new Map<string, string | null>();
  private last: Promise<unknown> = Promise.resolve();

  /** With the pictures there before the job, no job is ever without. @throws when there is no room */
  keep(intent: Intent, pictures: KeptPictures, now: number, saveJob: () => Promise<void>): Promise<void> {
    const { id: jobId, pictures: id } = intent;
    return this.inTurn(async () => {
      this.shared.set(jobId, id);
      if (!(await picturesIds()).includes(id)) await savePictures(id, pictures, now);
      await saveJob();
    });
  }

  async load(id: string): Promise<KeptPictures | null> {
    return readPictures(await loadStoredPictures(id));
  }

  /** Ids of those that can be read. */
  async readable(): Promise<Set<string>> {
    const readable = new Set<string>();
    for (const id of await picturesIds()) if (await this.load(id)) readable.add(id);
    return readable;
  }

  /** Drops a job, and what nobody shares with it any more. */
  async dropWith(jobId: string, dropJob: () => Promise<void>): Promise<void> {
    await this.inTurn(async () => {
      const id = await this.sharedBy(jobId);
      await dropJob();
      this.shared.delete(jobId);
      if (id !== null && !(await this.needed()).has(id)) await dropPictures(id);
    });
  }

  /** Drops what a crash has left without a job; what is new, another window may be about to store one for. */
  async sweep(now: number): Promise<void> {
    await this.inTurn(async () => {
      const needed = await this.needed();
      for (const id of await picturesIds()) {
        if (!needed.has(id) && !isNew(await loadStoredPictures(id), now)) await dropPictures(id);
      }
    });
  }

  private async needed(): Promise<Set<string | null>> {
    const needed = new Set<string | null>();
    for (const jobId of await jobIds()) needed.add(await this.sharedBy(jobId));
    return needed;
  }

  private async sharedBy(jobId: string): Promise<string | null> {
    const known = this.shared.get(jobId);
    if (known !== undefined) return known;
    const stored = await loadStoredJob(jobId);
    if (stored !== undefined) this.shared.set(jobId, picturesIn(stored));
    return picturesIn(stored);
  }

  /** What is found to be needed by nobody must not come to be needed before it is dropped, nor the other way about. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

function isNew(stored: unknown, now: number): boolean {
  const { at } = asRecord(stored);
  return typeof at === 'number' && Math.abs(now - at) < CLAIM_MS;
}
