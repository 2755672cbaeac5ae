// A group's box follows its children, in the group's own axes.

import type { SceneDocument } from './document.ts';
import { localBox } from './geometry.ts';
import { boxOf, multiply, translation, union } from './matrix.ts';
import { ancestors, isTransparentParent, type SceneNode } from './model.ts';

/** Fits every group above the node, and the node itself when it is one. An emptied group disappears, as in Figma. */
export function refitGroups(document: SceneDocument, node: SceneNode): void {
  for (const group of [node, ...ancestors(node)]) {
    if (!isTransparentParent(group.type)) return;
    fitAround(document, group);
  }
}

/** Gives a node the box around its children, without moving them on the page. */
export function fitAround(document: SceneDocument, group: SceneNode): void {
  const box = union(group.children.map((child) => boxOf(child.props.transform, localBox(child))));
  if (!box) {
    removeEmpty(document, group);
    return;
  }
  document.set(group, { width: box.width, height: box.height });
  if (box.x === 0 && box.y === 0) return;
  document.set(group, { transform: multiply(group.props.transform, translation(box.x, box.y)) });
  for (const child of group.children) {
    document.set(child, { transform: multiply(translation(-box.x, -box.y), child.props.transform) });
  }
}

function removeEmpty(document: SceneDocument, group: SceneNode): void {
  const parent = group.parent;
  document.remove(group);
  if (parent) refitGroups(document, parent);
}
