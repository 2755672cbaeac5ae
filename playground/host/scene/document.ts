// The document: a tree of nodes by id, the images, and the snapshots that undo goes back to.
import { Listeners } from '../listeners.ts';
import { DEFAULTS, INITIAL, type NodeType, type Props, preorder, type SceneNode } from './model.ts';

export type DocumentChange =
  | { kind: 'created' | 'removed'; node: SceneNode }
  | { kind: 'changed'; node: SceneNode; properties: readonly (keyof Props | 'parent')[] };

export interface StoredImage {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

interface Entry {
  readonly node: SceneNode;
  readonly parent: SceneNode | null;
  readonly children: readonly SceneNode[];
  readonly props: Readonly<Props>;
}

/** All nodes as they were. Properties are immutable, so a snapshot only copies references. */
export type Snapshot = ReadonlyMap<string, Entry>;

export class SceneDocument {
  readonly nodes = new Map<string, SceneNode>();
  readonly images = new Map<string, StoredImage>();
  readonly root: SceneNode;
  /** Counts every change; equal versions mean an unchanged document. */
  version = 0;
  #lastId = 1;
  #listeners = new Listeners<DocumentChange>();

  constructor() {
    this.root = this.#add('0:0', 'DOCUMENT', {});
  }

  /** A new document has one empty page. */
  static blank(): SceneDocument {
    const document = new SceneDocument();
    document.insert(document.root, document.#add('0:1', 'PAGE', { name: 'Page 1' }), 0);
    return document;
  }

  /** Returns the function that ends the subscription. */
  onChange(listener: (change: DocumentChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  create(type: NodeType, props: Partial<Props> = {}, id = this.nextId()): SceneNode {
    const node = this.#add(id, type, props);
    this.#changed({ kind: 'created', node });
    return node;
  }

  nextId(): string {
    this.#lastId += 1;
    return `1:${this.#lastId}`;
  }

  set(node: SceneNode, props: Partial<Props>): void {
    const keys = (Object.keys(props) as (keyof Props)[]).filter((key) => node.props[key] !== props[key]);
    if (keys.length === 0) return;
    node.props = Object.freeze({ ...node.props, ...props });
    this.#changed({ kind: 'changed', node, properties: keys });
  }

  insert(parent: SceneNode, node: SceneNode, index: number): void {
    this.detach(node);
    parent.children.splice(index, 0, node);
    node.parent = parent;
    this.#changed({ kind: 'changed', node, properties: ['parent'] });
  }

  remove(node: SceneNode): void {
    this.detach(node);
    for (const gone of [...preorder(node)]) this.forget(gone);
  }

  /** Drops a node that is in no tree any more. */
  forget(node: SceneNode): void {
    this.nodes.delete(node.id);
    this.#changed({ kind: 'removed', node });
  }

  detach(node: SceneNode): void {
    const siblings = node.parent?.children;
    if (siblings) siblings.splice(siblings.indexOf(node), 1);
    node.parent = null;
  }

  snapshot(): Snapshot {
    const entries = [...this.nodes.values()].map(
      (node) =>
        [node.id, { node, parent: node.parent, children: [...node.children], props: node.props }] as const,
    );
    return new Map(entries);
  }

  restore(snapshot: Snapshot): void {
    const before = this.snapshot();
    this.nodes.clear();
    for (const [id, { node, parent, children, props }] of snapshot) {
      this.nodes.set(id, node);
      node.parent = parent;
      node.children = [...children];
      node.props = props;
    }
    this.#announceRestored(before, snapshot);
  }

  #announceRestored(before: Snapshot, after: Snapshot): void {
    this.version += 1;
    for (const [id, { node }] of before) if (!after.has(id)) this.#changed({ kind: 'removed', node });
    for (const [id, { node, props }] of after) {
      const old = before.get(id);
      if (!old) this.#changed({ kind: 'created', node });
      else if (old.props !== props)
        this.#changed({ kind: 'changed', node, properties: differing(old.props, props) });
    }
  }

  #add(id: string, type: NodeType, props: Partial<Props>): SceneNode {
    const all = Object.freeze({ ...DEFAULTS, ...INITIAL[type], ...props });
    const node: SceneNode = { id, type, parent: null, children: [], props: all };
    this.nodes.set(id, node);
    return node;
  }

  #changed(change: DocumentChange): void {
    this.version += 1;
    this.#listeners.emit(change);
  }
}

function differing(one: Readonly<Props>, other: Readonly<Props>): (keyof Props)[] {
  return (Object.keys(one) as (keyof Props)[]).filter((key) => one[key] !== other[key]);
}

/** Whether two snapshots hold the same document, whatever happened in between. */
export function sameSnapshot(one: Snapshot, other: Snapshot): boolean {
  if (one.size !== other.size) return false;
  for (const [id, entry] of one) {
    const twin = other.get(id);
    if (!twin || !sameEntry(entry, twin)) return false;
  }
  return true;
}

function sameEntry(one: Entry, other: Entry): boolean {
  if (one.node !== other.node || one.parent !== other.parent) return false;
  if (one.children.length !== other.children.length) return false;
  if (one.children.some((child, index) => child !== other.children[index])) return false;
  return differing(one.props, other.props).every(
    (key) => JSON.stringify(one.props[key]) === JSON.stringify(other.props[key]),
  );
}
