// What makes a layer a region, and how far its painting reaches.
import {
  apply,
  around,
  compose,
  corners,
  type Matrix,
  mapRect,
  outset,
  type Point,
  type Rect,
  type Size,
  type Space,
  type Transform,
} from '../core/geometry.ts';
import { hasRegionName, isNamedRegion } from '../core/selection-rules.ts';
import { hasChildren, isFigmaMask, isLayer, type Layer } from './layers.ts';
import { hasRecipe } from './recipes.ts';
import { layersWithRegionData, regionData } from './region-data.ts';

export function isMarkedRegion(node: BaseNode): boolean {
  return regionData(node).isMade;
}

/** Whether the layer is a region by its name or its maker, without being selected. */
export function isRegionLayer(node: BaseNode): boolean {
  return isNamedRegion({
    name: node.name,
    isMarkedRegion: isMarkedRegion(node),
    isFigmaMask: isFigmaMask(node),
    isResult: hasRecipe(node),
  });
}

/** Those in a layer, in painting order; only the few that could be one are asked for more than their name. */
export function regionLayersIn(parent: Layer | PageNode): Layer[] {
  if (!hasChildren(parent)) return [];
  const kept = new Set(layersWithRegionData(parent).map(({ id }) => id));
  const possible: readonly BaseNode[] = parent.findAll((node) => hasRegionName(node) || kept.has(node.id));
  return possible.filter(isLayer).filter(isRegionLayer);
}

/** Geometry, outside strokes and blur, of the layer and of what it shows beyond its own bounds. */
export function paintedBox<S extends Space>(layer: Layer, fromPage: Transform<'page', S>): Rect<S> {
  const own = ownBox(layer, fromPage);
  const clips = 'clipsContent' in layer && layer.clipsContent;
  if (clips || !hasChildren(layer)) return own;
  const inside = layer.children.filter(isLayer).filter((child) => child.visible);
  const boxes = [own, ...inside.map((child) => paintedBox(child, fromPage))];
  return around(boxes);
}

/** The same without what its children show. */
export function ownBox<S extends Space>(layer: Layer, fromPage: Transform<'page', S>): Rect<S> {
  const fromLayer = compose(fromPage, layer.absoluteTransform as Matrix as Transform<'layer', 'page'>);
  const drawn = outset<'layer'>({ x: 0, y: 0, width: layer.width, height: layer.height }, strokeReach(layer));
  return outset(mapRect(fromLayer, drawn), blurReach(layer));
}

/** The layer's own shape as a polygon in the target's px: an ellipse's, or else its rectangle. */
export function outlineOf(layer: Layer, pageToFrame: Transform<'page', 'frame'>): Point<'frame'>[] {
  const toFrame = compose(pageToFrame, layer.absoluteTransform as Matrix as Transform<'layer', 'page'>);
  const box = { x: 0, y: 0, width: layer.width, height: layer.height };
  const points = layer.type === 'ELLIPSE' ? ellipse(box) : corners<'layer'>(box);
  return points.map((point) => apply(toFrame, point));
}

const ELLIPSE_POINTS = 48;

function ellipse({ width, height }: Size<'layer'>): Point<'layer'>[] {
  return Array.from({ length: ELLIPSE_POINTS }, (_, i) => {
    const angle = (2 * Math.PI * i) / ELLIPSE_POINTS;
    return { x: (width / 2) * (1 + Math.cos(angle)), y: (height / 2) * (1 + Math.sin(angle)) };
  });
}

function strokeReach(layer: Layer): number {
  if (!('strokes' in layer) || layer.strokes.length === 0) return 0;
  const weight = typeof layer.strokeWeight === 'number' ? layer.strokeWeight : 0;
  if (!('strokeAlign' in layer) || layer.strokeAlign === 'INSIDE') return 0;
  return layer.strokeAlign === 'OUTSIDE' ? weight : weight / 2;
}

function blurReach(layer: Layer): number {
  if (!('effects' in layer)) return 0;
  const radii = layer.effects
    .filter((effect) => effect.visible && effect.type === 'LAYER_BLUR')
    .map((effect) => ('radius' in effect ? effect.radius : 0));
  return Math.max(0, ...radii);
}
