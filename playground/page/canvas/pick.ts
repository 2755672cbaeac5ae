// Which layer a click means, after Figma's habit: the outermost first, the level already entered next, the
// deepest with ⌘ or Ctrl, one level deeper with a double-click.
export interface TreeNode {
  id: string;
  type: string;
  parentId: string | null;
}

export type Depth = 'level' | 'deeper' | 'deepest';

const CONTAINERS = new Set(['FRAME', 'SECTION', 'COMPONENT_SET']);

/** From the page's child down to the hit node itself. */
function chainTo(id: string, nodes: ReadonlyMap<string, TreeNode>): TreeNode[] {
  const chain: TreeNode[] = [];
  for (let node = nodes.get(id); node; node = nodes.get(node.parentId ?? '')) chain.unshift(node);
  return chain;
}

export function pick(
  hit: string,
  selection: readonly string[],
  nodes: ReadonlyMap<string, TreeNode>,
  depth: Depth,
): string {
  const chain = chainTo(hit, nodes);
  const deepest = chain.length - 1;
  switch (depth) {
    case 'deepest':
      return hit;
    case 'deeper': {
      const selected = chain.findLastIndex(({ id }) => selection.includes(id));
      return chain[Math.min(deepest, selected + 1)]?.id ?? hit;
    }
    case 'level':
      return (
        chain[Math.min(deepest, Math.max(outermost(chain), entered(chain, selection, nodes)))]?.id ?? hit
      );
    default:
      return depth satisfies never;
  }
}

/** Frames on the page itself are looked through: their children are what one works on. */
const outermost = ([first]: TreeNode[]) => (first && CONTAINERS.has(first.type) ? 1 : 0);

/** The deepest level at which the chain has a sibling, or an aunt, of something selected. */
function entered(
  chain: TreeNode[],
  selection: readonly string[],
  nodes: ReadonlyMap<string, TreeNode>,
): number {
  const parents = new Set(selection.flatMap((id) => chainTo(id, nodes).slice(0, -1)).map(({ id }) => id));
  return chain.findLastIndex(({ parentId }) => parentId !== null && parents.has(parentId));
}
