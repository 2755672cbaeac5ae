// What menu entries and relaunch buttons do before the panel opens.
import { Failure } from '../core/failure.ts';
import type { Recipe } from '../core/recipe.ts';
import { layersOf, pageOf, turnTo } from './layers.ts';
import { lookForRecipe, readRecipe } from './recipes.ts';
import { showRegion } from './visibility.ts';

export interface Opening {
  readonly tab: 'edit' | 'settings';
  readonly recipe: Recipe | null;
  readonly replacedIds: readonly string[];
}

/** @param failed told why a command could not be carried out; the panel opens all the same */
export async function runCommand(command: string, failed: (error: unknown) => void): Promise<Opening> {
  const tab = command === 'settings' ? 'settings' : 'edit';
  const nothing: Opening = { tab, recipe: null, replacedIds: [] };
  try {
    return { ...nothing, ...(await goBack(command)) };
  } catch (error) {
    failed(error);
    return nothing;
  }
}

/** Back to what the selected result was made from. */
async function goBack(command: string): Promise<Omit<Opening, 'tab'> | null> {
  if (command !== 'edit-again' && command !== 'show-region') return null;
  const { selection } = figma.currentPage;
  const recipe = recipeAmong(selection);
  if (!recipe) return null;
  const replacedIds = resultsOf(recipe, selection);
  await selectAgain(recipe, command === 'show-region');
  return command === 'edit-again' ? { recipe, replacedIds } : null;
}

/** The first that can be read. @throws Failure recipe-unreadable, where there are only others */
function recipeAmong(layers: readonly SceneNode[]): Recipe | null {
  const readable = layers.map(readRecipe).find((recipe) => recipe !== null);
  const unreadable = layers.find((layer) => lookForRecipe(layer).kind === 'unreadable');
  if (!readable && unreadable) throw new Failure('recipe-unreadable', { layer: unreadable.name });
  return readable ?? null;
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

/** Nothing is written before the selection stands: a command that fails leaves the document as it was. */
async function selectAgain(recipe: Recipe, show: boolean): Promise<void> {
  const found = await layersOf([recipe.targetId, ...recipe.regionIds]);
  const page = found[0] && pageOf(found[0]);
  if (!page) return;
  // The result may have been moved or copied to another page, and only layers of one page can be selected.
  await turnTo(page);
  const layers = found.filter((layer) => pageOf(layer)?.id === page.id);
  page.selection = layers;
  const regions = layers.filter((layer) => layer.id !== recipe.targetId);
  if (show) for (const region of regions) showRegion(region);
}
