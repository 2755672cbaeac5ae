// Starting, cancelling and taking up again: what the buttons do to a run.
import { isFailure, toWire, type WireFailure } from '../core/failure.ts';
import { isEnded, type JobEvent, step } from '../core/job.ts';
import { lacksPrompt } from '../core/plan.ts';
import { sent } from '../core/prompts.ts';
import { isWhole, wholeOf } from '../core/selection.ts';
import {
  continueEdit,
  type EditOutcome,
  type EditReport,
  type EditRequest,
  type EditWorld,
  runEdit,
} from './edit.ts';
import type { Fal } from './fal/fal.ts';
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

type Work = (world: EditWorld, report: EditReport, signal: AbortSignal) => Promise<EditOutcome>;

export function createRuns(state: State, world: RunWorld): RunActions {
  let abort = new AbortController();
  let startAgain = () => generate(false);

  async function perform(run: Run, work: Work): Promise<void> {
    if (isBusy(state)) return;
    abort = new AbortController();
    state.run.value = run;
    state.notice.value = null;
    state.held.value = null;
    try {
      const outcome = await work(
        { ...world, fal: withHealth(world.openFal(), state) },
        reportTo(state),
        abort.signal,
      );
      change(state, { outcome, trouble: null });
      const plan = state.run.value?.checkpoint?.plan;
      if (plan) forgetReplaced(state, plan);
      void proveQuietly(state, outcome, world);
    } catch (error) {
      end(state, error);
    }
  }

  function generate(isAccepted: boolean): void {
    const { value: selection } = state.selection;
    if (isBusy(state) || !isReady(state, selectionProblem(state)) || selection.kind !== 'ready') return;
    start(selection, isAccepted, () => generate(isAccepted));
  }

  function generateWhole(): void {
    const { value: selection } = state.selection;
    if (isBusy(state) || selection.kind === 'none' || !isReady(state, null)) return;
    start(wholeOf(selection.target), false, generateWhole);
  }

  function start(selection: EditRequest['selection'], isAccepted: boolean, again: () => void): void {
    // What was paid for is not given up without asking.
    if (waitingPicture(state)) {
      state.held.value = again;
      return;
    }
    startAgain = again;
    const { edit: settings, prompts } = state.settings.value;
    state.settings.value = { ...state.settings.value, prompts: sent(prompts, settings.prompt) };
    const request = {
      selection,
      settings,
      polarity: foundPolarity(state),
      files: state.files.value,
      replacedIds: replacedFor(state, selection.target.id),
      // Who wants the whole target changed need not be told that everything may change.
      isAccepted: isAccepted || isWhole(selection),
    };
    void perform(NEW_RUN, (...context) => runEdit(request, ...context));
  }

  return {
    generate: () => generate(false),
    generateAnyway: () => generate(true),
    generateWhole,
    cancel() {
      change(state, { isCancelling: true });
      abort.abort();
    },
    tryAgain() {
      const checkpoint = state.run.value?.checkpoint;
      if (!checkpoint) return startAgain();
      const { requestId } = checkpoint;
      const job =
        checkpoint.stage === 'composited' ? ({ state: 'inserting', requestId } as const) : SUBMITTING;
      void perform({ ...NEW_RUN, job, checkpoint }, (...context) => continueEdit(checkpoint, ...context));
    },
    discardAndGo() {
      const { value: held } = state.held;
      state.held.value = null;
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

const SUBMITTING = { state: 'submitting' } as const;

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

function reportTo(state: State): EditReport {
  return {
    event: (event) => apply(state, event),
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

function end(state: State, error: unknown): void {
  if (isFailure(error) && error.kind === 'cancelled') {
    apply(state, { type: 'cancelled' });
    return;
  }
  const failure = toWire(error);
  // A request that is dead is not worth keeping: trying again starts anew.
  if (isLastWord(failure.failure) && state.run.value?.checkpoint?.stage === 'submitted') {
    change(state, { checkpoint: null });
  }
  apply(state, { type: 'failed', failure });
}
