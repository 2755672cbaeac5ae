// The path of one edit, from the click to the layer, in the order in which it happens.
import { changeMap, type RegionCoverage } from '../core/change-map.ts';
import type { ColourMatch } from '../core/colour-match.ts';
import { Failure } from '../core/failure.ts';
import { finish, type Surroundings } from '../core/finish.ts';
import { density, targetArea, targetSides, toFrameRect } from '../core/framing.ts';
import type { JobEvent } from '../core/job.ts';
import { lintMap } from '../core/lint.ts';
import type { Polarity } from '../core/models/index.ts';
import {
  alphaOf,
  flatten,
  greyPicture,
  type Pixels,
  type Plane,
  repeatEdges,
  sameSize,
} from '../core/pixels.ts';
import { type EditPlan, modelOf, planEdit } from '../core/plan.ts';
import type { InsertRequest, RasterReply } from '../core/protocol.ts';
import { layerName, type Recipe } from '../core/recipe.ts';
import { readRegion } from '../core/region-reading.ts';
import type { Registration } from '../core/registration.ts';
import type { Selection } from '../core/selection.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import type { Answer, QueueState } from './fal/answer.ts';
import type { Fal } from './fal/fal.ts';
import { keepingTrouble, type Trouble } from './fal/queue.ts';

/** Everything outside the panel. */
export interface EditWorld {
  readonly plugin: Plugin;
  readonly fal: Fal;
  readonly codec: Codec;
  readonly clock: Clock;
  /** A new seed. */
  readonly randomSeed: () => number;
}

export interface EditRequest {
  readonly selection: Extract<Selection, { kind: 'ready' }>;
  readonly settings: EditSettings;
  /** Which colour of the map means change, where it was found out; null follows the model table. */
  readonly polarity: Polarity | null;
  /** The user was told what is odd about the change map, and wants to go on. */
  readonly isAccepted: boolean;
}

export interface EditReport {
  event(event: JobEvent): void;
  trouble(trouble: Trouble): void;
  /** From here on something is paid for: what it takes to go on after a failure. */
  checkpoint(checkpoint: Checkpoint): void;
}

export type Checkpoint = Submitted | Composited;

/** The request is fal's; the picture is to be waited for. */
interface Submitted {
  readonly stage: 'submitted';
  readonly plan: EditPlan;
  readonly settings: EditSettings;
  readonly around: Surroundings;
  readonly simulated: boolean;
  readonly requestId: string;
}

/** The patches are made; they are to be inserted. */
interface Composited {
  readonly stage: 'composited';
  readonly plan: EditPlan;
  readonly requestId: string;
  readonly insert: InsertRequest;
  /** The change map as it was sent, before the endpoint's own polarity. */
  readonly amount: Plane;
  readonly seed: number | null;
  readonly warnings: readonly Warning[];
  readonly withheld: number;
}

/** What a careful designer would want to look at once more. */
export type Warning = 'shifted' | 'mismatch' | 'colours-unmatched';

export interface EditOutcome {
  readonly layerIds: readonly string[];
  readonly name: string;
  readonly targetName: string;
  /** Empty when the target was changed as a whole. */
  readonly regionNames: readonly string[];
  readonly seed: number | null;
  readonly pictures: number;
  /** Pictures that fal's safety checker blacked out. */
  readonly withheld: number;
  readonly warnings: readonly Warning[];
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
  const plan = planEdit(request.selection, request.settings, world.randomSeed());
  const { simulated } = await world.fal.introduce();
  const raster = await rasterise(plan, world, signal);
  const { source, map, around } = await prepare(plan, raster, world.codec, request);
  stopIfCancelled(signal);
  report.event({ type: 'uploading' });
  const [sourceUrl = '', mapUrl = ''] = await world.fal.upload([source, map]);
  stopIfCancelled(signal);
  report.event({ type: 'submitting' });
  const input = modelOf(plan).input(plan, { source: sourceUrl, map: mapUrl });
  const requestId = await submit(plan, input, world, signal);
  const settings = { ...request.settings, prompt: plan.prompt };
  const submitted = { stage: 'submitted', plan, settings, around, simulated, requestId } as const;
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
  if (checkpoint.stage === 'composited') return insert(checkpoint, world, report, signal);
  const { plan, requestId } = checkpoint;
  report.event({ type: 'submitted', requestId });
  const answer = await waitForAnswer(plan, requestId, world, report, signal);
  const pictures = await fetchPictures(answer, world);
  const composited = cutOut(checkpoint, answer, pictures, world);
  report.event({ type: 'fetched' });
  report.checkpoint(composited);
  return insert(composited, world, report, signal);
}

