// Steps of the undo history: each holds what was written in it, and what was only looked at goes into none before it.
import { lift } from './compared.ts';
import { isScratchOpen, scratchClosed } from './scratch.ts';
import { settleTurned, turnBack } from './turned.ts';

/** Takes back one change. */
export type Undo = () => void;

/** The last change first. */
export function takeBack(undoers: readonly Undo[]): void {
  for (const undo of [...undoers].reverse()) undo();
}

/** One step, of something for which nothing has to be known before. See `inPreparedStep`. */
export function inStep<T>(write: (undoers: Undo[]) => T): Promise<T> {
  return inPreparedStep(
    async () => undefined,
    (_, undoers) => write(undoers),
  );
}

/**
 * What is written is taken back by one undo. Not while a temporary frame stands: the step would hold it, and taking a
 * later one back would bring it back too.
 * @param prepare what has to be known of the document as it is when the step begins: asked anew where that had to wait
 * @param write without waiting for anything, so that no other step and no temporary frame comes in between. Throws
 * when nothing of it is to stand; what it has pushed by then takes its changes back, and there is no step.
 */
export async function inPreparedStep<P, T>(
  prepare: () => Promise<P>,
  write: (prepared: P, undoers: Undo[]) => T,
): Promise<T> {
  for (;;) {
    await scratchClosed();
    const prepared = await prepare();
    if (!isScratchOpen()) return stepNow((undoers) => write(prepared, undoers));
  }
}

function stepNow<T>(write: (undoers: Undo[]) => T): T {
  const hideAgain = lift();
  // What is seen for a look alone would be a step of its own otherwise, before the one that is meant.
  const turnOver = turnBack();
  figma.commitUndo();
  turnOver();
  const undoers: Undo[] = [];
  try {
    const written = write(undoers);
    figma.commitUndo();
    // What is seen by now is part of the step.
    settleTurned();
    return written;
  } catch (error) {
    takeBack(undoers);
    throw error;
  } finally {
    hideAgain();
  }
}

let finishing: Promise<void> | null = null;

/**
 * Takes back the last step, for an undo that has come to nothing but temporary frames: once, although each of several
 * that stood may ask for it.
 */
export function finishUndo(): Promise<void> {
  finishing ??= scratchClosed()
    .then(() => figma.triggerUndo())
    .finally(() => {
      finishing = null;
    });
  return finishing;
}
