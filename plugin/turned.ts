// Results that were turned over for a look: no step of the undo history, until one ends with them.
import { type Standing, seenNow, turn } from './standing.ts';

interface Turned {
  readonly result: Standing;
  /** Before anybody looked. */
  readonly wasSeen: boolean;
  /** As it was left. */
  readonly isSeen: boolean;
  readonly turn: (isSeen: boolean) => void;
}

/** Of those that were turned since the last step. */
const turned = new Map<string, Turned>();
/** Somebody has turned one of them by hand since. */
let isTouched = false;

/** @param passOver tells whoever counts edits that it is none */
export function turnOver(result: Standing, isSeen: boolean, passOver: () => void): void {
  const wasSeen = turned.get(result.key)?.wasSeen ?? seenNow(result);
  if (wasSeen === null) return;
  const turnThis = (toSeen: boolean) => {
    passOver();
    turn(result, toSeen);
  };
  turned.set(result.key, { result, wasSeen, isSeen, turn: turnThis });
  isTouched = false;
  turnThis(isSeen);
}

/**
 * A look is no step, but an undo that comes after it takes back no more: all that was turned since the last step, at
 * once. By hand, one is turned at a time.
 * @returns whether these changes were such an undo, so that the step that was meant is still to be taken back
 */
export function areTakenBack(changes: readonly NodeChange[]): boolean {
  const changed = new Set(changes.map(({ id }) => id));
  const looked = [...turned.values()].filter(({ wasSeen, isSeen }) => wasSeen !== isSeen);
  const back = looked.filter(
    ({ result, wasSeen }) => changed.has(result.layer.id) && seenNow(result) === wasSeen,
  );
  if (back.length === 0) return false;
  const isUndo = back.length === looked.length && !isTouched;
  if (isUndo) settleTurned();
  isTouched = !isUndo;
  return isUndo;
}

/**
 * All are as they were before anybody looked.
 * @returns turns them over once more
 */
export function turnBack(): () => void {
  const changed = [...turned.values()].filter(({ result, wasSeen }) => seenNow(result) === !wasSeen);
  for (const each of changed) each.turn(each.wasSeen);
  return () => {
    for (const each of changed) each.turn(!each.wasSeen);
  };
}

/** What is seen by now is part of a step. */
export function settleTurned(): void {
  turned.clear();
  isTouched = false;
}
