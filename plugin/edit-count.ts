// Counts how often somebody has changed the look of a target: renders with no change between them can be compared.
import { MOST_PICTURES } from '../core/run.ts';
import { hasChildren, type Layer, pageOf } from './layers.ts';

/** As many as one run may have: each of its targets is compared with what it was before. */
const MOST_FOLLOWED = MOST_PICTURES;

/** One count for each target, since several runs may be under way; of many, those last used. */
export class EditCounts {
  private readonly counts = new Map<string, EditCount>();
  /** Ids of the pages that tell of their changes: each once, however many of its targets are followed. */
  private readonly watched = new Set<string>();
  private last = 0;

  of(targetId: string): EditCount {
    const count = this.counts.get(targetId) ?? new EditCount(this.next, this.watch);
    this.counts.delete(targetId);
    this.counts.set(targetId, count);
    const [oldest] = this.counts.keys();
    if (this.counts.size > MOST_FOLLOWED && oldest !== undefined) this.counts.delete(oldest);
    return count;
  }

  private readonly next = (): number => ++this.last;

  private readonly watch = (page: PageNode): void => {
    if (this.watched.has(page.id)) return;
    this.watched.add(page.id);
    page.on('nodechange', this.look);
  };

  private readonly look = ({ nodeChanges }: NodeChangeEvent): void => {
    for (const count of this.counts.values()) count.look(nodeChanges);
  };
}

export class EditCount {
  private count: number;
  /** The target and all that is in it, since of a layer that is gone no more than its id is told. */
  private readonly members = new Set<string>();
  /** Layers of which we are still to be told what we did ourselves. */
  private readonly ours = new Set<string>();

  /** @param next numbers that never come again: a target that is followed anew is not taken for unchanged */
  constructor(
    private readonly next: () => number,
    private readonly watch: (page: PageNode) => void,
  ) {
    this.count = next();
  }

  get edits(): number {
    return this.count;
  }

  /** From now on the edits of this target are counted. */
  follow(target: Layer): void {
    const inside = hasChildren(target) ? target.findAll(() => true) : [];
    for (const { id } of [target, ...inside]) this.members.add(id);
    const page = pageOf(target);
    if (page) this.watch(page);
  }

  /** That these layers have just come, or were hidden, is no edit; what is done to them from now on is. */
  passOver(made: readonly BaseNode[], hidden: readonly BaseNode[]): void {
    for (const { id } of made) this.members.add(id);
    for (const { id } of [...made, ...hidden]) this.ours.add(id);
  }

  look(changes: readonly NodeChange[]): void {
    if (changes.some((change) => !this.ours.has(change.id) && this.isEdit(change))) this.count = this.next();
    for (const { id } of changes) this.ours.delete(id);
  }

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
