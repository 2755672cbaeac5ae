// What a result's layer holds: the picture, where its pixels were taken, and how it was made.
import { Failure } from '../core/failure.ts';
import type { Rect } from '../core/geometry.ts';
import type { Recipe } from '../core/recipe.ts';
import { writeRecipe } from './recipes.ts';

interface Content {
  /** Where the pixels were taken, in the target's own px. */
  readonly area: Rect<'frame'>;
  readonly recipe: Recipe;
}

const AREA_KEY = 'area';
/** Hash of the image that is the result: a designer may paint others beneath it or over it. */
const PICTURE_KEY = 'picture';
/** What is kept on a result's layer beside its recipe. */
export const RESULT_KEYS = [AREA_KEY, PICTURE_KEY] as const;

/** @throws Failure picture-too-large, picture-unreadable */
export function createImage(png: Uint8Array): Image {
  try {
    return figma.createImage(png);
  } catch (error) {
    const isTooLarge = error instanceof Error && /too large/i.test(error.message);
    throw new Failure(isTooLarge ? 'picture-too-large' : 'picture-unreadable', {}, error);
  }
}

/** The layer's size follows the area, times how far it has been scaled since. */
export function paint(
  layer: RectangleNode,
  fills: readonly Paint[],
  { hash }: Image,
  { area, recipe }: Content,
  scale: readonly [number, number] = [1, 1],
): void {
  layer.resize(area.width * scale[0], area.height * scale[1]);
  layer.fills = fills;
  writeRecipe(layer, recipe);
  // On the layer, so that taking a change back takes this back too.
  layer.setPluginData(AREA_KEY, JSON.stringify(area));
  layer.setPluginData(PICTURE_KEY, hash);
}

export function pictureHash(layer: RectangleNode): string {
  return layer.getPluginData(PICTURE_KEY);
}

/** Whether the fill is the result as it was last painted. */
export function isPictureOf(layer: RectangleNode, fill: Paint): fill is ImagePaint {
  return fill.type === 'IMAGE' && fill.scaleMode === 'FILL' && fill.imageHash === pictureHash(layer);
}

/** Null for a layer that is none of ours. */
export function areaOf(layer: RectangleNode): Rect<'frame'> | null {
  const text = layer.getPluginData(AREA_KEY);
  return text === '' ? null : (JSON.parse(text) as Rect<'frame'>);
}
