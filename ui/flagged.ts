// Pictures that fal's safety checker flagged: each waits in the panel until somebody inserts or discards it.
import { isFailure, toWire } from '../core/failure.ts';
import { isEnded } from '../core/job.ts';
import type { Plugin } from './channel.ts';
import type { Composited, Flagged } from './cut-out.ts';
import { continueEdit, type EditOutcome } from './edit.ts';
import { movedTo } from './kept.ts';
import { findRun, NEW_RUN } from './run.ts';
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
  { plugin }: { plugin: Plugin },
  perform: RunQueue['perform'],
): FlaggedActions {
  function insert(picture: Flagged, composited: Composited): void {
    const { requestId, plan } = composited;
    const id = `${requestId} ${picture.index}`;
    const current = findRun(state, id);
    if (current && !isEnded(current.job)) return;
    const { name } = composited.insert.patches[0]!;
    const about = { id, name, targetName: plan.target.name };
    const job = { state: 'inserting', requestId } as const;
    // Not the run's checkpoint before it is there: until then it waits in the list, whatever becomes of the run.
    const work: Work = async (world, report, signal) => {
      const outcome = await continueEdit(composited, world, report, signal).catch((error: unknown) => {
        if (isFailure(error) && error.kind === 'place-gone') change(state, picture, { isPlaceless: true });
        throw error;
      });
      report.checkpoint(composited);
      takeOff(state, picture);
      return outcome;
    };
    state.notice.value = null;
    perform({ ...NEW_RUN, ...about, job, isTakenUp: true }, work, id);
  }

  return {
    insertFlagged: (picture) => insert(picture, picture.composited),
    insertFlaggedHere(picture) {
      const { value: selection } = state.selection;
      if (selection.kind !== 'none') insert(picture, movedTo(selection.target, picture.composited));
    },
    discardFlagged(picture) {
      takeOff(state, picture);
      const { index, composited } = picture;
      const { jobId } = composited;
      if (jobId === null) return;
      const isDone = !state.flagged.value.some((other) => other.composited.jobId === jobId);
      if (isDone) state.unfinished.value = state.unfinished.value.filter(({ id }) => id !== jobId);
      const decision = { id: jobId, waiting: [], flagged: [], decided: [index] };
      plugin.call('decide', decision).catch((error: unknown) => {
        state.notice.value = toWire(error);
      });
    },
  };
}

function takeOff({ flagged }: State, picture: Flagged): void {
  flagged.value = flagged.value.filter((other) => !isSame(other, picture));
}

function change({ flagged }: State, picture: Flagged, changes: Partial<Flagged>): void {
  flagged.value = flagged.value.map((other) => (isSame(other, picture) ? { ...other, ...changes } : other));
}

/** A job that is looked at again brings the same pictures: each is listed once. */
export function listFlagged({ flagged }: State, outcome: Pick<EditOutcome, 'flagged'>): void {
  const isNew = (picture: Flagged) => !outcome.flagged.some((other) => isSame(other, picture));
  flagged.value = [...flagged.value.filter(isNew), ...outcome.flagged];
}

function isSame(a: Flagged, b: Flagged): boolean {
  return a.composited.requestId === b.composited.requestId && a.index === b.index;
}
