// One layer alone, in the place and with the clipping it has in the design: what says where, and what a model is to follow.
import { Failure } from '../core/failure.ts';
import {
  ancestors,
  follow,
  hasChildren,
  indexPath,
  isClipping,
  isLayer,
  isWithin,
  type Layer,
} from './layers.ts';

/** The copy; what it needs around it is copied with it, and unpainted. */
export function placeAlone(place: (layer: Layer) => Layer, layer: Layer, target: Layer): Layer {
  const outermost = clippedWith(layer, target);
  const clone = place(outermost);
  const way: BaseNode[] = [clone, ...follow(clone, indexPath(outermost, layer) ?? [])];
  const copy = way.pop();
  if (!copy || !isLayer(copy)) throw new Failure('region-gone', { layer: layer.name });
  // What holds a mask over the target may be hidden, as the mask may.
  if (outermost.id !== target.id) for (const node of way) if ('visible' in node) node.visible = true;
  hideOthers(way, copy);
  return copy;
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

/** Takes the paint off the ancestors and their other children. */
function hideOthers(way: readonly BaseNode[], layer: SceneNode): void {
  const kept = new Set([...way.map((node) => node.id), layer.id]);
  for (const ancestor of way) {
    strip(ancestor);
    const others = hasChildren(ancestor) ? ancestor.children.filter((child) => !kept.has(child.id)) : [];
    for (const other of others) {
      if ('opacity' in other && !isClipping(other)) other.opacity = 0;
    }
  }
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
export function showFully(region: SceneNode): void {
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
