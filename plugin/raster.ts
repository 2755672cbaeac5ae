// The source and each region as PNGs on one pixel grid, leaving the document exactly as it was.
import { Failure } from '../core/failure.ts';
import type { RasterReply, RasterRequest } from '../core/protocol.ts';
import { placeAlone, showFully } from './alone.ts';
import { backdropOf } from './backdrop.ts';
import { hideInClone, inScratch, type View } from './draw.ts';
import { resultsBeside } from './earlier.ts';
import { hideFillsIn } from './fills.ts';
import { checkCopied } from './insert-as/copies.ts';
import { pictureSpace, showFillsAlone } from './insert-as/fill.ts';
import {
  findLayer,
  follow,
  hasChildren,
  indexPath,
  isClipping,
  isWithin,
  type Layer,
  opacityOf,
  pageOf,
  targetProblem,
} from './layers.ts';
import { asPlace, choosePlace, givingWay, wantedFor } from './place.ts';
import type { Placement, PlaceWanted } from './placement.ts';
import { regionLayersIn } from './region.ts';
import { clearSpot, endLease, takeLease, type World } from './scratch.ts';
import { layOf } from './since-drawn.ts';
import { checkStart } from './start.ts';

/**
 * One export per picture, each from a fresh temporary frame, because a repeated export of the same
 * node has been seen to return the older picture.
 * @throws Failure target-gone, no-picture, picture-tiled, set-copied, target-hidden, target-clear, target-empty, region-gone, region-empty, start-*, export-*, cancelled
 */
export async function raster(
  request: RasterRequest,
  world: World,
  isCancelled: () => boolean,
): Promise<RasterReply> {
  const { framing, insertAs } = request;
  const target = await findLayer(request.targetId, 'target-gone');
  const page = pageOf(target);
  const problem = targetProblem(target);
  if (!page || problem) throw new Failure(problem ?? 'target-gone', { target: target.name });
  if (insertAs === 'copies') checkCopied(target);
  const { replacedFills } = await givingWay(request.replacedIds, target);
  const picture = insertAs === 'fill' ? await pictureSpace(target, replacedFills) : null;
  const leaseId = await takeLease(page, world, request.goesUnkept);
  try {
    const view = { page, target, framing, leaseId, spot: clearSpot(page) };
    const drawn = await passes(view, request, isCancelled);
    return picture ? { ...drawn, opacity: 1, place: { ...drawn.place, picture } } : drawn;
  } finally {
    await endLease(leaseId);
  }
}

async function passes(pass: View, request: RasterRequest, isCancelled: () => boolean): Promise<RasterReply> {
  const { regions: requests } = request;
  const layers = await Promise.all(requests.map(({ id }) => findLayer(id, 'region-gone')));
  const stopIfCancelled = () => {
    if (isCancelled()) throw new Failure('cancelled');
  };
  stopIfCancelled();
  const wanted = await wantedFor(request, pass.target);
  const chosen = choosePlace(wanted);
  const place = { ...asPlace(chosen), lay: layOf(pass.target, request.reach) };
  const below = request.insertAs === 'fill' ? null : chosen.placement;
  const beside = below ? drawnBeside(wanted, below) : [];
  if (request.start) await checkStart(request.start, { target: pass.target, below, beside });
  const source = await sourcePass(pass, wanted, below, beside);
  const regions: Uint8Array[] = [];
  for (const [i, layer] of layers.entries()) {
    stopIfCancelled();
    const region = await regionPass(pass, layer);
    // Content that fills the crop may well look like the design; a mask, hidden in the one, cannot.
    if (requests[i]?.use === 'mask' && sameBytes(source, region)) throw new Failure('export-stale');
    regions.push(region);
  }
  stopIfCancelled();
  return {
    source,
    regions,
    backdrop: backdropOf(pass.target),
    opacity: isWithin(chosen.placement.parent, pass.target) ? 1 : opacityOf(pass.target),
    place,
  };
}

/**
 * What is painted below the place where the result will go, without the layers that only say where.
 * @param below null for a new fill, which goes above the others
 */
function sourcePass(
  pass: View,
  wanted: PlaceWanted,
  below: Placement | null,
  beside: readonly Layer[],
): Promise<Uint8Array> {
  const hidden = notShown(wanted);
  return inScratch(pass, { failing: 'target-empty', target: pass.target.name }, (place) => {
    const clone = place(pass.target);
    if (below) showBelow(clone, pass.target, below);
    else showFillsAlone(clone);
    for (const layer of hidden) hideInClone(clone, pass.target, layer);
    hideFillsIn(clone, pass.target, wanted.replacedFills);
    for (const result of beside) {
      const copy = place(result);
      for (const layer of hidden) hideInClone(copy, result, layer);
    }
  });
}

/** The results of earlier runs that stand beside the target, beneath the place. */
function drawnBeside({ target, regions, replaced }: PlaceWanted, place: Placement): Layer[] {
  const leaving = new Set([...regions.map(({ layer }) => layer), ...replaced].map(({ id }) => id));
  return resultsBeside(target, place.parent, place.index).filter(({ id }) => !leaving.has(id));
}

/**
 * Hides what is painted after the place. What the ancestors do to all they hold, opacity and blur, they
 * will do to the result as well, so it must not be in the picture already.
 */
function showBelow(clone: Layer, target: Layer, { parent, index }: Placement): void {
  const path = indexPath(target, parent);
  if (!path) return;
  const way: BaseNode[] = [clone, ...follow(clone, path)];
  for (const [depth, ancestor] of way.entries()) {
    const first = depth < path.length ? path[depth]! + 1 : index;
    const later = hasChildren(ancestor) ? ancestor.children.slice(first) : [];
    for (const layer of later) if ('opacity' in layer && !isClipping(layer)) layer.opacity = 0;
    if ('opacity' in ancestor) ancestor.opacity = 1;
    if ('effects' in ancestor) ancestor.effects = [];
    if ('blendMode' in ancestor && ancestor.blendMode !== 'PASS_THROUGH') ancestor.blendMode = 'NORMAL';
  }
}

/** Masks, chosen or not, and the results that give way to the new one. */
export function notShown({ target, regions, replaced }: PlaceWanted): BaseNode[] {
  const content = new Set(regions.filter(({ use }) => use === 'content').map(({ layer }) => layer.id));
  const masks = [...regions.map(({ layer }) => layer), ...regionLayersIn(target)].filter(
    ({ id }) => !content.has(id),
  );
  return [...new Map([...masks, ...replaced].map((layer) => [layer.id, layer])).values()];
}

function regionPass(pass: View, region: Layer): Promise<Uint8Array> {
  return inScratch(pass, { failing: 'region-empty', layer: region.name }, (place) =>
    showFully(placeAlone(place, region, pass.target)),
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
