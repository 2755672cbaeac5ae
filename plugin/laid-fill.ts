// How a fill lay in its picture: one that was deleted is laid there again only over the image that it was made for.
import type { Obstacle } from '../core/history.ts';
import type { FillKey } from '../core/placed.ts';
import { canTakeFill, type Fill, type Filled, fillOf, fillsOn, isImage, paintsOf } from './fills.ts';
import { isPainting, type Layer } from './layers.ts';

export interface Laid {
  readonly fill: FillKey;
  readonly paint: ImagePaint;
  /** Null where no image was seen beneath it. */
  readonly beneath: ImagePaint | null;
}

/** Null where the layer has no such paint any more. */
export function laidIn(picture: BaseNode, { requestId, index, at }: Fill): Laid | null {
  if (!canTakeFill(picture)) return null;
  const paint = paintsOf(picture)[at];
  if (!paint || !isImage(paint)) return null;
  return { fill: { requestId, index }, paint, beneath: imageIn(picture, at) };
}

/** Null where nothing keeps it from being laid there again. */
export function obstacleTo(laid: Laid, picture: Layer | null): Obstacle | null {
  if (!picture || !canTakeFill(picture)) return 'target-gone';
  if (fillOf(picture, laid.fill)) return 'in-place';
  if (!figma.getImageByHash(laid.paint.imageHash ?? '')) return 'unknown';
  const now = imageIn(picture, paintsOf(picture).length);
  return lookOf(now) === lookOf(laid.beneath) ? null : 'image-changed';
}

/** The topmost of the images seen below a place among the paints that is no result. */
function imageIn(picture: Filled, below: number): ImagePaint | null {
  const results = new Set(fillsOn(picture).map(({ at }) => at));
  const own = paintsOf(picture).filter((paint, i) => i < below && !results.has(i) && isPainting(paint));
  return own.filter(isImage).at(-1) ?? null;
}

/** Which image, in which crop: its opacity and filters do not move it. */
function lookOf(paint: ImagePaint | null): string {
  return JSON.stringify([paint?.imageHash, paint?.scaleMode, paint?.imageTransform, paint?.rotation]);
}
