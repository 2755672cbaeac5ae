// What the panel shows, as signals; nothing here reaches outside.
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { toWire, type WireFailure } from '../core/failure.ts';
import { isEnded } from '../core/job.ts';
import { modelOf } from '../core/model-settings.ts';
import type { LayerState, Polarity } from '../core/models/index.ts';
import { type Outline, outline } from '../core/plan.ts';
import type { SavedPreset } from '../core/presets.ts';
import type { Marks, TextOver } from '../core/protection.ts';
import type { Preview, ResultLook } from '../core/protocol.ts';
import { NO_OFFER, type Offer, type Selection, wholeOf } from '../core/selection.ts';
import { DEFAULT_SETTINGS, endpointKey, proxyAddress, type Settings } from '../core/settings.ts';
import type { UnfinishedJob } from '../core/unfinished.ts';
import type { BatchWay } from './batch.ts';
import type { CleanUp } from './clean-up.ts';
import type { Flagged } from './cut-out.ts';
import type { EditRequest } from './edit.ts';
import type { Connection } from './fal/client.ts';
import type { TestStep } from './fal/connection.ts';
import type { Health } from './fal/health.ts';
import type { History } from './history.ts';
import type { HistoryNote } from './history-actions.ts';
import type { Outlined } from './outlines.ts';
import type { Restored } from './restored.ts';
import { isOwed, jobIdOf, type Part, type Run } from './run.ts';
import type { Seen } from './seen-map.ts';
import { valueProblems } from './value-problems.ts';

export type Tab = 'edit' | 'history' | 'settings';

/** What stands in a field although it may not be sent, and what it would have to be. */
export interface Draft {
  readonly text: string;
  readonly problem: string;
}

/** Where the geometry of the edit stands: known, not possible, or not asked for. */
export type Geometry =
  | { readonly kind: 'none' }
  | { readonly kind: 'known'; readonly outline: Outline }
  | { readonly kind: 'impossible'; readonly failure: WireFailure };

/** Finding out which colour of the map means change. */
export type PolarityCheck =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'found'; readonly polarity: Polarity; readonly model: string }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

export interface State {
  readonly isOpen: Signal<boolean>;
  readonly tab: Signal<Tab>;
  readonly selection: Signal<Selection>;
  readonly offer: Signal<Offer>;
  readonly settings: Signal<Settings>;
  /** By the field's path, such as “loras.0.scale”; by `variations`, `softEdge`, an edge detail, `matchColours`; by `amountDraft`. */
  readonly drafts: Signal<Readonly<Record<string, Draft>>>;
  /** Pictures that are still being read or picked, by the path of the field that each is for. */
  readonly choices: Signal<Readonly<Record<string, symbol>>>;
  /** What among the model's values may not be sent, as a sentence by its path (“loras.1.scale”). */
  readonly problems: ReadonlySignal<Readonly<Record<string, string>>>;
  /** The bytes of what was chosen from disk, by the key under which the settings name it. */
  readonly files: Signal<ReadonlyMap<string, Uint8Array>>;
  /** What has become of the layers that fields remember, by id; those that nobody has looked at are missing. */
  readonly layers: Signal<ReadonlyMap<string, LayerState>>;
  /** The last click on Generate did nothing because of a field. */
  readonly isRefused: Signal<boolean>;
  /** How often a click did nothing because of a field: each time the first such field is brought into view. */
  readonly refusals: Signal<number>;
  readonly preview: Signal<Preview | null>;
  /** Null until they are found. */
  readonly outlines: Signal<Outlined | null>;
  /** The change map over the preview. */
  readonly seen: Signal<Seen>;
  readonly geometry: ReadonlySignal<Geometry>;
  /** Null until the main thread has looked. */
  readonly textOver: Signal<(TextOver & Marks) | null>;
  /** How several targets are to be changed; null follows what they are. */
  readonly batchWay: Signal<BatchWay | null>;
  /** The edit in the settings is that of a result; null where it is the user's own. */
  readonly restored: Signal<Restored | null>;
  /** In the order of their clicks: those under way, and those there is still something to say of. */
  readonly runs: Signal<readonly Run[]>;
  /** The newest of them, which the sliders follow; null when there is none. */
  readonly run: ReadonlySignal<Run | null>;
  /** How the results of the runs stand in the document, by `placedKey`; those that nobody has looked at are missing. */
  readonly looks: Signal<ReadonlyMap<string, ResultLook>>;
  /** The key of the newest run's picture that was picked last. */
  readonly pickedResult: Signal<string | null>;
  /** Stored jobs of earlier starts, and those of this one that came to no layer. */
  readonly unfinished: Signal<readonly UnfinishedJob[]>;
  /** How many another window is at work on, unless it has crashed: that shows when its claims have run out. */
  readonly perhapsLeft: Signal<number>;
  /** Pictures that wait until somebody has looked at them. */
  readonly flagged: Signal<readonly Flagged[]>;
  readonly history: Signal<History>;
  /** What came of what was last done in History; null when there is nothing to say. */
  readonly historyNote: Signal<HistoryNote | null>;
  /** What could be removed from the page, while somebody looks at it under History. */
  readonly cleanUp: Signal<CleanUp>;
  /** A failure that belongs to no run. */
  readonly notice: Signal<WireFailure | null>;
  /** The user's own, as far as they were read. */
  readonly presets: Signal<readonly SavedPreset[]>;
  /** The ids of models that fal turned out to have no more. */
  readonly goneModels: Signal<readonly string[]>;
  readonly health: Signal<Health | null>;
  readonly test: Signal<readonly TestStep[] | null>;
  readonly polarityCheck: Signal<PolarityCheck>;
}

