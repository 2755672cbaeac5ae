// A result inserted once more: one whose layer was deleted, or another copy of one that is there.
import { asFailure, Failure } from '../core/failure.ts';
import { addLayer } from './add-layers.ts';
import type { KnownResult } from './history.ts';
import { takeBack, type Undo } from './insert-as/undo.ts';
import { isLayer, type Layer, layersOf, pageOf, turnTo } from './layers.ts';
import { originOf } from './origin.ts';
import { choosePlace } from './place.ts';
import { beginStep, endStep } from './step.ts';

/**
 * Where it was made, above everything that has come there since, and brought into view; one undo step.
 * @throws Failure result-gone, target-gone, insert-failed
 */
export async function putBack(result: KnownResult): Promise<string> {
  const { recipe, footprint, name } = result;
  const image = result.picture === '' ? null : figma.getImageByHash(result.picture);
  if (!image || !footprint) throw new Failure('result-gone');
  const target = await targetOf(result);
  const reach = [footprint.shown];
  const { placement } = choosePlace({ target, regions: [], replaced: [], reach, protectsText: false });
  const page = pageOf(target);
  if (page) await turnTo(page);
  await beginStep();
  const undoers: Undo[] = [];
  try {
    const layer = addLayer({ ...footprint, name, recipe }, image, target, placement, undoers);
    endStep();
    figma.viewport.scrollAndZoomIntoView([layer]);
    return layer.id;
  } catch (error) {
    takeBack(undoers);
    throw asFailure(error, 'insert-failed', { target: target.name });
  }
}

async function targetOf({ id, recipe }: KnownResult): Promise<Layer> {
  const layer = await figma.getNodeByIdAsync(id);
  if (isLayer(layer)) return (await originOf(layer, recipe)).target;
  const [target] = await layersOf([recipe.targetId]);
  if (!target) throw new Failure('target-gone', { target: recipe.targetName });
  return target;
}
