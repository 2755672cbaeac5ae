// Runs in their turn: each is begun when there is room for it, followed to its end, and what became of it is told.
import { computed, effect, untracked } from '@preact/signals';
import { isFailure, toWire } from '../core/failure.ts';
import { type JobEvent, nextToStart, step } from '../core/job.ts';
import type { EditOutcome, EditReport, EditWorld } from './edit.ts';
import type { Fal } from './fal/fal.ts';
import { listFlagged } from './flagged.ts';
import { claimsAgain, forget } from './kept.ts';
import { withRun } from './paces.ts';
import { proveOutside } from './proof.ts';
import { forgetReplaced } from './replaced.ts';
import { listRest } from './rest.ts';
import { changeRun, findRun, holdsPicture, type Run } from './run.ts';
import { connectionOf, isCurrent, isLastWord, type State } from './state.ts';

/** The world of one run; its `fal` is opened with the settings of that moment. */
export type RunWorld = Omit<EditWorld, 'fal'> & { openFal(): Fal };

export type Work = (world: EditWorld, report: EditReport, signal: AbortSignal) => Promise<EditOutcome>;

export interface RunQueue {
  /**
   * When it is its turn, or at once where the run does not wait for one. It goes to the end of the list, or
   * takes the place of another.
   */
  perform(run: Run, work: Work, inPlaceOf?: string): void;
  cancel(id: string): void;
}

interface Task {
  readonly work: Work;
  readonly abort: AbortController;
}

export function createQueue(state: State, world: RunWorld): RunQueue {
  const tasks = new Map<string, Task>();
  const claim = claimsAgain(world.plugin, world.clock);
  const next = computed(() => {
    const at = nextToStart(state.runs.value.map(({ job }) => job));
    return at === null ? null : state.runs.value[at]!.id;
  });
  effect(() => {
    const { value: id } = next;
    if (id !== null) untracked(() => void carryOut(id));
  });

  async function carryOut(id: string): Promise<void> {
    const task = tasks.get(id);
    const run = findRun(state, id);
    if (!task || !run) return;
    changeRun(state, id, { startedAt: world.clock.now() });
    apply(state, id, { type: 'started' });
    try {
      const own = { ...world, fal: withHealth(world.openFal(), state) };
      const outcome = await task.work(own, reportTo(state, id, claim), task.abort.signal);
      // One that goes on from what was made before says nothing of how long a whole run takes.
      finish(state, id, outcome, run.checkpoint === null && !run.isTakenUp, world);
    } catch (error) {
      await end(state, id, error, world);
    } finally {
      if (tasks.get(id) === task) tasks.delete(id);
    }
  }

  return {
    perform(run, work, inPlaceOf) {
      tasks.set(run.id, { work, abort: new AbortController() });
      const { value: runs } = state.runs;
      state.runs.value = runs.some(({ id }) => id === inPlaceOf)
        ? runs.map((other) => (other.id === inPlaceOf ? run : other))
        : [...runs.filter(holdsPicture), run];
      if (run.job.state !== 'waiting') void carryOut(run.id);
    },
    cancel(id) {
      if (findRun(state, id)?.job.state === 'waiting') {
        tasks.delete(id);
        apply(state, id, { type: 'cancelled' });
        return;
      }
      changeRun(state, id, { isCancelling: true });
      tasks.get(id)?.abort.abort();
    },
  };
}

function reportTo(state: State, id: string, claim: (jobId: string) => void): EditReport {
  // While it is worked on, a network that is lost for long included; by the end it is forgotten.
  const claimIt = () => {
    const jobId = findRun(state, id)?.checkpoint?.jobId;
    if (jobId) claim(jobId);
  };
  return {
    event(event) {
      apply(state, id, event);
      if (event.type !== 'inserted') claimIt();
    },
    trouble(trouble) {
      changeRun(state, id, { trouble });
      claimIt();
    },
    checkpoint: (checkpoint) => changeRun(state, id, { checkpoint }),
  };
}

/** Whether the pictures are simulated is learnt anew with each run. */
function withHealth(fal: Fal, state: State): Fal {
  const asked = connectionOf(state);
  return {
    ...fal,
    async introduce() {
      const health = await fal.introduce();
      if (isCurrent(state, asked)) state.health.value = health;
      return health;
    },
  };
}

function apply(state: State, id: string, event: JobEvent): void {
  const run = findRun(state, id);
  if (run) changeRun(state, id, { job: step(run.job, event) });
}

function finish(state: State, id: string, outcome: EditOutcome, isWhole: boolean, world: RunWorld): void {
  changeRun(state, id, { outcome, trouble: null });
  listFlagged(state, outcome);
  if (outcome.rest) listRest(state, id, outcome.rest);
  const run = findRun(state, id);
  if (!run?.checkpoint) return;
  forgetReplaced(state, run.checkpoint.plan);
  if (isWhole) state.settings.value = withRun(state.settings.value, run, world.clock.now());
  void proveQuietly(state, id, outcome, world);
}

/** Afterwards, and nobody waits for it: the result is there, and so may the next run be. */
async function proveQuietly(state: State, id: string, outcome: EditOutcome, world: RunWorld): Promise<void> {
  const checkpoint = findRun(state, id)?.checkpoint;
  if (checkpoint?.stage !== 'composited') return;
  const proof = await proveOutside(checkpoint, outcome, world);
  if (findRun(state, id)?.outcome === outcome) changeRun(state, id, { proof });
}

async function end(state: State, id: string, error: unknown, { plugin }: RunWorld): Promise<void> {
  const { checkpoint = null, isTakenUp = false } = findRun(state, id) ?? {};
  const jobId = checkpoint?.jobId ?? null;
  if (isFailure(error) && error.kind === 'cancelled') {
    await forget(jobId, plugin);
    apply(state, id, { type: 'cancelled' });
    return;
  }
  const failure = toWire(error);
  // A request that is dead is not worth keeping: trying again starts anew.
  const isDead = isLastWord(failure.failure) && checkpoint?.stage === 'submitted';
  // One that was taken up may have been asked of another proxy than it was sent through: it is offered again.
  if (isDead && !isTakenUp) await forget(jobId, plugin);
  if (isDead || failure.failure === 'job-taken') changeRun(state, id, { checkpoint: null });
  apply(state, id, { type: 'failed', failure });
}
