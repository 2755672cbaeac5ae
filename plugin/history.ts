// The results in the file, on every page of it, for the panel's History.
import { type PastRun, pastRuns, type ResultLayer } from '../core/history.ts';
import { layersOf } from './layers.ts';
import { readRecipe, resultsIn } from './recipes.ts';

/** Pages are loaded one after the other: only who opens History waits for them. */
export async function history(): Promise<PastRun[]> {
  const results: ResultLayer[] = [];
  for (const page of figma.root.children) {
    await page.loadAsync();
    results.push(...resultsOn(page));
  }
  const targets = await layersOf([...new Set(results.map(({ recipe }) => recipe.targetId))]);
  return pastRuns(results, new Map(targets.map(({ id, name }) => [id, name])));
}

function resultsOn(page: PageNode): ResultLayer[] {
  return resultsIn(page).flatMap((layer) => {
    const recipe = readRecipe(layer);
    return recipe ? [{ id: layer.id, recipe, pageName: page.name }] : [];
  });
}
