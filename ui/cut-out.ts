// From fal's answer to patches with their recipes: what is left to do once a result is paid for.
import { type Billed, billedFor } from '../core/billed.ts';
import type { RegionCoverage } from '../core/change-map.ts';
import { Failure, inPhase, toWire, type WireFailure } from '../core/failure.ts';
import { type CropContext, cut, type Held, hold } from '../core/finish.ts';
import { type Footprint, footprintOf, frameRect } from '../core/framing.ts';
import { around, intersect } from '../core/geometry.ts';
import { keepsRest, modelOf } from '../core/model-settings.ts';
import { patchInPicture } from '../core/picture-fill.ts';
import { isBlack, type Pixels } from '../core/pixels.ts';
import type { EditPlan, Layout } from '../core/plan.ts';
import type { InsertRequest, Place } from '../core/protocol.ts';
import { type DrawnMap, layerName, type Recipe } from '../core/recipe.ts';
import { recipeMap } from '../core/recipe-map.ts';
import { shrunkTo } from '../core/resample.ts';
import { isWhole } from '../core/selection.ts';
import type { EditSettings } from '../core/settings.ts';
import type { KeptResult } from '../core/unfinished.ts';
import { toBase64 } from './base64.ts';
import type { Clock } from './clock.ts';
import { type Codec, encodeGrey } from './codec.ts';
import type { Losses } from './fetch-result.ts';
import { takenAs } from './phase.ts';
import { placeRequest } from './place-request.ts';
import type { Prepared } from './prepare.ts';

type Patch = InsertRequest['patches'][number];

interface CutWorld {
  readonly codec: Codec;
  readonly clock: Clock;
}

/** What was asked for, and everything a picture is cut by. */
interface Sent extends Pick<Prepared, 'around' | 'allowed' | 'regions'> {
  readonly plan: EditPlan;
  readonly settings: EditSettings;
  /** Under which it is stored until its layers exist; null when the user chose to go without. */
  readonly jobId: string | null;
}

/** The request is fal's; the picture is to be waited for. */
export interface Submitted extends Sent {
  readonly stage: 'submitted';
  /** Null where it is to be chosen when the result is there. */
  readonly place: Place | null;
  readonly simulated: boolean;
  readonly requestId: string;
  /** The pictures that still wait, where all else of the run is done with; null where it is not. */
  readonly undecided: readonly number[] | null;
  /** Its pictures, as far as they have been fetched; null where fal has not been asked for them. */
  readonly result: KeptResult | null;
}

/** The patches are made; they are to be inserted. */
export interface Composited extends Sent {
  readonly stage: 'composited';
  readonly simulated: boolean;
  readonly requestId: string;
  readonly insert: InsertRequest;
  /** From them the patches can be cut anew. */
  readonly pictures: readonly Held[];
  readonly seed: number | null;
  readonly billed: Billed | null;
  readonly warnings: readonly Warning[];
  /** Not among the patches: each waits for somebody to decide. */
  readonly flagged: readonly Flagged[];
  /** Null where nothing is missing. */
  readonly rest: Rest | null;
}

/** What could not be had of a run although the others could: paid for like them, and to be tried again. */
export interface Rest {
  readonly failure: WireFailure;
  readonly checkpoint: Submitted & { readonly undecided: readonly number[] };
}

/** A picture that fal's safety checker finds unsafe: kept out of the document until somebody has looked at it. */
export interface Flagged {
  /** In fal's answer. */
  readonly index: number;
  /** fal has put black in its place. */
  readonly isBlack: boolean;
  /** Where it was to go is gone, or in another file: it goes where somebody says. */
  readonly isPlaceless: boolean;
  /** Somebody has asked to look at it already. */
  readonly isAwaited: boolean;
  /** As it came, small, as PNG. */
  readonly preview: Uint8Array;
  /** Ready to be inserted by itself. */
  readonly composited: Composited;
}

/** What a careful designer would want to look at once more. */
export type Warning = 'shifted' | 'mismatch' | 'colours-unmatched';

/** One picture of fal's answer. */
export interface Returned {
  readonly index: number;
  readonly isFlagged: boolean;
  readonly pixels: Pixels;
}

