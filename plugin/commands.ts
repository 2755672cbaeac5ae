// What menu entries and relaunch buttons do before the panel opens.
import type { Recipe } from '../core/recipe.ts';
import { layersOf } from './layers.ts';
import { readRecipe } from './recipes.ts';
import { showRegion } from './visibility.ts';

export interface Opening {
  readonly tab: 'edit' | 'settings';
  readonly recipe: Recipe | null;
}

export async function runCommand(command: string): Promise<Opening> {
  const tab = command === 'settings' ? 'settings' : 'edit';
  if (command !== 'edit-again' && command !== 'show-region') return { tab, recipe: null };
  const recipe = figma.currentPage.selection.map(readRecipe).find((found) => found !== null) ?? null;
  if (recipe) await selectAgain(recipe, command === 'show-region');
  return { tab, recipe: command === 'edit-again' ? recipe : null };
}

async function selectAgain(recipe: Recipe, show: boolean): Promise<void> {
  const layers = await layersOf([recipe.targetId, ...recipe.regionIds]);
  const regions = layers.filter((layer) => layer.id !== recipe.targetId);
  if (layers.length === 0) return;
  if (show) for (const region of regions) showRegion(region);
  figma.currentPage.selection = layers;
}
