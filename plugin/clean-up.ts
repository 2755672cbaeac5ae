// Removes leftovers that somebody has chosen, in one step of the undo history.
import { type LeftoverKey, leftoverKey } from '../core/clean-up.ts';
import { asFailure } from '../core/failure.ts';
import { isTold, targetTold, tellingOn } from '../core/told.ts';
import type { Choosing } from './choosing.ts';
import { removeFills } from './insert-as/fill.ts';
import { type Layer, layersOf } from './layers.ts';
import { leftoversOn, unseenFills } from './leftovers.ts';
import { hasRecipe, ownRecipe } from './recipes.ts';
import { dissolve } from './result-group.ts';

/**
 * Looked for anew: what is no longer left over, or lies on another page, stays.
 * @throws Failure clean-up-failed; what has gone by then is one undo step
 */
export async function cleanUp(
  wanted: readonly LeftoverKey[],
  now: number,
  choosing: Choosing,
): Promise<number> {
  const keys = new Set(wanted.map(leftoverKey));
  let removed = 0;
  try {
    await choosing.step(async () => {
      const { items } = leftoversOn(figma.currentPage, now);
      const chosen = items.filter((item) => keys.has(leftoverKey(item)));
      removed = chosen.length;
      const isWhole = ({ kind }: LeftoverKey) => kind !== 'fills';
      for (const layer of await layersIn(chosen.filter((item) => !isWhole(item)))) {
        removeFills(layer, unseenFills(layer));
      }
      removeAll(await layersIn(chosen.filter(isWhole)));
    });
  } catch (error) {
    throw asFailure(error, 'clean-up-failed');
  }
  return removed;
}

function layersIn(items: readonly LeftoverKey[]): Promise<Layer[]> {
  return layersOf(items.map(({ layerId }) => layerId));
}

function removeAll(layers: readonly Layer[]): void {
  const groups = new Set(layers.flatMap(groupOf));
  // What lies in another of them has gone with it.
  for (const layer of layers) if (!layer.removed) layer.remove();
  for (const group of groups) dissolve(group, hasRecipe);
}

/** In which a result stands with others; a group that is itself what was changed is none of ours. */
function groupOf(layer: Layer): BaseNode[] {
  const recipe = ownRecipe(layer);
  const { parent } = layer;
  return recipe && parent && !isTold(parent, targetTold(tellingOn(layer, recipe))) ? [parent] : [];
}
