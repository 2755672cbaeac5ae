// Recipes on layers: shared plugin data, so that they travel with copies and to teammates.
import { SHARED_NAMESPACE } from '../core/protocol.ts';
import { parseRecipe, type Recipe } from '../core/recipe.ts';
import type { Holder } from './layers.ts';

const RECIPE_KEY = 'recipe';

export function writeRecipe(layer: SceneNode, recipe: Recipe): void {
  layer.setSharedPluginData(SHARED_NAMESPACE, RECIPE_KEY, JSON.stringify(recipe));
  layer.setRelaunchData({ 'edit-again': '', 'show-region': '' });
}

/** Readable or not: a layer that carries one is a result. */
export function hasRecipe(layer: BaseNode): boolean {
  return layer.getSharedPluginData(SHARED_NAMESPACE, RECIPE_KEY) !== '';
}

/** In painting order, as `findAll` would give them, without asking each layer. */
export function resultsIn(parent: Holder): readonly BaseNode[] {
  return parent.findAllWithCriteria({
    sharedPluginData: { namespace: SHARED_NAMESPACE, keys: [RECIPE_KEY] },
  });
}

/** Null when the layer carries none, or one that cannot be read. */
export function readRecipe(layer: BaseNode): Recipe | null {
  return parseRecipe(layer.getSharedPluginData(SHARED_NAMESPACE, RECIPE_KEY));
}
