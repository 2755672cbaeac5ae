// Counts how often somebody has changed the look of a target: renders with no change between them can be compared.
import { hasChildren, type Layer, pageOf } from './layers.ts';

/** One count for each target, since several runs may be under way; kept until the plugin closes. */
export class EditCounts {
  private readonly counts = new Map<string, EditCount>();

  of(targetId: string): EditCount {
    const count = this.counts.get(targetId) ?? new EditCount();
    this.counts.set(targetId, count);
    return count;
  }
}

export class EditCount {
  private count = 0;
  private page: PageNode | null = null;
  /** The target and all that is in it, since of a layer that is gone no more than its id is told. */
  private readonly members = new Set<string>();
  /** Layers of which we are still to be told what we did ourselves. */
  private readonly ours = new Set<string>();

  get edits(): number {
    return this.count;
  }

  /** From now on the edits of this target are counted. */
  follow(target: Layer): void {
    this.page?.off('nodechange', this.look);
    this.page = pageOf(target);
    const inside = hasChildren(target) ? target.findAll(() => true) : [];
    for (const { id } of [target, ...inside]) this.members.add(id);
    this.page?.on('nodechange', this.look);
  }

  /** That these layers have just come, or were hidden, is no edit; what is done to them from now on is. */
  passOver(made: readonly BaseNode[], hidden: readonly BaseNode[]): void {
    for (const { id } of made) this.members.add(id);
    for (const { id } of [...made, ...hidden]) this.ours.add(id);
  }

  private readonly look = ({ nodeChanges }: NodeChangeEvent): void => {
    if (nodeChanges.some((change) => !this.ours.has(change.id) && this.isEdit(change))) this.count++;
    for (const { id } of nodeChanges) this.ours.delete(id);
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
