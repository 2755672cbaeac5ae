// Pictures that fal's safety checker flagged: each waits in the panel until somebody inserts or discards it.
import { toWire } from '../core/failure.ts';
import { isEnded } from '../core/job.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Composited, Flagged } from './cut-out.ts';
import { giveUp, movedTo } from './kept.ts';
import type { EditOutcome } from './outcome.ts';
import { findRun, singleRun } from './run.ts';
import type { RunQueue, Work } from './run-queue.ts';
import type { State } from './state.ts';

export interface FlaggedActions {
  /** Inserts it where its run would have put it. */
  insertFlagged(picture: Flagged): void;
  /** Inserts it into the target that is selected now. */
  insertFlaggedHere(picture: Flagged): void;
  /** Gives it up, although it is paid for. */
  discardFlagged(picture: Flagged): void;
}

export function createFlagged(
  state: State,
  world: { plugin: Plugin; clock: Clock },
  perform: RunQueue['perform'],
): FlaggedActions {
  function insert(picture: Flagged, composited: Composited): void {
    const { requestId, plan, jobId: ofJob } = composited;
    const id = flaggedId(picture);
    const current = findRun(state, id);
    if (current && !isEnded(current.job)) return;
    const { name } = composited.insert.patches[0]!;
    const about = { id, name, targetName: plan.target.name };
    const run = singleRun({ ...about, isTakenUp: true }, { ofJob, job: { state: 'made', requestId } });
    // Not the run's checkpoint before it is there: until then it waits in the list, whatever becomes of the run.
    const work: Work = async () => composited;
    state.notice.value = null;
    perform(run, new Map([[id, work]]), id);
  }

  return {
    insertFlagged: (picture) => insert(picture, picture.composited),
    insertFlaggedHere(picture) {
      const { value: selection } = state.selection;
      if (selection.kind !== 'none') insert(picture, movedTo(selection.target, picture.composited));
    },
    discardFlagged(picture) {
      unlist(state, flaggedId(picture));
      const { index, composited } = picture;
      const { jobId } = composited;
      if (jobId === null) return;
      const isDone = !state.flagged.value.some((other) => other.composited.jobId === jobId);
      if (isDone) state.unfinished.value = state.unfinished.value.filter(({ id }) => id !== jobId);
      giveUp({ jobId, undecided: [index] }, world).catch((error: unknown) => {
        state.notice.value = toWire(error);
      });
    },
  };
}

/** What is in the document waits no more. @param id of the run that brought it there */
export function unlist({ flagged }: State, id: string): void {
  flagged.value = flagged.value.filter((picture) => flaggedId(picture) !== id);
}

/** Where it was to go is gone. */
export function displace({ flagged }: State, id: string): void {
  flagged.value = flagged.value.map((picture) =>
    flaggedId(picture) === id ? { ...picture, isPlaceless: true } : picture,
  );
}

/** A job that is looked at again brings the same pictures: each is listed once. */
export function listFlagged({ flagged }: State, outcome: Pick<EditOutcome, 'flagged'>): void {
  const isNew = (picture: Flagged) => !outcome.flagged.some((other) => isSame(other, picture));
  flagged.value = [...flagged.value.filter(isNew), ...outcome.flagged];
}

function isSame(a: Flagged, b: Flagged): boolean {
  return flaggedId(a) === flaggedId(b);
}

/** Also the id of the run that inserts it. */
function flaggedId({ composited, index }: Flagged): string {
  return `${composited.requestId} ${index}`;
}
