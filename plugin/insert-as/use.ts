// An existing result in other places: as a fill of every selected picture, over the matching region of every other target.
import { asFailure, Failure } from '../../core/failure.ts';
import type { Footprint } from '../../core/framing.ts';
import { around, type Rect } from '../../core/geometry.ts';
import type { FillKey, ResultAddress } from '../../core/placed.ts';
import type { UsedInSelection, UseReply, UseRequest } from '../../core/protocol.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Choice, MemberChoice } from '../../core/selection-rules.ts';
import { regionsTold, type Telling, targetTold, tellingOn } from '../../core/told.ts';
import { matching, placedBy, recipeForWhole, recipeOver, type Way } from '../../core/use-result.ts';
import { addLayer, hideAll } from '../add-layers.ts';
import type { EditCounts } from '../edit-count.ts';
import { canTakeFill, type Filled, fillOf, fillSeen } from '../fills.ts';
import { knownLayer, knownLayers } from '../known-layers.ts';
import { hasPicture, isLayer, type Layer, layersOf, pageToFrame, targetProblem } from '../layers.ts';
import { NOTHING_GIVES_WAY, type PlaceWanted } from '../placement.ts';
import { fillRecipe, ownRecipe } from '../recipes.ts';
import { isRegionLayer, paintedBox } from '../region.ts';
import { usedAs } from '../region-data.ts';
import { createImage, footprintOn, isResultLayer, pictureHash } from '../result.ts';
import { chosenIn } from '../selection.ts';
import { inPreparedStep, type Undo } from '../step.ts';
import { type Coming, putting, puttingIntoCopy } from './coming.ts';
import { canBeCopied } from './copies.ts';
import { addFill, fillDrawnIn } from './fill.ts';
import { keepWay } from './used.ts';

/** What is used elsewhere. */
export interface Result extends Telling {
  readonly name: string;
  readonly hash: string;
  /** Null of a fill, which has no place but its picture's. */
  readonly footprint: Footprint | null;
}

/** Where it can be used, found before anything is written. */
export interface Uses {
  readonly puts: readonly Put[];
  /** Names. */
  readonly refused: readonly string[];
}

/** @throws Failure result-lost, nowhere-to-use, picture-unreadable, insert-failed; the document is then as before */
export async function useInSelection(request: UseRequest, counts: EditCounts): Promise<UsedInSelection> {
  try {
    return await inPreparedStep(
      () => usesInSelection(request),
      ({ filledWith, ...uses }, undoers) => ({ ...putAll(uses, counts, undoers), filledWith }),
    );
  } catch (error) {
    throw asFailure(error, 'insert-failed');
  }
}

async function usesInSelection({ uncut, ...address }: UseRequest) {
  const result = await resultOn(address);
  const uses = await usesOf({ result, uncut, isInCopies: false }, figma.currentPage.selection);
  if (uses.puts.length === 0) throw new Failure('nowhere-to-use');
  const isByItself = uncut === null && uses.puts.some(({ isNewFill }) => isNewFill);
  return { ...uses, filledWith: isByItself ? await bytesOf(result) : null };
}

async function bytesOf({ hash }: Result): Promise<Uint8Array | null> {
  return (await figma.getImageByHash(hash)?.getBytesAsync()) ?? null;
}

export interface UsesWanted {
  readonly result: Result;
  /** The same with nothing cut out of it. */
  readonly uncut: Uint8Array | null;
  /** Each place stays as it is, and a copy of it takes the result. */
  readonly isInCopies: boolean;
}

/** @param places targets and regions, as they would be selected */
export async function usesOf(
  { result, uncut, isInCopies }: UsesWanted,
  places: readonly SceneNode[],
): Promise<Uses> {
  const whole = uncut ? createImage(uncut).hash : result.hash;
  const uses: Use[] = [];
  const home = await knownLayer(targetTold(result));
  for (const member of withPictures(membersOf(chosenIn(places)), places)) {
    // Where it was made it is already.
    if (member.targetId !== home?.id) uses.push(await useIn(member, { result, whole, isInCopies }));
  }
  return {
    puts: uses.filter((use) => use.kind === 'put'),
    refused: uses.flatMap((use) => (use.kind === 'refused' ? [use.name] : [])),
  };
}

export function putAll({ puts, refused }: Uses, counts: EditCounts, undoers: Undo[]): UseReply {
  const placedIds = puts.map(({ target, put, masks }) => {
    const layer = put(undoers);
    counts.of(target.id).passOver([layer], masks);
    hideAll(masks, undoers);
    return layer.id;
  });
  return { placedIds, refused };
}

