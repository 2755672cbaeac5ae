// Figma's selection → Selection. Reads only: selecting never writes to the document.
import { Failure, type FailureKind } from '../core/failure.ts';
import {
  type Choice,
  choose,
  type LayerFacts,
  type Region,
  type Selection,
  type Target,
} from '../core/selection.ts';
import {
  ancestors,
  hasChildren,
  hasPicture,
  isFigmaMask,
  isLayer,
  isShown,
  type Layer,
  pageOf,
  pageToFrame,
} from './layers.ts';
import { hasRecipe } from './recipes.ts';
import { isMarkedRegion, isRegionLayer, paintedBox } from './region.ts';
import { regionData } from './region-data.ts';

/** The selected layers as the panel needs to know them. */
export function describeSelection(nodes: readonly SceneNode[]): Selection {
  const layers = nodes.filter(isLayer);
  const [first] = layers;
  const isLone = layers.length === 1 && first !== undefined;
  const candidates = isLone ? candidatesFor(first) : [];
  const topLevel = isLone ? topLevelOf(first) : null;
  const known = new Map(
    [...layers, ...candidates, ...(topLevel ? [topLevel] : [])].map((layer) => [layer.id, layer]),
  );
  const facts = factsOf([...known.values()]);
  const factsFor = (some: readonly Layer[]) =>
    some.map((layer) => facts.get(layer.id)).filter((fact) => fact !== undefined);
  const choice = choose(factsFor(layers), {
    candidates: factsFor(candidates),
    topLevel: topLevel ? (facts.get(topLevel.id) ?? null) : null,
  });
  return describeChoice(choice, known);
}

function describeChoice(choice: Choice, known: ReadonlyMap<string, Layer>): Selection {
  if (choice.kind === 'none') {
    return nothing(choice.problem, choice.layer === undefined ? {} : { layer: choice.layer });
  }
  const layer = known.get(choice.targetId);
  if (!layer) return nothing('target-gone', {});
  const problem = targetProblem(layer);
  if (problem) return nothing(problem, { target: layer.name });
  const target = targetOf(layer);
  if (choice.kind === 'target') {
    const { message } = new Failure(choice.problem, { target: layer.name });
    return { kind: 'target', target, problem: choice.problem, message };
  }
  const regions = choice.regions.flatMap(({ id, use }) => regionOf(known.get(id), use, layer));
  return { kind: 'ready', target, regions };
}

function nothing(problem: FailureKind, facts: { layer?: string; target?: string }): Selection {
  return { kind: 'none', problem, message: new Failure(problem, facts).message };
}

/** Why nothing can be done with the target as it is; null when something can. */
export function targetProblem(layer: Layer): FailureKind | null {
  if (!isShown(layer)) return 'target-hidden';
  if (layer.width < 1 || layer.height < 1) return 'target-empty';
  return pageToFrame(layer) ? null : 'target-flat';
}

function targetOf(layer: Layer): Target {
  return {
    id: layer.id,
    name: layer.name,
    pageId: pageOf(layer)?.id ?? '',
    kind: kindOf(layer),
    size: { width: layer.width, height: layer.height },
  };
}

function kindOf(layer: Layer): Target['kind'] {
  if (layer.type === 'INSTANCE') return 'instance';
  if (layer.type === 'GROUP') return 'group';
  return hasChildren(layer) ? 'frame' : 'picture';
}

function regionOf(layer: Layer | undefined, use: Region['use'], target: Layer): Region[] {
  const toFrame = pageToFrame(target);
  if (!layer || !toFrame) return [];
  const { amount, readFrom, use: useSetting } = regionData(layer);
  const box = paintedBox(layer, toFrame);
  const used = useSetting === 'automatic' ? use : useSetting;
  return [{ id: layer.id, name: layer.name, use: used, amount, readFrom, useSetting, box }];
}

/** The child of a page or a section that holds the layer, or is it. */
function topLevelOf(layer: Layer): Layer | null {
  const chain = [layer, ...ancestors(layer)];
  const top = chain.findIndex((node) => node.parent?.type === 'PAGE' || node.parent?.type === 'SECTION');
  const found = chain[top];
  return found && isLayer(found) ? found : null;
}

/** Layers inside the target or painted over it that may be its regions. */
function candidatesFor(target: Layer): Layer[] {
  const inside = hasChildren(target) ? target.findAll(isRegionLayer).filter(isLayer) : [];
  return [...inside, ...layersOver(target).filter(isRegionLayer)];
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
  if (!a || !b) return false;
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function factsOf(layers: readonly Layer[]): Map<string, LayerFacts> {
  const places = new Map(layers.map((layer) => [layer.id, placeOf(layer)]));
  const inPaintingOrder = [...layers].sort((a, b) =>
    comparePlaces(places.get(a.id) ?? [], places.get(b.id) ?? []),
  );
  return new Map(inPaintingOrder.map((layer, order) => [layer.id, { ...ownFacts(layer), order }]));
}

function ownFacts(layer: Layer): Omit<LayerFacts, 'order'> {
  return {
    id: layer.id,
    name: layer.name,
    kind: factKind(layer),
    hasPicture: hasPicture(layer),
    isFigmaMask: isFigmaMask(layer),
    isMarkedRegion: isMarkedRegion(layer),
    isResult: hasRecipe(layer),
    ancestors: ancestors(layer)
      .filter((ancestor) => ancestor.type !== 'PAGE')
      .map((ancestor) => ancestor.id)
      .reverse(),
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

/** Positions among siblings from the page down: compared in turn, they give the painting order. */
function placeOf(layer: Layer): number[] {
  const chain: BaseNode[] = [layer, ...ancestors(layer)];
  return chain
    .flatMap((node) =>
      node.parent && hasChildren(node.parent)
        ? [node.parent.children.findIndex((child) => child.id === node.id)]
        : [],
    )
    .reverse();
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}
