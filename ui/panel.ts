// Ties the panel together: what it hears from the main thread, what it keeps, and what the controls may ask for.
import { type Signal, signal } from '@preact/signals';
import { toWire } from '../core/failure.ts';
import { valuesWith } from '../core/model-settings.ts';
import type { FieldValue } from '../core/models/index.ts';
import type { FillKey, ResultAddress } from '../core/placed.ts';
import type { Prompts } from '../core/prompts.ts';
import type { Opening } from '../core/protocol.ts';
import { without } from '../core/record.ts';
import type { EditSettings, Settings } from '../core/settings.ts';
import type { BatchWay } from './batch.ts';
import type { Plugin } from './channel.ts';
import { keepClaims } from './claims.ts';
import { type CleanUpActions, createCleanUp } from './clean-up.ts';
import type { PanelClock } from './clock.ts';
import type { Codec } from './codec.ts';
import { besideModel, forgetDrafts, reordered, withDraft, withTyped } from './drafts.ts';
import { testConnection } from './fal/connection.ts';
import { type Fal, openFal } from './fal/fal.ts';
import type { Health } from './fal/health.ts';
import { createFlagged, type FlaggedActions } from './flagged.ts';
import { watchLayers } from './gone.ts';
import { watchHistory } from './history.ts';
import { createHistory, type HistoryActions } from './history-actions.ts';
import { createModelOffer, type ModelOfferActions } from './model-offer.ts';
import { watchNotice } from './notice.ts';
import { takeUp } from './opening.ts';
import { watchOutlines } from './outlines.ts';
import { createPictureFields, type PictureActions } from './picture-fields.ts';
import { findPolarity, pendingProbe } from './polarity-search.ts';
import { createPresets, type PresetActions } from './presets.ts';
import { watchPreview } from './previews.ts';
import { watchFit } from './refits.ts';
import { watchRefusal } from './refusal.ts';
import { createRegions, draftsFor, type RegionActions, type Regions } from './regions.ts';
import { backToMine, watchRestored } from './restored.ts';
import { createResults, type ResultActions } from './results.ts';
import { createQueue } from './run-queue.ts';
import { createRuns, type RunActions } from './runs.ts';
import { savesSettings } from './saving.ts';
import { watchSeen } from './seen-map.ts';
import { watchSpread } from './spread.ts';
import { connectionOf, createState, type Draft, isCurrent, type State, type Tab } from './state.ts';
import { watchTextOver } from './text-over.ts';
import { watchTold } from './told.ts';
import { createUnfinished, type UnfinishedActions } from './unfinished.ts';
import { useInSelection } from './use-result.ts';
import type { Watcher } from './used-cuts.ts';

export interface PanelWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
  readonly clock: PanelClock;
  readonly randomSeed: () => number;
  readonly fetch: typeof fetch;
}

export interface Panel
  extends RunActions,
    RegionActions,
    UnfinishedActions,
    FlaggedActions,
    ModelOfferActions,
    PresetActions,
    PictureActions,
    HistoryActions,
    CleanUpActions,
    ResultActions {
  readonly state: State;
  choose(tab: Tab): void;
  changeEdit(changes: Partial<EditSettings>): void;
  /** @param path “loras.1.scale” */
  changeValue(path: string, value: FieldValue): void;
  /** Shows or hides the change map as the model will see it. */
  showSeen(isWanted: boolean): void;
  changePrompts(change: (prompts: Prompts) => Prompts): void;
  changeConnection(changes: Partial<Pick<Settings, 'proxyUrl' | 'proxyToken'>>): void;
  /** Keeps what stands in a field although it may not be sent; null when the field is fine again. */
  draft(name: string, draft: Draft | null): void;
  /** Lets what is typed and chosen follow the items of a list; `order` names the former place of each that is left. */
  reorderRows(list: string, order: readonly number[]): void;
  randomSeed(): void;
  testConnection(): void;
  /** Asks the chosen model which colour of the map means change; it costs one small picture. */
  checkPolarity(): void;
  /** Saves now what is otherwise saved soon. */
  save(): void;
  resize(width: number, height: number): void;
  show(layerIds: readonly string[]): void;
  /** Puts a result, which shows that picture of fal's, into what is selected, and tells what came of it. */
  useInSelection(of: ResultAddress, made: FillKey, watcher: Watcher): Promise<string>;
  /** Takes another of the targets on offer; the regions stay. */
  chooseTarget(targetId: string): void;
  dismissNotice(): void;
  /** Puts the user's own settings in the place of those of a result. */
  backToMine(): void;
  /** Whether several targets share one picture, or each gets its own. */
  chooseWay(way: BatchWay): void;
}

