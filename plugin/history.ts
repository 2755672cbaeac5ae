// The results in the file, on every page of it, for the panel's History; those that go while the plugin runs stay known.
import type { Footprint } from '../core/framing.ts';
import { addressIn, type Past, pastRuns, type ResultLayer } from '../core/history.ts';
import { addressKey, type ResultAddress } from '../core/placed.ts';
import { askedOf, type Recipe, type WrittenRecipe } from '../core/recipe.ts';
import type { RecipeReading } from '../core/recipe-entries.ts';
import { type Fill, fillOf, fillsGone, fillsOn, type KeptFill } from './fills.ts';
import { labelling } from './labels.ts';
import { type Laid, laidIn, obstacleTo } from './laid-fill.ts';
import { isLayer, type Layer, layersOf, pageOf } from './layers.ts';
import { readingsOn, recipeIn, resultsIn } from './recipes.ts';
import { footprintOn, isResultLayer, pictureHash } from './result.ts';
import { isResultGroup } from './result-group.ts';

/** Enough to make its layer again: Figma keeps the image. */
export interface KnownResult extends ResultLayer {
  readonly name: string;
  /** Of the group that was made for it and others of its run; null where it stands in none. */
  readonly groupName: string | null;
  /** Null for a result that is no layer of its own. */
  readonly footprint: Footprint | null;
  /** Null for a result that is no fill. */
  readonly laid: Laid | null;
}

export class History {
  private known = new Map<string, KnownResult>();

  /** Pages are loaded one after the other: only who opens History waits for them. */
  async past(): Promise<Past> {
    const found = new Map<string, KnownResult>();
    const unreadable: string[] = [];
    for (const page of figma.root.children) {
      await page.loadAsync();
      for (const layer of resultsIn(page)) {
        const { results, isReadable } = lookAt(layer, page.name);
        for (const result of results) found.set(keyOf(result), result);
        if (!isReadable) unreadable.push(layer.id);
      }
    }
    // They go after those that are there, so that a name is one that is in use. Of what is gone, more was known before.
    for (const [key, result] of this.known) {
      if (!isThere(found.get(key))) found.set(key, await asLeft(result));
    }
    this.known = found;
    const results = [...found.values()];
    const targets = await layersOf([...new Set(results.map(({ recipe }) => askedOf(recipe).id))]);
    const labelOf = labelling(targets);
    const known = targets.map(
      (target) => [target.id, { name: target.name, label: labelOf(target) }] as const,
    );
    return { runs: pastRuns(results, new Map(known)), unreadable };
  }

  /** Takes down what these layers show now, or that they were given up: they may go before anybody opens History. */
  async learn(layerIds: readonly string[]): Promise<void> {
    const layers = new Map((await layersOf(layerIds)).map((layer) => [layer.id, layer]));
    for (const layer of layers.values()) this.add(lookAt(layer, pageOf(layer)?.name ?? '').results);
    const asked = new Set(layerIds);
    const known = [...this.known].filter(([, { id }]) => asked.has(id));
    for (const [key, result] of known) {
      if (!isOn(layers.get(result.id) ?? null, result)) this.known.set(key, { ...result, isSeen: false });
    }
  }

  private add(results: readonly KnownResult[]): void {
    for (const result of results) {
      const key = keyOf(result);
      // How it lay, only who has seen it there can tell.
      if (!result.isGone || !this.known.has(key)) this.known.set(key, result);
    }
  }

  /** Whether or not it is still in the file; null for one that was never known. */
  find(result: ResultAddress): KnownResult | null {
    return this.known.get(addressKey(result)) ?? null;
  }

  recipe(result: ResultAddress): Recipe | null {
    return this.find(result)?.recipe ?? null;
  }
}

function isThere(result: KnownResult | undefined): boolean {
  return result !== undefined && !result.isGone;
}

async function asLeft(result: KnownResult): Promise<KnownResult> {
  const [layer = null] = await layersOf([result.id]);
  const obstacle = result.laid ? obstacleTo(result.laid, layer) : result.obstacle;
  return { ...result, isGone: !isOn(layer, result), obstacle };
}

/** One whose recipe can no longer be read is there all the same. */
function isOn(layer: Layer | null, { fill }: KnownResult): boolean {
  if (!layer) return false;
  return fill ? fillOf(layer, fill) !== null : isResultLayer(layer);
}

function keyOf(result: KnownResult): string {
  return addressKey(addressIn(result));
}

interface Look {
  readonly results: readonly KnownResult[];
  /** With its fills, as far as they are there. */
  readonly isReadable: boolean;
}

function lookAt(layer: BaseNode, pageName: string): Look {
  const { own, ofFill } = readingsOn(layer);
  const [fills, deleted] = [fillsOn(layer), fillsGone(layer)];
  const isOwn = fills.length + deleted.length === 0 || isResultLayer(layer);
  const recipe = isOwn ? recipeIn(own()) : null;
  const results = [
    ...(recipe ? [known(layer, recipe, pageName)] : []),
    ...withRecipes(fills, ofFill).map((fill) => knownFill(layer, fill, pageName)),
    ...withRecipes(deleted, ofFill).map((fill) => deletedFill(layer, fill, pageName)),
  ];
  return { results, isReadable: [own(), ...fills.map(ofFill)].every(({ kind }) => kind !== 'unreadable') };
}

type WithRecipe<F> = F & { readonly recipe: WrittenRecipe };

function withRecipes<F extends KeptFill>(
  fills: readonly F[],
  ofFill: (fill: F) => RecipeReading,
): WithRecipe<F>[] {
  return fills.flatMap((fill) => {
    const recipe = recipeIn(ofFill(fill));
    return recipe ? { ...fill, recipe } : [];
  });
}

function known(layer: BaseNode, recipe: WrittenRecipe, pageName: string): KnownResult {
  const { id, name } = layer;
  const [footprint, picture] = [footprintOn(layer), pictureHash(layer)];
  const obstacle = footprint !== null && picture !== '' ? null : 'unknown';
  const isSeen = isLayer(layer) && layer.visible;
  const groupName = isResultGroup(layer.parent) ? layer.parent.name : null;
  const own = { recipe, footprint, laid: null, picture, obstacle } as const;
  return { id, name, groupName, isSeen, pageName, isGone: false, ...own };
}

/** What becomes a fill is cut for the picture that it is in: nothing else can take it as it is. */
function knownFill(picture: BaseNode, fill: WithRecipe<Fill>, pageName: string): KnownResult {
  const own = { isSeen: fill.isSeen, isGone: false, laid: laidIn(picture, fill) };
  return fillResult(picture, fill, { ...own, pageName, obstacle: 'in-place' });
}

function deletedFill(picture: BaseNode, fill: WithRecipe<KeptFill>, pageName: string): KnownResult {
  const own = { isSeen: false, isGone: true, laid: null };
  return fillResult(picture, fill, { ...own, pageName, obstacle: 'unknown' });
}

type OfFill = Pick<KnownResult, 'isSeen' | 'isGone' | 'laid' | 'pageName' | 'obstacle'>;

function fillResult(
  { id, name }: BaseNode,
  { requestId, index, hash, recipe }: WithRecipe<KeptFill>,
  own: OfFill,
): KnownResult {
  const fill = { requestId, index };
  return { id, name, groupName: null, fill, recipe, picture: hash, footprint: null, ...own };
}
