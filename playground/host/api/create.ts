// `figma.create…`, `group` and `ungroup`.

import { absoluteTransform } from '../scene/geometry.ts';
import { refitGroups } from '../scene/groups.ts';
import { IDENTITY, invert, multiply } from '../scene/matrix.ts';
import { type NodeType, pageOf, type SceneNode } from '../scene/model.ts';
import type { ApiContext, ApiNode } from './context.ts';

export function creators(context: ApiContext) {
  const create = (type: NodeType) => () => place(context, context.document.create(type));
  return {
    createFrame: create('FRAME'),
    createComponent: create('COMPONENT'),
    createSection: create('SECTION'),
    createRectangle: create('RECTANGLE'),
    createEllipse: create('ELLIPSE'),
    createLine: create('LINE'),
    createPolygon: create('POLYGON'),
    createStar: create('STAR'),
    createVector: create('VECTOR'),
    createText: create('TEXT'),
    createSlice: create('SLICE'),
    createPage: () => createPage(context),
    group: (nodes: unknown, parent: unknown, index?: number) => group(context, nodes, parent, index),
    ungroup: (node: unknown) => ungroup(context, node),
  };
}

function place(context: ApiContext, node: SceneNode): ApiNode {
  context.document.insert(context.currentPage, node, context.currentPage.children.length);
  return context.wrap(node);
}

function createPage(context: ApiContext): ApiNode {
  const { root } = context.document;
  const page = context.document.create('PAGE', { name: `Page ${root.children.length + 1}` });
  context.document.insert(root, page, root.children.length);
  context.loadedPages.add(page.id);
  return context.wrap(page);
}

function group(context: ApiContext, values: unknown, parentValue: unknown, index?: number): ApiNode {
  if (!Array.isArray(values) || values.length === 0) {
    throw new Error('in group: First argument must be an array of at least one node');
  }
  const nodes = values.map((value) => context.unwrap(value, 'group'));
  const parent = context.unwrap(parentValue, 'group');
  const page = pageOf(parent);
  if (nodes.some((node) => pageOf(node) !== page))
    throw new Error('in group: Grouped nodes must be in the same page as the parent');
  const result = context.document.create('GROUP');
  context.document.insert(parent, result, index ?? parent.children.length);
  nodes.forEach((node, position) => {
    reparentInPlace(context, node, result, position);
  });
  refitGroups(context.document, result);
  return context.wrap(result);
}

/** Moves a node to another parent without moving it on the page. */
function reparentInPlace(context: ApiContext, node: SceneNode, parent: SceneNode, index: number): void {
  const absolute = absoluteTransform(node);
  const before = node.parent;
  context.document.insert(parent, node, index);
  const transform = multiply(invert(absoluteTransform(parent)) ?? IDENTITY, absolute);
  context.document.set(node, { transform });
  if (before && before !== parent) context.settle(before);
}

function ungroup(context: ApiContext, value: unknown): ApiNode[] {
  const node = context.unwrap(value, 'ungroup');
  const parent = node.parent;
  if (!parent) throw new Error('in ungroup: Cannot ungroup the document');
  const at = parent.children.indexOf(node);
  const children = [...node.children];
  children.forEach((child, position) => {
    reparentInPlace(context, child, parent, at + position);
  });
  if (context.document.nodes.has(node.id)) context.document.remove(node);
  context.settle(parent);
  return children.map((child) => context.wrap(child));
}