export function createPanel(world: PanelWorld): Panel {
  const state = createState();
  const { plugin } = world;
  const ways = { areRelayed: false };
  const open = () => openFal(connectionOf(state), world.fetch, ways);
  const runWorld = { ...world, openFal: open };
  const queue = createQueue(state, runWorld);
  keepClaims(state, world);
  const regions = createRegions(state, world);
  const loaded = signal<Settings | null>(null);
  const saveSettings = savesSettings(state, loaded, world);
  const check = () => attempt(findPolarity(state, { ...runWorld, save: saveSettings }));
  const meet = () => void learnHealth(state, open);
  const changeEdit = (changes: Partial<EditSettings>) => editSettings(state, changes);
  const changeValue = (path: string, value: FieldValue) => {
    // What is set since counts, not what was chosen before and comes late.
    state.choices.value = without(state.choices.value, path);
    changeEdit({ values: valuesWith(state.settings.value.edit, path, value) });
  };
  const attempt = (work: Promise<unknown>) => void work.catch((error) => tell(state, error));
  const draft = (name: string, found: Draft | null) => {
    state.drafts.value = withDraft(state.drafts.value, name, found);
  };
  listen(state, plugin, regions);
  watchPreview(state, world);
  watchOutlines(state, world);
  watchTextOver(state, world);
  watchRestored(state);
  watchFit(state, world);
  watchLayers(state, plugin);
  watchSpread(state);
  watchNotice(state);
  watchRefusal(state);
  watchTold(state);
  watchHistory(state, plugin);
  const showSeen = watchSeen(state, world);
  const cleanUp = createCleanUp(state, world);
  const runs = createRuns(state, runWorld, queue);
  const opened = openSession(state, loaded, plugin).then((opening) => {
    if (opening) takeUp(opening, state, { changeEdit, generate: runs.generate, ...cleanUp });
    state.isOpen.value = true;
    meet();
    // It is paid for, and only to be fetched.
    if (pendingProbe(state)) check();
  });
  attempt(opened);
  return {
    ...runs,
    ...createPictureFields(state, world, changeValue),
    ...createHistory(state, world),
    ...createResults(state, world),
    ...cleanUp,
    ...createUnfinished(state, world, queue.perform),
    ...createFlagged(state, world, queue.perform),
    ...createModelOffer(state, changeEdit),
    ...createPresets(state, world, changeEdit),
    addRegion: regions.addRegion,
    changeRegion: regions.changeRegion,
    protect: regions.protect,
    state,
    save() {
      saveSettings();
      regions.keep();
    },
    choose(tab) {
      if (state.tab.value === 'settings' && tab === 'edit') meet();
      state.tab.value = tab;
    },
    changeEdit,
    changeValue,
    changePrompts: (change) => changePrompts(state, change),
    showSeen,
    changeConnection(changes) {
      state.settings.value = { ...state.settings.value, ...changes };
      state.test.value = null;
      state.health.value = null;
    },
    draft,
    reorderRows(list, order) {
      state.drafts.value = reordered(state.drafts.value, list, order);
      state.choices.value = reordered(state.choices.value, list, order);
    },
    randomSeed() {
      draft('seed', null);
      changeEdit({ seed: world.randomSeed() });
    },
    testConnection: () => attempt(test(state, world)),
    checkPolarity: check,
    resize: (width, height) => attempt(plugin.call('resize', { width, height })),
    show: (layerIds) => attempt(plugin.call('show', { layerIds: [...layerIds] })),
    useInSelection: (of, made, watcher) => useInSelection(of, made, state, world, watcher),
    chooseTarget: (targetId) => attempt(plugin.call('chooseTarget', { targetId })),
    chooseWay(way) {
      state.batchWay.value = way;
    },
    backToMine: () => backToMine(state),
    dismissNotice() {
      state.notice.value = null;
    },
  };
}

function tell({ notice }: State, error: unknown): void {
  notice.value = toWire(error);
}

function editSettings(state: State, changes: Partial<EditSettings>): void {
  const { value: settings } = state.settings;
  const { edit } = settings;
  const typed = changes.modelId === undefined ? edit : withTyped(edit, state.drafts.value);
  if (changes.modelId !== undefined) {
    const kept = changes.values === undefined ? besideModel(state.drafts.value, edit) : {};
    forgetDrafts(state);
    state.drafts.value = kept;
  }
  state.settings.value = { ...settings, edit: { ...typed, ...changes } };
}

function changePrompts({ settings }: State, change: (prompts: Prompts) => Prompts): void {
  settings.value = { ...settings.value, prompts: change(settings.value.prompts) };
}

/** Null when the main thread did not answer as it should. */
async function openSession(
  state: State,
  loaded: Signal<Settings | null>,
  plugin: Plugin,
): Promise<Opening | null> {
  try {
    const { settings, selection, offer, opening } = await plugin.call('ready');
    state.settings.value = settings;
    state.selection.value = selection;
    state.offer.value = offer;
    loaded.value = settings;
    return opening;
  } catch (error) {
    tell(state, error);
    return null;
  }
}

function listen(state: State, plugin: Plugin, regions: Regions): void {
  plugin.on('selectionChanged', ({ selection, offer }) => {
    state.selection.value = regions.asSet(selection);
    state.offer.value = offer;
    state.drafts.value = draftsFor(selection, state.drafts.value);
  });
  plugin.on('failed', (failure) => {
    state.notice.value = failure;
  });
}

/** Quietly: a proxy that does not answer is told of when it is needed. */
async function learnHealth(state: State, open: () => Fal): Promise<void> {
  const asked = connectionOf(state);
  if (asked.proxyUrl === '') return;
  const health = await introduced(open);
  if (isCurrent(state, asked)) state.health.value = health;
}

async function introduced(open: () => Fal): Promise<Health | null> {
  try {
    return await open().introduce();
  } catch {
    return null;
  }
}

async function test(state: State, { fetch }: PanelWorld): Promise<void> {
  const asked = connectionOf(state);
  const report = await testConnection(asked, fetch, (steps) => {
    if (isCurrent(state, asked)) state.test.value = steps;
  });
  if (isCurrent(state, asked)) state.health.value = report.ok ? { simulated: report.simulated } : null;
}
