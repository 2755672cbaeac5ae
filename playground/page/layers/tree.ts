// The layer list as rows: the tree without what is folded away, the topmost layer first.
export interface LayerNode {
  id: string;
  name: string;
  type: string;
  parentId: string | null;
  visible: boolean;
}

export interface Row<Node extends LayerNode = LayerNode> {
  node: Node;
  level: number;
  hasChildren: boolean;
  isOpen: boolean;
  /** Whether it, or anything above it, is hidden. */
  isHidden: boolean;
}

export function rowsOf<Node extends LayerNode>(
  nodes: readonly Node[],
  open: ReadonlySet<string>,
): Row<Node>[] {
  const children = childrenById(nodes);
  const known = new Set(nodes.map(({ id }) => id));
  const rows: Row<Node>[] = [];
  const add = (node: Node, level: number, underHidden: boolean) => {
    const below = children.get(node.id) ?? [];
    const isHidden = underHidden || !node.visible;
    const isOpen = open.has(node.id);
    rows.push({ node, level, hasChildren: below.length > 0, isOpen, isHidden });
    if (isOpen) for (const child of below) add(child, level + 1, isHidden);
  };
  for (const node of nodes.toReversed()) if (!known.has(node.parentId ?? '')) add(node, 1, false);
  return rows;
}

/** Document order is bottom to top; the list reads from the top. */
function childrenById<Node extends LayerNode>(nodes: readonly Node[]): Map<string, Node[]> {
  const children = new Map<string, Node[]>();
  for (const node of nodes.toReversed()) {
    const parent = node.parentId ?? '';
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  return children;
}

export function ancestorsOf(id: string, nodes: readonly LayerNode[]): string[] {
  const parents = new Map(nodes.map((node) => [node.id, node.parentId]));
  const ancestors: string[] = [];
  for (let parent = parents.get(id); parent; parent = parents.get(parent)) ancestors.push(parent);
  return ancestors;
}
