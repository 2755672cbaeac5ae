// Draws a region again that is gone, from the small map in a result's recipe.
import { frameRect } from '../core/framing.ts';
import { compose, type Rect, translation } from '../core/geometry.ts';
import type { Recipe } from '../core/recipe.ts';
import { freeName, placeOver } from './add-region.ts';
import { candidatesFor } from './facts.ts';
import type { Layer } from './layers.ts';
import type { Origin } from './origin.ts';
import { regionData, setRegionData } from './region-data.ts';
import { pictureFill } from './result.ts';

/** Seen through, so that what it lies over is seen as well. */
const OPACITY = 0.5;

/** Null where the recipe has no map, or one that Figma cannot read. */
export function mapOf({ map }: Recipe): Image | null {
  if (map === null) return null;
  try {
    return figma.createImage(figma.base64Decode(map));
  } catch {
    return null;
  }
}

/** One that was drawn before, for this result or for another of its request: in the target, or over it. */
export function regionDrawnAgain(target: Layer, { requestId }: Recipe): Layer | null {
  if (requestId === '') return null;
  return candidatesFor(target).find((layer) => regionData(layer).standsFor === requestId) ?? null;
}

/**
 * To be called at the beginning of an undo step; it is selected then, with its target.
 * @param shown only as large as what it changed, since the map is black around that
 */
export function redrawRegion(
  map: Image,
  { target, moved }: Origin,
  shown: Rect<'frame'>,
  { framing, requestId }: Recipe,
): RectangleNode {
  const region = figma.createRectangle();
  try {
    region.name = freeName([]);
    region.resize(shown.width, shown.height);
    region.fills = [pictureFill(map, { area: frameRect(framing), shown })];
    region.opacity = OPACITY;
    setRegionData(region, { isMade: true, readFrom: 'light-and-dark', use: 'mask', standsFor: requestId });
    placeOver(region, target, compose(moved, translation(shown.x, shown.y)));
    return region;
  } catch (error) {
    region.remove();
    throw error;
  }
}
