// The path of one edit, from the click to the layer, in the order in which it happens.
import type { Start } from '../core/again.ts';
import { Failure } from '../core/failure.ts';
import type { JobEvent } from '../core/job.ts';
import { modelOf } from '../core/model-settings.ts';
import { type Addresses, inputOf } from '../core/models/index.ts';
import { type EditPlan, planEdit, sharedPlan } from '../core/plan.ts';
import { reframed } from '../core/reframe.ts';
import type { Share } from '../core/run.ts';
import type { Ready } from '../core/selection.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Plugin } from './channel.ts';
import { noteCharge } from './charges.ts';
import { type Chosen, chosenPictures, type KeyedPicture } from './chosen-pictures.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { type Composited, cutOut, restOf, type Submitted } from './cut-out.ts';
import type { BilledAnswer, QueueState } from './fal/answer.ts';
import type { Fal, Sending } from './fal/fal.ts';
import { keepingTrouble, type Patience, type Trouble, unhurried } from './fal/queue.ts';
import { fetchResult, unfetched, withoutLost } from './fetch-result.ts';
import { type Keepable, keepable, kept } from './kept.ts';
import { during, takenAs } from './phase.ts';
import { placeRequest } from './place-request.ts';
import { type Drawing, type MapChoices, type Prepared, prepare, readDrawing } from './prepare.ts';
import { stopIfCancelled, stoppable, unlessCancelled } from './stoppable.ts';
import { submit } from './submit.ts';

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
  /** The result that it starts from; missing or null where that is the target as it stands. */
  readonly start?: Start | null;
}

export interface EditReport {
  event(event: JobEvent): void;
  trouble(trouble: Trouble): void;
  /** From here on something is paid for: what it takes to go on after a failure. */
  checkpoint(checkpoint: Checkpoint): void;
}

export type Checkpoint = Submitted | Composited;

/** What all requests for one target have in common: it is drawn once, and its pictures are sent up once. */
export interface Sendable extends Omit<Prepared, 'pictures'>, Pick<Drawing, 'plan' | 'place'> {
  readonly request: EditRequest;
  readonly addresses: Addresses;
  /** What its jobs are stored with; null where the user chose to go without. */
  readonly keeping: Keepable | null;
  readonly simulated: boolean;
  readonly isMediaBlocked: Sending['isMediaBlocked'];
}

/** Each request has a seed of its own. */
const NO_SEED = 0;

/** @throws Failure, `cancelled` among them; the document is then as it was */
export async function prepareEdit(
  request: EditRequest,
  world: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<Sendable> {
  return during('unsent', () => makeReady(request, world, report, signal));
}

async function makeReady(
  request: EditRequest,
  world: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<Sendable> {
  const shown = planEdit(request.selection, request.settings, NO_SEED, request.replacedIds);
  const { simulated, isMediaBlocked } = await unlessCancelled(world.fal.introduce(), signal);
  const drawing = await drawWhole(shown, request, world, signal);
  const { plan, place } = drawing;
  const { pictures, ...prepared } = prepare(drawing, world.codec, request);
  const chosen = await chosenPictures(plan, prepared.around.source, request, world, signal);
  const keeping = request.goesUnkept ? null : await keepable(prepared, pictures.source, world);
  stopIfCancelled(signal);
  report.event({ type: 'uploading' });
  const addresses = await unlessCancelled(upload(pictures, chosen, world), signal);
  return { ...prepared, request, plan, place, addresses, keeping, simulated, isMediaBlocked };
}

/**
 * Asks for one share of the pictures; from here on something is paid for.
 * @param id under which it is stored before
 */
export async function sendEdit(
  { request, plan: whole, addresses, keeping, isMediaBlocked, ...prepared }: Sendable,
  share: Share,
  id: string,
  world: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<Submitted> {
  report.event({ type: 'submitting' });
  const plan = sharedPlan(whole, share);
  const settings = { ...request.settings, prompt: plan.prompt, promptPerLine: false };
  const sent = { ...prepared, plan, settings };
  const jobId = keeping && id;
  if (keeping) await during('unsent', () => kept(id, sent, keeping, world));
  const input = inputOf(modelOf(plan), plan, addresses);
  const waiting = { undecided: null, result: null };
  const taken = (requestId: string) =>
    ({ stage: 'submitted', ...sent, jobId, requestId, ...waiting }) as const;
  const submitted = await submit({ jobId, plan, input, isMediaBlocked, taken }, world, report, signal);
  report.checkpoint(submitted);
  return submitted;
}

/**
 * Goes on from where something was paid for, until it is ready to be inserted; nothing is sent or paid again.
 * @throws Failure when none of the pictures can be had
 */
export function receiveEdit(
  submitted: Submitted,
  world: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<Composited> {
  return during(takenAs(submitted), () => composite(submitted, world, report, signal));
}

async function composite(
  submitted: Submitted,
  world: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<Composited> {
  const { plan, requestId } = submitted;
  // What was told of an earlier try stands no more.
  report.trouble(null);
  report.event({ type: 'submitted', requestId });
  const patience = { clock: world.clock, signal, onTrouble: keepingTrouble(report.trouble) };
  const known = submitted.result ?? unfetched(await waitForAnswer(plan, requestId, world, report, patience));
  const { billedUnits } = known;
  noteCharge({ requestId, billedUnits, model: modelOf(plan), simulated: submitted.simulated }, world.plugin);
  report.event({ type: 'completed' });
  const { result, readable, losses } = await unhurried(patience, (unmoved) =>
    fetchResult(submitted, known, unmoved, world),
  );
  const again = { ...submitted, result: withoutLost(result, losses) };
  report.checkpoint(again);
  const [failure] = losses.values();
  if (failure && readable.length === 0) throw failure;
  const rest = failure ? restOf(again, losses) : null;
  const composited = { ...cutOut(submitted, result, readable, world), rest };
  report.checkpoint(composited);
  report.event({ type: 'made' });
  return composited;
}

/** Framed once more where a region turns out to be painted beyond the crop. */
async function drawWhole(
  shown: EditPlan,
  request: EditRequest,
  world: EditWorld,
  signal: AbortSignal,
): Promise<Drawing> {
  const { selection, settings } = request;
  const first = await draw(shown, request, world, signal);
  const coverage = first.regions.map((region) => region.coverage);
  const larger = reframed(shown, coverage, selection, settings);
  return larger ? draw(larger, request, world, signal) : first;
}

async function draw(
  plan: EditPlan,
  { goesUnkept = false, start = null }: EditRequest,
  { plugin, codec }: EditWorld,
  signal: AbortSignal,
): Promise<Drawing> {
  const request = { ...placeRequest(plan), framing: plan.framing, start, goesUnkept };
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
  { fal }: EditWorld,
  report: EditReport,
  patience: Patience,
): Promise<BilledAnswer> {
  const model = modelOf(plan);
  const options = {
    ...patience,
    onState: (state: QueueState) => tell(state, report),
    onTrouble: (trouble: Trouble) => {
      if (trouble === 'connection-lost' || trouble === 'cancel-unheard') report.event({ type: 'unheard' });
      patience.onTrouble(trouble);
    },
  };
  if ((await fal.watch(model, requestId, options)) === 'cancelled') throw new Failure('cancelled');
  return unhurried(patience, (unmoved) => fal.result(model, requestId, unmoved));
}

function tell(state: QueueState, report: EditReport): void {
  if (state.state === 'queued') report.event({ type: 'queued', position: state.position });
  if (state.state === 'running') report.event({ type: 'running', logs: state.logs });
}
