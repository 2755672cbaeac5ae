// A window on a file that is open: its API, its selection, and the runs of the plugin in it.
import type { PluginAPI } from '@figma/plugin-typings/plugin-api-standalone';
import { ApiContext } from './api/context.ts';
import { createFigma } from './api/figma.ts';
import { wrapNode } from './api/node.ts';
import { askFor } from './api/parameters.ts';
import { PluginRun } from './api/run.ts';
import { cloneMessage } from './api/ui.ts';
import type { Faults } from './faults.ts';
import { type QuickAction, quickAction } from './quick-action.ts';
import type { Skia } from './render/skia.ts';
import { createTextMeasurer } from './render/text.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import { type DocumentChange, SceneDocument } from './scene/document.ts';
import { Layout } from './scene/layout.ts';
import { pageOf, type SceneNode } from './scene/model.ts';
import type { ClientStorage } from './storage.ts';
import type { HostChange, HostOptions, UiState } from './types.ts';
import { UndoHistory } from './undo.ts';

export interface SessionParts {
  options: HostOptions;
  skia: Skia;
  storage: ClientStorage;
  faults: Faults;
  changed: (what: HostChange) => void;
  ui: (ui: UiState | null) => void;
  message: (message: unknown) => void;
  notify: (message: string) => void;
}

/** What all windows on a file have in common; the stand-in has one user, and so one history. */
export interface OpenFile {
  readonly document: SceneDocument;
  readonly history: UndoHistory;
  /** What is built before the first run of a plugin is the document's beginning, not a step of its history. */
  isBeingBuilt: boolean;
}

export function newFile(document = SceneDocument.blank()): OpenFile {
  return { document, history: new UndoHistory(document), isBeingBuilt: true };
}

export class Session {
  readonly context: ApiContext;
  readonly figma: PluginAPI;
  readonly run: PluginRun;
  readonly #parts: SessionParts;
  readonly #unwatch: () => void;
  #sandbox: Sandbox | null = null;
  #pending = new Set<'selectionchange' | 'currentpagechange' | 'nodechange'>();
  #nodeChanges: DocumentChange[] = [];

  constructor(
    parts: SessionParts,
    readonly file: OpenFile,
  ) {
    this.#parts = parts;
    const { document, history } = file;
    const layout = new Layout(document, createTextMeasurer(parts.skia));
    this.context = new ApiContext(document, layout, parts.skia, parts.options, wrapNode);
    this.run = new PluginRun({
      onUi: parts.ui,
      onMessage: (message) => later(() => parts.message(message)),
      onClose: (message) => this.closePlugin(message),
      notify: parts.notify,
    });
    this.figma = createFigma({ ...this, history, storage: parts.storage });
    this.#unwatch = this.#watch(document);
  }

  get running(): boolean {
    return this.#sandbox !== null;
  }

  /** Done once the plugin has been told that it runs. */
  async runPlugin(command: string): Promise<void> {
    const sandbox = await this.#launch(command);
    await this.#tellRun(sandbox, command, undefined);
  }

  /** The plugin's code runs at once, but it is told to run only with its parameters. */
  async queryPlugin(command: string): Promise<QuickAction> {
    const menu = this.#parts.options.manifest.menu ?? [];
    const { parameters = [] } = menu.find((item) => item.command === command) ?? {};
    const sandbox = await this.#launch(command, true);
    return quickAction(parameters, {
      ask: (parameter, query, entered) => askFor(this.run, parameter, query, entered),
      run: (entered) => this.#tellRun(sandbox, command, entered),
    });
  }

  async #tellRun(sandbox: Sandbox, command: string, parameters: object | undefined): Promise<void> {
    await new Promise<void>((resolve) => later(resolve));
    if (this.#sandbox !== sandbox) return;
    this.run.isAsking = false;
    this.run.events.emit('run', { command, parameters });
  }

