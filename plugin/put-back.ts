// A result inserted once more: one whose layer was deleted, or another copy of one that is there.
import { asFailure, Failure } from '../core/failure.ts';
import { askedOf, type Recipe } from '../core/recipe.ts';
import { askedTold, type Telling, tellingOn } from '../core/told.ts';
import { addLayer } from './add-layers.ts';
import type { KnownResult } from './history.ts';
import { addCopies, copyAround, copyWanted } from './insert-as/copies.ts';
import { takeBack, type Undo } from './insert-as/undo.ts';
import { knownLayer } from './known-layers.ts';
import { isLayer, type Layer, pageOf, turnTo } from './layers.ts';
import { type Origin, originOf, originWithoutLayer } from './origin.ts';
import { choosePlace } from './place.ts';
import { NOTHING_GIVES_WAY, type Placement } from './placement.ts';
import { beginStep, endStep } from './step.ts';

/** Where a result goes: into its target, or into another copy of the frame of which that was one. */
interface Way {
  readonly target: Layer;
  readonly isCopied: boolean;
  /** As it is to be written there. */
  readonly recipe: Recipe;
}

type Put = (undoers: Undo[]) => SceneNode[];

/**
 * Where it was made, above everything that has come there since, and brought into view; one undo step.
 * @throws Failure result-gone, target-gone, insert-failed
 */
export async function putBack(result: KnownResult): Promise<string> {
  const way = await wayFor(result);
  const put = await putOn(way, result);
  const page = pageOf(way.target);
  if (page) await turnTo(page);
  await beginStep();
  const undoers: Undo[] = [];
  try {
    const [layer] = put(undoers);
    if (!layer) throw new Error('nothing was put back');
    endStep();
    figma.viewport.scrollAndZoomIntoView([copyAround(layer) ?? layer]);
    return layer.id;
  } catch (error) {
    takeBack(undoers);
    throw asFailure(error, 'insert-failed', { target: way.target.name });
  }
}

async function wayFor({ id, recipe }: KnownResult): Promise<Way> {
  const told = tellingOn({ id }, recipe);
  const layer = await figma.getNodeByIdAsync(id);
  const origin = isLayer(layer)
    ? await originOf({ layer, fill: null, recipe })
    : await originWithoutLayer(told);
  if (origin) return { target: origin.target, isCopied: false, recipe: recipeIn(origin, told) };
  const asked = await knownLayer(askedTold(told));
  if (!asked) throw new Failure('target-gone', { target: askedOf(recipe).name });
  return { target: asked, isCopied: true, recipe };
}

/** Written anew, its ids are taken for those of this file: those that were not are replaced. */
function recipeIn({ target, regions }: Origin, { recipe, isSure }: Telling): Recipe {
  const { id, name } = target;
  if (isSure && id === recipe.targetId) return recipe;
  const itself = recipe.regionIds.includes(recipe.targetId) ? [id] : [];
  return {
    ...recipe,
    targetId: id,
    targetName: name,
    madeFor: null,
    regionIds: [...itself, ...regions.map((region) => region.id)],
    regionNames: regions.length > 0 ? regions.map((region) => region.name) : recipe.regionNames,
  };
}

async function putOn(
  { target, isCopied, recipe }: Way,
  { footprint, name, picture }: KnownResult,
): Promise<Put> {
  const image = picture === '' ? null : figma.getImageByHash(picture);
  if (!image || !footprint) throw new Failure('result-gone');
  const patch = { ...footprint, name, recipe };
  const wanted = { target, regions: [], ...NOTHING_GIVES_WAY, reach: [footprint.shown], protectsText: false };
  const { placement } = choosePlace(wanted);
  if (!isCopied) return (undoers) => [addLayer(patch, image, target, placement, undoers)];
  const copied = await copyWanted(wanted, placement);
  const addTo = (undoers: Undo[]) => (own: typeof patch, _: number, copy: Layer, within: Placement) =>
    addLayer(own, image, copy, within, undoers);
  return (undoers) => addCopies(copied, [patch], addTo(undoers), undoers);
}
