// Draws a region again that is gone, from the small map in a result's recipe.
import { frameRect } from '../core/framing.ts';
import { compose, type Rect, translation } from '../core/geometry.ts';
import type { Recipe } from '../core/recipe.ts';
import { mapGrain } from '../core/recipe-map.ts';
import { freeName, placeAt } from './add-region.ts';
import { candidatesFor } from './facts.ts';
import type { Layer } from './layers.ts';
import type { Origin } from './origin.ts';
import { placementAbove, placementOver } from './placement.ts';
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
 * Just above the result, where that stands in the target: the next one goes there, too.
 * @param changed what the result changed; older recipes do not tell what was drawn
 */
export function redrawRegion(
  map: Image,
  { target, moved }: Origin,
  result: Layer,
  changed: Rect<'frame'>,
  { framing, drawn, requestId }: Recipe,
): RectangleNode {
  const region = figma.createRectangle();
  const shown = drawn ?? changed;
  try {
    region.name = freeName([]);
    region.resize(shown.width, shown.height);
    region.fills = [pictureFill(map, { area: frameRect(framing), shown })];
    region.opacity = OPACITY;
    const grain = mapGrain(framing);
    const read = { readFrom: 'light-and-dark', use: 'mask' } as const;
    setRegionData(region, { isMade: true, ...read, standsFor: requestId, grain });
    const place = placementAbove(result, target) ?? placementOver(target);
    placeAt(region, place, target, compose(moved, translation(shown.x, shown.y)));
    return region;
  } catch (error) {
    region.remove();
    throw error;
  }
}
