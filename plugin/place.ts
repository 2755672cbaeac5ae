// The place of a result: beneath the text that stays, decided when the source is taken and kept until the insert.
import { layerKeys } from '../core/placed.ts';
import { leaveText, type Marks, marksOf, protectText, type Spot, type TextOver } from '../core/protection.ts';
import type { Place, PlaceRequest } from '../core/protocol.ts';
import { comparePlaces } from '../core/selection-rules.ts';
import { carriesBeyond, isBlurred } from './beyond.ts';
import { pastNewResults } from './earlier.ts';
import { placeOf } from './facts.ts';
import { fillsAmong } from './fills.ts';
import { findLayer, hasChildren, isWithin, type Layer, layersOf, type Parent, pageOf } from './layers.ts';
import { isOpenAt, type Placement, type PlaceWanted, placementBeside, placementFor } from './placement.ts';
import { stackOf } from './stack.ts';

/** Which texts lie over the reach, and what becomes of each. */
export async function textOver(request: PlaceRequest): Promise<TextOver & Marks> {
  const target = await findLayer(request.targetId, 'target-gone');
  const wanted = await wantedFor(request, target);
  const stack = stackOf(wanted);
  const marks = stack && marksOf(stack, spotIn(target, placementFor(wanted)));
  return { ...choosePlace(wanted).text, ...(marks ?? { marked: [], possible: [] }) };
}

/** Names of the regions that are still there and lie beneath the results. */
export async function namesBeneath(
  { regions, targetId }: PlaceRequest,
  resultIds: readonly string[],
): Promise<string[]> {
  const [result] = await layersOf(resultIds);
  if (!result) return [];
  const top = placeOf(result);
  const layers = await layersOf(regions.map(({ id }) => id).filter((id) => id !== targetId));
  const isBeneath = (layer: Layer) =>
    pageOf(layer)?.id === pageOf(result)?.id && comparePlaces(placeOf(layer), top) < 0;
  return layers.filter(isBeneath).map(({ name }) => name);
}

/** A region deleted meanwhile is left out: the target itself still says where the result goes. */
export async function wantedFor(request: PlaceRequest, target: Layer): Promise<PlaceWanted> {
  const layers = await layersOf(request.regions.map(({ id }) => id));
  const regions = layers.map((layer) => ({
    layer,
    use: request.regions.find(({ id }) => id === layer.id)?.use ?? 'mask',
  }));
  const given = await givingWay(request.replacedIds, target);
  const { reach, protectsText, fillsTransparent = false } = request;
  return { target, regions, ...given, reach, protectsText, canKeepOutline: !fillsTransparent };
}

/**
 * The results of these keys that are still there. A fill that is edited again gives way as a layer does: the picture is
 * sent as it was before, since an edit that is made again is to be that edit, and not one of what came of it; and the
 * old fill waits beneath the new one, to be turned to, or cleaned up.
 */
export async function givingWay(
  keys: readonly string[],
  target: Layer,
): Promise<Pick<PlaceWanted, 'replaced' | 'replacedFills'>> {
  return { replaced: await layersOf(layerKeys(keys)), replacedFills: fillsAmong(keys, target) };
}

export interface ChosenPlace {
  readonly placement: Placement;
  readonly text: TextOver;
  /** Names of the texts for which it was moved down. */
  readonly beneath: readonly string[];
  /** It stands in something whose shadow would change with its outline. */
  readonly keepsOutline: boolean;
}

/**
 * Inside the target; but beside it where its own blur would carry the result further, or its shadow would change
 * with what is in it. Text that is kept above is worth more than the last of an edge that casts a shadow.
 */
export function choosePlace(wanted: PlaceWanted): ChosenPlace {
  const { target, canKeepOutline = false } = wanted;
  const inside = choosePlaceInside(wanted);
  const isInside = isWithin(inside.placement.parent, target) && hasChildren(target);
  if (!isInside || !carriesBeyond(target, wanted)) return inside;
  const keepsOutline = canKeepOutline && inside.text.kept.length > 0 && !isBlurred(target);
  return keepsOutline ? { ...inside, keepsOutline: true } : placedAt(wanted, placementBeside(target));
}

function choosePlaceInside(wanted: PlaceWanted): ChosenPlace {
  const highest = placementFor(wanted);
  const stack = stackOf(wanted);
  const { target } = wanted;
  const spot = spotIn(target, highest);
  if (!stack || !spot || !wanted.protectsText) return placedAt(wanted, highest);
  const { spot: found, beneath, kept, covered } = protectText(stack, spot);
  const parent = parentIn(target, found.parentId) ?? highest.parent;
  const placement = { parent, index: found.index };
  return { placement, text: { kept, covered }, beneath, keepsOutline: false };
}

function placedAt(wanted: PlaceWanted, placement: Placement): ChosenPlace {
  const stack = stackOf(wanted);
  const text = stack ? leaveText(stack, spotIn(wanted.target, placement)) : { kept: [], covered: [] };
  return { placement, text, beneath: [], keepsOutline: false };
}

/** Null beside the target, where the result is above everything. */
function spotIn(target: Layer, { parent, index }: Placement): Spot | null {
  return isWithin(parent, target) ? { parentId: parent.id, index } : null;
}

/** The place as the panel keeps it between source and insert. */
export function asPlace({ placement: { parent, index }, beneath, keepsOutline }: ChosenPlace): Place {
  const below = parent.children.slice(0, index).map(({ id }) => id);
  return { parentId: parent.id, below, beneath, ...(keepsOutline && { keepsOutline }) };
}

/**
 * The same place in the document as it is now: above what the source showed and the results that have come
 * there since, beneath all else that has.
 * Chosen anew when there is none, or it can no longer take the result.
 */
export async function placeAgain(place: Place | null, wanted: PlaceWanted): Promise<Placement> {
  const parent = place && (await figma.getNodeByIdAsync(place.parentId));
  if (parent && !parent.removed && hasChildren(parent)) {
    const shown = new Set(place.below);
    const above = parent.children.reduce((last, { id }, i) => (shown.has(id) ? i + 1 : last), 0);
    // Of two runs at once, the one that comes last would be seen by nobody beneath the other.
    const index = pastNewResults(wanted.target, parent, above);
    if (isOpenAt({ parent, index }, wanted)) return { parent, index };
  }
  return choosePlace({ ...wanted, canKeepOutline: false }).placement;
}

function parentIn(target: Layer, id: string): Parent | null {
  if (target.id === id && hasChildren(target)) return target;
  const found = hasChildren(target) ? target.findOne((node) => node.id === id) : null;
  return found && hasChildren(found) ? found : null;
}