const NOTHING: Selection = { kind: 'none', problem: 'nothing-selected', message: '' };

export function createState(): State {
  const selection = signal<Selection>(NOTHING);
  const settings = signal<Settings>(DEFAULT_SETTINGS);
  const files = signal<ReadonlyMap<string, Uint8Array>>(new Map());
  const layers = signal<ReadonlyMap<string, LayerState>>(new Map());
  const runs = signal<readonly Run[]>([]);
  return {
    isOpen: signal(false),
    tab: signal<Tab>('edit'),
    selection,
    offer: signal(NO_OFFER),
    settings,
    drafts: signal({}),
    choices: signal({}),
    problems: computed(() => valueProblems(settings.value.edit, files.value, layers.value)),
    files,
    layers,
    isRefused: signal(false),
    refusals: signal(0),
    preview: signal(null),
    outlines: signal(null),
    seen: signal<Seen>({ kind: 'hidden' }),
    geometry: computed(() => geometryOf(selection.value, settings.value)),
    textOver: signal(null),
    batchWay: signal(null),
    restored: signal(null),
    runs,
    run: computed(() => runs.value.at(-1) ?? null),
    looks: signal<ReadonlyMap<string, ResultLook>>(new Map()),
    pickedResult: signal(null),
    unfinished: signal([]),
    perhapsLeft: signal(0),
    flagged: signal([]),
    history: signal<History>({ kind: 'loading' }),
    historyNote: signal(null),
    cleanUp: signal<CleanUp>({ kind: 'closed' }),
    notice: signal(null),
    presets: signal([]),
    goneModels: signal([]),
    health: signal(null),
    test: signal(null),
    polarityCheck: signal<PolarityCheck>({ kind: 'idle' }),
  };
}

function geometryOf(selection: Selection, settings: Settings): Geometry {
  const asked = askedFor(selection);
  if (!asked) return { kind: 'none' };
  try {
    return { kind: 'known', outline: outline(asked, settings.edit) };
  } catch (error) {
    return { kind: 'impossible', failure: toWire(error) };
  }
}

/** What an edit would be made of as things stand: without a region, the target as a whole. */
export function askedFor(selection: Selection): EditRequest['selection'] | null {
  if (selection.kind === 'none') return null;
  return selection.kind === 'ready' ? selection : wholeOf(selection.target);
}

/** What was found out for the chosen model behind this proxy; null when nobody has looked. */
export function foundPolarity({ settings }: Pick<State, 'settings'>): Polarity | null {
  const { polarities, proxyUrl, edit } = settings.value;
  return polarities[endpointKey(modelOf(edit).id, proxyUrl)] ?? null;
}

/** Why the selection as it stands cannot be edited; null when it can. */
export function selectionProblem({ selection, geometry }: State): WireFailure | null {
  const found = selection.value;
  if (found.kind !== 'ready') return { failure: found.problem, message: found.message, detail: null };
  return geometry.value.kind === 'impossible' ? geometry.value.failure : null;
}

export function connectionOf({ settings }: Pick<State, 'settings'>): Connection {
  return {
    proxyUrl: proxyAddress(settings.value.proxyUrl),
    token: settings.value.proxyToken.trim(),
  };
}

/** Whether a connection is still the one that is set: what another proxy says comes too late. */
export function isCurrent(state: Pick<State, 'settings'>, { proxyUrl, token }: Connection): boolean {
  const current = connectionOf(state);
  return current.proxyUrl === proxyUrl && current.token === token;
}

type Holding = Pick<State, 'unfinished' | 'runs' | 'flagged'>;

/** Those that no run on screen holds itself, and no flagged picture on it belongs to. */
export function listedUnfinished(state: Holding): UnfinishedJob[] {
  const shown = state.flagged.value.map(({ composited }) => composited.jobId);
  const known = new Set([...shown, ...heldBy(state, (part) => !isEnded(part.job) || isOwed(part))]);
  return state.unfinished.value.filter(({ id }) => !known.has(id));
}

/** Those that have failed here, and wait on the first screen. */
export function heldByFailure(state: Holding): UnfinishedJob[] {
  const held = new Set(heldBy(state, isOwed));
  return state.unfinished.value.filter(({ id }) => held.has(id));
}

function heldBy({ runs }: Pick<State, 'runs'>, holds: (part: Part) => boolean): string[] {
  const parts = runs.value.flatMap((run) => run.parts).filter(holds);
  return parts.map(jobIdOf);
}
