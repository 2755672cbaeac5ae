// `figma.create…`, `group` and `ungroup`.

import { absoluteTransform } from '../scene/geometry.ts';
import { fitAround } from '../scene/groups.ts';
import { IDENTITY, invert, multiply } from '../scene/matrix.ts';
import { type NodeType, type Props, pageOf, type SceneNode } from '../scene/model.ts';
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
    group: gather(context, 'GROUP', 'group'),
    combineAsVariants: gather(context, 'COMPONENT_SET', 'combineAsVariants'),
    union: gather(context, 'BOOLEAN_OPERATION', 'union', { booleanOperation: 'UNION' }),
    subtract: gather(context, 'BOOLEAN_OPERATION', 'subtract', { booleanOperation: 'SUBTRACT' }),
    intersect: gather(context, 'BOOLEAN_OPERATION', 'intersect', { booleanOperation: 'INTERSECT' }),
    exclude: gather(context, 'BOOLEAN_OPERATION', 'exclude', { booleanOperation: 'EXCLUDE' }),
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

/** Makes a node of a type around others, which stay where they are on the page. */
function gather(context: ApiContext, type: NodeType, operation: string, props: Partial<Props> = {}) {
  return (values: unknown, parentValue: unknown, index?: number): ApiNode => {
    const nodes = nodesOf(context, values, operation);
    const parent = context.unwrap(parentValue, operation);
    refuseGathering(type, nodes, parent, operation);
    const result = context.document.create(type, props);
    context.document.insert(parent, result, index ?? parent.children.length);
    nodes.forEach((node, position) => {
      reparentInPlace(context, node, result, position);
    });
    fitAround(context.document, result);
    return context.wrap(result);
  };
}

function nodesOf(context: ApiContext, values: unknown, operation: string): SceneNode[] {
  if (!Array.isArray(values) || values.length === 0) {
    throw new Error(`in ${operation}: First argument must be an array of at least one node`);
  }
  return values.map((value) => context.unwrap(value, operation));
}

function refuseGathering(
  type: NodeType,
  nodes: readonly SceneNode[],
  parent: SceneNode,
  operation: string,
): void {
  if (nodes.some((node) => pageOf(node) !== pageOf(parent))) {
    throw new Error(`in ${operation}: Grouped nodes must be in the same page as the parent`);
  }
  if (type === 'COMPONENT_SET' && nodes.some((node) => node.type !== 'COMPONENT')) {
    throw new Error(`in ${operation}: Only components can be combined as variants`);
  }
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
