// Room in client storage, which Figma limits: pictures that fal still has too make room, oldest first.
import { isStillAtFal } from '../core/unfinished.ts';
import { dropResult, resultIds } from './storage.ts';

/** Stores something under an id; where that fails, again after each picture that has gone. @throws when none is left to go */
export async function makingRoom(id: string, now: number, store: () => Promise<void>): Promise<void> {
  const others = (await resultIds()).filter((other) => other !== id && isStillAtFal(other, now)).sort();
  for (;;) {
    try {
      return await store();
    } catch (error) {
      const oldest = others.shift();
      if (oldest === undefined) throw error;
      await dropResult(oldest);
    }
  }
}
