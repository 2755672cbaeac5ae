// One value that holds the whole request: it is what is priced, sent, saved and tested.
import { Failure } from './failure.ts';
import {
  coveredArea,
  cropSize,
  density,
  type Framing,
  frameRect,
  frameRegion,
  wholeFraming,
} from './framing.ts';
import { around, intersect, outset, type Rect, type Size } from './geometry.ts';
import { type InsertAs, insertAsFor } from './insert-as.ts';
import { checkSettings, matchingOf, modelOf, strengthOf } from './model-settings.ts';
import { type FieldValues, takesPrompt } from './models/index.ts';
import type { Series, Share } from './run.ts';
import { isWhole, type Ready, type Region, type Target } from './selection.ts';
import type { EditSettings } from './settings.ts';
import { type Edge, edgeWithin, HARD_EDGE, reachOf, softEdge, withDetails } from './soft-edge.ts';

export interface EditPlan {
  readonly target: Target;
  readonly regions: readonly Region[];
  /** What the edge follows from, where the regions themselves stayed behind in another target. */
  readonly leftBehind?: readonly Region[];
  readonly framing: Framing;
  readonly edge: Edge;
  readonly modelId: string;
  readonly prompt: string;
  readonly values: FieldValues;
  /** What the results are called, before any number. */
  readonly name: string;
  /** Null leaves the choice to fal; its answer says which it was. */
  readonly seed: number | null;
  /** Pictures asked for in the one request. */
  readonly images: number;
  /** The first of them is this one, from 0, of all those with this prompt in the target, so that they are numbered through. */
  readonly series: Series;
  /** Of both images sent; multiples of 16. */
  readonly size: Size<'crop'>;
  /** What a picture of the whole target would have. */
  readonly frameSize: Size<'crop'>;
  /**
   * What may change by the regions' geometry, strokes and blur, in boxes within the target: where the result is placed
   * depends on it. A shadow inside a region may paint beyond.
   */
  readonly reach: readonly Rect<'frame'>[];
  readonly changeEverythingElse: boolean;
  /** 0–1: how far the result's colours are matched to what surrounds it. */
  readonly matching: number;
  /** Whether the result may show where the target was transparent. */
  readonly fillsTransparent: boolean;
  /** Whether text over the reach is left out of the source, and the result put beneath it. */
  readonly protectsText: boolean;
  /** As far as the target allows what was set. */
  readonly insertAs: InsertAs;
  /** Keys of the results that this one takes the place of. */
  readonly replacedIds: readonly string[];
}

/** What of an edit decides what Figma draws, and how that becomes a map; known without a prompt. */
export type Layout = Pick<
  EditPlan,
  | 'target'
  | 'regions'
  | 'framing'
  | 'edge'
  | 'size'
  | 'frameSize'
  | 'reach'
  | 'changeEverythingElse'
  | 'protectsText'
  | 'fillsTransparent'
  | 'insertAs'
  | 'replacedIds'
>;

/** The geometry of an edit, known before anything is exported: enough for the price and the preview. */
export interface Outline {
  readonly framing: Framing;
  readonly edge: Edge;
  /** Crop px per frame px; below 1 the result is softer than the design. */
  readonly density: number;
  readonly reach: EditPlan['reach'];
  readonly frameSize: Size<'crop'>;
}

/** What an edge follows from. */
interface Drawn {
  readonly regions: readonly Pick<Region, 'use' | 'box'>[];
}

/**
 * @param drawn a box for each region, where they are known to be painted beyond their geometry
 * @throws Failure region-outside
 */
export function outline(
  selection: Ready,
  settings: EditSettings,
  drawn: readonly Rect<'frame'>[] = selection.regions.map(({ box }) => box),
): Outline {
  const { target } = selection;
  const edge = roughEdge(selection, settings);
  const framing = frameRegion({
    target: target.size,
    // What is not drawn over lies anywhere in the target.
    region: changesElse(selection, settings) ? { x: 0, y: 0, ...target.size } : around(drawn),
    edge,
    surroundings: surroundingsFor(settings),
    resolution: settings.resolution,
  });
  if (!framing) {
    const [region] = selection.regions;
    throw new Failure('region-outside', {
      ...(region && { layer: region.name }),
      target: selection.target.name,
    });
  }
  const area = coveredArea(framing, target.size);
  if (area.width === 0 || area.height === 0) throw new Failure('target-empty', { target: target.name });
  const reach = reachBoxes(target, changesElse(selection, settings) ? [] : drawn, reachOf(edge));
  return {
    framing,
    edge: edgeOn(framing, selection, settings),
    density: density(framing),
    // All that was made is seen then, and not only what was to change.
    reach: settings.insertAs === 'uncut' ? reachBoxes(target, [frameRect(framing)], 0) : reach,
    frameSize: cropSize(wholeFraming(target.size, settings.resolution)),
  };
}

/** The edge on a grid that is already chosen: what else is set no longer moves it. */
function edgeOn(framing: Framing, selection: Drawn, settings: EditSettings): Edge {
  return withLeastBlend(roughEdge(selection, settings), settings, density(framing));
}

function roughEdge(selection: Drawn, settings: EditSettings): Edge {
  return withDetails(followedEdge(selection, settings), settings.edgeDetails);
}

/** A model that makes a new picture for the region would spend most of it on what is cut away again. */
function surroundingsFor(settings: EditSettings): EditSettings['surroundings'] {
  const { does } = modelOf(settings);
  const isNew = does === 'fill' || does === 'vary';
  return isNew && settings.surroundings === 'nearby' ? 'none' : settings.surroundings;
}

