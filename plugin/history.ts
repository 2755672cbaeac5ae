// The results in the file, on every page of it, for the panel's History; those that go while the plugin runs stay known.
import type { Footprint } from '../core/framing.ts';
import { type PastRun, pastRuns, type ResultLayer } from '../core/history.ts';
import { askedOf, type Recipe } from '../core/recipe.ts';
import { layersOf } from './layers.ts';
import { readRecipe, resultsIn } from './recipes.ts';
import { footprintOn, pictureHash } from './result.ts';

/** Enough to make its layer again: Figma keeps the image. */
export interface KnownResult extends ResultLayer {
  readonly name: string;
  /** Null for a result that is no layer of its own. */
  readonly footprint: Footprint | null;
}

export class History {
  private known = new Map<string, KnownResult>();

  /** Pages are loaded one after the other: only who opens History waits for them. */
  async runs(): Promise<PastRun[]> {
    const found = new Map<string, KnownResult>();
    for (const page of figma.root.children) {
      await page.loadAsync();
      for (const result of resultsOn(page)) found.set(result.id, result);
    }
    // They go after those that are there, so that a name is one that is in use.
    for (const [id, result] of this.known) if (!found.has(id)) found.set(id, { ...result, isGone: true });
    this.known = found;
    const results = [...found.values()];
    const targets = await layersOf([...new Set(results.map(({ recipe }) => askedOf(recipe).id))]);
    return pastRuns(results, new Map(targets.map(({ id, name }) => [id, name])));
  }

  /** Whether or not it is still in the file; null for one that was never listed. */
  find(layerId: string): KnownResult | null {
    return this.known.get(layerId) ?? null;
  }

  recipe(layerId: string): Recipe | null {
    return this.find(layerId)?.recipe ?? null;
  }
}

function resultsOn(page: PageNode): KnownResult[] {
  return resultsIn(page).flatMap((layer) => {
    const recipe = readRecipe(layer);
    return recipe ? [known(layer, recipe, page.name)] : [];
  });
}

function known(layer: BaseNode, recipe: Recipe, pageName: string): KnownResult {
  const { id, name } = layer;
  const [footprint, picture] = [footprintOn(layer), pictureHash(layer)];
  const isInsertable = footprint !== null && picture !== '';
  return { id, name, recipe, footprint, pageName, picture, isGone: false, isInsertable };
}
