// The path of one edit, from the click to the layer, in the order in which it happens.
import type { Billed } from '../core/billed.ts';
import { Failure } from '../core/failure.ts';
import type { JobEvent } from '../core/job.ts';
import { modelOf } from '../core/model-settings.ts';
import { type Addresses, inputOf } from '../core/models/index.ts';
import { type EditPlan, planEdit } from '../core/plan.ts';
import { reframed } from '../core/reframe.ts';
import type { Ready } from '../core/selection.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Plugin } from './channel.ts';
import { type Chosen, chosenPictures, type KeyedPicture } from './chosen-pictures.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import {
  type Composited,
  cutOut,
  type Flagged,
  type Rest,
  restOf,
  type Submitted,
  type Warning,
} from './cut-out.ts';
import type { BilledAnswer, QueueState } from './fal/answer.ts';
import type { Fal } from './fal/fal.ts';
import { keepingTrouble, type Trouble } from './fal/queue.ts';
import { fetchResult, unfetched, withoutLost } from './fetch-result.ts';
import { insertResult } from './insert-result.ts';
import { kept, newJobId } from './kept.ts';
import { during } from './phase.ts';
import { placeRequest } from './place-request.ts';
import { type Drawing, type MapChoices, type Prepared, prepare, readDrawing } from './prepare.ts';
import { type Before, lookBefore } from './proof.ts';
import { stopIfCancelled, stoppable, unlessCancelled } from './stoppable.ts';
import { type Submission, submit } from './submit.ts';

/** Everything outside the panel. */
export interface EditWorld {
  readonly plugin: Plugin;
  readonly fal: Fal;
  readonly codec: Codec;
  readonly clock: Clock;
  /** A new seed. */
  readonly randomSeed: () => number;
}

export interface EditRequest extends MapChoices, Chosen {
  readonly selection: Ready;
  readonly settings: EditSettings;
  /** Results that give way to the one to come. */
  readonly replacedIds: readonly string[];
  /** Under which it is stored before it is paid for; a new one where none is given. */
  readonly jobId?: string;
  /** The user was told that the job cannot be stored, and wants to go on. */
  readonly goesUnkept?: boolean;
}

export interface EditReport {
  event(event: JobEvent): void;
  trouble(trouble: Trouble): void;
  /** From here on something is paid for: what it takes to go on after a failure. */
  checkpoint(checkpoint: Checkpoint): void;
}

export type Checkpoint = Submitted | Composited;

export interface EditOutcome {
  readonly layerIds: readonly string[];
  readonly name: string;
  readonly targetName: string;
  /** Empty when the target was changed as a whole. */
  readonly regionNames: readonly string[];
  /** Names of regions that the layers were put above. */
  readonly above: readonly string[];
  /** Texts that stayed as they are, above the result. */
  readonly beneath: readonly string[];
  readonly seed: number | null;
  /** What fal billed for the run, as far as it said. */
  readonly billed: Billed | null;
  readonly simulated: boolean;
  readonly pictures: number;
  /** Pictures that were not inserted, because fal's safety checker finds them unsafe. */
  readonly flagged: readonly Flagged[];
  /** Pictures that could not be had, where others could. */
  readonly rest: Rest | null;
  readonly warnings: readonly Warning[];
  /** The target before the layers came, where a comparison with it would show what they changed. */
  readonly before: Before | null;
  /** The user cancelled, but fal had already made the picture. */
  readonly cameTooLate: boolean;
}

