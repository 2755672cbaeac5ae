// A result inserted once more: one whose layer was deleted, or another copy of one that is there.
import { asFailure, Failure } from '../core/failure.ts';
import { askedOf } from '../core/recipe.ts';
import { addLayer } from './add-layers.ts';
import type { KnownResult } from './history.ts';
import { addCopies, copyAround, copyWanted } from './insert-as/copies.ts';
import { takeBack, type Undo } from './insert-as/undo.ts';
import { isLayer, type Layer, layersOf, pageOf, turnTo } from './layers.ts';
import { originOf } from './origin.ts';
import { choosePlace } from './place.ts';
import { NOTHING_GIVES_WAY, type Placement } from './placement.ts';
import { beginStep, endStep } from './step.ts';

/** Where a result goes: into its target, or into another copy of the frame of which that was one. */
interface Way {
  readonly target: Layer;
  readonly isCopied: boolean;
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
  const layer = await figma.getNodeByIdAsync(id);
  if (isLayer(layer))
    return { target: (await originOf({ layer, fill: null, recipe })).target, isCopied: false };
  const asked = askedOf(recipe);
  const [found] = await layersOf([recipe.targetId, asked.id]);
  if (!found) throw new Failure('target-gone', { target: asked.name });
  return { target: found, isCopied: found.id !== recipe.targetId };
}

async function putOn(
  { target, isCopied }: Way,
  { recipe, footprint, name, picture }: KnownResult,
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
