// The nodes of a page as the host describes them to its page and to tests.
import { toLocal } from './scene/constraints.ts';
import { absoluteTransform, clipsChildren, relativeTransform } from './scene/geometry.ts';
import { preorder, type SceneNode } from './scene/model.ts';
import type { NodeInfo } from './types.ts';

/** Depth first, parents before their children; the page itself is left out. */
export function describeNodes(page: SceneNode): NodeInfo[] {
  return [...preorder(page)].filter((node) => node !== page).map(describeNode);
}

function describeNode(node: SceneNode): NodeInfo {
  const [[, , x], [, , y]] = relativeTransform(node);
  const { name, visible, width, height, pluginData, sharedPluginData } = node.props;
  return {
    id: node.id,
    name,
    type: node.type,
    parentId: node.parent?.id ?? null,
    visible,
    x,
    y,
    width,
    height,
    absoluteTransform: absoluteTransform(node),
    pluginData: { ...pluginData, ...sharedPluginData },
  };
}

/** The node at a point of the page: the outermost one, or with `deep` the innermost. */
export function hitTest(page: SceneNode, point: { x: number; y: number }, deep: boolean): SceneNode | null {
  for (const child of [...page.children].reverse()) {
    const hit = hitNode(child, point, deep);
    if (hit) return hit;
  }
  return null;
}

function hitNode(node: SceneNode, point: { x: number; y: number }, deep: boolean): SceneNode | null {
  if (!node.props.visible || node.props.locked) return null;
  const local = toLocal(absoluteTransform(node), point);
  const inside = local !== null && contains(node, local);
  if (!inside && clipsChildren(node)) return null;
  const child = hitTest(node, point, deep);
  if (child) return deep && node.type !== 'BOOLEAN_OPERATION' ? child : node;
  return inside && node.type !== 'GROUP' ? node : null;
}

function contains(node: SceneNode, { x, y }: { x: number; y: number }): boolean {
  const { width, height } = node.props;
  if (x < 0 || y < 0 || x > width || y > height) return false;
  if (node.type !== 'ELLIPSE') return true;
  return ((x * 2) / width - 1) ** 2 + ((y * 2) / height - 1) ** 2 <= 1;
}
