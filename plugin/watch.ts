// Watches what is selected and where it lies, and tells the panel when that has really changed.
import type { Selected } from '../core/selection.ts';
import { candidatesFor } from './facts.ts';
import { type Layer, layersOf, pageOf } from './layers.ts';
import { OwnChanges } from './own-changes.ts';
import { isRegionLayer } from './region.ts';
import { removeReturned } from './scratch.ts';
import { describeSelection, notTaken } from './selection.ts';
import { finishUndo } from './step.ts';
import { areTakenBack } from './turned.ts';

/** Long enough to take a drag's many events as one, short enough to feel immediate. */
const SETTLE_MS = 60;

export interface WatchListener {
  selectionChanged(selected: Selected): void;
  repainted(): void;
  /** What is selected could not be described. */
  failed(error: unknown): void;
}

/** What was last taken; it stays while nothing is selected, or nothing that can be used. */
interface Kept {
  readonly pageId: string;
  /** What is selected in Figma. */
  readonly selectedIds: readonly string[];
  /** What that stands for: beside a region of it, the target may be missing in the selection. */
  readonly layerIds: readonly string[];
  /** The target that was chosen instead of the one that follows from the rules. */
  readonly wanted: string | null;
  /** Null while one of several is still to be chosen. */
  readonly target: { readonly id: string; readonly name: string } | null;
}

export class SelectionWatch {
  private kept: Kept | null = null;
  /** What was taken before that. */
  private last: Kept | null = null;
  private told = '';
  private timer: number | null = null;
  private pauses = 0;
  private watched: PageNode | null = null;
  private isRepainted = false;
  private readonly own = new OwnChanges();
  private readonly listener: WatchListener;

  constructor(listener: WatchListener) {
    this.listener = listener;
  }

  start(): void {
    figma.on('selectionchange', this.soon);
    figma.on('currentpagechange', this.turnPage);
    figma.on('close', this.stop);
    this.turnPage();
  }

  async current(): Promise<Selected> {
    const page = figma.currentPage;
    const { selection } = page;
    const isSame = selection.length === 0 || this.isKept(selection);
    const before = isSame ? await this.before(page) : null;
    if (before) return before;
    if (selection.length === 0) return notTaken('nothing-selected');
    const layers = await this.withTarget(selection, page);
    const selected = describeSelection(layers, null);
    if (!isTaken(selected)) return afterRefusal(selected, await this.before(page));
    const ids = { selectedIds: idsOf(selection), layerIds: idsOf(layers) };
    this.keep({ pageId: page.id, ...ids, wanted: null, target: null }, selected);
    return selected;
  }

  /** Takes a target and its regions for as long as these layers are selected, whatever would follow from them. */
  take(target: Layer, regions: readonly SceneNode[], selected: readonly SceneNode[]): void {
    this.last = this.kept;
    this.kept = {
      pageId: figma.currentPage.id,
      selectedIds: idsOf(selected),
      layerIds: idsOf([target, ...regions]),
      wanted: target.id,
      target: { id: target.id, name: target.name },
    };
  }

  /** Takes another of the targets on offer, until something else is selected. */
  choose(targetId: string): void {
    if (this.kept) this.kept = { ...this.kept, wanted: targetId };
    this.soon();
  }

  /** Selects again what was edited before a layer was selected to be used as a picture. */
  async goBack(pickedId: string): Promise<void> {
    const isPicked = this.kept?.selectedIds.join() === pickedId;
    const edited = isPicked ? this.last : this.kept;
    if (edited?.pageId !== figma.currentPage.id) return;
    const layers = await layersOnPage(edited.selectedIds, edited.pageId);
    if (layers.length === 0) return;
    this.kept = edited;
    figma.currentPage.selection = layers;
  }

  /** For changes that Figma tells nobody of, such as plugin data. */
  look(): void {
    this.soon();
  }

  /** The same, where what is known of the target's looks is to be asked for anew. */
  repaint(): void {
    this.isRepainted = true;
    this.soon();
  }

  /** Says nothing while the plugin itself is at work; what has changed is told once, afterwards. */
  async paused<T>(work: () => Promise<T>): Promise<T> {
    this.pauses++;
    try {
      return await work();
    } finally {
      this.pauses--;
      this.soon();
    }
  }

