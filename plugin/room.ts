// Room in client storage, which Figma limits: pictures that fal still has too make room, oldest first.
import { readResult } from '../core/stored-job.ts';
import { isStillAtFal } from '../core/unfinished.ts';
import { dropResult, loadStoredResult, resultIds } from './storage.ts';

/** Stores something under an id; where that fails, again after each picture that has gone. @throws when none is left to go */
export async function makingRoom(id: string, now: number, store: () => Promise<void>): Promise<void> {
  const others = (await resultIds()).filter((other) => other !== id && isStillAtFal(other, now)).sort();
  for (;;) {
    try {
      return await store();
    } catch (error) {
      const oldest = others.shift();
      if (oldest === undefined) throw error;
      if (await isElsewhere(oldest)) await dropResult(oldest);
    }
  }
}

/** What came inside the answer, fal keeps nowhere: it is the only one there is. */
async function isElsewhere(id: string): Promise<boolean> {
  const result = readResult(await loadStoredResult(id));
  return result === null || result.pictures.every(({ url }) => url !== null);
}
