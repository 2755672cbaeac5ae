// The source and each region as PNGs on one pixel grid, leaving the document exactly as it was.
import { Failure } from '../core/failure.ts';
import type { RasterReply, RasterRequest } from '../core/protocol.ts';
import { backdropOf } from './backdrop.ts';
import { hideInClone, inScratch, type View } from './draw.ts';
import {
  ancestors,
  findLayer,
  follow,
  hasChildren,
  indexPath,
  isClipping,
  isLayer,
  isWithin,
  type Layer,
  pageOf,
  targetProblem,
} from './layers.ts';
import { asPlace, choosePlace, wantedFor } from './place.ts';
import type { Placement, PlaceWanted } from './placement.ts';
import { regionLayersIn } from './region.ts';
import { clearSpot, endLease, takeLease, type World } from './scratch.ts';

/**
 * One export per picture, each from a fresh temporary frame, because a repeated export of the same
 * node has been seen to return the older picture.
 * @throws Failure target-gone, target-hidden, target-empty, region-gone, region-empty, export-*, cancelled
 */
export async function raster(
  request: RasterRequest,
  world: World,
  isCancelled: () => boolean,
): Promise<RasterReply> {
  const { framing } = request;
  const target = await findLayer(request.targetId, 'target-gone');
  const page = pageOf(target);
  const problem = targetProblem(target);
  if (!page || problem) throw new Failure(problem ?? 'target-gone', { target: target.name });
  const leaseId = await takeLease(page, world);
  try {
    return await passes({ page, target, framing, leaseId, spot: clearSpot(page) }, request, isCancelled);
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
  const place = asPlace(chosen);
  const source = await sourcePass(pass, wanted, chosen.placement);
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

function opacityOf(layer: Layer): number {
  return 'opacity' in layer ? layer.opacity : 1;
}

/** What is painted below the place where the result will go, without the layers that only say where. */
function sourcePass(pass: View, wanted: PlaceWanted, placement: Placement): Promise<Uint8Array> {
  return inScratch(pass, { failing: 'target-empty', target: pass.target.name }, (place) => {
    const clone = place(pass.target);
    showBelow(clone, pass.target, placement);
    for (const layer of notShown(wanted)) hideInClone(clone, pass.target, layer);
  });
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
function notShown({ target, regions, replaced }: PlaceWanted): BaseNode[] {
  const content = new Set(regions.filter(({ use }) => use === 'content').map(({ layer }) => layer.id));
  const masks = [...regions.map(({ layer }) => layer), ...regionLayersIn(target)].filter(
    ({ id }) => !content.has(id),
  );
  return [...new Map([...masks, ...replaced].map((layer) => [layer.id, layer])).values()];
}

/** The region alone, in the place and with the clipping it has in the design. */
function regionPass(pass: View, region: Layer): Promise<Uint8Array> {
  return inScratch(pass, { failing: 'region-empty', layer: region.name }, (place) => {
    const outermost = clippedWith(region, pass.target);
    const clone = place(outermost);
    const way: BaseNode[] = [clone, ...follow(clone, indexPath(outermost, region) ?? [])];
    const copy = way.pop();
    if (!copy || !isLayer(copy)) throw new Failure('region-gone', { layer: region.name });
    // What holds a mask over the target may be hidden, as the mask may.
    if (outermost.id !== pass.target.id) for (const node of way) if ('visible' in node) node.visible = true;
    showAlone(way, copy);
  });
}

/** What is copied for a region to be cut as it is: the target, or the outermost frame that cuts a region over it. */
function clippedWith(region: Layer, target: Layer): Layer {
  if (isWithin(region, target)) return target;
  const apart: readonly BaseNode[] = ancestors(region).filter((ancestor) => !isWithin(target, ancestor));
  return apart.filter(isLayer).filter(cuts).at(-1) ?? region;
}

function cuts(layer: Layer): boolean {
  // Nor could it lie in a temporary frame.
  if (layer.type === 'SECTION') return false;
  const clips = 'clipsContent' in layer && layer.clipsContent;
  return clips || (hasChildren(layer) && layer.children.some(isClipping));
}

/** Takes the paint off the ancestors and their other children, and shows the region at full strength. */
function showAlone(way: readonly BaseNode[], region: SceneNode): void {
  const kept = new Set([...way.map((node) => node.id), region.id]);
  for (const ancestor of way) {
    strip(ancestor);
    const others = hasChildren(ancestor) ? ancestor.children.filter((child) => !kept.has(child.id)) : [];
    for (const other of others) {
      if ('opacity' in other && !isClipping(other)) other.opacity = 0;
    }
  }
  showFully(region);
}

function strip(ancestor: BaseNode): void {
  if ('fills' in ancestor) ancestor.fills = [];
  if ('strokes' in ancestor) ancestor.strokes = [];
  if ('effects' in ancestor) ancestor.effects = [];
  if ('opacity' in ancestor) ancestor.opacity = 1;
  if ('blendMode' in ancestor) ancestor.blendMode = 'NORMAL';
}

// A designer lowers a mask's opacity to see through it, so that is not part of what it says; gradients,
// blurs and the opacity of its children are.
function showFully(region: SceneNode): void {
  region.visible = true;
  if ('isMask' in region && region.isMask) region.isMask = false;
  if ('opacity' in region) region.opacity = 1;
  if ('blendMode' in region) region.blendMode = 'NORMAL';
  if ('effects' in region) region.effects = region.effects.filter((effect) => effect.type === 'LAYER_BLUR');
  if ('fills' in region && Array.isArray(region.fills)) region.fills = opaqueIfSingle(region.fills);
}

function opaqueIfSingle(fills: readonly Paint[]): Paint[] {
  const shown = fills.filter((paint) => paint.visible !== false);
  const [only] = shown;
  if (shown.length !== 1 || only?.type !== 'SOLID') return [...fills];
  return [{ ...only, opacity: 1 }];
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
