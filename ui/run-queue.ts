// Runs in their turn: each request is begun when there is room for it and followed to its end; then the run is inserted.
import { computed, effect, untracked } from '@preact/signals';
import { type Failure, inPhase, isFailure, toWire, type WireFailure } from '../core/failure.ts';
import { isEnded, isToCome, type Job, type JobEvent, nextToStart, step } from '../core/job.ts';
import { isSettled } from '../core/run.ts';
import { amongOthers } from './among.ts';
import type { Composited } from './cut-out.ts';
import type { EditReport, EditWorld } from './edit.ts';
import { isLastWord, isOfAll, isPlaceless } from './failure-kinds.ts';
import type { Fal } from './fal/fal.ts';
import { displace, listFlagged, unlist } from './flagged.ts';
import { isToBeHeld, release, runInTheWay } from './held.ts';
import { insertResults } from './insert-result.ts';
import { forget } from './kept.ts';
import type { EditOutcome } from './outcome.ts';
import { withRequest } from './paces.ts';
import { takenAs } from './phase.ts';
import { listRest } from './rest.ts';
import { forgetReplaced, forgetStart } from './restored.ts';
import { changePart, changeRun, findPart, findRun, holdsPicture, type Run, runWith, shownIn } from './run.ts';
import { proveRun } from './run-proof.ts';
import { connectionOf, isCurrent, type State } from './state.ts';

/** The world of one run; its `fal` is opened with the settings of that moment. */
export type RunWorld = Omit<EditWorld, 'fal'> & { openFal(): Fal };

/** Makes the pictures of one request, ready to be inserted. */
export type Work = (world: EditWorld, report: EditReport, signal: AbortSignal) => Promise<Composited>;

export interface RunQueue {
  /**
   * Each request when it is its turn, or at once where it does not wait for one. The run goes to the end of the
   * list, or takes the place of another, which may be what it was before.
   * @param works by the request's id, of those that are to be done
   */
  perform(run: Run, works: ReadonlyMap<string, Work>, inPlaceOf?: string): void;
  /** All that is still under way of a run; what was made stays. */
  cancel(runId: string): void;
  /** What has been made of a run, without waiting for the others. */
  insertNow(runId: string): void;
}

interface Task {
  readonly work: Work;
  readonly abort: AbortController;
  /** Once it is made. */
  composited: Composited | null;
}

export function createQueue(state: State, world: RunWorld): RunQueue {
  const tasks = new Map<string, Task>();
  const next = computed(() => {
    const parts = state.runs.value.flatMap((run) => run.parts);
    const at = nextToStart(parts.map(({ job }) => job));
    return at === null ? null : parts[at]!.id;
  });
  effect(() => {
    const { value: id } = next;
    if (id !== null) untracked(() => void carryOut(id));
  });

  async function carryOut(id: string): Promise<void> {
    const [task, run] = [tasks.get(id), runWith(state, id)];
    if (!task || !run) return;
    const startedAt = world.clock.now();
    const isWhole = findPart(state, id)?.checkpoint === null && !run.isTakenUp;
    changePart(state, id, { startedAt });
    apply(state, id, { type: 'started' });
    try {
      const own = { ...world, fal: withHealth(world.openFal(), state) };
      task.composited = await task.work(own, reportTo(state, id), task.abort.signal);
      // One that goes on from what was made before says nothing of how long a request takes.
      if (isWhole) learnPace(state, task.composited, world.clock.now() - startedAt);
    } catch (error) {
      if (isToBeHeld(state, id, error)) apply(state, id, { type: 'held' });
      else await giveUpOn(id, run.id, error);
    }
    settle(run.id);
    makeRoom();
  }

  function makeRoom(): void {
    const run = runInTheWay(state);
    if (!run) return;
    changeRun(state, run.id, { isDivided: true });
    void insertMade(run);
  }

  async function giveUpOn(id: string, runId: string, error: unknown): Promise<void> {
    tasks.delete(id);
    // Before it ends itself, and the next would be begun.
    stopRest(runId, toWire(error));
    await end(state, id, error, world);
    release(state);
  }

  /** Of a failure that all would meet nobody wants to be told, nor to wait, once for each. */
  function stopRest(runId: string, failure: WireFailure): void {
    if (!isOfAll(failure.failure)) return;
    const waiting = findRun(state, runId)?.parts.filter(({ job }) => job.state === 'waiting') ?? [];
    for (const { id } of waiting) {
      tasks.delete(id);
      apply(state, id, { type: 'failed', failure });
    }
  }

  /** A run is inserted when there is nothing more of it to wait for. */
  function settle(runId: string): void {
    const run = findRun(state, runId);
    if (run && isSettled(run.parts.map(({ job }) => job))) void insertMade(run);
  }

  async function insertMade({ id: runId, parts }: Run): Promise<void> {
    const made = parts.flatMap(({ id, job }) => {
      const task = tasks.get(id);
      return job.state === 'made' && task?.composited ? [{ id, ...task, composited: task.composited }] : [];
    });
    if (made.length === 0) return;
    for (const { id } of made) apply(state, id, { type: 'inserting' });
    // Until the layers are there, a cancel is heard, if only to be told that it came too late.
    const over = () => {
      for (const { id } of made) tasks.delete(id);
    };
    try {
      const asked = made.map(({ composited, abort }) => ({ composited, signal: abort.signal }));
      const insert = () => insertResults(asked.map(amongOthers(state, runId)), world);
      const outcomes = await insert().finally(over);
      for (const [i, { id, composited }] of made.entries()) {
        const outcome = outcomes[i]!;
        if (isFailure(outcome)) await refuse(state, id, composited, outcome, world);
        else finish(state, runId, id, composited, outcome);
      }
      void proveQuietly(state, runId, world);
    } catch (error) {
      for (const { id, composited } of made) await end(state, id, inPhase(error, takenAs(composited)), world);
    }
    release(state);
    settle(runId);
  }

  return {
    perform(run, works, inPlaceOf) {
      for (const [id, work] of works) tasks.set(id, { work, abort: new AbortController(), composited: null });
      state.isRefused.value = false;
      const { value: runs } = state.runs;
      state.runs.value = runs.some(({ id }) => id === inPlaceOf)
        ? runs.map((other) => (other.id === inPlaceOf ? run : other))
        : [...runs.filter(holdsPicture), run];
      for (const { id, job } of run.parts) if (works.has(id) && job.state !== 'waiting') void carryOut(id);
    },
    cancel(runId) {
      const { parts = [] } = findRun(state, runId) ?? {};
      changeRun(state, runId, { isCancelling: parts.some(({ job }) => !isIdle(job)) });
      for (const { id, job } of parts) {
        tasks.get(id)?.abort.abort();
        if (!isToCome(job)) continue;
        tasks.delete(id);
        apply(state, id, { type: 'cancelled' });
      }
      settle(runId);
    },
    insertNow(runId) {
      const run = findRun(state, runId);
      if (run) void insertMade(run);
    },
  };
}

