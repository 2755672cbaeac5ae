// Small questions about Figma's layers that several parts of the main thread ask.
import { Failure, type FailureKind } from '../core/failure.ts';
import {
  compose,
  contains,
  invert,
  type Matrix,
  mapRect,
  type Rect,
  type Transform,
} from '../core/geometry.ts';

export type Parent = BaseNode & ChildrenMixin;
/** The same on a page that is loaded. */
export type Holder = (SceneNode | PageNode) & ChildrenMixin;
/** A layer with a place of its own on the page. */
export type Layer = SceneNode & LayoutMixin;

export function hasChildren(node: BaseNode): node is Parent {
  return 'children' in node;
}

export function isLayer(node: BaseNode | null): node is Layer {
  return node !== null && 'absoluteTransform' in node && 'width' in node && !node.removed;
}

/** Whether a layer made at this place would lie inside an instance, which Figma refuses. */
export function isInInstance(node: BaseNode): boolean {
  return ancestors(node).some((ancestor) => ancestor.type === 'INSTANCE');
}

/** From the parent up to the page; the document is left out. */
export function ancestors(node: BaseNode): Parent[] {
  const chain: Parent[] = [];
  for (let parent = node.parent; parent && parent.type !== 'DOCUMENT'; parent = parent.parent) {
    chain.push(parent as Parent);
  }
  return chain;
}

/** The name of what a layer lies in, as a designer thinks of it; empty on the page itself. */
export function holderName(layer: BaseNode): string {
  return ancestors(layer).find(({ type }) => type !== 'GROUP' && type !== 'PAGE')?.name ?? '';
}

export function pageOf(node: BaseNode): PageNode | null {
  return (ancestors(node).find((ancestor) => ancestor.type === 'PAGE') as PageNode | undefined) ?? null;
}

export async function turnTo(page: PageNode): Promise<void> {
  if (page.id !== figma.currentPage.id) await figma.setCurrentPageAsync(page);
}

export function isShown(node: SceneNode): boolean {
  return node.visible && ancestors(node).every((ancestor) => !('visible' in ancestor) || ancestor.visible);
}

/** Hidden by itself, in either of the ways in which a layer is hidden; what it lies in may be hidden too. */
export function isUnseen(layer: Layer): boolean {
  return !layer.visible || opacityOf(layer) === 0;
}

/** Whether the node is the other one or lies in it. */
export function isWithin(node: BaseNode, outer: BaseNode): boolean {
  return [node, ...ancestors(node)].some(({ id }) => id === outer.id);
}

export function hasAutoLayout(node: BaseNode): boolean {
  return 'layoutMode' in node && node.layoutMode !== 'NONE';
}

/** A Figma mask: it cuts the siblings painted after it, and is not painted itself. */
export function isClipping(node: BaseNode): boolean {
  return 'isMask' in node && node.isMask;
}

/** A Figma mask, or a group that holds one. */
export function isFigmaMask(node: BaseNode): boolean {
  return isClipping(node) || (node.type === 'GROUP' && node.children.some(isClipping));
}

export function hasPicture(node: BaseNode): boolean {
  return visibleFills(node).some((paint) => paint.type === 'IMAGE');
}

/** Fills that paint something; none where a text's runs differ, as that is no picture and no backdrop. */
export function visibleFills(node: BaseNode): readonly Paint[] {
  if (!('fills' in node) || !Array.isArray(node.fills)) return [];
  return (node.fills as readonly Paint[]).filter(isPainting);
}

export function isPainting({ visible, opacity }: Paint): boolean {
  return visible !== false && opacity !== 0;
}

/** Positions in `children` from the ancestor down to the node: the same in the ancestor's clone. */
export function indexPath(ancestor: BaseNode, node: BaseNode): number[] | null {
  const path: number[] = [];
  let current = node;
  while (current.id !== ancestor.id) {
    const parent = current.parent;
    if (!parent || !hasChildren(parent)) return null;
    path.unshift(parent.children.findIndex((child) => child.id === current.id));
    current = parent;
  }
  return path;
}

/** The nodes met on the way down a path, the last one being its end. */
export function follow(top: BaseNode, path: readonly number[]): BaseNode[] {
  const nodes: BaseNode[] = [];
  let current = top;
  for (const index of path) {
    const child = hasChildren(current) ? current.children[index] : undefined;
    if (!child) return [];
    nodes.push(child);
    current = child;
  }
  return nodes;
}

export function toPage(layer: Layer): Transform<'frame', 'page'> {
  return layer.absoluteTransform as Matrix;
}

/** Null for a target without area. */
export function pageToFrame(target: Layer): Transform<'page', 'frame'> | null {
  return invert(toPage(target));
}

/** Why nothing can be done with the target as it is; null when something can. */
export function targetProblem(layer: Layer): FailureKind | null {
  if (!isShown(layer)) return 'target-hidden';
  if ([layer, ...ancestors(layer)].some((node) => isLayer(node) && opacityOf(node) === 0))
    return 'target-clear';
  if (layer.width < 1 || layer.height < 1) return 'target-empty';
  return pageToFrame(layer) ? null : 'target-flat';
}

/**
 * The `relativeTransform` that puts something drawn in the target's px into a parent. Figma measures it
 * from the nearest ancestor that is not a group.
 */
export function transformInto(
  parent: Parent,
  target: Layer,
  placed: Transform<'frame', 'frame'>,
): Transform<'frame', 'parent'> | null {
  const container = [parent, ...ancestors(parent)].find(
    (node) => node.type !== 'GROUP' && node.type !== 'BOOLEAN_OPERATION',
  );
  const onPage = compose(toPage(target), placed);
  if (!container || !isLayer(container)) return onPage as Matrix;
  const back = invert(toPage(container));
  return back && (compose(back, onPage) as Matrix);
}

/** Figma's own type wants a mutable tuple. */
export function mutable(matrix: Matrix): globalThis.Transform {
  const [[a, b, c], [d, e, f]] = matrix;
  return [
    [a, b, c],
    [d, e, f],
  ];
}

/** Each once: Figma may hand out the same layer as several objects. */
export function distinct<N extends BaseNode>(nodes: readonly N[]): N[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

/** Those of the ids that are still layers of the document. */
export async function layersOf(ids: readonly string[]): Promise<Layer[]> {
  const nodes = await Promise.all(ids.map((id) => figma.getNodeByIdAsync(id)));
  return nodes.filter(isLayer);
}

/** @throws Failure of the kind, when the layer is gone */
export async function findLayer(
  id: string,
  problem: 'target-gone' | 'region-gone' | 'result-gone',
): Promise<Layer> {
  const node = await figma.getNodeByIdAsync(id);
  if (isLayer(node)) return node;
  throw new Failure(problem);
}

/** Its own, whatever it lies in. */
export function opacityOf(layer: Layer): number {
  return 'opacity' in layer ? layer.opacity : 1;
}

/** Whether the area lies in the layer's own box, which may be left, or kept from, by so many of its px. */
export function holds(layer: Layer, target: Layer, area: Rect<'frame'>, tolerance: number): boolean {
  const toLayer = invert(toPage(layer));
  if (!toLayer) return false;
  const own = { x: 0, y: 0, width: layer.width, height: layer.height };
  return contains(own, mapRect(compose(toLayer, toPage(target)), area), tolerance);
}
