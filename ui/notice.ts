// A notice of what the selection lacks goes with its cause; any other stays until it is dismissed, or something else is done.
import { effect } from '@preact/signals';
import type { WireFailure } from '../core/failure.ts';
import { type State, selectionProblem } from './state.ts';

export function watchNotice(state: State): void {
  let before: WireFailure | null = null;
  effect(() => {
    const problem = selectionProblem(state);
    const told = state.notice.peek();
    if (told && isSame(told, before) && !isSame(told, problem)) state.notice.value = null;
    before = problem;
  });
}

function isSame(told: WireFailure, other: WireFailure | null): boolean {
  return told.failure === other?.failure && told.message === other.message;
}
