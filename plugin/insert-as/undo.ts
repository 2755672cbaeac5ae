// What takes back the changes of one insert, should a later one be refused.

/** Takes back one change. */
export type Undo = () => void;

/** The last change first. */
export function takeBack(undoers: readonly Undo[]): void {
  for (const undo of [...undoers].reverse()) undo();
}
