// Pictures that could not be had although others of their run could: listed as a run of their own that has failed.
import { layerName } from '../core/recipe.ts';
import type { Rest } from './cut-out.ts';
import { singleRun } from './run.ts';
import type { State } from './state.ts';

/** Before the run that it is left of, which the sliders go on to follow. */
export function listRest({ runs }: Pick<State, 'runs'>, ofId: string, { failure, checkpoint }: Rest): void {
  const { plan, requestId, undecided } = checkpoint;
  const [index = 0, ...others] = undecided;
  const { from, of } = plan.series;
  const about = {
    id: `${requestId} ${undecided.join()}`,
    name: others.length > 0 ? plan.name : layerName(plan.name, from + index, of, false),
    targetName: plan.target.name,
    isTakenUp: true,
  };
  const rest = singleRun(about, { ofJob: checkpoint.jobId, job: { state: 'failed', failure }, checkpoint });
  runs.value = runs.value.flatMap((run) => (run.id === ofId ? [rest, run] : [run]));
}
