// Looking through the results of a run on the canvas, and deciding: which one is seen, which ones go.
import { asFailure } from '../core/failure.ts';
import { type Placed, placedKey } from '../core/placed.ts';
import type { ChooseRequest, ResultLook, ShowRequest } from '../core/protocol.ts';
import type { EditCounts } from './edit-count.ts';
import { copyAround } from './insert-as/copies.ts';
import { dissolve } from './result-group.ts';
import { removeStanding, type Standing, seenNow, standing } from './standing.ts';
import { beginStep, endStep } from './step.ts';
import { turnOver } from './turned.ts';
import { bringIntoView } from './view.ts';

/** Which of some results is seen is no step of the undo history, until something comes of it. */
export class Choosing {
  private readonly counts: EditCounts;
  private busy: Promise<unknown> = Promise.resolve();
  /** While somebody compares: lets what is hidden for it be seen again. */
  private held: readonly (() => void)[] = [];

  constructor(counts: EditCounts) {
    this.counts = counts;
    figma.on('close', this.letGo);
  }

  /** A panel that is closed hears no more of a button that is let go. */
  private readonly letGo = (): void => {
    for (const turnBack of this.held) turnBack();
    this.held = [];
  };

  /** Once what is being decided is decided. */
  async looksOf(results: readonly Placed[]): Promise<ResultLook[]> {
    await this.busy;
    const found = new Map((await standing(results)).map((result) => [result.key, result]));
    return results.map((placed) => {
      const result = found.get(placedKey(placed));
      if (!result) return 'gone';
      return result.isSeen ? 'shown' : 'hidden';
    });
  }

  async show(request: ShowRequest): Promise<null> {
    await this.inTurn(() => this.showNow(request));
    return null;
  }

  private async showNow({ targetId, results, shown }: ShowRequest): Promise<void> {
    const found = await standing(results);
    const isShown = ({ key }: Standing) => shown !== null && key === placedKey(shown);
    const turned = found.filter((result) => result.isSeen !== isShown(result));
    const turnTo = (result: Standing, isSeen: boolean) =>
      turnOver(result, isSeen, () => this.counts.of(targetId).passOver([], [result.layer]));
    for (const result of turned) turnTo(result, isShown(result));
    const hidden = turned.map((result) => () => {
      if (seenNow(result) === false) turnTo(result, true);
    });
    this.held = shown === null ? [...this.held, ...hidden] : [];
    const copies = found.filter(({ placed }) => placed.kind === 'copy');
    await bringIntoView(copies.map(({ layer }) => copyAround(layer) ?? layer));
  }

  /** One undo step, with whatever was looked through before. @throws Failure results-undecided */
  async decide(request: ChooseRequest): Promise<null> {
    try {
      await this.step(() => this.removeAndShow(request));
    } catch (error) {
      throw asFailure(error, 'results-undecided');
    }
    return null;
  }

  /** Also of what is done beside it: what is seen of them now goes into the step. One after the other. */
  step(work: () => Promise<void>): Promise<void> {
    return this.inTurn(() => this.stepNow(work));
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.busy.then(work);
    this.busy = turn.catch(() => undefined);
    return turn;
  }

  private async stepNow(work: () => Promise<void>): Promise<void> {
    await beginStep();
    try {
      await work();
    } finally {
      endStep();
    }
  }

  private async removeAndShow({ removed, ...request }: ChooseRequest): Promise<void> {
    await this.showNow(request);
    const going = await standing(removed);
    this.counts.of(request.targetId).passOver(
      [],
      going.map(({ layer }) => layer),
    );
    const groups = new Set(going.map(({ layer }) => layer.parent));
    for (const result of going) removeStanding(result);
    const left = new Set(request.results.map(({ layerId }) => layerId));
    for (const group of groups) {
      if (group?.id !== request.targetId) dissolve(group, ({ id }) => left.has(id));
    }
  }
}
