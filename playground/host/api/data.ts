// Plugin data, shared plugin data, relaunch data, and the members special to pages, instances and variables.
import { pageOf, type SceneNode } from '../scene/model.ts';
import type { ApiContext } from './context.ts';
import { any, exactly, type Method, type Property, readOnly, scene, stored } from './tables.ts';
import { frozen, list, record, string } from './validate.ts';

/** 100 kB for an entry with its key and the plugin's id. */
const ENTRY_LIMIT = 100_000;
const ID_LENGTH = 20;

export const dataProperties: Record<string, Property> = {
  selection: { on: exactly('PAGE'), get: selection, set: setSelection },
  flowStartingPoints: stored(
    exactly('PAGE'),
    'flowStartingPoints',
    list(record({ nodeId: string, name: string })),
  ),
  mainComponent: { on: exactly('INSTANCE'), get: mainComponent },
  overrides: readOnly(exactly('INSTANCE'), (_context, node) =>
    node.props.overridden.map((field) => ({ id: node.id, overriddenFields: [field] })),
  ),
  explicitVariableModes: readOnly(scene, (_context, node) => node.props.explicitVariableModes),
  resolvedVariableModes: readOnly(scene, (_context, node) => resolvedModes(node)),
};

export const dataMethods: Record<string, Method> = {
  getPluginData: { on: any, call: (_context, node, key) => node.props.pluginData[String(key)] ?? '' },
  setPluginData: {
    on: any,
    call: (context, node, key, value) => setEntry(context, node, 'pluginData', String(key), value),
  },
  getPluginDataKeys: { on: any, call: (_context, node) => Object.keys(node.props.pluginData) },
  getSharedPluginData: {
    on: any,
    call: (_context, node, space, key) => node.props.sharedPluginData[`${space}/${key}`] ?? '',
  },
  setSharedPluginData: { on: any, call: setShared },
  getSharedPluginDataKeys: { on: any, call: (_context, node, space) => sharedKeys(node, String(space)) },
  getRelaunchData: { on: any, call: (_context, node) => ({ ...node.props.relaunchData }) },
  setRelaunchData: { on: any, call: setRelaunchData },
  loadAsync: { on: exactly('PAGE'), call: async (context, node) => void context.loadedPages.add(node.id) },
  getMainComponentAsync: { on: exactly('INSTANCE'), call: async (context, node) => component(context, node) },
  setExplicitVariableModeForCollection: { on: scene, call: setMode },
  clearExplicitVariableModeForCollection: {
    on: scene,
    call: (context, node, collection) => clearMode(context, node, collection),
  },
};

function setEntry(
  context: ApiContext,
  node: SceneNode,
  field: 'pluginData' | 'sharedPluginData',
  key: string,
  value: unknown,
): void {
  const text = string(value, field);
  const size = new TextEncoder().encode(key + text).length + ID_LENGTH;
  if (size > ENTRY_LIMIT)
    throw new Error(`in ${field}: the entry "${key}" exceeds the limit of 100 kB (${size} bytes)`);
  const { [key]: _old, ...others } = node.props[field];
  context.document.set(node, { [field]: Object.freeze(text === '' ? others : { ...others, [key]: text }) });
}

function setShared(context: ApiContext, node: SceneNode, space: unknown, key: unknown, value: unknown): void {
  if (typeof space !== 'string' || !/^[\w.]{3,}$/.test(space)) {
    throw new Error(
      'in setSharedPluginData: The namespace must have at least 3 characters: letters, digits, "_" and "."',
    );
  }
  setEntry(context, node, 'sharedPluginData', `${space}/${String(key)}`, value);
}

function sharedKeys(node: SceneNode, space: string): string[] {
  const prefix = `${space}/`;
  const keys = Object.keys(node.props.sharedPluginData).filter((key) => key.startsWith(prefix));
  return keys.map((key) => key.slice(prefix.length));
}

function setRelaunchData(context: ApiContext, node: SceneNode, value: unknown): void {
  const data = frozen(value) as Record<string, string>;
  for (const description of Object.values(data)) {
    if (string(description, 'relaunchData').length > 1000) {
      throw new Error('in setRelaunchData: A description has at most 1000 characters');
    }
  }
  context.document.set(node, { relaunchData: data });
}

function selection(context: ApiContext, page: SceneNode): unknown {
  return Object.freeze(context.selection(page).map((node) => context.wrap(node)));
}

function setSelection(context: ApiContext, page: SceneNode, value: unknown): void {
  if (!Array.isArray(value)) throw new TypeError('in set_selection: Expected an array of nodes');
  const nodes = value.map((item) => context.unwrap(item, 'set_selection'));
  const stranger = nodes.find((node) => pageOf(node) !== page);
  if (stranger)
    throw new Error('in set_selection: The selection of a page can only include nodes in that page');
  context.select(page, nodes);
}

function mainComponent(context: ApiContext, node: SceneNode): unknown {
  if (context.options.manifest.documentAccess === 'dynamic-page') {
    throw new Error(
      'in get_mainComponent: Cannot call with documentAccess: dynamic-page. Use node.getMainComponentAsync instead.',
    );
  }
  return component(context, node);
}

function component(context: ApiContext, node: SceneNode): unknown {
  const main = context.document.nodes.get(node.props.mainComponentId ?? '');
  return main ? context.wrap(main) : null;
}

function resolvedModes(node: SceneNode): Record<string, string> {
  const above = node.parent ? resolvedModes(node.parent) : {};
  return { ...above, ...node.props.explicitVariableModes };
}

function setMode(context: ApiContext, node: SceneNode, collection: unknown, mode: unknown): void {
  const modes = { ...node.props.explicitVariableModes, [collectionId(collection)]: String(mode) };
  context.edit(node, { explicitVariableModes: Object.freeze(modes) });
}

function clearMode(context: ApiContext, node: SceneNode, collection: unknown): void {
  const { [collectionId(collection)]: _old, ...others } = node.props.explicitVariableModes;
  context.edit(node, { explicitVariableModes: Object.freeze(others) });
}

function collectionId(collection: unknown): string {
  if (typeof collection === 'string') return collection;
  return String((collection as { id: unknown }).id);
}
