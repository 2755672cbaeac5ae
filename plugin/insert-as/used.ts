// A result that is used elsewhere follows the one that it comes from: as if it had been used as that is now.
import { readWay } from '../../core/footprint.ts';
import type { UpdateRequest } from '../../core/protocol.ts';
import { askedOf } from '../../core/recipe.ts';
import { placedBy, recipeAfter, type Way } from '../../core/use-result.ts';
import { fillOf } from '../fills.ts';
import { keepOn, keptOn } from '../kept-data.ts';
import { fillRecipe, ownRecipe } from '../recipes.ts';
import { isResultLayer } from '../result.ts';

type Change = UpdateRequest['parts'][number]['layers'][number];
type Elsewhere = NonNullable<Change['elsewhere']>;

/** Of a layer that shows a result of another target: what has decided where it lies. */
const WAY_KEY = 'way';

export function keepWay(layer: BaseNode, way: Way): void {
  keepOn(layer, WAY_KEY, JSON.stringify(way));
}

/** What its layer, or the picture that it fills, is to become with it; null where it is no longer there, or would not be seen. */
export function followed(
  node: SceneNode,
  change: Change,
  { uncut, cuts }: Pick<Elsewhere, 'uncut' | 'cuts'>,
): (Change & { readonly targetId: string }) | null {
  return (
    cutAfter(node, change, cuts) ?? layerAfter(node, change) ?? fillAfter(node, change, uncut ?? change.png)
  );
}

/** In a copy it is cut as in the frame that was copied. */
function cutAfter(node: SceneNode, { fill: _, ...change }: Change, cuts: Elsewhere['cuts']) {
  const own = isResultLayer(node) ? ownRecipe(node) : null;
  const cut = own && cuts.find(({ targetId }) => targetId === askedOf(own).id);
  if (!cut) return null;
  const { png, area, shown, map } = cut;
  const recipe = { ...recipeAfter(own, change.recipe), ...map };
  return { ...change, png, area, shown, id: node.id, targetId: own.targetId, recipe };
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
