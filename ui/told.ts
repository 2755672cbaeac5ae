// What failed for one target is not told beside another.
import { effect } from '@preact/signals';
import { holdsPicture, type Run } from './run.ts';
import type { State } from './state.ts';

/** What was paid for stays, since it can still be inserted; so does what is in the document in part. */
export function watchTold({ runs, selection }: Pick<State, 'runs' | 'selection'>): void {
  let targetId = '';
  effect(() => {
    const { value: found } = selection;
    if (found.kind === 'none' || found.target.id === targetId) return;
    targetId = found.target.id;
    const isTold = (run: Run) => run.job.state === 'failed' && run.outcome === null && !holdsPicture(run);
    if (runs.peek().some(isTold)) runs.value = runs.peek().filter((run) => !isTold(run));
  });
}
