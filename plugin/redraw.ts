// Draws a region again that is gone, from the small map in a result's recipe.
import { frameRect } from '../core/framing.ts';
import { compose, translation } from '../core/geometry.ts';
import type { Recipe } from '../core/recipe.ts';
import { freeName, placeOver } from './add-region.ts';
import type { Layer } from './layers.ts';
import type { Origin } from './origin.ts';
import { setRegionData } from './region-data.ts';
import { footprintOn, pictureFill } from './result.ts';

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

/** To be called at the beginning of an undo step; it is selected then, with its target. Only as large as what it changed, since the map is black around that. */
export function redrawRegion(
  map: Image,
  { target, moved }: Origin,
  result: Layer,
  recipe: Recipe,
): RectangleNode {
  const area = frameRect(recipe.framing);
  const shown = footprintOn(result)?.shown ?? area;
  const region = figma.createRectangle();
  try {
    region.name = freeName([]);
    region.resize(shown.width, shown.height);
    region.fills = [pictureFill(map, { area, shown })];
    region.opacity = OPACITY;
    setRegionData(region, { isMade: true, readFrom: 'light-and-dark', use: 'mask' });
    placeOver(region, target, compose(moved, translation(shown.x, shown.y)));
    figma.currentPage.selection = [target, region];
    return region;
  } catch (error) {
    region.remove();
    throw error;
  }
}