async function resultOn({ layerId, fill }: ResultAddress): Promise<Result> {
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

interface Put {
  readonly kind: 'put';
  readonly target: Layer;
  /** What only said where. */
  readonly masks: readonly Layer[];
  /** It fills a picture that has not got it. */
  readonly isNewFill: boolean;
  readonly put: (undoers: Undo[]) => SceneNode;
}

type Use = { readonly kind: 'refused'; readonly name: string } | Put;

interface Used extends Pick<UsesWanted, 'result' | 'isInCopies'> {
  /** The hash of what pictures are filled with. */
  readonly whole: string;
}

async function useIn({ targetId, regions }: MemberChoice, used: Used): Promise<Use> {
  const { result, isInCopies } = used;
  const [target] = await layersOf([targetId]);
  if (!target || targetProblem(target)) return { kind: 'refused', name: target?.name ?? '' };
  if (isInCopies && !canBeCopied(target)) return { kind: 'refused', name: target.name };
  const drawn = await layersOf(regions.map(({ id }) => id).filter((id) => id !== targetId));
  const isFilled = drawn.length === 0 && hasPicture(target) && canTakeFill(target);
  const spot = isFilled ? null : await spotIn(target, drawn, result);
  if (!isFilled && !spot) return { kind: 'refused', name: target.name };
  const usual = new Map(regions.map(({ id, use }) => [id, use]));
  const useOf = (region: Layer) => usedAs(region, usual.get(region.id) ?? 'mask');
  const wanted = drawn.map((layer) => ({ layer, use: useOf(layer) }));
  const coming = spot ? layering(target, wanted, used, spot) : filling(target as Filled, used);
  const { isNewFill } = coming;
  if (isInCopies) {
    return { kind: 'put', target, masks: [], isNewFill, put: await puttingIntoCopy(coming) };
  }
  const masks = spot ? wanted.filter(({ use }) => use === 'mask').map(({ layer }) => layer) : [];
  return { kind: 'put', target, masks, isNewFill, put: putting(coming) };
}

function filling(target: Filled, { result: { name, recipe }, whole: hash }: Used): Coming {
  const { id, width, height } = target;
  const own = recipeForWhole(recipe, { id, name: target.name, size: { width, height } });
  return {
    name,
    recipe: own,
    wanted: wantedIn(target, [], { x: 0, y: 0, width, height }),
    isNewFill: fillDrawnIn(target, own) === null,
    over: [],
    put: (written, picture, _, undoers) => addFill(picture as Filled, { hash }, written, undoers),
  };
}

function layering(
  target: Layer,
  regions: PlaceWanted['regions'],
  { result, isInCopies }: Used,
  { over, from, to, way }: Spot,
): Coming {
  const layers = regions.map(({ layer }) => layer);
  const recipe = recipeOver(result.recipe, target, layers, { from: from.area, to: to.area });
  const { name, hash } = result;
  return {
    name,
    recipe: isInCopies ? asCopies(recipe) : recipe,
    wanted: wantedIn(target, regions, to.shown),
    isNewFill: false,
    over: regions.filter(({ layer }) => over.includes(layer)),
    put: (written, holder, placement, undoers) => {
      const layer = addLayer({ name, recipe: written, ...to }, { hash }, holder, placement, undoers);
      keepWay(layer, way);
      return layer;
    },
  };
}

/** Made again, it is made as it was asked for. */
function asCopies(recipe: Recipe): Recipe {
  return { ...recipe, settings: { ...recipe.settings, insertAs: 'copies' } };
}

function wantedIn(target: Layer, regions: PlaceWanted['regions'], reach: Rect<'frame'>): PlaceWanted {
  return { target, regions, ...NOTHING_GIVES_WAY, reach: [reach], protectsText: false };
}

interface Spot {
  /** Those of the regions there that say where; none where it goes to the same part. */
  readonly over: readonly Layer[];
  readonly from: Footprint;
  readonly to: Footprint;
  /** By what it goes from one to the other. */
  readonly way: Way;
}

/** Null where the result has no place of its own, or would not be seen. */
async function spotIn(target: Layer, drawn: readonly Layer[], result: Result): Promise<Spot | null> {
  const { footprint } = result;
  const toFrame = pageToFrame(target);
  if (!footprint || !toFrame) return null;
  const made = await knownLayer(targetTold(result));
  const regions = await ownRegions(result, made);
  const { own, others: over } = matching(regions, drawn);
  const from = boxAround(over.length > 0 ? own : regions) ?? footprint.shown;
  // Of a target that is gone, no more is known than where the result ended.
  const size = made ?? { width: from.x + from.width, height: from.y + from.height };
  const way: Way = {
    target: { width: size.width, height: size.height },
    region: from,
    within: { width: target.width, height: target.height },
    over: over.length > 0 ? around(over.map((region) => paintedBox(region, toFrame))) : null,
  };
  const placed = placedBy(footprint, way);
  return placed && { over, from: footprint, to: placed, way };
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
