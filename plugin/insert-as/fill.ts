// Results as fills of the picture that is the target: in its image's own pixels, so that they follow its crop.
import { Failure } from '../../core/failure.ts';
import { imageToFrame, type PictureSpace } from '../../core/picture-space.ts';
import type { FillKey } from '../../core/placed.ts';
import type { InsertRequest, Place } from '../../core/protocol.ts';
import type { Recipe } from '../../core/recipe.ts';
import {
  canTakeFill,
  type Fill,
  type Filled,
  fillOf,
  fillSeen,
  fillsAmong,
  fillsOn,
  hideFillsIn,
  isImage,
  type KeptFill,
  keepFills,
  keptRestorer,
  paintsOf,
  setSeen,
} from '../fills.ts';
import { isPainting, type Layer } from '../layers.ts';
import {
  dropFillRecipes,
  dropRecipe,
  fillRecipe,
  recipeRestorer,
  writeFillRecipe,
  writeRecipe,
} from '../recipes.ts';
import { isResultLayer } from '../result.ts';
import type { Undo } from '../step.ts';

/** A fill that was deleted. */
export interface LaidAgain {
  readonly paint: ImagePaint;
  readonly hash: string;
  readonly recipe: Recipe;
}

/** The image that is seen of a picture: the topmost of its fills, but for results that give way to a new one. */
function imageOf(target: BaseNode, replaced: readonly Fill[]): ImagePaint | null {
  if (!canTakeFill(target)) return null;
  const isGoing = (at: number) => replaced.some((fill) => fill.at === at);
  const shown = paintsOf(target).filter((paint, i) => isPainting(paint) && !isGoing(i));
  return shown.filter(isImage).at(-1) ?? null;
}

/** @throws Failure no-picture, picture-tiled */
export async function pictureSpace(target: Layer, replaced: readonly Fill[]): Promise<PictureSpace> {
  const fill = imageOf(target, replaced);
  const hash = fill?.imageHash;
  const size = await (hash ? figma.getImageByHash(hash) : null)?.getSizeAsync();
  if (!fill || !hash || !size) throw new Failure('no-picture', { layer: target.name });
  const toFrame = imageToFrame(fill, size, { width: target.width, height: target.height });
  if (!toFrame) throw new Failure('picture-tiled', { layer: target.name });
  return { hash, size, toFrame };
}

/** The target as its fills alone paint it: the rest of it is painted over the new fill as well. */
export function showFillsAlone(clone: Layer): void {
  if ('opacity' in clone) clone.opacity = 1;
  if ('blendMode' in clone) clone.blendMode = 'NORMAL';
  if ('effects' in clone) clone.effects = [];
  if ('strokes' in clone) clone.strokes = [];
  if (hasCorners(clone)) clone.cornerRadius = 0;
}

function hasCorners(layer: Layer): layer is Layer & CornerMixin {
  return 'cornerRadius' in layer && layer.type !== 'HIGHLIGHT';
}

/**
 * Whether the results can become fills of the picture as it is now. Where its image has been replaced since,
 * or nothing of a result lies in that, they become layers.
 */
export function canBeFilled(request: InsertRequest, target: Layer): target is Filled {
  const isAllThere = request.patches.every(({ fill }) => fill !== undefined);
  return request.insertAs === 'fill' && isAllThere && goesWithImage(target, request.place);
}

/** It is to be a fill, and the image that it lies on is still there. */
export function goesWithImage(target: Layer, place: Place | null): boolean {
  return place !== null && imageBeneath(target, place) !== null;
}

/**
 * The image in whose pixels the results were made. Results may have come above it since, of this run and of others,
 * and those that were there may have been looked through; anything else that has come between is another picture.
 */
function imageBeneath(target: Layer, { picture }: Pick<Place, 'picture'>): ImagePaint | null {
  const hash = picture?.hash;
  if (hash === undefined || !canTakeFill(target)) return null;
  const results = new Set(fillsOn(target).map(({ at }) => at));
  for (const [i, paint] of [...paintsOf(target).entries()].reverse()) {
    const isCandidate = isImage(paint) && (results.has(i) || isPainting(paint));
    if (isCandidate && paint.imageHash === hash) return paint;
    if (isCandidate && !results.has(i)) return null;
  }
  return null;
}

/** One picture of a run is seen, the others wait beneath it for their turn; what earlier runs have put there stays. */
export function addFills(
  request: InsertRequest,
  target: Filled,
  images: readonly Image[],
  undoers: Undo[],
): SceneNode[] {
  const below = request.place && imageBeneath(target, request.place);
  if (!below) throw new Error('the picture has no image any more');
  undoers.push(fillsRestorer(target));
  const paints = paintsOf(target);
  const there = fillsOn(target);
  const joined = fillsAmong(request.joins, target);
  const added = images.map(({ hash }, i) => fillLike(below, hash, i === 0 && joined.length === 0));
  // What has come first of a run stays above, as it is seen first; a new run lies above all else.
  const at = Math.min(paints.length, ...joined.map((fill) => fill.at));
  target.fills = [...paints.slice(0, at), ...added.reverse(), ...paints.slice(at)];
  const made = request.patches.map(({ recipe }, i) => keptFor(recipe, images[i]!));
  for (const { recipe } of request.patches) writeFillRecipe(target, recipe);
  keep(target, [...there.filter((fill) => fill.at >= at), ...made, ...there.filter((fill) => fill.at < at)]);
  return request.patches.map(() => target);
}

