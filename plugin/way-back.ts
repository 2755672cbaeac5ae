// The ways back from a result: its edit once more, one like it, or its region; from a relaunch button or from History.
import { type Again, moreLikeThis, settingsOf, type WayBack } from '../core/again.ts';
import { Failure } from '../core/failure.ts';
import type { Recipe } from '../core/recipe.ts';
import { isLayer, type Layer, pageOf, turnTo } from './layers.ts';
import { type Origin, originOf } from './origin.ts';
import { lookForRecipe, readRecipe } from './recipes.ts';
import { mapOf, redrawRegion } from './redraw.ts';
import { beginStep, endStep } from './step.ts';
import { showRegion } from './visibility.ts';

/**
 * Selects the target and the regions of the first of the layers that is a result.
 * @returns what the panel is to be set to; null where the region was all that was asked for, or none is a result
 * @throws Failure recipe-unreadable
 */
export async function goBack(way: WayBack, layers: readonly SceneNode[]): Promise<Again | null> {
  const found = resultAmong(layers);
  if (!found) return null;
  const { result, recipe } = found;
  const origin = await originOf(result, recipe);
  const targetId = origin.target.id;
  const ofRun = resultsOf(recipe, layers).filter(({ id }) => id !== targetId);
  const regions = await select(origin, result, recipe);
  switch (way) {
    case 'show-region':
      await showAll(regions, origin.target);
      return null;
    case 'more-like-this':
      await showAlone(result, ofRun);
      return { edit: moreLikeThis(recipe.settings), targetId, replacedIds: [] };
    case 'edit-again':
      return { edit: settingsOf(recipe), targetId, replacedIds: ofRun.map(({ id }) => id) };
    default:
      return way satisfies never;
  }
}

/** The first whose recipe can be read. @throws Failure recipe-unreadable, where there are only others */
function resultAmong(layers: readonly SceneNode[]): { result: Layer; recipe: Recipe } | null {
  for (const result of layers.filter(isLayer)) {
    const recipe = readRecipe(result);
    if (recipe) return { result, recipe };
  }
  const unreadable = layers.find((layer) => lookForRecipe(layer).kind === 'unreadable');
  if (unreadable) throw new Failure('recipe-unreadable', { layer: unreadable.name });
  return null;
}

/** Those of the layers that are the recipe's run's, each with the variations that stand in one group with it. */
function resultsOf({ requestId, targetId }: Recipe, layers: readonly SceneNode[]): SceneNode[] {
  const isOfRun = (layer: BaseNode) => {
    const recipe = readRecipe(layer);
    return recipe?.requestId === requestId && recipe.targetId === targetId;
  };
  const withSiblings = layers
    .filter(isOfRun)
    .flatMap((layer) => (layer.parent?.type === 'GROUP' ? layer.parent.children : [layer]));
  return [...new Map(withSiblings.filter(isOfRun).map((layer) => [layer.id, layer])).values()];
}

/** Nothing is written before the selection stands, but for a region that is drawn again, which is a step of its own. */
async function select(origin: Origin, result: Layer, recipe: Recipe): Promise<readonly SceneNode[]> {
  const { target, regions } = origin;
  const page = pageOf(target);
  // The result may have been moved or copied to another page, and only layers of one page can be selected.
  if (page) await turnTo(page);
  const map = regions.length > 0 ? null : mapOf(recipe);
  if (!map) {
    figma.currentPage.selection = [target, ...regions];
    return regions;
  }
  await beginStep();
  const region = redrawRegion(map, origin, result, recipe);
  endStep();
  return [region];
}

async function showAll(regions: readonly SceneNode[], target: Layer): Promise<void> {
  await beginStep();
  for (const region of regions) showRegion(region);
  endStep();
  figma.viewport.scrollAndZoomIntoView(regions.length > 0 ? regions : [target]);
}

/** What is to be the source has to be seen, and what was made beside it must not cover it. */
async function showAlone(result: Layer, ofRun: readonly SceneNode[]): Promise<void> {
  if (result.visible) return;
  await beginStep();
  for (const layer of ofRun) layer.visible = layer.id === result.id;
  endStep();
}
