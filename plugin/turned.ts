// Results that were turned over for a look: no step of the undo history, until one ends with them.
import { type Standing, seenNow, turn } from './standing.ts';

interface Turned {
  /** As it was before anybody looked. */
  readonly result: Standing;
  readonly turn: (isSeen: boolean) => void;
}

/** Of those that were turned since the last step. */
const turned = new Map<string, Turned>();

/** @param passOver tells whoever counts edits that it is none */
export function turnOver(result: Standing, isSeen: boolean, passOver: () => void): void {
  const turnThis = (toSeen: boolean) => {
    passOver();
    turn(result, toSeen);
  };
  if (!turned.has(result.key)) turned.set(result.key, { result, turn: turnThis });
  turnThis(isSeen);
}

/**
 * All are as they were before anybody looked.
 * @returns turns them over once more
 */
export function turnBack(): () => void {
  const changed = [...turned.values()].filter(({ result }) => seenNow(result) === !result.isSeen);
  for (const each of changed) each.turn(each.result.isSeen);
  return () => {
    for (const each of changed) each.turn(!each.result.isSeen);
  };
}

/** What is seen by now is part of a step. */
export function settleTurned(): void {
  turned.clear();
}
