// What is known of a region that an edit has hidden, since Figma exports nothing hidden: the small map in a recipe.
import { frameRect } from '../core/framing.ts';
import type { RegionMap } from '../core/protocol.ts';
import { type Layer, pageOf } from './layers.ts';
import { recipesOn, resultsIn } from './recipes.ts';

/** From the latest result of the target that was made with this region alone; null where there is none. */
export function mapOfRegion(target: Layer, regionId: string): RegionMap | null {
  const page = pageOf(target);
  const results = page ? resultsIn(page) : [];
  const recipes = results.flatMap(recipesOn);
  const latest = recipes
    .filter((recipe) => recipe.targetId === target.id && recipe.regionIds.join() === regionId)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
    .at(-1);
  if (!latest?.map) return null;
  return { png: figma.base64Decode(latest.map), area: frameRect(latest.framing) };
}
