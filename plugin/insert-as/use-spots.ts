// What is used elsewhere, and where it would go there: found before anything is written.
import { Failure } from '../../core/failure.ts';
import type { Footprint } from '../../core/framing.ts';
import { around, type Rect } from '../../core/geometry.ts';
import type { FillKey, ResultAddress } from '../../core/placed.ts';
import type { Choice, MemberChoice } from '../../core/selection-rules.ts';
import { regionsTold, type Telling, targetTold, tellingOn } from '../../core/told.ts';
import { matching, placedBy, type Way } from '../../core/use-result.ts';
import { canTakeFill, fillOf, fillSeen } from '../fills.ts';
import { knownLayer, knownLayers } from '../known-layers.ts';
import { hasPicture, isLayer, type Layer, layersOf, pageToFrame } from '../layers.ts';
import type { PlaceWanted } from '../placement.ts';
import { fillRecipe, ownRecipe } from '../recipes.ts';
import { isRegionLayer, paintedBox } from '../region.ts';
import { usedAs } from '../region-data.ts';
import { footprintOn, isResultLayer, pictureHash } from '../result.ts';
import { chosenIn } from '../selection.ts';

/** What is used elsewhere. */
export interface Result extends Telling {
  readonly name: string;
  readonly hash: string;
  /** Null of a fill, which has no place but its picture's. */
  readonly footprint: Footprint | null;
}

export async function bytesOf({ hash }: Result): Promise<Uint8Array | null> {
  return (await figma.getImageByHash(hash)?.getBytesAsync()) ?? null;
}

export async function resultOn({ layerId, fill }: ResultAddress): Promise<Result> {
  const [layer] = await layersOf([layerId]);
  const result = layer && ((fill ? null : layerResult(layer)) ?? fillResult(layer, fill));
  if (!result) throw new Failure('result-lost');
  return result;
}

/** Null of a picture that has a result among its fills. */
function layerResult(layer: Layer): Result | null {
  const [recipe, hash] = [ownRecipe(layer), pictureHash(layer)];
  if (!isResultLayer(layer) || !recipe || hash === '') return null;
  return { name: layer.name, ...tellingOn(layer, recipe), hash, footprint: footprintOn(layer) };
}

function fillResult(picture: Layer, asked: FillKey | undefined): Result | null {
  const fill = asked ? fillOf(picture, asked) : fillSeen(picture);
  const recipe = fill && fillRecipe(picture, fill);
  return recipe && { name: picture.name, ...tellingOn(picture, recipe), hash: fill.hash, footprint: null };
}

/** @param places targets and regions, as they would be selected */
export async function membersFor(
  result: Result,
  places: readonly SceneNode[],
): Promise<readonly MemberChoice[]> {
  const home = await knownLayer(targetTold(result));
  // Where it was made it is already.
  return withPictures(membersOf(chosenIn(places)), places).filter(({ targetId }) => targetId !== home?.id);
}

/** Those of its regions that are layers of their own. */
export async function drawnIn({ targetId, regions }: MemberChoice): Promise<PlaceWanted['regions']> {
  const layers = await layersOf(regions.map(({ id }) => id).filter((id) => id !== targetId));
  const usual = new Map(regions.map(({ id, use }) => [id, use]));
  return layers.map((layer) => ({ layer, use: usedAs(layer, usual.get(layer.id) ?? 'mask') }));
}

function membersOf(choice: Choice): readonly MemberChoice[] {
  switch (choice.kind) {
    case 'none':
      return [];
    case 'target':
      return [{ targetId: choice.targetId, regions: [] }];
    case 'ready':
      return [choice];
    case 'batch':
      return choice.members;
    default:
      return choice satisfies never;
  }
}

/**
 * Each selected picture is a place of its own, whatever regions there are in the frame around it: they count only
 * where they, or that frame, are selected too.
 */
function withPictures(
  members: readonly MemberChoice[],
  places: readonly SceneNode[],
): readonly MemberChoice[] {
  const chosen = new Set(places.map(({ id }) => id));
  const pictures = new Set(places.filter(isPictureAlone).map(({ id }) => id));
  const isMeant = ({ targetId, regions }: MemberChoice) =>
    (chosen.has(targetId) && !pictures.has(targetId)) ||
    regions.some(({ id }) => chosen.has(id) && !pictures.has(id));
  const meant = members.filter(isMeant);
  const taken = new Set(meant.flatMap(({ targetId, regions }) => [targetId, ...regions.map(({ id }) => id)]));
  const alone = [...pictures].filter((id) => !taken.has(id));
  return [...meant, ...alone.map((targetId) => ({ targetId, regions: [] }))];
}

function isPictureAlone(layer: SceneNode): boolean {
  return isLayer(layer) && hasPicture(layer) && canTakeFill(layer) && !isRegionLayer(layer);
}

export interface Spot {
  /** Those of the regions there that say where; where it goes to the same part, all of them. None cuts what was not cut. */
  readonly cutBy: PlaceWanted['regions'];
  readonly from: Footprint;
  readonly to: Footprint;
  /** By what it goes from one to the other. */
  readonly way: Way;
}

/**
 * @param drawn the regions there
 * @returns null where the result has no place of its own, or would not be seen
 */
export async function spotIn(
  target: Layer,
  drawn: PlaceWanted['regions'],
  result: Result,
): Promise<Spot | null> {
  const { footprint, recipe } = result;
  const toFrame = pageToFrame(target);
  if (!footprint || !toFrame) return null;
  const made = await knownLayer(targetTold(result));
  const regions = await ownRegions(result, made);
  const layers = drawn.map(({ layer }) => layer);
  const { own, others: over } = matching(regions, layers);
  const from = boxAround(over.length > 0 ? own : regions) ?? footprint.shown;
  // Of a target that is gone, no more is known than where the result ended.
  const size = made ?? { width: from.x + from.width, height: from.y + from.height };
  const way: Way = {
    target: { width: size.width, height: size.height },
    region: from,
    within: { width: target.width, height: target.height },
    over: over.length > 0 ? around(over.map((region) => paintedBox(region, toFrame))) : null,
  };
  const to = placedBy(footprint, way);
  if (!to) return null;
  const meant = over.length > 0 ? drawn.filter(({ layer }) => over.includes(layer)) : drawn;
  return { cutBy: recipe.settings.insertAs === 'uncut' ? [] : meant, from: footprint, to, way };
}

interface OwnRegion {
  readonly name: string;
  /** Null where no more than its name is left. */
  readonly box: Rect<'frame'> | null;
}

/** Those for which it was made, as far as they are there; else as its recipe tells of them. */
async function ownRegions(result: Result, made: Layer | null): Promise<OwnRegion[]> {
  const toFrame = made && pageToFrame(made);
  const known = toFrame ? await knownLayers(regionsTold(result)) : [];
  return toFrame && known.length > 0
    ? known.map((region) => ({ name: region.name, box: paintedBox(region, toFrame) }))
    : result.recipe.regionNames.map((name) => ({ name, box: null }));
}

function boxAround(regions: readonly OwnRegion[]): Rect<'frame'> | null {
  const boxes = regions.flatMap(({ box }) => box ?? []);
  return boxes.length > 0 ? around(boxes) : null;
}
