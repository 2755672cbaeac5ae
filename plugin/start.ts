// The result that a run starts from: which others would cover it, and whether it is in what is drawn.
import type { Start } from '../core/again.ts';
import { Failure } from '../core/failure.ts';
import { type FillKey, type Placed, placedAs } from '../core/placed.ts';
import type { ShowRequest } from '../core/protocol.ts';
import { placeInClick, type Recipe, seriesOf } from '../core/recipe.ts';
import { comparePlaces } from '../core/selection-rules.ts';
import { fillOf, fillsOn } from './fills.ts';
import { hasChildren, indexPath, isShown, isUnseen, isWithin, type Layer, layersOf } from './layers.ts';
import type { Found } from './origin.ts';
import type { Placement } from './placement.ts';
import { fillRecipe, ownRecipe } from './recipes.ts';
import { isResultGroup } from './result-group.ts';

/**
 * Those of the same run: each of the layers with the variations that stand in one group with it, or all its fills.
 * @param runOf what they have in common: the prompt as well, where nothing is said
 */
export function resultsOf(
  { layer, fill, recipe }: Found,
  layers: readonly SceneNode[],
  targetId: string,
  runOf: (recipe: Recipe) => string = seriesOf,
): Placed[] {
  const run = runOf(recipe);
  if (fill) {
    const isOfRun = (each: FillKey) => {
      const own = fillRecipe(layer, each);
      return own !== null && runOf(own) === run;
    };
    const ofRun = fillsOn(layer).filter(isOfRun);
    return ofRun.map((each) => placedAs('fill', layer.id, each));
  }
  const isOfRun = (other: BaseNode) => {
    const own = ownRecipe(other);
    return own !== null && runOf(own) === run && own.targetId === recipe.targetId && other.id !== targetId;
  };
  const withSiblings = layers
    .filter(isOfRun)
    .flatMap((other) => (other.parent?.type === 'GROUP' ? other.parent.children : [other]));
  return [...new Set(withSiblings.filter(isOfRun).map(({ id }) => id))].map((layerId) => ({
    kind: 'layer',
    layerId,
  }));
}

/** Seen instead of those of its run, and of later ones for the same place, which lie over it. */
export function aloneAmong(found: Found, targetId: string): ShowRequest & { readonly shown: Placed } {
  // In one target, what one click has made by other prompts are alternatives as well.
  const clickOf = (recipe: Recipe) => placeInClick(recipe).click;
  const results = [...resultsOf(found, [found.layer], targetId, clickOf), ...laterOver(found)];
  return { targetId, results, shown: placedOf(found) };
}

export function placedOf({ layer, fill, recipe }: Found): Placed {
  return placedAs(fill ? 'fill' : 'layer', layer.id, fill ?? recipe);
}

function laterOver({ layer, fill, recipe }: Found): Placed[] {
  const isOver = (own: Recipe | null) =>
    own?.targetId === recipe.targetId && own.regionIds.join() === recipe.regionIds.join();
  if (fill) {
    const at = fillOf(layer, fill)?.at ?? 0;
    const later = fillsOn(layer).filter((each) => each.at > at && isOver(fillRecipe(layer, each)));
    return later.map((each) => placedAs('fill', layer.id, each));
  }
  return layersAbove(layer)
    .filter((other) => isOver(ownRecipe(other)))
    .map(({ id }) => ({ kind: 'layer', layerId: id }));
}

/** Beside it, or beside the group of its run; results that stand in groups of theirs are named by themselves. */
function layersAbove(layer: Layer): SceneNode[] {
  const unit = isResultGroup(layer.parent) ? layer.parent : layer;
  const siblings: readonly SceneNode[] =
    unit.parent && hasChildren(unit.parent) ? (unit.parent.children as readonly SceneNode[]) : [];
  const above = siblings.slice(siblings.findIndex(({ id }) => id === unit.id) + 1);
  return above.flatMap((other) => (isResultGroup(other) ? other.children : [other]));
}

/** What lets it be seen as it was chosen, whatever has been turned to since. @throws Failure start-gone, recipe-unreadable */
export async function startShown(start: Start, targetId: string): Promise<ShowRequest> {
  const { layerId, fill = null, name } = start;
  const [layer] = await layersOf([layerId]);
  if (!layer || (fill && !fillOf(layer, fill))) throw new Failure('start-gone', { layer: name });
  const recipe = fill ? fillRecipe(layer, fill) : ownRecipe(layer);
  if (!recipe) throw new Failure('recipe-unreadable', { layer: name });
  return aloneAmong({ layer, fill, recipe }, targetId);
}

/** What is drawn of a target. */
interface Drawn {
  readonly target: Layer;
  /** Null where its fills alone are. */
  readonly below: Placement | null;
  readonly beside: readonly Layer[];
}

/** @throws Failure start-gone, start-unseen */
export async function checkStart({ layerId, name }: Start, drawn: Drawn): Promise<void> {
  const [layer] = await layersOf([layerId]);
  if (!layer) throw new Failure('start-gone', { layer: name });
  if (!isDrawn(layer, drawn)) throw new Failure('start-unseen', { layer: name, target: drawn.target.name });
}

function isDrawn(layer: Layer, { target, below, beside }: Drawn): boolean {
  // A fill of it, or a result that is changed as a picture like any other.
  if (layer.id === target.id) return true;
  if (!isShown(layer) || isUnseen(layer)) return false;
  const path = indexPath(target, layer);
  return path ? below !== null && isBelow(path, target, below) : beside.some((each) => isWithin(layer, each));
}

function isBelow(path: readonly number[], target: Layer, { parent, index }: Placement): boolean {
  const place = indexPath(target, parent);
  return place === null || comparePlaces(path, [...place, index]) < 0;
}