  private readonly soon = (): void => {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.report().catch(this.listener.failed), SETTLE_MS);
  };

  private readonly report = async (): Promise<void> => {
    this.timer = null;
    if (this.pauses > 0) return;
    const selected = await this.current();
    const text = JSON.stringify(selected);
    if (text !== this.told) this.listener.selectionChanged(selected);
    if (this.isRepainted) this.listener.repainted();
    this.told = text;
    this.isRepainted = false;
  };

  private readonly repaintedSoon = ({ nodeChanges }: NodeChangeEvent): void => {
    removeReturned(nodeChanges);
    // What cannot be taken back is left as Figma left it.
    if (areTakenBack(nodeChanges)) finishUndo().catch(() => undefined);
    // Each of them is looked at, since who makes a layer is asked again when it goes.
    const others = nodeChanges.filter((change) => !this.own.has(change));
    if (others.length === 0) return;
    this.isRepainted = true;
    this.soon();
  };

  private readonly turnPage = (): void => {
    this.watched?.off('nodechange', this.repaintedSoon);
    this.watched = figma.currentPage;
    this.watched.on('nodechange', this.repaintedSoon);
    this.soon();
  };

  private readonly stop = (): void => {
    if (this.timer !== null) clearTimeout(this.timer);
    this.watched?.off('nodechange', this.repaintedSoon);
  };

  private isKept(layers: readonly SceneNode[]): boolean {
    const ids = this.kept?.selectedIds ?? [];
    return ids.length === layers.length && layers.every(({ id }) => ids.includes(id));
  }

  private keep(kept: Kept, { selection }: Selected): void {
    if (kept.selectedIds.join() !== this.kept?.selectedIds.join()) this.last = this.kept;
    this.kept = { ...kept, target: selection.kind === 'none' ? kept.target : selection.target };
  }

  /** A region by itself leaves the target where it is: whoever moves a mask goes on editing what it lies over. */
  private async withTarget(selection: readonly SceneNode[], page: PageNode): Promise<readonly SceneNode[]> {
    const [target] = await layersOnPage(this.kept?.target ? [this.kept.target.id] : [], page.id);
    return target && areRegionsOf(selection, target) ? [target, ...selection] : selection;
  }

  /** What was last taken, as it is now; null when that was on another page, or never. */
  private async before(page: PageNode): Promise<Selected | null> {
    const { kept } = this;
    if (kept?.pageId !== page.id) return null;
    const selected = await this.describeKept(kept);
    // Something else may have been chosen meanwhile.
    if (this.kept === kept) this.keep(kept, selected);
    return selected;
  }

  /** A region that has been deleted is left out; the target stays as long as it is there. */
  private async describeKept({ pageId, layerIds, target, wanted }: Kept): Promise<Selected> {
    const layers = await layersOnPage(layerIds, pageId);
    const selected = describeSelection(layers, wanted);
    if (!target || layers.length === layerIds.length) return selected;
    const [left] = await layersOnPage([target.id], pageId);
    if (!left) return notTaken('target-gone', { target: target.name });
    return targetId(selected) === left.id ? selected : describeSelection([left], null);
  }
}

function isTaken({ selection, offer }: Selected): boolean {
  return selection.kind !== 'none' || offer.batch !== null;
}

/** Layers that cannot be used leave the target before them in its place, and say why. */
function afterRefusal(refused: Selected, before: Selected | null): Selected {
  if (refused.selection.kind !== 'none' || !before || before.selection.kind === 'none') return refused;
  return { ...before, offer: { ...before.offer, refusal: refused.selection.message } };
}

function targetId({ selection }: Selected): string | null {
  return selection.kind === 'none' ? null : selection.target.id;
}

function areRegionsOf(layers: readonly SceneNode[], target: Layer): boolean {
  const regions = new Set(
    candidatesFor(target)
      .filter(isRegionLayer)
      .map(({ id }) => id),
  );
  return layers.every(({ id }) => regions.has(id));
}

function idsOf(layers: readonly SceneNode[]): string[] {
  return layers.map(({ id }) => id);
}

async function layersOnPage(ids: readonly string[], pageId: string): Promise<Layer[]> {
  return (await layersOf(ids)).filter((layer) => pageOf(layer)?.id === pageId);
}
