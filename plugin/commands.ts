// What menu entries and relaunch buttons do before the panel opens.
import type { Recipe } from '../core/recipe.ts';
import { layersOf } from './layers.ts';
import { readRecipe } from './recipes.ts';
import { showRegion } from './visibility.ts';

export interface Opening {
  readonly tab: 'edit' | 'settings';
  readonly recipe: Recipe | null;
  readonly replacedIds: readonly string[];
}

export async function runCommand(command: string): Promise<Opening> {
  const tab = command === 'settings' ? 'settings' : 'edit';
  const nothing = { tab, recipe: null, replacedIds: [] } as const;
  if (command !== 'edit-again' && command !== 'show-region') return nothing;
  const { selection } = figma.currentPage;
  const recipe = selection.map(readRecipe).find((found) => found !== null);
  if (!recipe) return nothing;
  const replacedIds = resultsOf(recipe, selection);
  await selectAgain(recipe, command === 'show-region');
  return command === 'edit-again' ? { tab, recipe, replacedIds } : nothing;
}

/** The selected results of the recipe's run, each with the variations that stand in one group with it. */
function resultsOf({ requestId, targetId }: Recipe, selection: readonly SceneNode[]): string[] {
  const isOfRun = (layer: BaseNode) => {
    const recipe = readRecipe(layer);
    return recipe?.requestId === requestId && recipe.targetId === targetId;
  };
  const withSiblings = selection
    .filter(isOfRun)
    .flatMap((layer) => (layer.parent?.type === 'GROUP' ? layer.parent.children : [layer]));
  return [...new Set(withSiblings.filter(isOfRun).map(({ id }) => id))];
}

async function selectAgain(recipe: Recipe, show: boolean): Promise<void> {
  const layers = await layersOf([recipe.targetId, ...recipe.regionIds]);
  const regions = layers.filter((layer) => layer.id !== recipe.targetId);
  if (layers.length === 0) return;
  if (show) for (const region of regions) showRegion(region);
  figma.currentPage.selection = layers;
}
