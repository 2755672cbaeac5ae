// Recipes on layers: shared plugin data, so that they travel with copies and to teammates.
import { SHARED_NAMESPACE } from '../core/protocol.ts';
import { parseRecipe, type Recipe } from '../core/recipe.ts';

const RECIPE_KEY = 'recipe';

export function writeRecipe(layer: SceneNode, recipe: Recipe): void {
  layer.setSharedPluginData(SHARED_NAMESPACE, RECIPE_KEY, JSON.stringify(recipe));
  layer.setRelaunchData({ 'edit-again': '', 'show-region': '' });
}

/** Readable or not: a layer that carries one is a result. */
export function hasRecipe(layer: BaseNode): boolean {
  return layer.getSharedPluginData(SHARED_NAMESPACE, RECIPE_KEY) !== '';
}

/** Null when the layer carries none, or one that cannot be read. */
export function readRecipe(layer: BaseNode): Recipe | null {
  return parseRecipe(layer.getSharedPluginData(SHARED_NAMESPACE, RECIPE_KEY));
}
