// What is kept on layers beside their recipes, and shared as those are: it goes with them to teammates and to other builds.
import { SHARED_NAMESPACE } from '../core/protocol.ts';
import type { Holder } from './layers.ts';

/** Where earlier versions kept it, Figma shows it to a plugin of the same id alone, and publishing changes the id. */
export function keptOn(node: BaseNode, key: string): string {
  return node.getSharedPluginData(SHARED_NAMESPACE, key) || node.getPluginData(key);
}

/** @param text empty for nothing any more */
export function keepOn(node: BaseNode, key: string, text: string): void {
  node.setSharedPluginData(SHARED_NAMESPACE, key, text);
  if (node.getPluginData(key) !== '') node.setPluginData(key, '');
}

/** What puts back what is kept now, where it is kept now. */
export function keptDataRestorer(node: BaseNode, keys: readonly string[]): () => void {
  const before = keys.map((key) => {
    const shared = node.getSharedPluginData(SHARED_NAMESPACE, key);
    return { key, shared, own: node.getPluginData(key) };
  });
  return () => {
    for (const { key, shared, own } of before) {
      keepOn(node, key, shared);
      if (own !== '') node.setPluginData(key, own);
    }
  };
}

export function nodesThatKeep(parent: Holder, key: string): BaseNode[] {
  const sharedPluginData = { namespace: SHARED_NAMESPACE, keys: [key] };
  const shared = parent.findAllWithCriteria({ sharedPluginData });
  return [...shared, ...parent.findAllWithCriteria({ pluginData: { keys: [key] } })];
}
