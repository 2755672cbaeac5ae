// Watches what is selected and where it lies, and tells the panel when that has really changed.
import type { Selection } from '../core/selection.ts';
import { layersOf, pageOf } from './layers.ts';
import { describeSelection } from './selection.ts';

/** Long enough to take a drag's many events as one, short enough to feel immediate. */
const SETTLE_MS = 60;

export interface WatchListener {
  selectionChanged(selection: Selection): void;
  repainted(): void;
}

export class SelectionWatch {
  /** The layers last chosen; they stay the target while nothing is selected. */
  private chosen: string[] = [];
  private told = '';
  private timer: number | null = null;
  private pauses = 0;
  private watched: PageNode | null = null;
  private isRepainted = false;
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

  async current(): Promise<Selection> {
    const page = figma.currentPage;
    const selection = describeSelection(page.selection.length > 0 ? page.selection : await this.kept(page));
    if (selection.kind !== 'none' && page.selection.length > 0)
      this.chosen = page.selection.map((node) => node.id);
    return selection;
  }

  /** For changes that Figma tells nobody of, such as plugin data. */
  look(): void {
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
    this.timer = setTimeout(() => void this.report(), SETTLE_MS);
  };

  private readonly report = async (): Promise<void> => {
    this.timer = null;
    if (this.pauses > 0) return;
    const selection = await this.current();
    const text = JSON.stringify(selection);
    if (text !== this.told) this.listener.selectionChanged(selection);
    if (this.isRepainted) this.listener.repainted();
    this.told = text;
    this.isRepainted = false;
  };

  private readonly repaintedSoon = (): void => {
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

  /** The layers last chosen, if every one of them is still on this page. */
  private async kept(page: PageNode): Promise<readonly SceneNode[]> {
    const layers = (await layersOf(this.chosen)).filter((layer) => pageOf(layer)?.id === page.id);
    return layers.length === this.chosen.length ? layers : [];
  }
}
