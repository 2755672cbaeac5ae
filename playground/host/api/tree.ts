// The tree: parents, children, moving, copying, removing and searching, with Figma's refusals.
import { cloneTree, createInstance, detachedTree } from '../scene/copies.ts';
import { isAutoLayout } from '../scene/layout.ts';
import {
  ancestors,
  canHaveChildren,
  isInsideInstance,
  pageOf,
  preorder,
  type SceneNode,
} from '../scene/model.ts';
import type { ApiContext, ApiNode } from './context.ts';
import { any, container, exactly, type Method, type Property, readOnly, scene } from './tables.ts';

export const treeProperties: Record<string, Property> = {
  parent: readOnly(any, (context, node) => node.parent && context.wrap(node.parent)),
  children: readOnly(container, (context, node) =>
    Object.freeze(loadedChildren(context, node).map((child) => context.wrap(child))),
  ),
  isAsset: readOnly(scene, () => false),
};

export const treeMethods: Record<string, Method> = {
  appendChild: {
    on: container,
    call: (context, node, child) => insert(context, node, child, node.children.length, 'appendChild'),
  },
  insertChild: {
    on: container,
    call: (context, node, index, child) => insert(context, node, child, Number(index), 'insertChild'),
  },
  clone: { on: (type) => scene(type) || type === 'PAGE', call: clone },
  remove: { on: (type) => type !== 'DOCUMENT', call: remove },
  createInstance: { on: exactly('COMPONENT'), call: instantiate },
  detachInstance: { on: exactly('INSTANCE'), call: detach },
  findAll: { on: container, call: (context, node, test) => wrapAll(context, node, matcher(context, test)) },
  findOne: {
    on: container,
    call: (context, node, test) => wrapAll(context, node, matcher(context, test))[0] ?? null,
  },
  findChildren: {
    on: container,
    call: (context, node, test) =>
      loadedChildren(context, node)
        .filter(matcher(context, test))
        .map((child) => context.wrap(child)),
  },
  findChild: {
    on: container,
    call: (context, node, test) => {
      const found = loadedChildren(context, node).find(matcher(context, test));
      return found ? context.wrap(found) : null;
    },
  },
  findAllWithCriteria: {
    on: container,
    call: (context, node, criteria) => wrapAll(context, node, criteriaTest(criteria)),
  },
};

/** Under dynamic-page, a page that was not loaded shows nothing of itself. */
function loadedChildren(context: ApiContext, node: SceneNode): SceneNode[] {
  const page = pageOf(node);
  if (
    page &&
    context.options.manifest.documentAccess === 'dynamic-page' &&
    !context.loadedPages.has(page.id)
  ) {
    throw new Error(
      'in get_children: Cannot access children on a page that has not been explicitly loaded. Call page.loadAsync() first',
    );
  }
  return node.children;
}

function descendants(context: ApiContext, node: SceneNode): SceneNode[] {
  return loadedChildren(context, node).flatMap((child) => [child, ...descendants(context, child)]);
}

function wrapAll(context: ApiContext, node: SceneNode, test: (node: SceneNode) => boolean): ApiNode[] {
  return descendants(context, node)
    .filter(test)
    .map((found) => context.wrap(found));
}

function matcher(context: ApiContext, test: unknown): (node: SceneNode) => boolean {
  if (test === undefined) return () => true;
  if (typeof test !== 'function') throw new TypeError('in findAll: Expected a function');
  return (node) => Boolean(test(context.wrap(node)));
}

interface Criteria {
  types?: readonly string[];
  pluginData?: { keys?: readonly string[] };
  sharedPluginData?: { namespace: string; keys?: readonly string[] };
}

function criteriaTest(value: unknown): (node: SceneNode) => boolean {
  const { types, pluginData, sharedPluginData } = value as Criteria;
  return ({ type, props }) => {
    if (types && !types.includes(type)) return false;
    if (pluginData && !hasKey(Object.keys(props.pluginData), pluginData.keys)) return false;
    if (!sharedPluginData) return true;
    const prefix = `${sharedPluginData.namespace}/`;
    const keys = Object.keys(props.sharedPluginData).filter((key) => key.startsWith(prefix));
    return hasKey(
      keys.map((key) => key.slice(prefix.length)),
      sharedPluginData.keys,
    );
  };
}

function hasKey(present: readonly string[], wanted: readonly string[] | undefined): boolean {
  return wanted ? wanted.some((key) => present.includes(key)) : present.length > 0;
}

