// What the buttons do to runs: starting, cancelling, trying again. Each keeps what it was asked for; the form is free for the next.
import { type FailureKind, toWire, type WireFailure } from '../core/failure.ts';
import { modelOf } from '../core/model-settings.ts';
import { mostImages, takesPrompt } from '../core/models/index.ts';
import { sent } from '../core/prompts.ts';
import { type Share, shareOut } from '../core/run.ts';
import { isWhole, labelOf, type Ready, type Selection, type Target, wholeOf } from '../core/selection.ts';
import { promptsOf } from '../core/wanted.ts';
import { askedInBatch, othersInBatch } from './batch.ts';
import { type Cell, createCell } from './cell.ts';
import { type EditRequest, receiveEdit } from './edit.ts';
import { giveUp, movedTo, newJobId } from './kept.ts';
import { expectedFor } from './paces.ts';
import { dropFrom, setApart } from './parted-run.ts';
import { wrongFields } from './refusal.ts';
import { replacedFor, startFor } from './restored.ts';
import {
  displacedNext,
  failedParts,
  findRun,
  isDismissible,
  isOwed,
  NEW_PART,
  type Part,
  type Run,
  runOf,
  type Spread,
  triedNext,
} from './run.ts';
import type { RunQueue, RunWorld, Work } from './run-queue.ts';
import { runName, targetsText } from './run-text.ts';
import { askedFor, foundPolarity, type State, selectionProblem } from './state.ts';

/** Those that are not told which run they are for take the newest. */
export interface RunActions {
  generate(): void;
  /** The same, after being told what is odd about the change map. */
  generateAnyway(runId?: string): void;
  /** Changes the target as a whole, on request alone: a frame without a region is never repainted silently. */
  generateWhole(): void;
  /** Stops all that is still under way; what was made stays. */
  cancel(runId?: string): void;
  /** Brings the first field that holds a run back into view once more. */
  goToField(): void;
  /** Inserts what has been made, without waiting for the others. */
  insertNow(runId?: string): void;
  /** Of the requests that failed: goes on from what was paid for, or starts anew where nothing was. */
  tryAgain(runId?: string): void;
  /** Inserts what was made for a target that is gone into the one that is selected now; all else stays as it is. */
  insertHere(runId?: string): void;
  /** Gives up pictures that were paid for, and nothing else: what failed unpaid can be tried again, what came is chosen from. */
  discard(runId?: string): void;
  /** Puts what has failed of a run out of sight, and so all of one that came to nothing; what was paid for stays in History. */
  dismiss(runId: string): void;
}

/** What a request was asked for with. */
interface Asked {
  readonly cell: Cell;
  readonly share: Share;
}

