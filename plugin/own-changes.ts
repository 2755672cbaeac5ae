// Tells the changes that come of our temporary frames from everybody else's: nothing looks different for them.
import { isTemporary } from './scratch.ts';

export class OwnChanges {
  /** Layers seen in a temporary frame; when they go, no more than their id is told. */
  private readonly ids = new Set<string>();

  has(change: NodeChange): boolean {
    if (change.type === 'DELETE') return this.ids.delete(change.id);
    const isOurs = this.ids.has(change.id) || this.isIn(change.node);
    if (isOurs) this.ids.add(change.id);
    return isOurs;
  }

  private isIn(node: NodeChange['node']): boolean {
    // Made and gone before anybody was told of it.
    if (node.removed) return true;
    return isTemporary(node) || (node.parent !== null && this.ids.has(node.parent.id));
  }
}