async function rasterise(plan: EditPlan, { plugin }: EditWorld, signal: AbortSignal): Promise<RasterReply> {
  stopIfCancelled(signal);
  const stop = () => void plugin.call('cancelRaster');
  signal.addEventListener('abort', stop);
  try {
    return await plugin.call('raster', {
      targetId: plan.target.id,
      regions: plan.regions.map(({ id, use }) => ({ id, use })),
      framing: plan.framing,
      reach: plan.reach,
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The two pictures that are sent, and what the result will be cut with. */
async function prepare(
  plan: EditPlan,
  raster: RasterReply,
  codec: Codec,
  { isAccepted, polarity }: Pick<EditRequest, 'isAccepted' | 'polarity'>,
) {
  const { target, framing, edge } = plan;
  const area = targetArea(framing, target.size);
  const source = await decodeOnGrid(raster.source, plan, codec);
  const regions: RegionCoverage[] = [];
  // Padding carries on what lies beside it, in the map as in the picture; otherwise it would be an edge.
  for (const [i, { amount, readFrom, use }] of plan.regions.entries()) {
    const pixels = repeatEdges(await decodeOnGrid(raster.regions[i]!, plan, codec), area);
    regions.push({ coverage: readRegion(pixels, readFrom, use).coverage, amount });
  }
  const map = changeMap(regions, {
    edge,
    density: density(framing),
    openSides: targetSides(framing, target.size),
    isInverted: plan.changesEverythingElse,
  });
  const problem = lintMap(map.amount, map.drawn, area);
  if (problem && !(isAccepted && problem !== 'region-empty')) {
    throw new Failure(problem, { layer: plan.regions[0]?.name ?? '' });
  }
  const sent = repeatEdges(flatten(source, raster.backdrop), area);
  return {
    source: codec.encode(sent),
    map: codec.encode(greyPicture(map.amount, polarity ?? modelOf(plan).polarity)),
    around: {
      source: sent,
      amount: map.amount,
      alpha: map.alpha,
      limit: plan.fillsTransparent ? null : alphaOf(source),
      area,
    },
  };
}

async function decodeOnGrid(bytes: Uint8Array, plan: EditPlan, codec: Codec): Promise<Pixels> {
  const pixels = await codec.decode(bytes);
  if (!sameSize(pixels, plan.size)) throw new Failure('export-unequal');
  return pixels;
}

/** How long a cancel waits for the answer to a request already on its way, to cancel it at fal too. */
const CANCEL_PATIENCE = 10_000;

async function submit(
  plan: EditPlan,
  input: Record<string, unknown>,
  { fal, clock }: EditWorld,
  signal: AbortSignal,
): Promise<string> {
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
): Promise<Answer> {
  const model = modelOf(plan);
  const options = {
    clock,
    signal,
    onState: (state: QueueState) => tell(state, report),
    onTrouble: keepingTrouble(report.trouble),
  };
  if ((await fal.watch(model, requestId, options)) === 'cancelled') throw new Failure('cancelled');
  report.event({ type: 'completed' });
  return fal.result(model, requestId, options);
}

function tell(state: QueueState, report: EditReport): void {
  if (state.state === 'queued') report.event({ type: 'queued', position: state.position });
  if (state.state === 'running') report.event({ type: 'running', logs: state.logs });
}

/** @throws Failure content-refused when the safety checker left nothing */
async function fetchPictures(answer: Answer, { fal, codec }: EditWorld): Promise<Pixels[]> {
  const shown = answer.images.filter((image) => !image.isWithheld);
  if (shown.length === 0) throw new Failure('content-refused');
  const pictures: Pixels[] = [];
  // One after the other: each is several megabytes once decoded.
  for (const { url } of shown) pictures.push(await codec.decode(await fal.download(url)));
  return pictures;
}

/** A recipe for each picture that is shown; its place counts the withheld ones too, as fal does. */
function recipesFor(
  { plan, settings, simulated, requestId }: Submitted,
  { seed, images }: Answer,
  { clock }: EditWorld,
): Recipe[] {
  const run = {
    version: 1,
    settings,
    targetId: plan.target.id,
    regionIds: plan.regions.map((region) => region.id),
    framing: plan.framing,
    seed: seed ?? plan.seed,
    requestId,
    simulated,
    createdAt: new Date(clock.now()).toISOString(),
  } as const;
  return images.flatMap(({ isWithheld }, index) =>
    isWithheld ? [] : [{ ...run, index, count: images.length }],
  );
}

function cutOut(
  submitted: Submitted,
  answer: Answer,
  pictures: readonly Pixels[],
  world: EditWorld,
): Composited {
  const { plan, around, simulated, requestId } = submitted;
  const recipes = recipesFor(submitted, answer, world);
  const warnings = new Set<Warning>();
  const patches = pictures.map((picture, i) => {
    const { patch, colours, registration } = finish(picture, around, plan.matching);
    for (const warning of warningsOf(colours, registration, plan.matching)) warnings.add(warning);
    if (!patch) throw new Failure('region-empty', { layer: plan.regions[0]?.name ?? '' });
    const name = layerName(plan.prompt, i, pictures.length, simulated);
    const area = toFrameRect(plan.framing, patch.area);
    return { png: world.codec.encode(patch.pixels), area, name, recipe: recipes[i]! };
  });
  return {
    stage: 'composited',
    plan,
    requestId,
    insert: {
      targetId: plan.target.id,
      regions: plan.regions.map(({ id, use }) => ({ id, use })),
      reach: plan.reach,
      patches,
      name: layerName(plan.prompt, 0, 1, simulated),
    },
    amount: around.amount,
    seed: answer.seed ?? plan.seed,
    warnings: [...warnings],
    withheld: answer.images.length - pictures.length,
  };
}

function warningsOf(colours: ColourMatch, registration: Registration, matching: number): Warning[] {
  const found: Warning[] = [];
  if (registration.kind === 'shifted') found.push('shifted');
  if (registration.kind === 'mismatch') found.push('mismatch');
  if (matching > 0 && colours.kind === 'too-little-surrounding') found.push('colours-unmatched');
  return found;
}

async function insert(
  { plan, insert: request, seed, warnings, withheld }: Composited,
  { plugin }: EditWorld,
  report: EditReport,
  signal: AbortSignal,
): Promise<EditOutcome> {
  const { layerIds } = await plugin.call('insert', request);
  report.event({ type: 'inserted', layerIds });
  return {
    layerIds,
    name: request.name,
    targetName: plan.target.name,
    regionNames: plan.regions.filter(({ id }) => id !== plan.target.id).map(({ name }) => name),
    seed,
    pictures: request.patches.length,
    withheld,
    warnings,
    cameTooLate: signal.aborted,
  };
}

function stopIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure('cancelled');
}