export function createRuns(
  state: State,
  world: RunWorld,
  { perform, cancel, insertNow }: RunQueue,
): RunActions {
  /** By the id of the request. */
  const asked = new Map<string, Asked>();

  function click(selections: readonly Ready[], spreadTo: readonly string[] = []): void {
    const { edit: settings, prompts } = state.settings.value;
    if (takesPrompt(modelOf(settings))) {
      state.settings.value = { ...state.settings.value, prompts: sent(prompts, settings.prompt) };
    }
    forgetOld();
    const shares = sharesFor(settings, selections.length, world);
    const parts = selections.flatMap((selection) => {
      const cell = createCell({
        selection,
        settings,
        polarity: foundPolarity(state),
        files: state.files.value,
        replacedIds: replacedFor(state, selection.target.id),
        start: startFor(state, selection.target.id),
        // Who wants the whole target changed need not be told that everything may change.
        isAccepted: isWhole(selection),
      });
      return shares.map((share) => partFor({ cell, share }));
    });
    const [first, ...others] = parts;
    if (!first) return;
    const expected = expectedFor(state, settings, parts.length);
    const about = aboutRun(
      settings,
      selections.map(({ target }) => target),
    );
    state.notice.value = null;
    const spread: Spread = spreadTo.length > 0 ? { kind: 'to', layerIds: spreadTo } : { kind: 'none' };
    const [start = null] = selections.flatMap(({ target }) => startFor(state, target.id) ?? []);
    perform(runOf({ id: first.id, ...about, expected, spread, start }, [first, ...others]), worksOf(parts));
  }

  function partFor({ cell, share }: Asked): Part {
    const id = newJobId(world);
    asked.set(id, { cell, share });
    const { target } = cell.request.selection;
    const { prompt, images, series } = share;
    const about = { targetId: target.id, targetName: labelOf(target), prompt, from: series.from, images };
    return { ...NEW_PART, id, ...about };
  }

  function worksOf(parts: readonly Part[]): Map<string, Work> {
    return new Map(
      parts.flatMap(({ id }) => {
        const found = asked.get(id);
        return found ? [[id, found.cell.work(id, found.share)] as const] : [];
      }),
    );
  }

  function forgetOld(): void {
    const known = new Set(state.runs.value.flatMap(({ parts }) => parts.map(({ id }) => id)));
    for (const id of asked.keys()) if (!known.has(id)) asked.delete(id);
  }

  /**
   * The failed requests of a run that are next, each from where it came to; all else is left alone.
   * @param target another one for all of it to be inserted into
   */
  function goOn(run: Run, target: Target | null, accepted: Partial<EditRequest> = {}): void {
    const cells = new Map<Cell, Cell>();
    const works = new Map<string, Work>();
    const next = new Set<Part>(triedNext(run));
    const again = (part: Part): Part => {
      if (!next.has(part)) return part;
      if (part.checkpoint) return goneOn(part, part.checkpoint, target, works);
      const before = asked.get(part.id);
      if (!before) return part;
      const cell = cells.get(before.cell) ?? cellAgain(before.cell, run, accepted);
      cells.set(before.cell, cell);
      const anew = partFor({ cell, share: before.share });
      for (const [id, work] of worksOf([anew])) works.set(id, work);
      return anew;
    };
    state.notice.value = null;
    const [first, ...others] = run.parts.map(again);
    const { id, name, modelId, isTakenUp, expected, spread, start } = run;
    const targetName = target?.name ?? run.targetName;
    perform(
      runOf({ id, name, targetName, modelId, isTakenUp, expected, spread, start }, [first!, ...others]),
      works,
      id,
    );
  }

  /** Drawn anew, wherever its layers lie by now; but the pictures that stand together are made from the same source. */
  function cellAgain(cell: Cell, { parts }: Run, accepted: Partial<EditRequest>): Cell {
    const { selection } = cell.request;
    const isShown = parts.some(({ targetId, job }) => targetId === selection.target.id && isMade(job));
    return isShown ? cell : cell.with({ selection: asItIs(selection, state.selection.value), ...accepted });
  }

  const named = (id = state.run.value?.id ?? '') => findRun(state, id);
  /** Nothing is done twice that a second click asks for. */
  const failed = (id?: string) => {
    const run = named(id);
    return run && failedParts(run).length > 0 ? run : null;
  };

  return {
    generate() {
      const { value: selection } = state.selection;
      const several = askedInBatch(state);
      const asked = several?.length ? several : selection.kind === 'ready' ? [selection] : [];
      const problem = several?.length ? null : selectionProblem(state);
      if (isReady(state, problem)) click(asked, othersInBatch(state));
    },
    generateWhole() {
      const { value: selection } = state.selection;
      if (selection.kind !== 'none' && isReady(state, null)) click([wholeOf(selection.target)]);
    },
    generateAnyway(id) {
      const run = failed(id);
      if (run) goOn(run, null, acceptedAfter(run));
    },
    goToField() {
      state.refusals.value++;
    },
    cancel(id) {
      const run = named(id);
      if (run) cancel(run.id);
    },
    insertNow(id) {
      const run = named(id);
      if (run) insertNow(run.id);
    },
    tryAgain(id) {
      const run = failed(id);
      if (run) goOn(run, null);
    },
    insertHere(id) {
      const [run, now] = [named(id), askedFor(state.selection.value)];
      const displaced = run ? displacedNext(run) : [];
      if (run && now && displaced.length > 0) goOn(setApart(state, run, displaced), now.target);
    },
    discard(id) {
      const run = failed(id);
      if (!run) return;
      const tell = (error: unknown) => {
        state.notice.value = toWire(error);
      };
      for (const { checkpoint } of run.parts.filter(isOwed)) {
        if (checkpoint) giveUp(checkpoint, world).catch(tell);
      }
      dropFrom(state, run, isOwed);
    },
    dismiss(id) {
      const run = named(id);
      if (run && isDismissible(run)) dropFrom(state, run, ({ outcome }) => outcome === null);
    },
  };
}

/** Of a batch each picture has a request of its own, so that it can fail, and be tried again, by itself. */
function sharesFor(settings: EditRequest['settings'], targets: number, world: RunWorld): Share[] {
  const prompts = promptsOf(settings);
  const isBatch = targets > 1 || prompts.length > 1;
  const most = isBatch ? 1 : mostImages(modelOf(settings));
  const { variations, seed } = settings;
  return shareOut({ id: newJobId(world), prompts, variations, seed: seed ?? world.randomSeed(), most });
}

function goneOn(
  part: Part,
  checkpoint: NonNullable<Part['checkpoint']>,
  target: Target | null,
  works: Map<string, Work>,
): Part {
  const moved = target ? movedTo(target, checkpoint) : checkpoint;
  const { requestId } = moved;
  works.set(part.id, async (world, report, signal) =>
    moved.stage === 'composited' ? moved : receiveEdit(moved, world, report, signal),
  );
  const { id: targetId, name: targetName } = moved.plan.target;
  const job = moved.stage === 'composited' ? ({ state: 'made', requestId } as const) : SUBMITTING;
  return { ...part, targetId, targetName, job, checkpoint: moved };
}

export const SUBMITTING = { state: 'submitting' } as const;

function isMade({ state }: Part['job']): boolean {
  return state === 'made' || state === 'inserting' || state === 'done';
}

function acceptedAfter(run: Run): Partial<EditRequest> {
  const kinds: FailureKind[] = failedParts(run).map(({ job }) => job.failure.failure);
  return kinds.includes('storage-full') ? { goesUnkept: true } : { isAccepted: true };
}

function aboutRun(settings: EditRequest['settings'], targets: readonly Target[]) {
  const name = runName(promptsOf(settings)) || modelOf(settings).label;
  return { name, targetName: targetsText(targets), modelId: settings.modelId };
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