/** Nothing of it could still be stopped. */
function isIdle(job: Job): boolean {
  return isEnded(job) || isToCome(job) || job.state === 'made';
}

function reportTo(state: State, id: string): EditReport {
  return {
    event: (event) => apply(state, id, event),
    trouble: (trouble) => changePart(state, id, { trouble }),
    checkpoint: (checkpoint) => changePart(state, id, { checkpoint }),
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
  const part = findPart(state, id);
  if (part) changePart(state, id, { job: step(part.job, event) });
}

function learnPace(state: State, { settings }: Composited, milliseconds: number): void {
  state.settings.value = withRequest(state.settings.value, settings, milliseconds);
}

function finish(state: State, runId: string, id: string, composited: Composited, outcome: EditOutcome): void {
  changePart(state, id, { checkpoint: composited, outcome, trouble: null });
  apply(state, id, { type: 'inserted', layerIds: outcome.layerIds });
  unlist(state, id);
  listFlagged(state, outcome);
  if (composited.rest) listRest(state, runId, composited.rest);
  forgetReplaced(state, composited.plan);
  const run = findRun(state, runId);
  if (run) forgetStart(state, run);
}

/** Afterwards, and nobody waits for it: the result is there, and so may the next run be. */
async function proveQuietly(state: State, runId: string, world: RunWorld): Promise<void> {
  const run = findRun(state, runId);
  const proof = run && (await proveRun(shownIn(run), world));
  if (proof && findRun(state, runId)?.outcome === run.outcome) changeRun(state, runId, { proof });
}

async function refuse(
  state: State,
  id: string,
  composited: Composited,
  failure: Failure,
  world: RunWorld,
): Promise<void> {
  // What is stored no more is here all the same, and may be nowhere else.
  if (failure.kind === 'job-settled') changePart(state, id, { checkpoint: { ...composited, jobId: null } });
  await end(state, id, failure, world);
}

async function end(state: State, id: string, error: unknown, world: RunWorld): Promise<void> {
  const { checkpoint = null } = findPart(state, id) ?? {};
  const jobId = checkpoint?.jobId ?? null;
  if (isFailure(error) && error.kind === 'cancelled') {
    await forget(jobId, world);
    apply(state, id, { type: 'cancelled' });
    return;
  }
  const failure = toWire(error);
  if (isPlaceless(failure.failure)) displace(state, id);
  // A request that is dead is not worth keeping: trying again starts anew.
  const isDead = isLastWord(failure.failure) && checkpoint?.stage === 'submitted';
  // One that was taken up may have been asked of another proxy than it was sent through: it is offered again.
  if (isDead && !runWith(state, id)?.isTakenUp) await forget(jobId, world);
  if (isDead || failure.failure === 'job-taken') changePart(state, id, { checkpoint: null });
  apply(state, id, { type: 'failed', failure });
}
