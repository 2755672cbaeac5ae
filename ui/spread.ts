// The same picture everywhere: placed in the others with the first; what came of that is told once the run is done.
import { effect } from '@preact/signals';
import { Failure, toWire } from '../core/failure.ts';
import { changeRun, type Run, shownIn } from './run.ts';
import type { State } from './state.ts';
import { usedText } from './use-result.ts';

export function watchSpread(state: State): void {
  effect(() => {
    const run = state.runs.value.find(({ spread, job }) => spread.kind === 'to' && job.state === 'done');
    if (run) tell(run, state);
  });
}

function tell(run: Run, state: State): void {
  const { spread } = run;
  if (spread.kind !== 'to') return;
  const [shown] = shownIn(run);
  const used = shown?.outcome.used;
  const isNowhere = used?.placedIds.length === 0;
  const text = isNowhere ? '' : textOf(shown?.outcome);
  changeRun(state, run.id, { spread: { ...spread, kind: 'told', text } });
  if (isNowhere) state.notice.value = toWire(new Failure('nowhere-to-use'));
}

function textOf(outcome: Run['outcome'] | undefined): string {
  if (!outcome) return '';
  return outcome.used ? usedText(outcome.used) : 'Pick one, then Use in selection places it in the others.';
}
