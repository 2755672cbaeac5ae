// Copies of nodes: clones, and instances, which repeat their component.
import type { SceneDocument } from './document.ts';
import { type NodeType, type Props, preorder, type SceneNode } from './model.ts';

/** A deep copy without a parent. The layers of an instance keep the names of what they repeat in their ids. */
export function cloneTree(document: SceneDocument, node: SceneNode): SceneNode {
  const copy = document.create(node.type, node.props);
  const inside = node.type === 'INSTANCE' ? copy : null;
  for (const child of node.children)
    adopt(copy, inside ? repeat(document, child, inside) : cloneTree(document, child));
  return copy;
}

export function createInstance(document: SceneDocument, component: SceneNode): SceneNode {
  const instance = document.create('INSTANCE', {
    ...component.props,
    mainComponentId: component.id,
    pluginData: {},
  });
  for (const child of component.children) adopt(instance, repeat(document, child, instance));
  return instance;
}

/** A frame with all that the instance shows, and none of its ties to the component. */
export function detachedTree(document: SceneDocument, instance: SceneNode): SceneNode {
  const frame = document.create('FRAME', {
    ...instance.props,
    mainComponentId: null,
    sourceId: null,
    overridden: [],
  });
  for (const child of instance.children) adopt(frame, freed(document, child));
  return frame;
}

function freed(document: SceneDocument, node: SceneNode): SceneNode {
  if (node.type === 'INSTANCE') return cloneTree(document, node);
  const copy = document.create(node.type, { ...node.props, sourceId: null, overridden: [] });
  for (const child of node.children) adopt(copy, freed(document, child));
  return copy;
}

/** Brings an instance in line with its component, except for what was overridden in it. Its layers stay the same nodes. */
export function refreshInstance(document: SceneDocument, instance: SceneNode, component: SceneNode): void {
  const kept = [
    'name',
    'transform',
    'pluginData',
    'mainComponentId',
    'overridden',
    ...instance.props.overridden,
  ];
  document.set(instance, without(component.props, kept));
  const old = new Map([...preorder(instance)].map((node) => [node.props.sourceId, node]));
  old.delete(instance.props.sourceId);
  instance.children = [];
  for (const child of component.children) adopt(instance, repeat(document, child, instance, old));
  const used = new Set(preorder(instance));
  for (const node of old.values()) if (!used.has(node)) document.forget(node);
}

function repeat(
  document: SceneDocument,
  source: SceneNode,
  instance: SceneNode,
  old: ReadonlyMap<string | null, SceneNode> = new Map(),
): SceneNode {
  const sourceId = source.props.sourceId ?? source.id;
  const known = old.get(sourceId);
  const node = known ?? createLayer(document, source, instance, sourceId);
  if (known)
    document.set(known, without(source.props, ['sourceId', 'overridden', ...known.props.overridden]));
  node.children = [];
  for (const child of source.children) adopt(node, repeat(document, child, instance, old));
  return node;
}

function createLayer(
  document: SceneDocument,
  source: SceneNode,
  instance: SceneNode,
  sourceId: string,
): SceneNode {
  const type: NodeType = source.type === 'COMPONENT' ? 'INSTANCE' : source.type;
  return document.create(
    type,
    { ...source.props, sourceId },
    `I${instance.id.replace(/^I/, '')};${sourceId}`,
  );
}

function adopt(parent: SceneNode, child: SceneNode): void {
  parent.children.push(child);
  child.parent = parent;
}

function without(props: Readonly<Props>, keys: readonly string[]): Partial<Props> {
  return Object.fromEntries(Object.entries(props).filter(([key]) => !keys.includes(key)));
}
