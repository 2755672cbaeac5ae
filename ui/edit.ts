// The path of one edit, from the click to the layer, in the order in which it happens.
import type { Billed } from '../core/billed.ts';
import { Failure, isFailure } from '../core/failure.ts';
import type { JobEvent } from '../core/job.ts';
import { keepsRest, modelOf } from '../core/model-settings.ts';
import { type Addresses, inputOf } from '../core/models/index.ts';
import type { Pixels } from '../core/pixels.ts';
import { type EditPlan, planEdit } from '../core/plan.ts';
import type { InsertReply } from '../core/protocol.ts';
import { reframed } from '../core/reframe.ts';
import { cover } from '../core/resample.ts';
import type { Ready } from '../core/selection.ts';
import type { EditSettings } from '../core/settings.ts';
import type { KeptResult } from '../core/unfinished.ts';
import type { Plugin } from './channel.ts';
import { type Chosen, chosenPictures, type KeyedPicture } from './chosen-pictures.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import {
  type Composited,
  cutOut,
  type Flagged,
  type Returned,
  type Submitted,
  type Warning,
} from './cut-out.ts';
import type { BilledAnswer, QueueState } from './fal/answer.ts';
import type { Fal } from './fal/fal.ts';
import { keepingTrouble, type Patience, type Trouble } from './fal/queue.ts';
import { identified, keepResult, kept, newJobId } from './kept.ts';
import { placeRequest } from './place-request.ts';
import { type Drawing, type MapChoices, type Prepared, prepare, readDrawing } from './prepare.ts';
import { type Before, lookBefore } from './proof.ts';
import { stopIfCancelled, stoppable, unlessCancelled } from './stoppable.ts';

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
  const input = inputOf(modelOf(plan), plan, addresses);
  const requestId = await identified(jobId, world, () => submit(plan, input, world, signal));
  const waiting = { undecided: null, result: null };
  const submitted = { stage: 'submitted', ...sent, jobId, requestId, ...waiting } as const;
  report.checkpoint(submitted);
  return continueEdit(submitted, world, report, signal);
}

/** Goes on from where something was paid for; nothing is sent or paid again. */
export async function continueEdit(
  checkpoint: Checkpoint,
  world: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<EditOutcome> {
  if (checkpoint.stage === 'composited') {
    return insert(checkpoint, lookBefore(checkpoint.plan, world), world, report, signal);
  }
  const { plan, requestId, jobId, undecided } = checkpoint;
  report.event({ type: 'submitted', requestId });
  const answer = checkpoint.result ?? (await waitForAnswer(plan, requestId, world, report, signal));
  report.event({ type: 'completed' });
  // While the picture is on its way, so that it takes no time of its own.
  const before = lookBefore(plan, world);
  const patience = { clock: world.clock, signal, onTrouble: keepingTrouble(report.trouble) };
  const result = 'images' in answer ? await fetchResult(answer, undecided, patience, world) : answer;
  const pictures = await decodeAll(result, undecided, plan, world);
  const isToKeep = checkpoint.result === null && undecided === null;
  const keeping = isToKeep ? keepResult(jobId, result, world) : null;
  const composited = cutOut(checkpoint, result, pictures, world);
  report.event({ type: 'fetched' });
  report.checkpoint(composited);
  await keeping;
  return insert(composited, before, world, report, signal);
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

/** How long a cancel waits for the answer to a request already on its way, to cancel it at fal too. */
const CANCEL_PATIENCE = 10_000;

async function submit(
  plan: EditPlan,
  input: Record<string, unknown>,
  { fal, clock }: EditWorld,
  signal: AbortSignal,
): Promise<string> {
  stopIfCancelled(signal);
  const done = new AbortController();
  const sent = fal.submit(modelOf(plan), input).finally(() => done.abort());
  const gaveUp = new Promise<never>((_, reject) => {
    const giveUp = async () => {
      await clock.sleep(CANCEL_PATIENCE, done.signal);
      reject(new Failure('submit-unknown'));
    };
    signal.addEventListener('abort', giveUp, { once: true, signal: done.signal });
  });
  return Promise.race([sent, gaveUp]);
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

/**
 * At once, since fal does not keep pictures for ever.
 * @param undecided the only ones still asked for, where the others are done with
 */
async function fetchResult(
  { images, seed, billedUnits }: BilledAnswer,
  undecided: Submitted['undecided'],
  patience: Patience,
  { fal }: EditWorld,
): Promise<KeptResult> {
  const pictures: KeptResult['pictures'][number][] = [];
  for (const [index, { url, isFlagged }] of images.entries()) {
    const isAsked = undecided === null || undecided.includes(index);
    pictures.push(isAsked ? { bytes: await fal.download(url, patience), isFlagged } : null);
  }
  return { seed, billedUnits, pictures };
}

async function decodeAll(
  result: KeptResult,
  undecided: Submitted['undecided'],
  plan: EditPlan,
  { codec }: EditWorld,
): Promise<Returned[]> {
  // What follows the source's layout fits it whatever its size; any other picture must not be stretched.
  const fitted = (pixels: Pixels) => (keepsRest(modelOf(plan)) ? pixels : cover(pixels, plan.size));
  const pictures: Returned[] = [];
  // One after the other: each is several megabytes once decoded.
  for (const [index, picture] of result.pictures.entries()) {
    if (!picture || (undecided && !undecided.includes(index))) continue;
    const { bytes, isFlagged } = picture;
    pictures.push({ index, isFlagged, pixels: fitted(await codec.decode(bytes)) });
  }
  return pictures;
}

async function insert(
  composited: Composited,
  before: Promise<Before | null>,
  world: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<EditOutcome> {
  const { plan, insert: request, seed, billed, warnings, flagged } = composited;
  const seen = await before;
  const { layerIds, above, edits } = await placed(composited, world);
  report.event({ type: 'inserted', layerIds });
  return {
    layerIds,
    // One alone goes by its own name, which has a number where others were flagged.
    name: request.patches.length === 1 ? request.patches[0]!.name : request.name,
    targetName: plan.target.name,
    regionNames: plan.regions.filter(({ id }) => id !== plan.target.id).map(({ name }) => name),
    above,
    beneath: request.place?.beneath ?? [],
    seed,
    billed,
    simulated: composited.simulated,
    pictures: request.patches.length,
    flagged,
    warnings,
    cameTooLate: signal.aborted,
    // What somebody changed in between would count as changed by the edit.
    before: seen?.edits === edits ? seen : null,
  };
}

/** With the layers there, and not before, the stored job is done with, but for what waits for a decision. */
async function placed(
  { plan, jobId, insert: request, flagged: waiting }: Composited,
  { plugin, clock }: EditWorld,
): Promise<Omit<InsertReply, 'edits'> & { edits: number | null }> {
  const flagged = waiting.map(({ index }) => index);
  if (request.patches.length === 0) {
    if (jobId !== null) {
      // What could not be noted is found to be waiting when the job is taken up again.
      await plugin.call('decideFlagged', { id: jobId, flagged, decided: [] }).catch(() => null);
    }
    return { layerIds: [], above: [], edits: null };
  }
  const kept = jobId === null ? {} : { kept: { id: jobId, now: clock.now(), flagged } };
  return plugin.call('insert', { ...request, ...kept }).catch((error: unknown) => {
    throw placeless(error, plan);
  });
}

/** The picture has outlived its target. */
function placeless(error: unknown, { target }: EditPlan): unknown {
  const isGone = isFailure(error) && error.kind === 'target-gone';
  return isGone ? new Failure('place-gone', { target: target.name }) : error;
}
