// One value that holds the whole request: it is what is priced, sent, saved and tested.
import { Failure } from './failure.ts';
import { cropSize, density, type Framing, frameRegion, targetArea } from './framing.ts';
import { around, intersect, outset, type Rect, type Size } from './geometry.ts';
import { distinctLevels } from './levels.ts';
import { DEFAULT_MODEL, type FieldValue, fieldProblem, findModel, type Model } from './models/index.ts';
import type { Region, Selection, Target } from './selection.ts';
import type { EditSettings } from './settings.ts';
import { type Edge, HARD_EDGE, reachOf, softEdge, withDetails } from './soft-edge.ts';

export interface EditPlan {
  readonly target: Target;
  readonly regions: readonly Region[];
  readonly framing: Framing;
  readonly edge: Edge;
  readonly modelId: string;
  readonly prompt: string;
  readonly values: Readonly<Record<string, FieldValue>>;
  /** Null leaves the choice to fal; its answer says which it was. */
  readonly seed: number | null;
  /** Pictures asked for in the one request. */
  readonly images: number;
  /** Of both images sent; multiples of 16. */
  readonly size: Size<'crop'>;
  /** Every pixel that may change lies in one of these, within the target: where the result is placed depends on it. */
  readonly reach: readonly Rect<'frame'>[];
  readonly changesEverythingElse: boolean;
  /** 0–1: how far the result's colours are matched to what surrounds it. */
  readonly matching: number;
  /** Whether the result may show where the target was transparent. */
  readonly fillsTransparent: boolean;
  /** Whether text over the reach is left out of the source, and the result put beneath it. */
  readonly protectsText: boolean;
}

/** The geometry of an edit, known before anything is exported: enough for the price and the preview. */
export interface Outline {
  readonly framing: Framing;
  readonly edge: Edge;
  /** Crop px per frame px; below 1 the result is softer than the design. */
  readonly density: number;
  readonly reach: EditPlan['reach'];
}

/** What an edge follows from. */
type Drawn = Pick<Extract<Selection, { kind: 'ready' }>, 'regions'>;
export type Ready = Extract<Selection, { kind: 'ready' }>;

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
    region: settings.changeEverythingElse ? { x: 0, y: 0, ...target.size } : around(drawn),
    edge,
    surroundings: settings.surroundings,
    resolution: settings.resolution,
  });
  if (!framing) {
    const [region] = selection.regions;
    throw new Failure('region-outside', {
      ...(region && { layer: region.name }),
      target: selection.target.name,
    });
  }
  const area = targetArea(framing, target.size);
  if (area.width === 0 || area.height === 0) throw new Failure('target-empty', { target: target.name });
  return {
    framing,
    edge: edgeOn(framing, selection, settings),
    density: density(framing),
    reach: reachBoxes(target, settings.changeEverythingElse ? [] : drawn, reachOf(edge)),
  };
}

/** The edge on a grid that is already chosen: what else is set no longer moves it. */
export function edgeOn(framing: Framing, selection: Drawn, settings: EditSettings): Edge {
  return withLeastBlend(roughEdge(selection, settings), settings, density(framing));
}

function roughEdge(selection: Drawn, settings: EditSettings): Edge {
  return withDetails(followedEdge(selection, settings), settings.edgeDetails);
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
export function planEdit(selection: Ready, settings: EditSettings, seed: number): EditPlan {
  checkSettings(settings);
  const { framing, edge, reach } = outline(selection, settings);
  return {
    target: selection.target,
    regions: selection.regions,
    framing,
    edge,
    modelId: modelOf(settings).id,
    prompt: settings.prompt.trim(),
    values: settings.values,
    seed: settings.seed ?? seed,
    images: settings.variations,
    size: cropSize(framing),
    reach,
    changesEverythingElse: settings.changeEverythingElse,
    matching: settings.matchColours,
    fillsTransparent: settings.fillTransparent ?? fillsByItself(selection),
    protectsText: protectsText(settings),
  };
}

/** Unless set: a silhouette, a group or a picture keeps its own outline; a frame may gain content where it was empty. */
export function fillsByItself({ target, regions }: Ready): boolean {
  return (
    target.kind !== 'group' && target.kind !== 'picture' && regions.some((region) => region.use === 'mask')
  );
}

/** On unless it was switched off: without text over the region it changes nothing. */
export function protectsText({ protectText }: Pick<EditSettings, 'protectText'>): boolean {
  return protectText ?? true;
}

/** The whole target where nothing is drawn in it, since then it may change anywhere. */
function reachBoxes(target: Target, drawn: readonly Rect<'frame'>[], by: number): EditPlan['reach'] {
  const whole: Rect<'frame'> = { x: 0, y: 0, ...target.size };
  const boxes = drawn.flatMap((box) => intersect(outset(box, by), whole) ?? []);
  return boxes.length > 0 ? boxes : [whole];
}

/** @throws Failure prompt-empty, field-invalid */
function checkSettings(settings: EditSettings): void {
  if (settings.prompt.trim() === '') throw new Failure('prompt-empty');
  const problem = settingsProblem(settings);
  if (problem) throw new Failure('field-invalid', problem);
}

/** The first setting that cannot be sent, with what it has to be; null when all can. */
function settingsProblem(settings: EditSettings): { field: string; expected: string } | null {
  const model = modelOf(settings);
  for (const field of model.fields) {
    const value = field.kind === 'seed' ? settings.seed : (settings.values[field.name] ?? field.default);
    const problem = fieldProblem(field, value);
    if (problem) return { field: field.label, expected: problem };
  }
  const most = model.imagesPerRequest;
  const { variations } = settings;
  if (Number.isInteger(variations) && variations >= 1 && variations <= most) return null;
  return { field: 'Variations', expected: `a whole number from 1 to ${most}` };
}

export function modelOf(settings: Pick<EditSettings, 'modelId'>): Model {
  return findModel(settings.modelId) ?? DEFAULT_MODEL;
}

type ModelSettings = Pick<EditSettings, 'modelId' | 'values'>;

/** The effective strength: as set, else the model's default. */
function strengthOf(settings: ModelSettings): number {
  return numberOf(settings, 'strength') ?? 1;
}

/** How many amounts of change the model can tell apart in a map. */
export function levelsOf(settings: ModelSettings): number {
  return distinctLevels(numberOf(settings, 'num_inference_steps') ?? 1, strengthOf(settings));
}

function numberOf(settings: ModelSettings, name: string): number | null {
  const value = settings.values[name];
  if (typeof value === 'number') return value;
  const field = modelOf(settings).fields.find((candidate) => candidate.name === name);
  return field?.kind === 'number' || field?.kind === 'integer' ? field.default : null;
}
