// The target as it stands, results included, on the grid of an edit: taken before and after, the two are the outside proof.
import { Failure } from '../core/failure.ts';
import type { RenderReply, RenderRequest } from '../core/protocol.ts';
import { hideInClone, inScratch } from './draw.ts';
import type { EditCount } from './edit-count.ts';
import { hideFillsIn } from './fills.ts';
import { copyAround } from './insert-as/copies.ts';
import { findLayer, indexPath, type Layer, layersOf, pageOf } from './layers.ts';
import { givingWay } from './place.ts';
import { ownRecipe } from './recipes.ts';
import { clearSpot, endLease, takeLease, type World } from './scratch.ts';
import { finishUndo } from './step.ts';

/**
 * Somebody who pressed undo meant the results, and it took back no more than the temporary frame over them.
 * Where Figma has taken back more, they are gone, and so is what is left to do.
 */
async function undoInstead(results: readonly Layer[]): Promise<void> {
  if (results.some(({ removed }) => !removed)) await finishUndo();
}

/** @throws Failure target-gone, target-empty, storage-full, export-* */
export async function render(
  { targetId, maskIds, layerIds, framing, goesUnkept }: RenderRequest,
  world: World,
  count: EditCount,
): Promise<RenderReply> {
  const target = await findLayer(targetId, 'target-gone');
  const page = pageOf(target);
  if (!page) throw new Failure('target-gone', { target: target.name });
  const { replaced: masks, replacedFills } = await givingWay(maskIds, target);
  const results = await layersOf(layerIds);
  // What stands in the target comes with its copy.
  const beside = results.filter((result) => indexPath(target, result) === null);
  const [copy] = results.length === 1 ? await copiesOf(beside) : [];
  const leaseId = await takeLease(page, world, goesUnkept);
  try {
    let { edits } = count;
    let isTaken = false;
    const taken = () => {
      isTaken = true;
      // What cannot be taken back is left as Figma left it.
      undoInstead(results).catch(() => undefined);
    };
    const view = { page, target, framing, leaseId, spot: clearSpot(page), taken };
    const png = await inScratch(view, { failing: 'target-empty', target: target.name }, (place) => {
      count.follow(target);
      edits = count.edits;
      // Its masks are hidden in a copy already.
      if (copy) return void place(copy, true);
      const clone = place(target);
      for (const mask of masks) hideInClone(clone, target, mask);
      hideFillsIn(clone, target, replacedFills);
      // The first picture of a run lies on top.
      for (const result of [...beside].reverse()) place(result);
    });
    // What it shows was there a moment ago.
    if (isTaken) throw new Failure('export-failed', { target: target.name });
    return { png, edits };
  } finally {
    await endLease(leaseId);
  }
}

/** What stands in the place of the target in the copies that were made for results. */
function copiesOf(results: readonly Layer[]): Promise<Layer[]> {
  const inCopies = results.filter((result) => copyAround(result));
  return layersOf(inCopies.flatMap((result) => ownRecipe(result)?.targetId ?? []));
}
