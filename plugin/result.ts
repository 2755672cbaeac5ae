// What a result's layer holds: the picture, where its pixels were taken, and how it was made.
import { Failure } from '../core/failure.ts';
import { readFootprint } from '../core/footprint.ts';
import type { Footprint } from '../core/framing.ts';
import { compose, contains, IDENTITY, isNear, type Matrix, translation } from '../core/geometry.ts';
import type { Recipe } from '../core/recipe.ts';
import { keepOn, keptOn } from './kept-data.ts';
import { type Layer, mutable, pageToFrame, toPage } from './layers.ts';
import { newRecipe, writeRecipe } from './recipes.ts';

interface Content extends Footprint {
  readonly recipe: Recipe;
}

/** Where the picture's pixels were taken, and how much of them shows. */
const FOOTPRINT_KEY = 'footprint';
/** Hash of the image that is the result: a designer may paint others beneath it or over it. */
const PICTURE_KEY = 'picture';
/** What is kept on a result's layer beside its recipe. */
export const RESULT_KEYS = [FOOTPRINT_KEY, PICTURE_KEY] as const;

/** @throws Failure picture-too-large, picture-unreadable */
export function createImage(png: Uint8Array): Image {
  try {
    return figma.createImage(png);
  } catch (error) {
    const isTooLarge = error instanceof Error && /too large/i.test(error.message);
    throw new Failure(isTooLarge ? 'picture-too-large' : 'picture-unreadable', {}, error);
  }
}

/** A picture that lies whole in its target fills its layer; one that goes beyond is cropped to what is shown of it. */
export function pictureFill({ hash }: Pick<Image, 'hash'>, footprint: Footprint): ImagePaint {
  const crop = cropOf(footprint);
  const picture = { type: 'IMAGE', imageHash: hash } as const;
  if (isNear(crop, IDENTITY, PRECISION)) return { ...picture, scaleMode: 'FILL' };
  return { ...picture, scaleMode: 'CROP', imageTransform: mutable(crop) };
}

/** From the layer's unit square to the picture's. */
function cropOf({ area, shown }: Footprint): Matrix {
  return [
    [shown.width / area.width, 0, (shown.x - area.x) / area.width],
    [0, shown.height / area.height, (shown.y - area.y) / area.height],
  ];
}

/** As far as Figma keeps such numbers: it may hold them in single precision. */
const PRECISION = 1e-6;

/** The layer's size follows what is shown, times how far it has been scaled since. */
export function paint(
  layer: RectangleNode,
  fills: readonly Paint[],
  { hash }: Pick<Image, 'hash'>,
  { area, shown, recipe }: Content,
  scale: readonly [number, number] = [1, 1],
): void {
  layer.resize(shown.width * scale[0], shown.height * scale[1]);
  layer.fills = fills;
  writeRecipe(layer, newRecipe(layer, recipe));
  // On the layer, so that taking a change back takes this back too.
  keepOn(layer, FOOTPRINT_KEY, JSON.stringify({ area, shown } satisfies Footprint));
  keepOn(layer, PICTURE_KEY, hash);
}

export function pictureHash(layer: BaseNode): string {
  return keptOn(layer, PICTURE_KEY);
}

/** Whether the fill is the result as it was last painted, and nobody has cropped it since. */
export function isPictureOf(layer: RectangleNode, footprint: Footprint, fill: Paint): fill is ImagePaint {
  const hash = pictureHash(layer);
  if (fill.type !== 'IMAGE' || fill.imageHash !== hash) return false;
  const painted = pictureFill({ hash }, footprint);
  if (fill.scaleMode !== painted.scaleMode) return false;
  return fill.scaleMode !== 'CROP' || isNear(fill.imageTransform ?? IDENTITY, cropOf(footprint), PRECISION);
}

/** Made to show a result, and nothing else: not a picture that has one among its fills. */
export function isResultLayer(layer: BaseNode): boolean {
  return layer.type === 'RECTANGLE' && keptOn(layer, FOOTPRINT_KEY) !== '';
}

/** Null for a layer that is none of ours, and where that is damaged: the layer is a result all the same. */
export function footprintOn(layer: BaseNode): Footprint | null {
  return readFootprint(keptOn(layer, FOOTPRINT_KEY));
}

/** In px of the target: as far as somebody's snapping to the grid goes. */
const SNAPPING = 0.5;

/** Whether the result lies in the layer just where it was inserted into its target. */
export function couldHold(layer: Layer, result: Layer): boolean {
  const shown = footprintOn(result)?.shown;
  const toFrame = pageToFrame(layer);
  if (!shown || !toFrame || layer.type === 'SECTION') return false;
  const placed = compose(toFrame, toPage(result));
  const own = { x: 0, y: 0, width: layer.width, height: layer.height };
  return isNear(placed, translation(shown.x, shown.y), SNAPPING) && contains(own, shown, SNAPPING);
}
