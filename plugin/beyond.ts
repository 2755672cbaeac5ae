// What frames and groups do to all they hold, and so would carry a result beyond its own place: blur and shadows.
import { around, type Rect } from '../core/geometry.ts';
import {
  ancestors,
  hasChildren,
  holds,
  isClipping,
  isLayer,
  isUnseen,
  type Layer,
  opacityOf,
  type Parent,
  visibleFills,
} from './layers.ts';
import type { PlaceWanted } from './placement.ts';
import { isRegionLayer } from './region.ts';

/** Below the target, from the parent up: what holds that one does the same to all of it, the picture that is sent included. */
export function holdersWithin(parent: Parent, target: Layer): Parent[] {
  const chain = [parent, ...ancestors(parent)];
  return chain.slice(
    0,
    chain.findIndex(({ id }) => id === target.id),
  );
}

/** Whether a result put into it would change what is beside the reach. */
export function carriesBeyond(holder: Parent, wanted: PlaceWanted): boolean {
  return isBlurred(holder) || mayChangeShadow(holder, wanted);
}

/** Then a layer in it is blurred with what is there, and bleeds into what is beside it. */
export function isBlurred(holder: BaseNode): boolean {
  return effectsOf(holder).some(
    ({ type, visible }) => visible && (type === 'LAYER_BLUR' || type === 'TEXTURE'),
  );
}

/**
 * Whether the outline of what casts a shadow may grow, by however little, when a layer over the reach comes
 * into it. It grows wherever the design is see-through there, as every edge between two px is.
 */
function mayChangeShadow(holder: Parent, wanted: PlaceWanted): boolean {
  return castsShadowOfChildren(holder) && !isCovered(holder, wanted, around(wanted.reach));
}

/** With a fill of its own, the shadow is that of its box. */
function castsShadowOfChildren(holder: Parent): boolean {
  return visibleFills(holder).length === 0 && effectsOf(holder).some(isShadow);
}

function isShadow({ type, visible }: Effect): boolean {
  return visible && (type === 'DROP_SHADOW' || type === 'INNER_SHADOW');
}

function effectsOf(node: BaseNode): readonly Effect[] {
  return 'effects' in node ? node.effects : [];
}

/** Whether something solid in it lies under the whole area, so that nothing put there changes an outline. */
function isCovered(holder: Parent, wanted: PlaceWanted, area: Rect<'frame'>): boolean {
  const { children } = holder;
  return !children.some(isClipping) && children.some((child) => covers(child, wanted, area));
}

function covers(node: BaseNode, wanted: PlaceWanted, area: Rect<'frame'>): boolean {
  if (!isLayer(node) || isUnseen(node) || !paintsAsDrawn(node) || isLeaving(node, wanted)) return false;
  const isUnder = holds(node, wanted.target, area, -1 - radiusOf(node));
  if (isUnder && isSolid(node)) return true;
  const isCut = 'clipsContent' in node && node.clipsContent && !isUnder;
  return hasChildren(node) && !isCut && isCovered(node, wanted, area);
}

/** Hidden once the result is there. */
function isLeaving(layer: Layer, { regions, replaced }: PlaceWanted): boolean {
  const masks = regions.filter(({ use }) => use === 'mask').map((region) => region.layer);
  return isRegionLayer(layer) || [...masks, ...replaced].some(({ id }) => id === layer.id);
}

function paintsAsDrawn(layer: Layer): boolean {
  const mode = 'blendMode' in layer ? layer.blendMode : 'NORMAL';
  const isPlain = mode === 'NORMAL' || mode === 'PASS_THROUGH';
  return opacityOf(layer) === 1 && isPlain && !isBlurred(layer);
}

const BOXES: readonly string[] = ['RECTANGLE', 'FRAME', 'COMPONENT', 'INSTANCE'];

function isSolid(layer: Layer): boolean {
  // A picture may have holes, which cannot be told from here.
  return BOXES.includes(layer.type) && visibleFills(layer).some(isOpaque);
}

function isOpaque(paint: Paint): boolean {
  if ((paint.opacity ?? 1) < 1 || (paint.blendMode ?? 'NORMAL') !== 'NORMAL') return false;
  if ('gradientStops' in paint) return paint.gradientStops.every(({ color }) => color.a === 1);
  return paint.type === 'SOLID';
}

function radiusOf(layer: Layer): number {
  if (!('topLeftRadius' in layer)) return 0;
  const { topLeftRadius, topRightRadius, bottomLeftRadius, bottomRightRadius } = layer;
  return Math.max(topLeftRadius, topRightRadius, bottomLeftRadius, bottomRightRadius);
}
