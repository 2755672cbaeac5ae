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

/** Brings an instance in line with its component, except for what was overridden in it. */
export function refreshInstance(document: SceneDocument, instance: SceneNode, component: SceneNode): void {
  const { overridden } = instance.props;
  document.set(
    instance,
    without(component.props, ['name', 'transform', 'pluginData', 'mainComponentId', ...overridden]),
  );
  const old = new Map([...preorder(instance)].map((node) => [node.props.sourceId, node.props]));
  for (const child of [...instance.children]) document.remove(child);
  for (const child of component.children) adopt(instance, repeat(document, child, instance, old));
}

function repeat(
  document: SceneDocument,
  source: SceneNode,
  instance: SceneNode,
  old: ReadonlyMap<string | null, Readonly<Props>> = new Map(),
): SceneNode {
  const sourceId = source.props.sourceId ?? source.id;
  const kept = old.get(sourceId);
  const overrides = kept ? only(kept, kept.overridden) : {};
  const type: NodeType = source.type === 'COMPONENT' ? 'INSTANCE' : source.type;
  const props = {
    ...source.props,
    ...overrides,
    overridden: kept?.overridden ?? source.props.overridden,
    sourceId,
  };
  const node = document.create(type, props, `I${instance.id.replace(/^I/, '')};${sourceId}`);
  for (const child of source.children) adopt(node, repeat(document, child, instance, old));
  return node;
}

function adopt(parent: SceneNode, child: SceneNode): void {
  parent.children.push(child);
  child.parent = parent;
}

function only(props: Readonly<Props>, keys: readonly string[]): Partial<Props> {
  return Object.fromEntries(Object.entries(props).filter(([key]) => keys.includes(key)));
}

function without(props: Readonly<Props>, keys: readonly string[]): Partial<Props> {
  return Object.fromEntries(Object.entries(props).filter(([key]) => !keys.includes(key)));
}
