// What is sent, and what the result will be held against: Figma's PNGs → source, change map, alpha.
import { type ChangeMap, changeMap, type MapShape, type RegionCoverage } from '../core/change-map.ts';
import { showsAnything } from '../core/composite.ts';
import { Failure } from '../core/failure.ts';
import type { CropContext } from '../core/finish.ts';
import { coveredArea, density, targetArea, targetSides } from '../core/framing.ts';
import { lintMap } from '../core/lint.ts';
import { keepsRest, modelOf } from '../core/model-settings.ts';
import { type Polarity, picturesMade } from '../core/models/index.ts';
import {
  alphaOf,
  flatten,
  greyPicture,
  type Pixels,
  type Plane,
  repeatEdges,
  sameSize,
} from '../core/pixels.ts';
import type { EditPlan, Layout } from '../core/plan.ts';
import type { RasterReply } from '../core/protocol.ts';
import { sharpened } from '../core/redrawn.ts';
import { readRegion } from '../core/region-reading.ts';
import { solidPart } from '../core/silhouette.ts';
import type { Edge } from '../core/soft-edge.ts';
import type { Codec } from './codec.ts';

/** What the plan does not say of the map. */
export interface MapChoices {
  /** Which colour of the map means change, where it was found out; null follows the model table. */
  readonly polarity: Polarity | null;
  /** The user was told what is odd about the change map, and wants to go on. */
  readonly isAccepted: boolean;
}

export interface Prepared {
  /** PNGs of one size, but only those that are to be sent. */
  readonly pictures: Readonly<Partial<Record<'source' | 'map', Uint8Array>>>;
  readonly around: CropContext;
  /** What may change at all; the map as sent may go beyond it, to the ends of the cells in which models see. */
  readonly allowed: Plane;
  /** What map and alpha were made from. */
  readonly regions: readonly RegionCoverage[];
}

/** What Figma drew for a plan, as pixels. */
export interface Drawing<P extends Layout = EditPlan>
  extends Pick<RasterReply, 'backdrop' | 'opacity' | 'place'> {
  readonly plan: P;
  readonly source: Pixels;
  readonly regions: readonly RegionCoverage[];
}

/** @throws Failure export-unequal, picture-unreadable */
export async function readDrawing<P extends Layout>(
  plan: P,
  raster: RasterReply,
  codec: Codec,
): Promise<Drawing<P>> {
  const source = await decodeOnGrid(raster.source, plan, codec);
  const regions = await readRegions(plan, raster, codec);
  const { backdrop, opacity, place } = raster;
  return { plan, source, regions, backdrop, opacity, place };
}

/** @throws Failure export-unequal, picture-unreadable */
export async function readRegions(
  layout: Layout,
  raster: Pick<RasterReply, 'regions'>,
  codec: Codec,
): Promise<RegionCoverage[]> {
  const area = coveredArea(layout.framing, layout.target.size);
  const regions: RegionCoverage[] = [];
  // Padding carries on what lies beside it, in the map as in the picture; otherwise it would be an edge.
  for (const [i, { amount, readFrom, use, grain = 0 }] of layout.regions.entries()) {
    const pixels = repeatEdges(await decodeOnGrid(raster.regions[i]!, layout, codec), area);
    const { coverage } = readRegion(pixels, readFrom, use);
    regions.push({ coverage: sharpened(coverage, grain * density(layout.framing)), amount });
  }
  return regions;
}

