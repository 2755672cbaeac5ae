// What failed for one target is not told beside another.
import { effect } from '@preact/signals';
import type { State } from './state.ts';

/** What was paid for stays, since it can still be inserted. */
export function watchTold({ run, selection }: Pick<State, 'run' | 'selection'>): void {
  let targetId = '';
  effect(() => {
    const { value: found } = selection;
    if (found.kind === 'none' || found.target.id === targetId) return;
    targetId = found.target.id;
    const last = run.peek();
    if (last?.job.state === 'failed' && last.checkpoint === null) run.value = null;
  });
}
