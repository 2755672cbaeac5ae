// Recipes on layers: shared plugin data, so that they travel with copies and to teammates.
import { WAYS_BACK } from '../core/again.ts';
import { type FillKey, pictureKey } from '../core/placed.ts';
import { SHARED_NAMESPACE } from '../core/protocol.ts';
import type { Recipe, WrittenRecipe } from '../core/recipe.ts';
import {
  entriesOf,
  fillRecipeKey,
  isKeyOf,
  isRecipeKey,
  RECIPE_KEY,
  type RecipeReading,
  readEntries,
} from '../core/recipe-entries.ts';
import { fillSeen, fillsOn } from './fills.ts';
import type { Holder } from './layers.ts';

/** For a result that has just been made here. */
export function newRecipe({ id }: SceneNode, recipe: Recipe): WrittenRecipe {
  return { ...recipe, madeAs: id };
}

export function writeRecipe(layer: SceneNode, recipe: WrittenRecipe): void {
  writeAt(layer, RECIPE_KEY, recipe);
  layer.setRelaunchData(Object.fromEntries(WAYS_BACK.map((way) => [way, ''])));
}

/** For a picture from which the last of its fills has gone. */
export function dropRecipe(layer: SceneNode): void {
  dropEntries(layer, (key) => isKeyOf(key, RECIPE_KEY));
  layer.setRelaunchData({});
}

/** Beside that of the picture as a whole: which of its fills is seen may change at any time, and by hand. */
export function writeFillRecipe(picture: SceneNode, recipe: Recipe): void {
  writeAt(picture, fillRecipeKey(recipe), newRecipe(picture, recipe));
}

/** Of all fills but those that are there. */
export function dropFillRecipes(picture: SceneNode, left: readonly FillKey[]): void {
  const kept = [RECIPE_KEY, ...left.map(fillRecipeKey)];
  dropEntries(picture, (key) => isRecipeKey(key) && !kept.some((at) => isKeyOf(key, at)));
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

/** Of the picture that is seen: of a layer with several fills, the one on top. */
export function lookForRecipe(layer: BaseNode): RecipeReading {
  const fill = fillSeen(layer);
  return fill ? lookForFill(layer, fill) : lookAt(layer, RECIPE_KEY);
}

function lookForFill(picture: BaseNode, fill: FillKey): RecipeReading {
  return readingsOn(picture).ofFill(fill);
}

/** What a layer's recipes turn out to hold: each is read once, however often it is asked for. */
export function readingsOn(layer: BaseNode) {
  const read = new Map<string, RecipeReading>();
  const at = (key: string): RecipeReading => {
    const reading = read.get(key) ?? lookAt(layer, key);
    read.set(key, reading);
    return reading;
  };
  return {
    own: () => at(RECIPE_KEY),
    /** Fills from before each had its own have that of the whole picture. */
    ofFill: (fill: FillKey): RecipeReading => {
      const reading = at(fillRecipeKey(fill));
      return reading.kind === 'none' ? at(RECIPE_KEY) : reading;
    },
  };
}

/**
 * Of a result's own layer, whatever has been painted on it since; of a picture, that of the fill which was seen when it
 * was last changed. Null when the layer carries none, or one that cannot be read.
 */
export function ownRecipe(layer: BaseNode): WrittenRecipe | null {
  return recipeIn(lookAt(layer, RECIPE_KEY));
}

/** Of one of its fills. */
export function fillRecipe(picture: BaseNode, fill: FillKey): WrittenRecipe | null {
  return recipeIn(lookForFill(picture, fill));
}

/** Of all that it shows, or would show if somebody turned to it. */
export function recipesOn(layer: BaseNode): WrittenRecipe[] {
  const ofFills = fillsOn(layer).flatMap((fill) => recipeIn(lookAt(layer, fillRecipeKey(fill))) ?? []);
  const own = ownRecipe(layer);
  const isListed = own && ofFills.some((recipe) => pictureKey(recipe) === pictureKey(own));
  return own && !isListed ? [own, ...ofFills] : ofFills;
}

export function recipeIn(found: RecipeReading): WrittenRecipe | null {
  return found.kind === 'recipe' ? found.recipe : null;
}

/** What puts back what the layer carries now. */
export function recipeRestorer(layer: SceneNode): () => void {
  const before = new Map(keysOn(layer).map((key) => [key, layer.getSharedPluginData(SHARED_NAMESPACE, key)]));
  const buttons = layer.getRelaunchData();
  return () => {
    dropEntries(layer, (key) => isRecipeKey(key) && !before.has(key));
    for (const [key, text] of before) layer.setSharedPluginData(SHARED_NAMESPACE, key, text);
    layer.setRelaunchData(buttons);
  };
}

function lookAt(layer: BaseNode, at: string): RecipeReading {
  return readEntries((key) => layer.getSharedPluginData(SHARED_NAMESPACE, key), at);
}

/** In place of all there were: an earlier recipe may have been longer. */
function writeAt(layer: SceneNode, at: string, recipe: WrittenRecipe): void {
  const entries = new Map(entriesOf(recipe, at));
  dropEntries(layer, (key) => isKeyOf(key, at) && !entries.has(key));
  for (const [key, text] of entries) layer.setSharedPluginData(SHARED_NAMESPACE, key, text);
}

function dropEntries(layer: SceneNode, isToGo: (key: string) => boolean): void {
  for (const key of layer.getSharedPluginDataKeys(SHARED_NAMESPACE).filter(isToGo)) {
    layer.setSharedPluginData(SHARED_NAMESPACE, key, '');
  }
}

function keysOn(layer: SceneNode): string[] {
  return layer.getSharedPluginDataKeys(SHARED_NAMESPACE).filter(isRecipeKey);
}
