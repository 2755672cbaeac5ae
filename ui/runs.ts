// Starting, cancelling and taking up again: what the buttons do to a run.
import { type FailureKind, isFailure, toWire, type WireFailure } from '../core/failure.ts';
import { isEnded, type JobEvent, step } from '../core/job.ts';
import { lacksPrompt } from '../core/plan.ts';
import { sent } from '../core/prompts.ts';
import { isWhole, wholeOf } from '../core/selection.ts';
import type { Plugin } from './channel.ts';
import {
  continueEdit,
  type EditOutcome,
  type EditReport,
  type EditRequest,
  type EditWorld,
  runEdit,
} from './edit.ts';
import type { Fal } from './fal/fal.ts';
import { listFlagged } from './flagged.ts';
import { claimsAgain, forget } from './kept.ts';
import { proveOutside } from './proof.ts';
import { forgetReplaced, replacedFor } from './replaced.ts';
import {
  connectionOf,
  foundPolarity,
  isCurrent,
  isLastWord,
  NEW_RUN,
  type Run,
  type State,
  selectionProblem,
  waitingPicture,
} from './state.ts';

export interface RunActions {
  generate(): void;
  /** The same, after being told what is odd about the change map. */
  generateAnyway(): void;
  /** Changes the target as a whole, on request alone: a frame without a region is never repainted silently. */
  generateWhole(): void;
  cancel(): void;
  /** Goes on from what was paid for, or starts anew when nothing was. */
  tryAgain(): void;
  /** Gives up the picture that waits, and does what was asked for instead. */
  discardAndGo(): void;
}

/** The world of one run; its `fal` is opened with the settings of that moment. */
export type RunWorld = Omit<EditWorld, 'fal'> & { openFal(): Fal };

export type Work = (world: EditWorld, report: EditReport, signal: AbortSignal) => Promise<EditOutcome>;

export interface Runs extends RunActions {
  /** One run at a time: nothing happens while another goes on. */
  perform(run: Run, work: Work): Promise<void>;
}

/** What the user was told, and wants to go on with. */
interface Accepted {
  readonly isOdd: boolean;
  readonly isUnkept: boolean;
}

const NOTHING_ACCEPTED: Accepted = { isOdd: false, isUnkept: false };

export function createRuns(state: State, world: RunWorld): Runs {
  let abort = new AbortController();
  let accepted = NOTHING_ACCEPTED;
  let startAgain = () => generate(NOTHING_ACCEPTED);
  const claim = claimsAgain(world.plugin, world.clock);

  async function perform(run: Run, work: Work): Promise<void> {
    if (isBusy(state)) return;
    abort = new AbortController();
    state.run.value = run;
    state.notice.value = null;
    state.held.value = null;
    try {
      const outcome = await work(
        { ...world, fal: withHealth(world.openFal(), state) },
        reportTo(state, claim),
        abort.signal,
      );
      change(state, { outcome, trouble: null });
      listFlagged(state, outcome);
      const plan = state.run.value?.checkpoint?.plan;
      if (plan) forgetReplaced(state, plan);
      void proveQuietly(state, outcome, world);
    } catch (error) {
      await end(state, error, world.plugin);
    }
  }

  function generate(going: Accepted): void {
    const { value: selection } = state.selection;
    if (isBusy(state) || !isReady(state, selectionProblem(state)) || selection.kind !== 'ready') return;
    start(selection, going, generate);
  }

  function generateWhole(going: Accepted): void {
    const { value: selection } = state.selection;
    if (isBusy(state) || selection.kind === 'none' || !isReady(state, null)) return;
    start(wholeOf(selection.target), going, generateWhole);
  }

  function start(
    selection: EditRequest['selection'],
    going: Accepted,
    again: (going: Accepted) => void,
  ): void {
    // What was paid for is not given up without asking.
    if (waitingPicture(state)) {
      state.held.value = () => again(going);
      return;
    }
    accepted = going;
    startAgain = () => again(accepted);
    const { edit: settings, prompts } = state.settings.value;
    state.settings.value = { ...state.settings.value, prompts: sent(prompts, settings.prompt) };
    const request = {
      selection,
      settings,
      polarity: foundPolarity(state),
      files: state.files.value,
      replacedIds: replacedFor(state, selection.target.id),
      // Who wants the whole target changed need not be told that everything may change.
      isAccepted: going.isOdd || isWhole(selection),
      goesUnkept: going.isUnkept,
    };
    const run = { ...NEW_RUN, modelId: settings.modelId };
    void perform(run, (...context) => runEdit(request, ...context));
  }

  return {
    perform,
    generate: () => generate(NOTHING_ACCEPTED),
    generateAnyway() {
      const isUnkept = failureOf(state) === 'storage-full';
      accepted = isUnkept ? { ...accepted, isUnkept } : { ...accepted, isOdd: true };
      startAgain();
    },
    generateWhole: () => generateWhole(NOTHING_ACCEPTED),
    cancel() {
      change(state, { isCancelling: true });
      abort.abort();
    },
    tryAgain() {
      const { checkpoint, isTakenUp } = state.run.value ?? NEW_RUN;
      if (!checkpoint) return startAgain();
      const { requestId } = checkpoint;
      const job =
        checkpoint.stage === 'composited' ? ({ state: 'inserting', requestId } as const) : SUBMITTING;
      void perform({ ...NEW_RUN, job, checkpoint, isTakenUp }, (...context) =>
        continueEdit(checkpoint, ...context),
      );
    },
    discardAndGo() {
      const { value: held } = state.held;
      state.held.value = null;
      void forget(waitingPicture(state)?.jobId ?? null, world.plugin);
      change(state, { checkpoint: null });
      held?.();
    },
  };
}

