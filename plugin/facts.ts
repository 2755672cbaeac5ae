// What the selection rules look at, read from Figma's layers; each layer is read once.
import { intersect } from '../core/geometry.ts';
import type { LayerFacts, Neighbours } from '../core/selection-rules.ts';
import {
  ancestors,
  hasChildren,
  hasPicture,
  isFigmaMask,
  isLayer,
  type Layer,
  targetProblem,
} from './layers.ts';
import { hasRecipe } from './recipes.ts';
import { isMarkedRegion, isRegionLayer, regionLayersIn } from './region.ts';

/** The layers of one selection, and of what surrounds it. */
export interface Facts extends Neighbours {
  of(layer: Layer): LayerFacts;
  /** A layer that the rules have heard of. */
  layer(id: string): Layer | undefined;
}

export function createFacts(): Facts {
  const layers = new Map<string, Layer>();
  const known = new Map<string, LayerFacts>();
  const of = (layer: Layer): LayerFacts => {
    const facts = known.get(layer.id) ?? read(layer);
    layers.set(layer.id, layer);
    known.set(layer.id, facts);
    return facts;
  };
  const about = (facts: LayerFacts, find: (layer: Layer) => readonly Layer[]) => {
    const layer = layers.get(facts.id);
    return layer ? find(layer).map(of) : [];
  };
  return {
    of,
    layer: (id) => layers.get(id),
    candidates: (facts) => about(facts, candidatesFor),
    around: (facts) => about(facts, containersAround),
  };
}

/** Layers inside the target or painted over it that may be its regions. */
export function candidatesFor(target: Layer): Layer[] {
  return [...regionLayersIn(target), ...layersOver(target).filter(isRegionLayer)];
}

function layersOver(target: Layer): Layer[] {
  const bounds = target.absoluteBoundingBox;
  const over: Layer[] = [];
  let branch: BaseNode = target;
  for (const parent of ancestors(target)) {
    const later = parent.children.slice(parent.children.findIndex((child) => child.id === branch.id) + 1);
    over.push(...later.filter(isLayer).filter((layer) => share(layer.absoluteBoundingBox, bounds)));
    branch = parent;
  }
  return over;
}

function share(a: globalThis.Rect | null, b: globalThis.Rect | null): boolean {
  return a !== null && b !== null && intersect(a, b) !== null;
}

/** From the top-level frame down to the parent. */
function containersAround(layer: Layer): Layer[] {
  const layers: readonly BaseNode[] = ancestors(layer);
  return layers
    .filter(isLayer)
    .filter((ancestor) => factKind(ancestor) === 'container' || factKind(ancestor) === 'instance')
    .reverse();
}

function read(layer: Layer): LayerFacts {
  return {
    id: layer.id,
    name: layer.name,
    kind: factKind(layer),
    hasPicture: hasPicture(layer),
    isFigmaMask: isFigmaMask(layer),
    isClip: [layer, ...ancestors(layer)].some((node) => 'isMask' in node && node.isMask),
    isMarkedRegion: isMarkedRegion(layer),
    isResult: hasRecipe(layer),
    problem: targetProblem(layer),
    ancestors: ancestors(layer)
      .filter((ancestor) => ancestor.type !== 'PAGE')
      .map((ancestor) => ancestor.id)
      .reverse(),
    place: placeOf(layer),
    bounds: layer.absoluteBoundingBox ?? { x: 0, y: 0, width: 0, height: 0 },
  };
}

function factKind(layer: Layer): LayerFacts['kind'] {
  switch (layer.type) {
    case 'FRAME':
    case 'GROUP':
    case 'COMPONENT':
    case 'COMPONENT_SET':
      return 'container';
    case 'INSTANCE':
      return 'instance';
    case 'SECTION':
      return 'section';
    default:
      return 'other';
  }
}

/** Positions among siblings from the page down. */
export function placeOf(layer: Layer): number[] {
  const chain: BaseNode[] = [layer, ...ancestors(layer)];
  return chain
    .flatMap((node) =>
      node.parent && hasChildren(node.parent)
        ? [node.parent.children.findIndex((child) => child.id === node.id)]
        : [],
    )
    .reverse();
}
