// Steps of the undo history: each holds what was done in it, and what was only looked at goes into none before it.
import { isScratchOpen, scratchClosed } from './scratch.ts';
import { settleTurned, turnBack } from './turned.ts';

/** Begins a step, as soon as it may: what is done until `endStep` is taken back by one undo. */
export function beginStep(): Promise<void> {
  return beginStepWith(async () => undefined);
}

/**
 * Not while a temporary frame stands: the step would hold it, and taking a later one back would bring it back too.
 * @param prepare what has to be known of the document as it is when the step begins: asked anew where that had to wait
 */
export async function beginStepWith<T>(prepare: () => Promise<T>): Promise<T> {
  for (;;) {
    await scratchClosed();
    const prepared = await prepare();
    if (isScratchOpen()) continue;
    // What is seen for a look alone would be a step of its own otherwise, before the one that is meant.
    const turnOver = turnBack();
    figma.commitUndo();
    turnOver();
    return prepared;
  }
}

/** With what was being looked at meanwhile. */
export function endStep(): void {
  figma.commitUndo();
  settleTurned();
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
