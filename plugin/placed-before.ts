// The results of a request that are in the document already: the plugin was closed before its job was forgotten.
import { type Placed, pictureKey, placedAs } from '../core/placed.ts';
import type { InsertRequest } from '../core/protocol.ts';
import type { Recipe } from '../core/recipe.ts';
import { fillOf } from './fills.ts';
import { type Layer, layersOf, pageOf } from './layers.ts';
import { ownRecipe, resultsIn } from './recipes.ts';
import { isResultLayer } from './result.ts';

/** For each of its patches, null where nothing of it is there any more. */
export async function placedBefore(request: InsertRequest): Promise<(Placed | null)[]> {
  const { targetId, patches, insertAs } = request;
  const [target] = await layersOf([targetId]);
  const page = target && pageOf(target);
  if (!page) return patches.map(() => null);
  // The page may not have been looked at since the plugin started.
  await page.loadAsync();
  const layers = layersMadeBy(request, page);
  // What was to be a fill became a layer where the image had changed.
  const otherwise = (recipe: Recipe) => (insertAs === 'fill' ? fillIn(target, recipe) : null);
  return patches.map(({ recipe }) => layers.get(pictureKey(recipe)) ?? otherwise(recipe));
}

function fillIn(picture: Layer, recipe: Recipe): Placed | null {
  return fillOf(picture, recipe) && placedAs('fill', picture.id, recipe);
}

/** By picture; of several, the lowest: what was put back beside it came to lie above. */
function layersMadeBy(request: InsertRequest, page: PageNode): Map<string, Placed> {
  const kind = request.insertAs === 'copies' ? 'copy' : 'layer';
  const found = new Map<string, Placed>();
  for (const layer of resultsIn(page)) {
    const recipe = ownRecipeOn(layer);
    if (!recipe || targetOf(recipe, kind) !== request.targetId || found.has(pictureKey(recipe))) continue;
    found.set(pictureKey(recipe), placedAs(kind, layer.id, recipe));
  }
  return found;
}

/** What a result of the kind was made for: from a copy it may have been used in the very frame that was copied. */
function targetOf({ madeFor, targetId }: Recipe, kind: 'copy' | 'layer'): string | null {
  if (kind === 'copy') return madeFor?.id ?? null;
  return madeFor ? null : targetId;
}

/**
 * None of a duplicate, or of a picture that has the result among its fills: to decide on the result would be to remove
 * somebody's work.
 */
function ownRecipeOn(layer: BaseNode): Recipe | null {
  const recipe = isResultLayer(layer) ? ownRecipe(layer) : null;
  return recipe?.madeAs === layer.id && recipe.requestId !== '' ? recipe : null;
}
