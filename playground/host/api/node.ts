// A node as plugins see it: a proxy over the tables, in which only the members of its type exist.
import type { SceneNode } from '../scene/model.ts';
import type { ApiContext, ApiNode } from './context.ts';
import { dataMethods, dataProperties } from './data.ts';
import { exportMethods } from './export.ts';
import { isProbe, notImplemented, register } from './host-object.ts';
import { placementMethods, placementProperties } from './placement.ts';
import { styleProperties } from './style.ts';
import type { Method, Property } from './tables.ts';
import { textMethods, textProperties } from './text.ts';
import { treeMethods, treeProperties } from './tree.ts';

const PROPERTIES: Readonly<Record<string, Property>> = {
  ...treeProperties,
  ...styleProperties,
  ...placementProperties,
  ...textProperties,
  ...dataProperties,
};

const METHODS: Readonly<Record<string, Method>> = {
  ...treeMethods,
  ...placementMethods,
  ...dataMethods,
  ...exportMethods,
  ...textMethods,
};

export function wrapNode(context: ApiContext, node: SceneNode): ApiNode {
  const target = { id: node.id, type: node.type };
  const methods = new Map<string, unknown>();
  const proxy = new Proxy(target, {
    get: (_target, key) => read(context, node, key, methods),
    set: (_target, key, value) => write(context, node, String(key), value),
    has: (_target, key) => typeof key === 'string' && exists(node, key),
  });
  return register('node', proxy);
}

function exists(node: SceneNode, key: string): boolean {
  const member = own(PROPERTIES, key) ?? own(METHODS, key);
  return member
    ? member.on(node.type)
    : key === 'id' || key === 'type' || key === 'removed' || isPageEvent(node, key);
}

function isPageEvent(node: SceneNode, key: string): boolean {
  return node.type === 'PAGE' && ['on', 'once', 'off'].includes(key);
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function read(
  context: ApiContext,
  node: SceneNode,
  key: string | symbol,
  methods: Map<string, unknown>,
): unknown {
  if (typeof key === 'symbol') return undefined;
  if (key === 'id' || key === 'type') return node[key];
  if (key === 'removed') return context.document.nodes.get(node.id) !== node;
  if (key === 'toString') return () => `[object ${node.type}]`;
  const property = own(PROPERTIES, key);
  if (property) return readProperty(context, node, key, property);
  return method(context, node, key, methods);
}

/** A name that other types have is undefined on this one; a name unknown here throws. */
function readProperty(context: ApiContext, node: SceneNode, key: string, property: Property): unknown {
  if (!property.on(node.type)) return undefined;
  context.assertExists(node, `get_${key}`);
  return property.get(context, node);
}

function method(context: ApiContext, node: SceneNode, key: string, methods: Map<string, unknown>): unknown {
  const known = methods.get(key);
  if (known) return known;
  if (isPageEvent(node, key)) return pageEvent(context, node, key);
  const definition = own(METHODS, key);
  if (!definition) {
    if (isProbe(key)) return undefined;
    throw notImplemented(`${node.type} node`, key);
  }
  if (!definition.on(node.type)) return undefined;
  const bound = (...args: unknown[]) => {
    context.assertExists(node, key);
    return definition.call(context, node, ...args);
  };
  methods.set(key, bound);
  return bound;
}

function write(context: ApiContext, node: SceneNode, key: string, value: unknown): boolean {
  const property = own(PROPERTIES, key);
  if (!property?.on(node.type)) throw new TypeError(`no such property '${key}' on ${node.type} node`);
  if (!property.set) throw new TypeError(`in set_${key}: Cannot assign to read only property '${key}'`);
  context.assertExists(node, `set_${key}`);
  property.set(context, node, value);
  return true;
}

function pageEvent(context: ApiContext, node: SceneNode, key: string) {
  const events = context.pageEvents(node);
  return (type: string, listener: (...args: unknown[]) => unknown) => {
    if (key === 'off') events.off(type, listener);
    else events.on(type, listener, key === 'once');
  };
}