/** @throws Failure, `cancelled` among them; the document is then as it was */
export async function runEdit(
  request: EditRequest,
  world: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<EditOutcome> {
  const submission = await during('unsent', () => makeReady(request, world, report, signal));
  const submitted = await submit(submission, world, report, signal);
  report.checkpoint(submitted);
  return continueEdit(submitted, world, report, signal);
}

/** All that comes before anything is paid for. */
async function makeReady(
  request: EditRequest,
  world: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<Submission> {
  const shown = planEdit(request.selection, request.settings, world.randomSeed(), request.replacedIds);
  const { simulated } = await unlessCancelled(world.fal.introduce(), signal);
  const drawing = await drawWhole(shown, request, world, signal);
  const { plan, place } = drawing;
  const { pictures, ...prepared } = prepare(drawing, world.codec, request);
  const chosen = await chosenPictures(plan, prepared.around.source, request, world, signal);
  stopIfCancelled(signal);
  report.event({ type: 'uploading' });
  const addresses = await unlessCancelled(upload(pictures, chosen, world), signal);
  report.event({ type: 'submitting' });
  const settings = { ...request.settings, prompt: plan.prompt };
  const sent = { plan, settings, ...prepared, place, simulated };
  const jobId = request.goesUnkept ? null : (request.jobId ?? newJobId(world));
  if (jobId !== null) await kept(jobId, sent, pictures.source, world);
  const waiting = { jobId, undecided: null, result: null };
  return {
    jobId,
    plan,
    input: inputOf(modelOf(plan), plan, addresses),
    taken: (requestId) => ({ stage: 'submitted', ...sent, ...waiting, requestId }),
  };
}

/** Goes on from where something was paid for; nothing is sent or paid again. */
export function continueEdit(
  checkpoint: Checkpoint,
  world: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<EditOutcome> {
  return during('taken', async () => {
    const lookedAt = () => lookBefore(checkpoint.plan, world);
    const [composited, before] =
      checkpoint.stage === 'composited'
        ? [checkpoint, lookedAt()]
        : await composite(checkpoint, lookedAt, world, report, signal);
    const outcome = await insertResult(composited, await before, world);
    report.event({ type: 'inserted', layerIds: outcome.layerIds });
    return { ...outcome, cameTooLate: signal.aborted };
  });
}

/** Waits for the result, and cuts what can be had of it. @throws Failure when none of it can */
async function composite(
  submitted: Submitted,
  look: () => Promise<Before | null>,
  world: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<[Composited, Promise<Before | null>]> {
  const { plan, requestId } = submitted;
  report.event({ type: 'submitted', requestId });
  const known = submitted.result ?? unfetched(await waitForAnswer(plan, requestId, world, report, signal));
  report.event({ type: 'completed' });
  // While the picture is on its way, so that it takes no time of its own.
  const before = look();
  const patience = { clock: world.clock, signal, onTrouble: keepingTrouble(report.trouble) };
  const { result, readable, losses } = await fetchResult(submitted, known, patience, world);
  const again = { ...submitted, result: withoutLost(result, losses) };
  report.checkpoint(again);
  const [failure] = losses.values();
  if (failure && readable.length === 0) throw failure;
  const rest = failure ? restOf(again, losses) : null;
  const composited = { ...cutOut(submitted, result, readable, world), rest };
  report.event({ type: 'fetched' });
  report.checkpoint(composited);
  return [composited, before];
}

/** Framed once more where a region turns out to be painted beyond the crop. */
async function drawWhole(
  shown: EditPlan,
  { selection, settings }: EditRequest,
  world: EditWorld,
  signal: AbortSignal,
): Promise<Drawing> {
  const first = await draw(shown, world, signal);
  const coverage = first.regions.map((region) => region.coverage);
  const larger = reframed(shown, coverage, selection, settings);
  return larger ? draw(larger, world, signal) : first;
}

async function draw(plan: EditPlan, { plugin, codec }: EditWorld, signal: AbortSignal): Promise<Drawing> {
  const request = { ...placeRequest(plan), framing: plan.framing };
  const raster = await stoppable(plugin, signal, () => plugin.call('raster', request));
  return readDrawing(plan, raster, codec);
}

async function upload(
  pictures: Prepared['pictures'],
  chosen: readonly KeyedPicture[],
  { fal }: EditWorld,
): Promise<Addresses> {
  const made = Object.entries(pictures);
  const urls = await fal.upload([...made, ...chosen].map(([, bytes]) => bytes));
  const named = (entries: readonly KeyedPicture[], from: number) =>
    Object.fromEntries(entries.map(([name], i) => [name, urls[from + i] ?? '']));
  return { ...named(made, 0), chosen: named(chosen, made.length) };
}

async function waitForAnswer(
  plan: EditPlan,
  requestId: string,
  { fal, clock }: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<BilledAnswer> {
  const model = modelOf(plan);
  const options = {
    clock,
    signal,
    onState: (state: QueueState) => tell(state, report),
    onTrouble: keepingTrouble(report.trouble),
  };
  if ((await fal.watch(model, requestId, options)) === 'cancelled') throw new Failure('cancelled');
  return fal.result(model, requestId, options);
}

function tell(state: QueueState, report: EditReport): void {
  if (state.state === 'queued') report.event({ type: 'queued', position: state.position });
  if (state.state === 'running') report.event({ type: 'running', logs: state.logs });
}
