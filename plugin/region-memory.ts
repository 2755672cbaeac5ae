// What is known of a region that an edit has hidden, since Figma exports nothing hidden: the small map in a recipe.
import { frameRect } from '../core/framing.ts';
import type { RegionMap } from '../core/protocol.ts';
import { isTold, regionsTold, type Telling, targetTold, tellingOn } from '../core/told.ts';
import { type Layer, pageOf } from './layers.ts';
import { recipesOn, resultsIn } from './recipes.ts';

/** From the latest result of the target that was made with this region alone; null where there is none. */
export function mapOfRegion(target: Layer, region: Layer): RegionMap | null {
  const page = pageOf(target);
  const results = page ? resultsIn(page) : [];
  const told = results.flatMap((layer) => recipesOn(layer).map((recipe) => tellingOn(layer, recipe)));
  const latest = told
    .filter((each) => isTold(target, targetTold(each)) && isAllOf(each, region))
    .map(({ recipe }) => recipe)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
    .at(-1);
  if (!latest?.map) return null;
  return { png: figma.base64Decode(latest.map), area: frameRect(latest.framing) };
}

function isAllOf(told: Telling, region: Layer): boolean {
  const [only] = regionsTold(told);
  return told.recipe.regionIds.length === 1 && only !== undefined && isTold(region, only);
}