  async #launch(command: string, isAsking = false): Promise<Sandbox> {
    this.closePlugin();
    this.commit();
    const { options, faults, changed } = this.#parts;
    const [script, uiHtml, quickjs] = await Promise.all([
      options.mainScript(),
      options.uiHtml(),
      options.loadQuickJS(),
    ]);
    const log = options.log ?? ((level, ...values) => console[level]('[plugin]', ...values));
    this.run.command = command;
    this.run.isAsking = isAsking;
    const sandbox = new Sandbox(quickjs, { figma: this.figma, uiHtml, faults, log, now: options.now });
    this.#sandbox = sandbox;
    changed('plugin');
    sandbox.run(script);
    return sandbox;
  }

  /** The plugin's own handlers of 'close' run before anything is taken from it. */
  closePlugin(message?: string): void {
    if (!this.running) return;
    this.#end(() => this.run.events.emit('close'));
    if (message) this.#parts.notify(message);
  }

  /** Nothing of the plugin runs any more, not even its handlers of 'close'. */
  crashPlugin(): void {
    if (this.running) this.#end(() => {});
  }

  #end(haveLastWord: () => void): void {
    const sandbox = this.#sandbox;
    this.#sandbox = null;
    haveLastWord();
    sandbox?.close();
    this.run.end();
    this.context.forgetPageListeners();
    this.file.history.commit();
    this.#parts.changed('plugin');
  }

  /** The window is closed, or shows another file. */
  leave(): void {
    this.closePlugin();
    this.#unwatch();
  }

  commit(): void {
    const { file } = this;
    if (file.isBeingBuilt) file.history.restart();
    else file.history.commit();
    file.isBeingBuilt = false;
  }

  undo(): void {
    this.commit();
    this.file.history.undo();
  }

  redo(): void {
    this.file.history.redo();
  }

  messageFromUi(message: unknown): void {
    const copy = cloneMessage(message);
    later(() => this.run.uiEvents.emit('message', copy, { origin: 'null' }));
  }

  #watch(document: SceneDocument): () => void {
    this.context.onSelectionChange = () => {
      this.#schedule('selectionchange');
      this.#parts.changed('selection');
    };
    this.context.onPageChange = () => {
      this.#schedule('currentpagechange');
      this.#parts.changed('document');
    };
    return document.onChange((change) => {
      this.#nodeChanges.push(change);
      this.#schedule('nodechange');
      this.#parts.changed('document');
    });
  }

  /** Events come later and once, however much has happened. */
  #schedule(event: 'selectionchange' | 'currentpagechange' | 'nodechange'): void {
    if (this.#pending.has(event)) return;
    this.#pending.add(event);
    later(() => {
      this.#pending.delete(event);
      if (event === 'nodechange') this.#emitNodeChanges();
      else this.run.events.emit(event);
    });
  }

  #emitNodeChanges(): void {
    const changes = this.#nodeChanges.splice(0);
    const pages = new Set(changes.map((change) => this.#pageOfChange(change)));
    for (const page of pages) {
      const ofPage = changes.filter((change) => this.#pageOfChange(change) === page);
      this.context
        .pageEvents(page)
        .emit('nodechange', { nodeChanges: describeChanges(this.context, ofPage) });
    }
    this.run.events.emit('documentchange', { documentChanges: describeChanges(this.context, changes) });
  }

  #pageOfChange({ node }: DocumentChange): SceneNode {
    return pageOf(node) ?? this.context.currentPage;
  }
}

function later(action: () => void): void {
  setTimeout(action, 0);
}

const CHANGE_TYPES = { created: 'CREATE', removed: 'DELETE', changed: 'PROPERTY_CHANGE' } as const;

/** One entry per node and kind, with all its properties. */
function describeChanges(context: ApiContext, changes: readonly DocumentChange[]): unknown[] {
  const merged = new Map<
    string,
    { type: string; origin: 'LOCAL'; id: string; node: unknown; properties: Set<string> }
  >();
  for (const change of changes) {
    const type = CHANGE_TYPES[change.kind];
    const key = `${type} ${change.node.id}`;
    const node =
      change.kind === 'removed'
        ? { removed: true, id: change.node.id, type: change.node.type }
        : context.wrap(change.node);
    const entry = merged.get(key) ?? {
      type,
      origin: 'LOCAL' as const,
      id: change.node.id,
      node,
      properties: new Set(),
    };
    if (change.kind === 'changed')
      for (const property of change.properties) addProperty(entry.properties, property);
    merged.set(key, entry);
  }
  return [...merged.values()].map((entry) => ({ ...entry, properties: [...entry.properties] }));
}

/** The names of the Plugin API for what is stored otherwise. */
function addProperty(properties: Set<string>, property: string): void {
  if (property === 'transform')
    for (const name of ['x', 'y', 'relativeTransform', 'rotation']) properties.add(name);
  else properties.add(property);
}
