// Results as fills of the picture that is the target: in its image's own pixels, so that they follow its crop.
import { Failure } from '../../core/failure.ts';
import { imageToFrame, type PictureSpace } from '../../core/picture-space.ts';
import type { FillKey } from '../../core/placed.ts';
import type { InsertRequest } from '../../core/protocol.ts';
import type { Recipe } from '../../core/recipe.ts';
import { type Layer, visibleFills } from '../layers.ts';
import { readRecipe, recipeRestorer, writeRecipe } from '../recipes.ts';
import type { Undo } from './undo.ts';

type Filled = Layer & MinimalFillsMixin;
/** The image that is seen of a picture: the topmost of its fills. */
function imageOf(target: BaseNode): ImagePaint | null {
  return visibleFills(target).filter(isImage).at(-1) ?? null;
}

function isImage(paint: Paint): paint is ImagePaint {
  return paint.type === 'IMAGE' && paint.imageHash !== null;
}

/** The same beneath what the run has put there before. */
function imageBeneath(target: Layer, { joins }: InsertRequest): ImagePaint | null {
  const earlier = new Set(joins.includes(target.id) ? fillsOn(target).map(({ hash }) => hash) : []);
  const images = visibleFills(target).filter(isImage);
  return images.filter(({ imageHash }) => !earlier.has(imageHash ?? '')).at(-1) ?? null;
}

/** @throws Failure no-picture, picture-tiled */
export async function pictureSpace(target: Layer): Promise<PictureSpace> {
  const fill = imageOf(target);
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
  const { insertAs, place, patches } = request;
  const isSame =
    place?.picture !== undefined && imageBeneath(target, request)?.imageHash === place.picture.hash;
  return insertAs === 'fill' && isSame && patches.every(({ fill }) => fill !== undefined);
}

/** One picture is seen, the others wait beneath it for their turn. */
export function addFills(
  request: InsertRequest,
  target: Filled,
  images: readonly Image[],
  undoers: Undo[],
): SceneNode[] {
  const { fills } = target;
  const { patches, joins } = request;
  const below = imageBeneath(target, request);
  if (!below || fills === figma.mixed) throw new Error('the picture has no image any more');
  undoers.push(fillsRestorer(target));
  const earlier = joins.includes(target.id) ? fillsOn(target) : [];
  const added = images.map(({ hash }, i) => fillLike(below, hash, i === 0 && earlier.length === 0)).reverse();
  // What has come first stays above, as it is seen first.
  const at =
    earlier.length > 0
      ? fills.findIndex((paint) => earlier.some(({ hash }) => shows(hash)(paint)))
      : fills.length;
  target.fills = [...fills.slice(0, at), ...added, ...fills.slice(at)];
  const made = patches.map(({ recipe: { requestId, index } }, i) => ({
    requestId,
    index,
    hash: images[i]!.hash,
  }));
  if (earlier.length === 0) writeRecipe(target, patches[0]!.recipe);
  keepFills(target, [...earlier, ...made]);
  return [target];
}

const FILLS_KEY = 'fills';

/** Which picture a fill shows. */
interface KeptFill extends FillKey {
  readonly hash: string;
}

function keepFills(target: SceneNode, fills: readonly KeptFill[]): void {
  const kept = fills.map(({ requestId, index, hash }): KeptFill => ({ requestId, index, hash }));
  target.setPluginData(FILLS_KEY, JSON.stringify(kept));
}

/** None where what is kept is damaged: the fills themselves are there all the same. */
function keptFills(target: SceneNode): readonly KeptFill[] {
  try {
    return JSON.parse(target.getPluginData(FILLS_KEY) || '[]');
  } catch {
    return [];
  }
}

function fillsRestorer(target: Filled): Undo {
  const { fills } = target;
  const kept = target.getPluginData(FILLS_KEY);
  const recipe = recipeRestorer(target);
  return () => {
    target.fills = fills;
    target.setPluginData(FILLS_KEY, kept);
    recipe();
  };
}

/** The fill that shows a picture of the last run; null where it is gone. */
export function fillOf(target: SceneNode, { requestId, index }: FillKey): ShownFill | null {
  const hash = keptFills(target).find((kept) => kept.requestId === requestId && kept.index === index)?.hash;
  const paint = hash !== undefined && canTakeFill(target) ? paintsOf(target).find(shows(hash)) : undefined;
  return hash !== undefined && paint ? { hash, isSeen: paint.visible !== false } : null;
}

interface ShownFill {
  readonly hash: string;
  readonly isSeen: boolean;
}

/** Those of the last run that are still there. */
export function fillsOn(target: SceneNode): (FillKey & ShownFill)[] {
  return keptFills(target).flatMap((kept) => {
    const found = fillOf(target, kept);
    return found ? [{ ...kept, ...found }] : [];
  });
}

export function showFill(target: SceneNode, key: FillKey, isSeen: boolean): void {
  const found = fillOf(target, key);
  if (!found || !canTakeFill(target)) return;
  target.fills = paintsOf(target).map((paint) =>
    shows(found.hash)(paint) ? { ...paint, visible: isSeen } : paint,
  );
}

export function removeFills(target: SceneNode, keys: readonly FillKey[]): void {
  if (!canTakeFill(target)) return;
  const hashes = new Set(keys.flatMap((key) => fillOf(target, key)?.hash ?? []));
  target.fills = paintsOf(target).filter(
    (paint) => !(paint.type === 'IMAGE' && hashes.has(paint.imageHash ?? '')),
  );
  keepFills(
    target,
    keptFills(target).filter(({ hash }) => !hashes.has(hash)),
  );
}

function paintsOf({ fills }: Filled): readonly Paint[] {
  return fills === figma.mixed ? [] : fills;
}

function shows(hash: string): (paint: Paint) => boolean {
  return (paint) => paint.type === 'IMAGE' && paint.imageHash === hash;
}

/** Another picture in the same fill; its opacity, blend mode and filters are the designer's. */
export function refill(
  target: SceneNode,
  { recipe }: { recipe: Recipe },
  { hash }: Image,
  undoers: Undo[],
): void {
  const before = fillOf(target, recipe)?.hash;
  if (before === undefined || !canTakeFill(target)) return;
  undoers.push(fillsRestorer(target));
  target.fills = paintsOf(target).map((paint) =>
    shows(before)(paint) ? { ...(paint as ImagePaint), imageHash: hash } : paint,
  );
  const kept = keptFills(target);
  keepFills(
    target,
    kept.map((fill) => (fill.hash === before ? { ...fill, hash } : fill)),
  );
  const carried = readRecipe(target);
  if (carried?.requestId === recipe.requestId && carried.index === recipe.index) writeRecipe(target, recipe);
}

export function canTakeFill(node: SceneNode): node is Filled {
  return 'fills' in node && Array.isArray(node.fills);
}

/** A picture of any size, which covers the layer whatever is cut of it. */
export function addFill(target: Filled, hash: string, recipe: Recipe, undoers: Undo[]): SceneNode {
  undoers.push(fillsRestorer(target));
  target.fills = [
    ...(target.fills as readonly Paint[]),
    { type: 'IMAGE', scaleMode: 'FILL', imageHash: hash },
  ];
  writeRecipe(target, recipe);
  keepFills(target, [{ requestId: recipe.requestId, index: recipe.index, hash }]);
  return target;
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
