// Recipes on layers: shared plugin data, so that they travel with copies and to teammates.
import { WAYS_BACK } from '../core/again.ts';
import { SHARED_NAMESPACE } from '../core/protocol.ts';
import type { Recipe } from '../core/recipe.ts';
import {
  entriesOf,
  isRecipeKey,
  RECIPE_KEY,
  type RecipeReading,
  readEntries,
} from '../core/recipe-entries.ts';
import type { Holder } from './layers.ts';

export function writeRecipe(layer: SceneNode, recipe: Recipe): void {
  writeEntries(layer, new Map(entriesOf(recipe)));
  layer.setRelaunchData(Object.fromEntries(WAYS_BACK.map((way) => [way, ''])));
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

export function lookForRecipe(layer: BaseNode): RecipeReading {
  return readEntries((key) => layer.getSharedPluginData(SHARED_NAMESPACE, key));
}

/** Null when the layer carries none, or one that cannot be read. */
export function readRecipe(layer: BaseNode): Recipe | null {
  const found = lookForRecipe(layer);
  return found.kind === 'recipe' ? found.recipe : null;
}

/** What puts back what the layer carries now. */
export function recipeRestorer(layer: SceneNode): () => void {
  const before = new Map(keysOn(layer).map((key) => [key, layer.getSharedPluginData(SHARED_NAMESPACE, key)]));
  return () => writeEntries(layer, before);
}

/** In place of all there were: an earlier recipe may have been longer. */
function writeEntries(layer: SceneNode, entries: ReadonlyMap<string, string>): void {
  for (const key of keysOn(layer)) {
    if (!entries.has(key)) layer.setSharedPluginData(SHARED_NAMESPACE, key, '');
  }
  for (const [key, text] of entries) layer.setSharedPluginData(SHARED_NAMESPACE, key, text);
}

function keysOn(layer: SceneNode): string[] {
  return layer.getSharedPluginDataKeys(SHARED_NAMESPACE).filter(isRecipeKey);
}
