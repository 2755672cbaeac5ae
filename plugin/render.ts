// The target as it stands, results included, on the grid of an edit: taken before and after, the two are the outside proof.
import { Failure } from '../core/failure.ts';
import type { RenderReply, RenderRequest } from '../core/protocol.ts';
import type { EditCount } from './edit-count.ts';
import { findLayer, indexPath, layersOf, pageOf } from './layers.ts';
import { hideInClone, inScratch } from './raster.ts';
import { clearSpot, endLease, takeLease, type World } from './scratch.ts';

/** @throws Failure target-gone, target-empty, export-* */
export async function render(
  { targetId, maskIds, layerIds, framing }: RenderRequest,
  world: World,
  count: EditCount,
): Promise<RenderReply> {
  const target = await findLayer(targetId, 'target-gone');
  const page = pageOf(target);
  if (!page) throw new Failure('target-gone', { target: target.name });
  const [masks, results] = await Promise.all([layersOf(maskIds), layersOf(layerIds)]);
  // What stands in the target comes with its copy.
  const beside = results.filter((result) => indexPath(target, result) === null);
  const leaseId = await takeLease(page, world);
  try {
    let { edits } = count;
    const view = { page, target, framing, leaseId, spot: clearSpot(page) };
    const png = await inScratch(view, { failing: 'target-empty', target: target.name }, (place) => {
      count.follow(target);
      edits = count.edits;
      const clone = place(target);
      for (const mask of masks) hideInClone(clone, target, mask);
      // The first picture of a run lies on top.
      for (const result of [...beside].reverse()) place(result);
    });
    return { png, edits };
  } finally {
    await endLease(leaseId);
  }
}
