// The results in the file, on every page of it, for the panel's History; those that go while the plugin runs stay known.
import type { Footprint } from '../core/framing.ts';
import { type PastRun, pastRuns, type ResultLayer } from '../core/history.ts';
import { addressKey, type ResultAddress } from '../core/placed.ts';
import { askedOf, type Recipe, type WrittenRecipe } from '../core/recipe.ts';
import { type Fill, fillOf, fillsOn } from './fills.ts';
import { isLayer, layersOf, pageOf } from './layers.ts';
import { fillRecipe, isUnreadable, ownRecipe, resultsIn } from './recipes.ts';
import { footprintOn, isResultLayer, pictureHash } from './result.ts';
import { isResultGroup } from './result-group.ts';

/** Enough to make its layer again: Figma keeps the image. */
export interface KnownResult extends ResultLayer {
  readonly name: string;
  /** Of the group that was made for it and others of its run; null where it stands in none. */
  readonly groupName: string | null;
  /** Null for a result that is no layer of its own. */
  readonly footprint: Footprint | null;
}

export class History {
  private known = new Map<string, KnownResult>();
  private damaged: readonly string[] = [];

  /** Pages are loaded one after the other: only who opens History waits for them. */
  async runs(): Promise<PastRun[]> {
    const found = new Map<string, KnownResult>();
    const damaged: string[] = [];
    for (const page of figma.root.children) {
      await page.loadAsync();
      const layers = resultsIn(page);
      for (const result of layers.flatMap((layer) => resultsOf(layer, page.name))) {
        found.set(keyOf(result), result);
      }
      damaged.push(...layers.filter(isUnreadable).map(({ id }) => id));
    }
    // They go after those that are there, so that a name is one that is in use.
    for (const [key, result] of this.known) {
      if (!found.has(key)) found.set(key, { ...result, isGone: !(await isThere(result)) });
    }
    this.known = found;
    this.damaged = damaged;
    const results = [...found.values()];
    const targets = await layersOf([...new Set(results.map(({ recipe }) => askedOf(recipe).id))]);
    return pastRuns(results, new Map(targets.map(({ id, name }) => [id, name])));
  }

  /** Ids of layers of the last list that carry a recipe which cannot be read. */
  get unreadable(): readonly string[] {
    return this.damaged;
  }

  /** Takes down what these layers show now, or that they were given up: they may go before anybody opens History. */
  async learn(layerIds: readonly string[]): Promise<void> {
    const layers = await layersOf(layerIds);
    for (const layer of layers) this.add(resultsOf(layer, pageOf(layer)?.name ?? ''));
    const left = new Set(layers.map(({ id }) => id));
    const gone = layerIds.flatMap((id) => (left.has(id) ? [] : (this.known.get(id) ?? [])));
    this.add(gone.map((result) => ({ ...result, isSeen: false })));
  }

  /** The same, where it is not told which layers have come. */
  learnOn(page: PageNode): void {
    this.add(resultsOn(page));
  }

  private add(results: readonly KnownResult[]): void {
    for (const result of results) this.known.set(keyOf(result), result);
  }

  /** Whether or not it is still in the file; null for one that was never known. */
  find(result: ResultAddress): KnownResult | null {
    return this.known.get(addressKey(result)) ?? null;
  }

  recipe(result: ResultAddress): Recipe | null {
    return this.find(result)?.recipe ?? null;
  }
}

/** One whose recipe can no longer be read is there all the same. */
async function isThere({ id, fill }: KnownResult): Promise<boolean> {
  const [layer] = await layersOf([id]);
  if (!layer) return false;
  return fill ? fillOf(layer, fill) !== null : isResultLayer(layer);
}

function keyOf({ id, fill }: KnownResult): string {
  return addressKey({ layerId: id, ...(fill && { fill }) });
}

function resultsOn(page: PageNode): KnownResult[] {
  return resultsIn(page).flatMap((layer) => resultsOf(layer, page.name));
}

function resultsOf(layer: BaseNode, pageName: string): KnownResult[] {
  const fills = fillsOn(layer);
  const isOwn = fills.length === 0 || isResultLayer(layer);
  const recipe = isOwn ? ownRecipe(layer) : null;
  const own = recipe ? [known(layer, recipe, pageName)] : [];
  return [...own, ...fills.flatMap((fill) => knownFill(layer, fill, pageName) ?? [])];
}

function known(layer: BaseNode, recipe: WrittenRecipe, pageName: string): KnownResult {
  const { id, name } = layer;
  const [footprint, picture] = [footprintOn(layer), pictureHash(layer)];
  const isInsertable = footprint !== null && picture !== '';
  const isSeen = isLayer(layer) && layer.visible;
  const groupName = isResultGroup(layer.parent) ? layer.parent.name : null;
  const own = { recipe, footprint, picture, isInsertable };
  return { id, name, groupName, isSeen, pageName, isGone: false, ...own };
}

/** What becomes a fill is cut for the picture that it is in: nothing else can take it as it is. */
function knownFill(picture: BaseNode, fill: Fill, pageName: string): KnownResult | null {
  const { id, name } = picture;
  const { requestId, index, hash, isSeen } = fill;
  const recipe = fillRecipe(picture, fill);
  const own = { fill: { requestId, index }, picture: hash, footprint: null, isInsertable: false };
  return recipe && { id, name, groupName: null, isSeen, recipe, pageName, isGone: false, ...own };
}
