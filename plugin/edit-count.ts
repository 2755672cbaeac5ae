// Counts how often somebody has changed the look of one target: renders with no change between them can be compared.
import { hasChildren, type Layer, pageOf } from './layers.ts';

export class EditCount {
  private count = 0;
  private page: PageNode | null = null;
  /** The target and all that is in it, since of a layer that is gone no more than its id is told. */
  private members = new Set<string>();

  get edits(): number {
    return this.count;
  }

  /** From now on the edits of this target are counted. */
  follow(target: Layer): void {
    this.page?.off('nodechange', this.look);
    this.page = pageOf(target);
    const inside = hasChildren(target) ? target.findAll(() => true) : [];
    this.members = new Set([target.id, ...inside.map(({ id }) => id)]);
    this.page?.on('nodechange', this.look);
  }

  private readonly look = ({ nodeChanges }: NodeChangeEvent): void => {
    if (nodeChanges.some((change) => this.isEdit(change))) this.count++;
  };

  private isEdit(change: NodeChange): boolean {
    if (change.type === 'PROPERTY_CHANGE' && change.properties.every((name) => name === 'pluginData')) {
      return false;
    }
    const { node } = change;
    // Of layers that come with all that is in them, the outermost has a parent that is known.
    const isAdded = !node.removed && node.parent !== null && this.members.has(node.parent.id);
    return isAdded || this.members.has(change.id);
  }
}
