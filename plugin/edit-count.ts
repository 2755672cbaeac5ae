// Counts how often somebody has changed the look of a target: renders with no change between them can be compared.
import { hasChildren, type Layer, pageOf } from './layers.ts';

/** Each is told of every change of a page: more of them than anybody compares results of. */
const MOST_FOLLOWED = 12;

/** One count for each target, since several runs may be under way; of many, those last used. */
export class EditCounts {
  private readonly counts = new Map<string, EditCount>();
  private last = 0;

  of(targetId: string): EditCount {
    const count = this.counts.get(targetId) ?? new EditCount(() => ++this.last);
    this.counts.delete(targetId);
    this.counts.set(targetId, count);
    const [oldest] = this.counts.keys();
    if (this.counts.size > MOST_FOLLOWED && oldest !== undefined) {
      this.counts.get(oldest)?.end();
      this.counts.delete(oldest);
    }
    return count;
  }
}

export class EditCount {
  private count: number;
  private page: PageNode | null = null;
  /** The target and all that is in it, since of a layer that is gone no more than its id is told. */
  private readonly members = new Set<string>();
  /** Layers of which we are still to be told what we did ourselves. */
  private readonly ours = new Set<string>();

  /** @param next numbers that never come again: a target that is followed anew is not taken for unchanged */
  constructor(private readonly next: () => number) {
    this.count = next();
  }

  get edits(): number {
    return this.count;
  }

  end(): void {
    this.page?.off('nodechange', this.look);
    this.page = null;
  }

  /** From now on the edits of this target are counted. */
  follow(target: Layer): void {
    this.end();
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
    if (nodeChanges.some((change) => !this.ours.has(change.id) && this.isEdit(change))) {
      this.count = this.next();
    }
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
