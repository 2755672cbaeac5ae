// Removes leftovers that somebody has chosen, in one step of the undo history.
import { type LeftoverKey, leftoverKey } from '../core/clean-up.ts';
import { asFailure } from '../core/failure.ts';
import { isTold, targetTold, tellingOn } from '../core/told.ts';
import type { Choosing } from './choosing.ts';
import { tryEach } from './each.ts';
import { removeFills } from './insert-as/fill.ts';
import { type Layer, layersOf } from './layers.ts';
import { leftoversOn, unseenFills } from './leftovers.ts';
import { hasRecipe, ownRecipe } from './recipes.ts';
import { dissolve } from './result-group.ts';

/**
 * Looked for anew: what is no longer left over, or lies on another page, stays.
 * @throws Failure clean-up-failed, when Figma keeps some of it; what has gone all the same is one undo step
 */
export async function cleanUp(
  wanted: readonly LeftoverKey[],
  now: number,
  choosing: Choosing,
): Promise<number> {
  const keys = new Set(wanted.map(leftoverKey));
  const { removed, refused } = await choosing.step(() => chosenBy(keys, now), removeChosen);
  if (refused.length > 0) throw asFailure(refused[0], 'clean-up-failed');
  return removed;
}

/** Layers that go whole, and pictures of which fills go. */
type Chosen = Readonly<Record<'whole' | 'pictures', readonly Layer[]>>;

async function chosenBy(keys: ReadonlySet<string>, now: number): Promise<Chosen> {
  const items = leftoversOn(figma.currentPage, now).items.filter((item) => keys.has(leftoverKey(item)));
  const ofKind = (isFills: boolean) =>
    layersOf(items.filter(({ kind }) => (kind === 'fills') === isFills).map(({ layerId }) => layerId));
  return { whole: await ofKind(false), pictures: await ofKind(true) };
}

function removeChosen({ whole, pictures }: Chosen) {
  const groups = new Set(whole.flatMap(groupOf));
  const refused = [
    ...tryEach(pictures, (layer) => removeFills(layer, unseenFills(layer))),
    // What lies in another of them has gone with it.
    ...tryEach(whole, (layer) => !layer.removed && layer.remove()),
  ];
  for (const group of groups) dissolve(group, hasRecipe);
  return { removed: whole.length + pictures.length, refused };
}

/** In which a result stands with others; a group that is itself what was changed is none of ours. */
function groupOf(layer: Layer): BaseNode[] {
  const recipe = ownRecipe(layer);
  const { parent } = layer;
  return recipe && parent && !isTold(parent, targetTold(tellingOn(layer, recipe))) ? [parent] : [];
}