/** Afterwards, and nobody waits for it: the result is there, and so may the next run be. */
async function proveQuietly(state: State, outcome: EditOutcome, world: RunWorld): Promise<void> {
  const checkpoint = state.run.value?.checkpoint;
  if (checkpoint?.stage !== 'composited') return;
  const proof = await proveOutside(checkpoint, outcome, world);
  if (state.run.value?.outcome === outcome) change(state, { proof });
}

export const SUBMITTING = { state: 'submitting' } as const;

export function isBusy({ run }: State): boolean {
  return run.value !== null && !isEnded(run.value.job);
}

/** Tells beside the fields, or in an alert, what is still missing. */
function isReady(state: State, problem: WireFailure | null): boolean {
  const isPromptEmpty = lacksPrompt(state.settings.value.edit);
  state.promptProblem.value = isPromptEmpty ? 'Describe what should be there, in a few words.' : null;
  state.notice.value = problem;
  const isFieldInvalid =
    isPromptEmpty || [state.drafts, state.problems].some(({ value }) => Object.keys(value).length > 0);
  if (isFieldInvalid) state.refusals.value++;
  return !problem && !isFieldInvalid;
}

function failureOf({ run }: State): FailureKind | null {
  const job = run.value?.job;
  return job?.state === 'failed' ? job.failure.failure : null;
}

function reportTo(state: State, claim: (jobId: string | null | undefined) => void): EditReport {
  return {
    event(event) {
      apply(state, event);
      // While it is waited for; by the end it is forgotten.
      if (event.type === 'queued' || event.type === 'running') claim(state.run.value?.checkpoint?.jobId);
    },
    trouble: (trouble) => change(state, { trouble }),
    checkpoint: (checkpoint) => change(state, { checkpoint }),
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

function apply(state: State, event: JobEvent): void {
  if (state.run.value) change(state, { job: step(state.run.value.job, event) });
}

function change(state: State, changes: Partial<Run>): void {
  if (state.run.value) state.run.value = { ...state.run.value, ...changes };
}

async function end(state: State, error: unknown, plugin: Plugin): Promise<void> {
  const { checkpoint, isTakenUp } = state.run.value ?? NEW_RUN;
  const jobId = checkpoint?.jobId ?? null;
  if (isFailure(error) && error.kind === 'cancelled') {
    await forget(jobId, plugin);
    apply(state, { type: 'cancelled' });
    return;
  }
  const failure = toWire(error);
  // A request that is dead is not worth keeping: trying again starts anew.
  const isDead = isLastWord(failure.failure) && checkpoint?.stage === 'submitted';
  // One that was taken up may have been asked of another proxy than it was sent through: it is offered again.
  if (isDead && !isTakenUp) await forget(jobId, plugin);
  if (isDead || failure.failure === 'job-taken') change(state, { checkpoint: null });
  apply(state, { type: 'failed', failure });
}
