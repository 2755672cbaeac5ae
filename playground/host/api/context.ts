// What the parts of the API share: the document, edits with all their consequences, and wrapped nodes.

import type { Skia } from '../render/skia.ts';
import { refreshInstance } from '../scene/copies.ts';
import type { SceneDocument } from '../scene/document.ts';
import { refitGroups } from '../scene/groups.ts';
import type { Layout } from '../scene/layout.ts';
import { ancestors, isInsideInstance, type Props, preorder, type SceneNode } from '../scene/model.ts';
import type { HostOptions } from '../types.ts';
import { Events } from './events.ts';
import { kindOf } from './host-object.ts';

/** A node as plugins see it. Its members depend on its type and are defined in the tables of this folder. */
export interface ApiNode {
  readonly id: string;
  readonly type: string;
}

export const MIXED: unique symbol = Symbol('figma.mixed');

export class ApiContext {
  readonly loadedFonts = new Set<string>();
  readonly loadedPages = new Set<string>();
  readonly selections = new Map<string, readonly string[]>();
  /** Set by the host when a page or the selection changes. */
  onSelectionChange: () => void = () => {};
  onPageChange: () => void = () => {};
  #currentPage: SceneNode;
  #pageEvents = new Map<SceneNode, Events>();
  #wrapped = new WeakMap<SceneNode, ApiNode>();
  #wrap: (context: ApiContext, node: SceneNode) => ApiNode;
  #unwrapped = new WeakMap<object, SceneNode>();

  constructor(
    readonly document: SceneDocument,
    readonly layout: Layout,
    readonly skia: Skia,
    readonly options: HostOptions,
    wrap: (context: ApiContext, node: SceneNode) => ApiNode,
  ) {
    this.#wrap = wrap;
    const page = document.root.children[0];
    if (!page) throw new Error('A document has at least one page');
    this.#currentPage = page;
    this.loadedPages.add(page.id);
  }

  /** The page shown; the first one when an undo took that page away. */
  get currentPage(): SceneNode {
    const gone = !this.document.nodes.has(this.#currentPage.id);
    return (gone && this.document.root.children[0]) || this.#currentPage;
  }

  showPage(page: SceneNode): void {
    if (page === this.#currentPage) return;
    this.#currentPage = page;
    this.loadedPages.add(page.id);
    this.onPageChange();
  }

  /** The listeners of `page.on`. */
  pageEvents(page: SceneNode): Events {
    const events = this.#pageEvents.get(page) ?? new Events('page', ['nodechange']);
    this.#pageEvents.set(page, events);
    return events;
  }

  forgetPageListeners(): void {
    this.#pageEvents.clear();
  }

  wrap(node: SceneNode): ApiNode {
    const known = this.#wrapped.get(node);
    if (known) return known;
    const wrapped = this.#wrap(this, node);
    this.#wrapped.set(node, wrapped);
    this.#unwrapped.set(wrapped, node);
    return wrapped;
  }

  unwrap(value: unknown, operation: string): SceneNode {
    const node = typeof value === 'object' && value !== null ? this.#unwrapped.get(value) : undefined;
    if (!node) throw new TypeError(`in ${operation}: Expected node, got ${describe(value)}`);
    this.assertExists(node, operation);
    return node;
  }

  assertExists(node: SceneNode, operation: string): void {
    if (this.document.nodes.get(node.id) === node) return;
    throw new Error(`in ${operation}: The node with id "${node.id}" does not exist`);
  }

  /** Writes properties as a plugin does: overrides are noted, layout and groups follow, instances repeat it. */
  edit(node: SceneNode, props: Partial<Props>): void {
    this.document.set(node, props);
    const instance = node.type === 'INSTANCE' || isInsideInstance(node);
    if (instance) {
      const overridden = [...new Set([...node.props.overridden, ...Object.keys(props)])];
      if (overridden.length !== node.props.overridden.length) this.document.set(node, { overridden });
    }
    this.settle(node);
  }

  /** Everything that follows from a change at this node. */
  settle(node: SceneNode): void {
    this.layout.update(node);
    refitGroups(this.document, node);
    for (const up of [node, ...ancestors(node)]) if (up.type === 'COMPONENT') this.#refreshInstances(up);
  }

  selection(page = this.currentPage): SceneNode[] {
    const ids = this.selections.get(page.id) ?? [];
    return ids.flatMap((id) => this.document.nodes.get(id) ?? []);
  }

  select(page: SceneNode, nodes: readonly SceneNode[]): void {
    const ids = nodes.map((node) => node.id);
    const before = this.selections.get(page.id) ?? [];
    if (ids.length === before.length && ids.every((id, index) => id === before[index])) return;
    this.selections.set(page.id, ids);
    if (page === this.currentPage) this.onSelectionChange();
  }

  #refreshInstances(component: SceneNode): void {
    const instances = [...preorder(this.document.root)].filter(
      (node) => node.props.mainComponentId === component.id,
    );
    for (const instance of instances) {
      refreshInstance(this.document, instance, component);
      this.layout.update(instance);
    }
  }
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return kindOf(value) ?? 'object';
}