function insert(
  context: ApiContext,
  parent: SceneNode,
  value: unknown,
  index: number,
  operation: string,
): void {
  const child = context.unwrap(value, operation);
  refuseInsert(parent, child, operation);
  const before = child.parent;
  const sameParent = before === parent;
  const last = parent.children.length - (sameParent ? 1 : 0);
  if (!Number.isInteger(index) || index < 0 || index > parent.children.length) {
    throw new RangeError(`in ${operation}: The index ${index} is out of range`);
  }
  context.document.insert(parent, child, Math.min(index, last));
  if (!isAutoLayout(parent) && child.props.layoutPositioning === 'ABSOLUTE') {
    context.document.set(child, { layoutPositioning: 'AUTO' });
  }
  if (before && !sameParent) context.settle(before);
  context.settle(child);
}

function refuseInsert(parent: SceneNode, child: SceneNode, operation: string): void {
  const refuse = (reason: string): never => {
    throw new Error(`in ${operation}: ${reason}`);
  };
  if (!canHaveChildren(parent.type)) refuse(`Cannot add children to a node of type ${parent.type}`);
  if (parent.type === 'INSTANCE' || isInsideInstance(parent)) {
    refuse('Cannot move node. New parent is an instance or is inside of an instance');
  }
  if (isInsideInstance(child)) refuse('Cannot move node. Node is inside of an instance');
  if ((child.type === 'PAGE') !== (parent.type === 'DOCUMENT')) {
    refuse(child.type === 'PAGE' ? 'A page can only be in the document' : 'The document can only have pages');
  }
  if (child.type === 'DOCUMENT') refuse('Cannot move the document');
  if (child === parent || [...ancestors(parent)].includes(child))
    refuse('A node cannot be a child of itself');
  if (child.type === 'COMPONENT' && [parent, ...ancestors(parent)].some((up) => up.type === 'COMPONENT')) {
    refuse('Cannot move node. A component cannot be inside of a component');
  }
  if (child.type === 'SECTION' && parent.type !== 'PAGE' && parent.type !== 'SECTION') {
    refuse('A section can only be in a page or a section');
  }
}

/** Figma puts a copy on the current page with the numbers of the original, and doubles flow starting points. */
function clone(context: ApiContext, node: SceneNode): ApiNode {
  const copy = cloneTree(context.document, node);
  const parent = node.type === 'PAGE' ? context.document.root : context.currentPage;
  context.document.set(copy, { sourceId: null, layoutPositioning: 'AUTO' });
  context.document.insert(parent, copy, parent.children.length);
  repeatFlowStart(context, node, copy);
  return context.wrap(copy);
}

function repeatFlowStart(context: ApiContext, node: SceneNode, copy: SceneNode): void {
  const page = pageOf(node);
  const flow = page?.props.flowStartingPoints.find((start) => start.nodeId === node.id);
  if (!page || !flow) return;
  const flowStartingPoints = [...page.props.flowStartingPoints, { nodeId: copy.id, name: flow.name }];
  context.document.set(page, { flowStartingPoints });
}

function remove(context: ApiContext, node: SceneNode): void {
  if (isInsideInstance(node)) throw new Error('in remove: Removing this node is not allowed');
  if (node.type === 'PAGE' && context.document.root.children.length === 1) {
    throw new Error('in remove: Cannot remove the last page');
  }
  const parent = node.parent;
  const gone = new Set([...preorder(node)].map(({ id }) => id));
  deselect(context, gone);
  const page = pageOf(node);
  context.document.remove(node);
  if (page && page !== node) forgetFlowStarts(context, page, gone);
  if (parent) context.settle(parent);
}

function deselect(context: ApiContext, gone: ReadonlySet<string>): void {
  const kept = context.selection().filter((node) => !gone.has(node.id));
  context.select(context.currentPage, kept);
}

function forgetFlowStarts(context: ApiContext, page: SceneNode, gone: ReadonlySet<string>): void {
  const kept = page.props.flowStartingPoints.filter(({ nodeId }) => !gone.has(nodeId));
  if (kept.length !== page.props.flowStartingPoints.length)
    context.document.set(page, { flowStartingPoints: kept });
}

function instantiate(context: ApiContext, component: SceneNode): ApiNode {
  const instance = createInstance(context.document, component);
  context.document.insert(context.currentPage, instance, context.currentPage.children.length);
  return context.wrap(instance);
}

/** A frame takes the instance's place. */
function detach(context: ApiContext, instance: SceneNode): ApiNode {
  if (isInsideInstance(instance)) throw new Error('in detachInstance: not offered inside an instance here');
  const { parent } = instance;
  if (!parent) throw new Error('in detachInstance: The node with this id no longer exists');
  const frame = detachedTree(context.document, instance);
  context.document.insert(parent, frame, parent.children.indexOf(instance));
  context.document.remove(instance);
  return context.wrap(frame);
}