/** A picture of any size, which covers the layer whatever is cut of it; used here before, it comes to the top anew. */
export function addFill(
  target: Filled,
  image: Pick<Image, 'hash'>,
  recipe: Recipe,
  undoers: Undo[],
): SceneNode {
  undoers.push(fillsRestorer(target));
  const drawn = fillDrawnIn(target, recipe);
  if (drawn) {
    raise(target, drawn);
    return target;
  }
  const there = fillOf(target, recipe);
  const paints = paintsOf(target).filter((_, i) => i !== there?.at);
  const left = fillsOn(target).filter(({ at }) => at !== there?.at);
  target.fills = [...paints, { type: 'IMAGE', scaleMode: 'FILL', imageHash: image.hash }];
  writeFillRecipe(target, recipe);
  keep(target, [keptFor(recipe, image), ...left]);
  return target;
}

/** What was deleted, as it lay: above the image, and above the results that are there; the first of them is seen. */
export function layAgain(target: Filled, again: readonly LaidAgain[], undoers: Undo[]): SceneNode[] {
  undoers.push(fillsRestorer(target));
  const there = fillsOn(target);
  const paints = [...paintsOf(target)];
  const images = paints.flatMap((each, i) => (isImage(each) && isPainting(each) ? [i] : []));
  const at = 1 + Math.max(-1, ...images, ...there.map((fill) => fill.at));
  const added = again.map(({ paint }, i) => ({ ...paint, visible: i === 0 }));
  paints.splice(at, 0, ...added.reverse());
  target.fills = paints;
  for (const { recipe } of again) writeFillRecipe(target, recipe);
  keep(target, [...again.map(({ recipe, hash }) => keptFor(recipe, { hash })), ...there]);
  return again.map(() => target);
}

/** Seen, and above all other results that are; what a designer has painted over them stays over it. */
function raise(target: Filled, fill: Fill): void {
  const others = fillsOn(target).filter(({ at }) => at !== fill.at);
  const to = Math.max(fill.at, ...others.filter(({ isSeen }) => isSeen).map(({ at }) => at));
  const paints = [...paintsOf(target)];
  const [paint] = paints.splice(fill.at, 1);
  if (!paint) return;
  paints.splice(to, 0, { ...paint, visible: true });
  target.fills = paints;
  const isBeneath = ({ at }: Fill) => at <= to;
  keep(target, [...others.filter((other) => !isBeneath(other)), fill, ...others.filter(isBeneath)]);
}

/** One that was made here, for a part of the picture, and comes back from where it was used; null for any other. */
export function fillDrawnIn(target: Filled, key: FillKey): Fill | null {
  const there = fillOf(target, key);
  const map = there && fillRecipe(target, there)?.map;
  return map ? there : null;
}

export function showFill(target: SceneNode, key: FillKey, isSeen: boolean): void {
  const found = fillOf(target, key);
  if (found && canTakeFill(target)) setSeen(target, [found], isSeen);
}

export function removeFills(target: SceneNode, keys: readonly FillKey[]): void {
  if (!canTakeFill(target)) return;
  const going = new Set(keys.flatMap((key) => fillOf(target, key)?.at ?? []));
  const left = fillsOn(target).filter(({ at }) => !going.has(at));
  target.fills = paintsOf(target).filter((_, i) => !going.has(i));
  keep(target, left);
}

/** What gives way to a new result of the same picture waits beneath it. */
export function hideFills(target: SceneNode, keys: readonly FillKey[], undoers: Undo[]): void {
  if (!canTakeFill(target)) return;
  undoers.push(fillsRestorer(target));
  hideFillsIn(target, target, keys);
}

/** Another picture in the same fill; its opacity, blend mode and filters are the designer's. */
export function refill(
  target: SceneNode,
  { recipe }: { recipe: Recipe },
  { hash }: Image,
  undoers: Undo[],
): void {
  const before = fillOf(target, recipe);
  if (!before || !canTakeFill(target)) return;
  undoers.push(fillsRestorer(target));
  const kept = fillsOn(target).map((fill) => (fill.at === before.at ? { ...fill, hash } : fill));
  target.fills = paintsOf(target).map((paint, i) =>
    i === before.at ? { ...(paint as ImagePaint), imageHash: hash } : paint,
  );
  writeFillRecipe(target, recipe);
  keep(target, kept);
}

function keptFor({ requestId, index }: FillKey, { hash }: Pick<Image, 'hash'>): KeptFill {
  return { requestId, index, hash };
}

/**
 * Nothing is kept of what is gone. Among results the picture stands for the one that is seen of it; a result's own
 * layer goes on standing for itself.
 */
function keep(target: SceneNode, fills: readonly KeptFill[]): void {
  keepFills(target, fills);
  dropFillRecipes(target, fills);
  if (isResultLayer(target)) return;
  const seen = fillSeen(target);
  const recipe = seen && fillRecipe(target, seen);
  if (recipe) writeRecipe(target, recipe);
  else if (fills.length === 0) dropRecipe(target);
}

function fillsRestorer(target: Filled): Undo {
  const { fills } = target;
  const [kept, recipe] = [keptRestorer(target), recipeRestorer(target)];
  return () => {
    target.fills = fills;
    kept();
    recipe();
  };
}

/** Its place in the layer is that of the image beneath; how that is coloured or blended is in the result already. */
function fillLike(
  { scaleMode, imageTransform, rotation }: ImagePaint,
  imageHash: string,
  visible: boolean,
): ImagePaint {
  return {
    type: 'IMAGE',
    imageHash,
    visible,
    scaleMode,
    ...(imageTransform && { imageTransform }),
    ...(rotation !== undefined && { rotation }),
  };
}
