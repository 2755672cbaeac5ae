// The target's layers in painting order, as far as they decide whether a result can go beneath its text.
import { around, intersect, type Rect, type Transform } from '../core/geometry.ts';
import type { Stacked } from '../core/protection.ts';
import {
  hasChildren,
  isClipping,
  isLayer,
  isWithin,
  type Layer,
  pageToFrame,
  visibleFills,
} from './layers.ts';
import { openPlaces, type PlaceWanted } from './placement.ts';
import { isRegionLayer, ownBox, paintedBox } from './region.ts';
import { isProtected } from './region-data.ts';
import { isResultLayer } from './result.ts';
import { isResultGroup } from './result-group.ts';

interface Around {
  readonly wanted: PlaceWanted;
  readonly toFrame: Transform<'page', 'frame'>;
  /** Nothing shows outside it; null where nothing shows within reach. */
  readonly shown: Rect<'frame'> | null;
  /** What a region holds belongs to the region: its text is not protected. */
  readonly region: 'mask' | 'content' | null;
  /** Below a Figma mask, where a result would be cut. */
  readonly isMasked: boolean;
}

/** Null for a target without area. */
export function stackOf(wanted: PlaceWanted): Stacked | null {
  const toFrame = pageToFrame(wanted.target);
  const shown = around(wanted.reach);
  return toFrame && stacked(wanted.target, { wanted, toFrame, shown, region: null, isMasked: false });
}

function stacked(node: SceneNode, outer: Around): Stacked {
  const own = isLayer(node) ? within(node, outer) : { ...outer, shown: null };
  const isOpen = own.shown && !own.isMasked && hasChildren(node);
  const mark = isLayer(node) ? markOf(node, own) : undefined;
  const isUnit = mark === 'marked';
  return {
    id: node.id,
    name: node.name,
    paints: isLayer(node) ? (isUnit ? 'text' : paintOf(node, own)) : 'nothing',
    ...(mark && { mark }),
    places: isOpen && !isUnit ? openPlaces(node, outer.wanted) : [],
    children: isUnit ? [] : childrenOf(node, own),
  };
}

/** What holds the region, lies under most of it, or is a result, is no layer to be protected from the change. */
function markOf(layer: Layer, own: Around): Stacked['mark'] {
  const { target, regions } = own.wanted;
  if (own.region || layer.type === 'TEXT' || isClipping(layer) || isOfResults(layer)) return undefined;
  const changing = [target, ...regions.map((region) => region.layer)];
  if (changing.some((held) => isWithin(held, layer)) || !reaches(layer, own)) return undefined;
  if (isProtected(layer)) return 'marked';
  return isUnderMost(layer, own) ? undefined : 'possible';
}

/** Then the layer, such as a photograph, is what changes. */
function isUnderMost(layer: Layer, { wanted: { regions, reach }, toFrame }: Around): boolean {
  const drawn = around(
    regions.length > 0 ? regions.map((region) => paintedBox(region.layer, toFrame)) : reach,
  );
  const shared = intersect(ownBox(layer, toFrame), drawn);
  return shared !== null && shared.width * shared.height >= (drawn.width * drawn.height) / 2;
}

function isOfResults(layer: Layer): boolean {
  return isResultLayer(layer) || isResultGroup(layer);
}

/** Whether anything of it, with all it holds, may show within reach. */
function reaches(layer: Layer, { wanted, toFrame, shown }: Around): boolean {
  const painted = shown && intersect(paintedBox(layer, toFrame), shown);
  return painted !== null && wanted.reach.some((box) => intersect(box, painted));
}

function childrenOf(node: SceneNode, own: Around): Stacked[] {
  // A boolean operation paints its children's outline, not its children.
  if (!own.shown || !hasChildren(node) || node.type === 'BOOLEAN_OPERATION') return [];
  let { isMasked } = own;
  return (node.children as readonly SceneNode[]).map((child) => {
    const found = stacked(child, { ...own, isMasked });
    isMasked ||= isClipping(child);
    return found;
  });
}

/** What a layer does to itself and to all it holds. */
function within(layer: Layer, outer: Around): Around {
  const { wanted, toFrame } = outer;
  const isHidden = !layer.visible || ('opacity' in layer && layer.opacity === 0);
  const shown = isHidden ? null : clipped(layer, outer.shown, toFrame);
  return { ...outer, region: shown && (outer.region ?? regionUse(layer, wanted)), shown };
}

function clipped(
  layer: Layer,
  shown: Rect<'frame'> | null,
  toFrame: Transform<'page', 'frame'>,
): Rect<'frame'> | null {
  const clips = 'clipsContent' in layer && layer.clipsContent;
  return shown && clips ? intersect(shown, ownBox(layer, toFrame)) : shown;
}

function regionUse(layer: Layer, { regions, replaced }: PlaceWanted): Around['region'] {
  if (replaced.some(({ id }) => id === layer.id)) return 'mask';
  const chosen = regions.find((region) => region.layer.id === layer.id);
  return chosen?.use ?? (isRegionLayer(layer) ? 'mask' : null);
}

/** What a mask or a replaced result paints is hidden once the new one is there, and a Figma mask only clips. */
function paintOf(layer: Layer, { wanted, toFrame, shown, region }: Around): Stacked['paints'] {
  if (!shown || region === 'mask' || isClipping(layer) || !hasPaint(layer)) return 'nothing';
  const painted = intersect(ownBox(layer, toFrame), shown);
  if (!painted || !wanted.reach.some((box) => intersect(box, painted))) return 'nothing';
  const isText = layer.type === 'TEXT' && region === null && layer.id !== wanted.target.id;
  return isText ? 'text' : 'other';
}

function hasPaint(layer: Layer): boolean {
  // What has no fills of its own, such as a video, shows something else; a group shows its children.
  if (!('fills' in layer)) return !hasChildren(layer) && layer.type !== 'SLICE';
  // Runs of one text may differ in their fills.
  if (!Array.isArray(layer.fills) || visibleFills(layer).length > 0) return true;
  const strokes: readonly Paint[] = 'strokes' in layer ? layer.strokes : [];
  const effects: readonly Effect[] = 'effects' in layer ? layer.effects : [];
  return strokes.some((stroke) => stroke.visible !== false) || effects.some(seesThrough);
}

/** Shows what lies beneath otherwise than it is. */
function seesThrough({ type, visible }: Effect): boolean {
  return visible && (type === 'BACKGROUND_BLUR' || type === 'GLASS');
}