/** The answer's pictures as patches, ready to be inserted; those that are flagged apart. */
export function cutOut(
  submitted: Submitted,
  result: KeptResult,
  pictures: readonly Returned[],
  world: CutWorld,
): Composited {
  const recipe = recipeOf(submitted, result, world);
  const made = pictures.map((picture) => ({ ...picture, held: hold(picture.pixels, submitted.around) }));
  const shown = made.filter(({ isFlagged }) => !isFlagged);
  const flagged = made
    .filter(({ isFlagged }) => isFlagged)
    .map((picture) => ({
      index: picture.index,
      isBlack: isBlack(picture.pixels),
      isPlaceless: false,
      isAwaited: false,
      preview: world.codec.encode(shrunkTo(picture.pixels, PREVIEW_SIDE)),
      composited: composited(submitted, recipe, [picture], world),
    }));
  return { ...composited(submitted, recipe, shown, world), flagged };
}

/** Told by the first of them: they rarely fail for different reasons. */
export function restOf(submitted: Submitted, losses: Losses): Rest {
  const [failure] = losses.values();
  return {
    failure: toWire(inPhase(failure, takenAs(submitted))),
    checkpoint: { ...submitted, undecided: [...losses.keys()] },
  };
}

/** In px: twice the panel's width, for dense screens. */
const PREVIEW_SIDE = 576;

function composited(
  submitted: Submitted,
  recipe: Omit<Recipe, 'index'>,
  pictures: readonly { readonly index: number; readonly held: Held }[],
  world: CutWorld,
): Composited {
  const { plan, settings, jobId, around, allowed, regions, place, simulated, requestId } = submitted;
  const patches = pictures.map(({ held, index }) => ({
    ...cutPatch(held, around, submitted, plan.matching, world.codec),
    name: layerName(plan.name, plan.series.from + index, plan.series.of, simulated),
    recipe: { ...recipe, index },
  }));
  return {
    stage: 'composited',
    plan,
    settings,
    jobId,
    around,
    allowed,
    regions,
    pictures: pictures.map(({ held }) => held),
    simulated,
    requestId,
    insert: { ...placeRequest(plan), place, patches, name: layerName(plan.name, 0, 1, simulated), joins: [] },
    seed: recipe.seed,
    billed: recipe.billed,
    warnings: [...new Set(pictures.flatMap(({ held }) => warningsOf(held, plan)))],
    flagged: [],
    rest: null,
  };
}

/** What the recipes of one run have in common. */
function recipeOf(
  { plan, settings, simulated, requestId, regions }: Submitted,
  { seed, billedUnits, pictures }: KeptResult,
  { clock }: CutWorld,
): Omit<Recipe, 'index'> {
  return {
    version: 1,
    settings,
    targetId: plan.target.id,
    regionIds: plan.regions.map((region) => region.id),
    targetName: plan.target.name,
    madeFor: null,
    regionNames: plan.regions.filter(({ id }) => id !== plan.target.id).map(({ name }) => name),
    ...drawnMapOf(plan, regions),
    count: pictures.length,
    seed: seed ?? plan.seed,
    requestId,
    series: plan.series.id === '' ? null : plan.series,
    simulated,
    billed: billedFor(billedUnits, modelOf(plan).price),
    createdAt: new Date(clock.now()).toISOString(),
  };
}

export function drawnMapOf(plan: Layout, coverage: readonly RegionCoverage[]): DrawnMap {
  const { framing, regions } = plan;
  if (isWhole(plan)) return { framing, map: null, drawn: null };
  return {
    framing,
    map: toBase64(encodeGrey(recipeMap(coverage))),
    drawn: intersect(around(regions.map(({ box }) => box)), frameRect(framing)),
  };
}

/** @throws Failure nothing-shows */
export function cutPatch(
  picture: Held,
  around: CropContext,
  { plan, place }: Pick<Submitted, 'plan' | 'place'>,
  matching: number,
  codec: Codec,
): Footprint & Pick<Patch, 'png' | 'fill'> {
  const { framing, target } = plan;
  const patch = cut(picture, around, matching);
  const footprint = patch && footprintOf(framing, target.size, patch.area);
  if (!footprint) throw new Failure('nothing-shows', { target: target.name });
  const { pixels } = patch;
  const space = plan.insertAs === 'fill' ? place?.picture : undefined;
  const fill = space && patchInPicture({ pixels, area: footprint.area }, target.size, space);
  return { png: codec.encode(pixels), ...(fill && { fill: codec.encode(fill) }), ...footprint };
}

function warningsOf({ colours, registration }: Held, plan: EditPlan): Warning[] {
  const found: Warning[] = [];
  // A model that keeps nothing is expected to bring back other surroundings.
  if (!keepsRest(modelOf(plan))) return found;
  if (registration.kind === 'shifted') found.push('shifted');
  if (registration.kind === 'mismatch') found.push('mismatch');
  if (plan.matching > 0 && colours.kind === 'too-little-surrounding') found.push('colours-unmatched');
  return found;
}