/** @throws Failure region-empty, map-all-white, map-too-thin, nothing-shows */
export function prepare(drawing: Drawing, codec: Codec, { isAccepted, polarity }: MapChoices): Prepared {
  const { plan, regions } = drawing;
  const { target } = plan;
  const area = coveredArea(plan.framing, target.size);
  const map = changeMap(regions, shapeOf(plan, plan.edge));
  const model = modelOf(plan);
  const problem = lintMap(map.amount, plan.changeEverythingElse ? map.amount : map.drawn, area);
  // Only a model that is given the map can be led astray by it; for the others it merely cuts.
  const isAcceptable = isAccepted || !keepsRest(model);
  if (problem && !(isAcceptable && problem !== 'region-empty')) {
    throw new Failure(problem, { layer: plan.regions[0]?.name ?? '' });
  }
  const { sent, limit } = sourceOf(drawing);
  const shown = shownOf(plan, map);
  const around = aroundOf(plan, map.sent, shown.alpha, sent, limit);
  if (!showsAnything(around.alpha, around.area, limit)) {
    throw new Failure('nothing-shows', { target: target.name });
  }
  const made = picturesMade(model, plan.values);
  const reading = polarity ?? model.polarity;
  return {
    pictures: {
      ...(made.includes('source') && { source: codec.encode(sent) }),
      ...(reading && made.includes('map') && { map: codec.encode(greyPicture(map.sent, reading)) }),
    },
    around,
    allowed: shown.allowed,
    regions,
  };
}

/** The source as it is sent, and how much of it is there: null where a result may show beyond that. */
export function sourceOf({ plan, source, backdrop, opacity, place }: Drawing<Layout>): {
  readonly sent: Pixels;
  readonly limit: Plane | null;
} {
  const area = coveredArea(plan.framing, plan.target.size);
  // A px that the target covers in part is faint for that alone, and the layer ends there just as the target does.
  const whole = repeatEdges(source, area);
  const sent = flatten(whole, backdrop);
  if (plan.fillsTransparent) return { sent, limit: null };
  const share = shareOf(alphaOf(whole), opacity);
  return { sent, limit: place.keepsOutline ? solidPart(share, area, density(plan.framing)) : share };
}

/** What is left of a plane when its whole is taken to be `opacity`: a target seen through is not one with holes. */
function shareOf(plane: Plane, opacity: number): Plane {
  if (opacity === 1 || opacity === 0) return plane;
  return { ...plane, data: plane.data.map((value) => Math.min(1, value / opacity)) };
}

/** How much of a result shows, and so may change what is there. */
export function shownOf(
  { insertAs }: Pick<EditPlan, 'insertAs'>,
  { alpha, amount }: Pick<ChangeMap, 'alpha' | 'amount'>,
): { alpha: Plane; allowed: Plane } {
  if (insertAs !== 'uncut') return { alpha, allowed: amount };
  const whole = { ...alpha, data: new Float32Array(alpha.data.length).fill(1) };
  return { alpha: whole, allowed: whole };
}

/** What a result of the plan is held against. */
export function aroundOf(
  plan: Layout,
  sent: Plane,
  alpha: Plane,
  source: Pixels,
  limit: Plane | null,
): CropContext {
  const area = targetArea(plan.framing, plan.target.size);
  return { source, sent, alpha, limit, area, isOverOld: isOverOld(plan, plan.edge) };
}

/** A hard edge around layers of the design, which go on standing beneath the result. */
export function isOverOld(
  {
    regions,
    changeEverythingElse,
    insertAs,
  }: Pick<EditPlan, 'regions' | 'changeEverythingElse' | 'insertAs'>,
  { feather, grow, blend }: Edge,
): boolean {
  const isHard = feather === 0 && grow === 0 && blend === 0;
  const isAbove = insertAs === 'layer' || insertAs === 'copies';
  return isHard && isAbove && !changeEverythingElse && regions.every(({ use }) => use === 'content');
}

/** How the plan's regions become a map, with this edge. */
export function shapeOf({ target, framing, changeEverythingElse }: Layout, edge: Edge): MapShape {
  return {
    edge,
    density: density(framing),
    openSides: targetSides(framing, target.size),
    changeEverythingElse,
  };
}

async function decodeOnGrid(bytes: Uint8Array, { size }: Layout, codec: Codec): Promise<Pixels> {
  const pixels = await codec.decode(bytes);
  if (!sameSize(pixels, size)) throw new Failure('export-unequal');
  return pixels;
}
