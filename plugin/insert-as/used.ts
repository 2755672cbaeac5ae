// A result that is used elsewhere follows the one that it comes from: as if it had been used as that is now.
import { readWay } from '../../core/footprint.ts';
import type { UpdateRequest } from '../../core/protocol.ts';
import { placedBy, recipeAfter, type Way } from '../../core/use-result.ts';
import { fillOf } from '../fills.ts';
import { keepOn, keptOn } from '../kept-data.ts';
import { fillRecipe, ownRecipe } from '../recipes.ts';

type Change = UpdateRequest['parts'][number]['layers'][number];

/** Of a layer that shows a result of another target: what has decided where it lies. */
const WAY_KEY = 'way';

export function keepWay(layer: BaseNode, way: Way): void {
  keepOn(layer, WAY_KEY, JSON.stringify(way));
}

/** What its layer, or the picture that it fills, is to become with it; null where it is no longer there, or would not be seen. */
export function followed(
  node: SceneNode,
  change: Change,
  uncut: Uint8Array | null,
): (Change & { readonly targetId: string }) | null {
  return layerAfter(node, change) ?? fillAfter(node, change, uncut ?? change.png);
}

function layerAfter(node: SceneNode, { fill: _, ...change }: Change) {
  const [way, own] = [readWay(keptOn(node, WAY_KEY)), ownRecipe(node)];
  const footprint = way && placedBy(change, way);
  if (!footprint || !own) return null;
  const recipe = recipeAfter(own, change.recipe);
  return { ...change, ...footprint, id: node.id, targetId: own.targetId, recipe };
}

function fillAfter(node: SceneNode, change: Change, whole: Uint8Array) {
  const there = fillOf(node, change.recipe);
  const own = there && fillRecipe(node, there);
  if (!own) return null;
  const { id } = node;
  return { ...change, id, targetId: id, png: whole, fill: whole, recipe: recipeAfter(own, change.recipe) };
}
