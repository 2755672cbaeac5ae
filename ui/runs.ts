// What the buttons do to runs: starting, cancelling, trying again. Each keeps what it was asked for; the form is free for the next.
import type { FailureKind, WireFailure } from '../core/failure.ts';
import { modelOf } from '../core/model-settings.ts';
import { sent } from '../core/prompts.ts';
import { layerName } from '../core/recipe.ts';
import { isWhole, type Selection, type Target, wholeOf } from '../core/selection.ts';
import { continueEdit, type EditRequest, runEdit } from './edit.ts';
import { giveUp, movedTo, newJobId } from './kept.ts';
import { expectedFor } from './paces.ts';
import { wrongFields } from './refusal.ts';
import { replacedFor } from './replaced.ts';
import { findRun, NEW_RUN, type Run } from './run.ts';
import type { RunQueue, RunWorld } from './run-queue.ts';
import { askedFor, foundPolarity, type State, selectionProblem } from './state.ts';

/** Those that are not told which run they are for take the newest. */
export interface RunActions {
  generate(): void;
  /** The same, after being told what is odd about the change map. */
  generateAnyway(runId?: string): void;
  /** Changes the target as a whole, on request alone: a frame without a region is never repainted silently. */
  generateWhole(): void;
  cancel(runId?: string): void;
  /** Brings the first field that holds a run back into view once more. */
  goToField(): void;
  /** Goes on from what was paid for, or starts anew when nothing was. */
  tryAgain(runId?: string): void;
  /** Inserts what was made into the target that is selected now, since its own is gone. */
  insertHere(runId?: string): void;
  /** Gives up a picture that was paid for. */
  discard(runId?: string): void;
}

export function createRuns(state: State, world: RunWorld, { perform, cancel }: RunQueue): RunActions {
  /** What was asked for, by run. */
  const requests = new Map<string, EditRequest>();

  function click(selection: EditRequest['selection']): void {
    const { edit: settings, prompts } = state.settings.value;
    state.settings.value = { ...state.settings.value, prompts: sent(prompts, settings.prompt) };
    start({
      selection,
      settings,
      polarity: foundPolarity(state),
      files: state.files.value,
      replacedIds: replacedFor(state, selection.target.id),
      // Who wants the whole target changed need not be told that everything may change.
      isAccepted: isWhole(selection),
    });
  }

  function start(asked: EditRequest, inPlaceOf?: string): void {
    const request = { ...asked, jobId: newJobId(world) };
    const run = { ...NEW_RUN, ...aboutRun(request), expected: expectedFor(state, request.settings) };
    for (const id of requests.keys()) if (!findRun(state, id)) requests.delete(id);
    requests.set(run.id, request);
    state.notice.value = null;
    perform(run, (...context) => runEdit(request, ...context), inPlaceOf);
  }

  /** Of its own request, wherever its layers lie by now; nothing of the form goes into it. */
  function startAgain({ id }: Run, accepted: Partial<EditRequest> = {}): void {
    const request = requests.get(id);
    if (!request) return;
    const selection = asItIs(request.selection, state.selection.value);
    start({ ...request, selection, ...accepted }, id);
  }

  function goOn(run: Run, target: Target | null): void {
    const checkpoint = target && run.checkpoint ? movedTo(target, run.checkpoint) : run.checkpoint;
    if (!checkpoint) {
      startAgain(run);
      return;
    }
    const { requestId, stage } = checkpoint;
    const job = stage === 'composited' ? ({ state: 'inserting', requestId } as const) : SUBMITTING;
    const { id, name, modelId, isTakenUp } = run;
    state.notice.value = null;
    const again = { ...NEW_RUN, id, name, modelId, targetName: checkpoint.plan.target.name, isTakenUp };
    perform({ ...again, job, checkpoint }, (...context) => continueEdit(checkpoint, ...context), id);
  }

  const named = (id = state.run.value?.id ?? '') => findRun(state, id);
  /** Nothing is done twice that a second click asks for. */
  const failed = (id?: string) => {
    const run = named(id);
    return run?.job.state === 'failed' ? run : null;
  };

  return {
    generate() {
      const { value: selection } = state.selection;
      if (isReady(state, selectionProblem(state)) && selection.kind === 'ready') click(selection);
    },
    generateWhole() {
      const { value: selection } = state.selection;
      if (selection.kind !== 'none' && isReady(state, null)) click(wholeOf(selection.target));
    },
    generateAnyway(id) {
      const run = failed(id);
      if (run) startAgain(run, acceptedAfter(run));
    },
    goToField() {
      state.refusals.value++;
    },
    cancel(id) {
      const run = named(id);
      if (run) cancel(run.id);
    },
    tryAgain(id) {
      const run = failed(id);
      if (run) goOn(run, null);
    },
    insertHere(id) {
      const [run, asked] = [failed(id), askedFor(state.selection.value)];
      if (run && asked) goOn(run, asked.target);
    },
    discard(id) {
      const run = failed(id);
      if (!run) return;
      if (run.checkpoint) void giveUp(run.checkpoint, world.plugin);
      state.runs.value = state.runs.value.filter((other) => other !== run);
    },
  };
}

export const SUBMITTING = { state: 'submitting' } as const;

function acceptedAfter({ job }: Run): Partial<EditRequest> {
  const failure: FailureKind | null = job.state === 'failed' ? job.failure.failure : null;
  return failure === 'storage-full' ? { goesUnkept: true } : { isAccepted: true };
}

function aboutRun({ jobId, selection, settings }: EditRequest & { jobId: string }) {
  const name = layerName(settings.prompt, 0, 1, false) || modelOf(settings).label;
  return { id: jobId, name, targetName: selection.target.name, modelId: settings.modelId };
}

/** The same layers as they lie now, where they are still what is selected. */
function asItIs(asked: EditRequest['selection'], now: Selection): EditRequest['selection'] {
  if (now.kind !== 'ready' || now.target.id !== asked.target.id) return asked;
  const isSame = now.regions.map(({ id }) => id).join() === asked.regions.map(({ id }) => id).join();
  return isSame ? now : asked;
}

/** Tells beside the fields, or in an alert, what is still missing. */
function isReady(state: State, problem: WireFailure | null): boolean {
  const isRefused = wrongFields(state) > 0;
  state.notice.value = problem;
  state.isRefused.value = isRefused;
  if (isRefused) state.refusals.value++;
  return !problem && !isRefused;
}