/** The models work in cells of 8 crop px; a blend over fewer than two of them would show their edges. */
const LEAST_BLEND_PIXELS = 16;

function withLeastBlend(edge: Edge, { edgeDetails }: EditSettings, density: number): Edge {
  if (edge.feather === 0 || edgeDetails.blend !== null) return edge;
  return { ...edge, blend: Math.max(edge.blend, LEAST_BLEND_PIXELS / density) };
}

/** What follows from the soft edge, before any of it is set by hand. */
export function followedEdge({ regions }: Drawn, settings: EditSettings): Edge {
  // A silhouette is part of the design: unless asked to, the change never leaves its pixels.
  const isSilhouette = regions.every((region) => region.use === 'content');
  if (isSilhouette && settings.softEdge === 'automatic') return HARD_EDGE;
  return softEdge(settings.softEdge, around(regions.map(({ box }) => box)), strengthOf(settings));
}

/**
 * The checked request; `seed` is the one to use when the settings leave it empty.
 * @throws Failure prompt-empty, field-invalid, region-outside
 */
export function planEdit(
  selection: Ready,
  settings: EditSettings,
  seed: number,
  replacedIds: EditPlan['replacedIds'] = [],
): EditPlan {
  checkSettings(settings);
  const { variations } = settings;
  const share = { prompt: settings.prompt, seed: settings.seed ?? seed, images: variations };
  return {
    ...layoutOf(selection, settings, replacedIds),
    modelId: modelOf(settings).id,
    values: settings.values,
    ...wordsOf(selection.target, settings, { ...share, series: { id: '', from: 0, of: variations } }),
    matching: matchingOf(settings),
  };
}

/** The same request for another share of its run. */
export function sharedPlan(plan: EditPlan, share: Share): EditPlan {
  return { ...plan, ...wordsOf(plan.target, plan, share) };
}

function wordsOf(target: Target, settings: Pick<EditSettings, 'modelId'>, share: Share) {
  const prompt = share.prompt.trim();
  return {
    prompt,
    name: takesPrompt(modelOf(settings)) ? prompt : `Variation of ${target.name}`,
    seed: share.seed,
    images: share.images,
    series: share.series,
  };
}

/** @throws Failure region-outside */
export function layoutOf(
  selection: Ready,
  settings: EditSettings,
  replacedIds: EditPlan['replacedIds'] = [],
): Layout {
  const { framing, edge, reach, frameSize } = outline(selection, settings);
  return {
    target: selection.target,
    regions: selection.regions,
    framing,
    edge,
    size: cropSize(framing),
    frameSize,
    reach,
    changeEverythingElse: changesElse(selection, settings),
    protectsText: protectsText(settings),
    fillsTransparent: fillsTransparent(selection, settings),
    insertAs: insertAsFor(selection.target, settings.insertAs),
    replacedIds,
  };
}

/** A target that is its own region has nothing else. */
function changesElse(selection: Ready, { changeEverythingElse }: EditSettings): boolean {
  return changeEverythingElse && !isWhole(selection);
}

/**
 * Unless set: a frame may gain content where it was empty. A silhouette, a group or a picture keeps its own
 * outline, and so does an instance, beside which the result stands with nothing to cut it.
 */
export function fillsByItself({ target, regions }: Ready): boolean {
  const isFrame = target.kind === 'frame' || target.kind === 'component';
  return isFrame && regions.some((region) => region.use === 'mask');
}

/** Of what is not cut, nothing is left out either. */
export function fillsTransparent(
  selection: Ready,
  { insertAs, fillTransparent }: Pick<EditSettings, 'insertAs' | 'fillTransparent'>,
): boolean {
  return insertAs === 'uncut' || (fillTransparent ?? fillsByItself(selection));
}

/** On unless it was switched off: without text over the region it changes nothing. */
export function protectsText({ protectText }: Pick<EditSettings, 'protectText'>): boolean {
  return protectText ?? true;
}

/** The whole target where nothing is drawn in it, since then it may change anywhere. */
export function reachBoxes(target: Target, drawn: readonly Rect<'frame'>[], by: number): EditPlan['reach'] {
  const whole: Rect<'frame'> = { x: 0, y: 0, ...target.size };
  const boxes = drawn.flatMap((box) => intersect(outset(box, by), whole) ?? []);
  return boxes.length > 0 ? boxes : [whole];
}

/** What was drawn for the plan, wherever its results have been moved since. */
export function drawnFor({
  regions,
  leftBehind,
}: Pick<EditPlan, 'regions' | 'leftBehind'>): readonly Region[] {
  return leftBehind ?? regions;
}

export interface FittedEdge {
  readonly edge: Edge;
  /** The settings ask for one that only another picture would have room for. */
  readonly isHeldBack: boolean;
}

/** The edge with which a result of the plan can be cut anew, as near to the settings' own as its picture allows. */
export function fittedEdge(plan: EditPlan, settings: EditSettings): FittedEdge {
  const wanted = edgeOn(plan.framing, { regions: drawnFor(plan) }, settings);
  // Without a map all of the picture is new, and merely cut.
  const isByMap = modelOf(plan).polarity !== null;
  const edge = isByMap ? edgeWithin(wanted, plan.edge, plan.changeEverythingElse) : wanted;
  return { edge, isHeldBack: edge !== wanted };
}

/** Where the plan's results may show with another edge; null where that goes no further than its own. */
export function widenedReach({ target, reach, edge }: EditPlan, other: Edge): EditPlan['reach'] | null {
  const by = reachOf(other) - reachOf(edge);
  return by > 0 ? reachBoxes(target, reach, by) : null;
}
