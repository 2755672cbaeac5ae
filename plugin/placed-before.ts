// The results of a request that are in the document already: the plugin was closed before its job was forgotten.
import { type Placed, pictureKey, placedAs } from '../core/placed.ts';
import type { InsertRequest } from '../core/protocol.ts';
import type { Recipe } from '../core/recipe.ts';
import { fillOf } from './fills.ts';
import { type Layer, layersOf, pageOf } from './layers.ts';
import { ownRecipe, resultsIn } from './recipes.ts';
import { isResultLayer } from './result.ts';

/** For each of its patches, null where nothing of it is there any more. */
export async function placedBefore({ targetId, patches }: InsertRequest): Promise<(Placed | null)[]> {
  const [target] = await layersOf([targetId]);
  const page = target && pageOf(target);
  if (!page) return patches.map(() => null);
  // The page may not have been looked at since the plugin started.
  await page.loadAsync();
  const layers = layersMadeFor(targetId, page);
  return patches.map(({ recipe }) => fillIn(target, recipe) ?? layers.get(pictureKey(recipe)) ?? null);
}

function fillIn(picture: Layer, recipe: Recipe): Placed | null {
  return fillOf(picture, recipe) && placedAs('fill', picture.id, recipe);
}

/** By picture; of several, the lowest: what was put back beside it came to lie above. */
function layersMadeFor(targetId: string, page: PageNode): Map<string, Placed> {
  const found = new Map<string, Placed>();
  for (const layer of resultsIn(page)) {
    const recipe = recipeMadeFor(targetId, layer);
    if (!recipe || found.has(pictureKey(recipe))) continue;
    found.set(pictureKey(recipe), placedAs(recipe.madeFor ? 'copy' : 'layer', layer.id, recipe));
  }
  return found;
}

/**
 * None of a duplicate, of what was used elsewhere, or of a picture that has the result among its fills: to decide on the
 * result would be to remove somebody's work.
 */
function recipeMadeFor(targetId: string, layer: BaseNode): Recipe | null {
  const recipe = isResultLayer(layer) ? ownRecipe(layer) : null;
  const isOwn = recipe?.madeAs === layer.id && recipe.requestId !== '';
  return isOwn && (recipe.madeFor?.id ?? recipe.targetId) === targetId ? recipe : null;
}
