// What all requests of a run for one target share: the target is drawn, mapped and sent up once, by whichever comes first.
import type { Share } from '../core/run.ts';
import { type EditRequest, prepareEdit, receiveEdit, type Sendable, sendEdit } from './edit.ts';
import type { Work } from './run-queue.ts';

export interface Cell {
  readonly request: EditRequest;
  /** The same for another request; it is drawn anew. */
  with(changes: Partial<EditRequest>): Cell;
  /** @param id of the request's stored job */
  work(id: string, share: Share): Work;
}

export function createCell(request: EditRequest): Cell {
  let prepared: Promise<Sendable> | null = null;
  return {
    request,
    with: (changes) => createCell({ ...request, ...changes }),
    work: (id, share) => async (world, report, signal) => {
      prepared ??= prepareEdit(request, world, report, signal);
      const sendable = await prepared.catch((error: unknown) => {
        prepared = null;
        throw error;
      });
      const submitted = await sendEdit(sendable, share, id, world, report, signal);
      return receiveEdit(submitted, world, report, signal);
    },
  };
}
