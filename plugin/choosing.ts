// Looking through the results of a run on the canvas, and deciding: which one is seen, which ones go.
import { asFailure } from '../core/failure.ts';
import { type Placed, placedKey } from '../core/placed.ts';
import type { ChooseRequest, ResultLook, ShowRequest } from '../core/protocol.ts';
import { hide, letGo, lift } from './compared.ts';
import { tryEach } from './each.ts';
import type { EditCounts } from './edit-count.ts';
import { copyAround } from './insert-as/copies.ts';
import type { Layer } from './layers.ts';
import { dissolve } from './result-group.ts';
import { removeStanding, type Standing, seenNow, standing } from './standing.ts';
import { inPreparedStep } from './step.ts';
import { turnOver } from './turned.ts';
import { bringIntoView } from './view.ts';

/** Which of some results is seen is no step of the undo history, until something comes of it. */
export class Choosing {
  private readonly counts: EditCounts;
  private busy: Promise<unknown> = Promise.resolve();

  constructor(counts: EditCounts) {
    this.counts = counts;
    // A panel that is closed hears no more of a button that is let go.
    figma.on('close', lift);
  }

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

  private async showNow(request: ShowRequest): Promise<void> {
    const found = await standing(request.results);
    this.turnAll(request, found);
    await viewCopies(found);
  }

  private turnAll({ targetId, shown }: ShowRequest, found: readonly Standing[]): void {
    const isShown = ({ key }: Standing) => shown !== null && key === placedKey(shown);
    // By now, since a step lets be seen what was hidden to compare when they were found.
    const turned = found.filter((result) => seenNow(result) === !isShown(result));
    const passOver = (layer: Layer) => () => this.counts.of(targetId).passOver([], [layer]);
    if (shown !== null) letGo(found);
    for (const result of turned) {
      if (shown === null) hide(result, passOver(result.layer));
      else turnOver(result, isShown(result), passOver(result.layer));
    }
  }

  /** One undo step, with whatever was looked through before. @throws Failure results-undecided */
  async decide(request: ChooseRequest): Promise<null> {
    const refused = await this.step(
      async () => {
        const found = await standing(request.results);
        await viewCopies(found);
        return { found, going: await standing(request.removed) };
      },
      (standings) => this.removeAndShow(request, standings),
    );
    if (refused.length > 0) throw asFailure(refused[0], 'results-undecided');
    return null;
  }

  /** After all flips that were asked for: what is seen of them by then goes into the step. */
  step<P, T>(prepare: () => Promise<P>, write: (prepared: P) => T): Promise<T> {
    return this.inTurn(() => inPreparedStep(prepare, write));
  }

  /** One after the other. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.busy.then(work);
    this.busy = turn.catch(() => undefined);
    return turn;
  }

  /** @returns why those that are still there could not be removed */
  private removeAndShow(
    request: ChooseRequest,
    { found, going }: Readonly<Record<'found' | 'going', readonly Standing[]>>,
  ): unknown[] {
    this.turnAll(request, found);
    letGo(going);
    const layers = going.map(({ layer }) => layer);
    this.counts.of(request.targetId).passOver([], layers);
    const groups = new Set(layers.map(({ parent }) => parent));
    const refused = tryEach(going, removeStanding);
    const left = new Set(request.results.map(({ layerId }) => layerId));
    for (const group of groups) {
      if (group?.id !== request.targetId) dissolve(group, ({ id }) => left.has(id));
    }
    return refused;
  }
}

/** They stand beside their target, and may be far from what is seen of the page. */
async function viewCopies(found: readonly Standing[]): Promise<void> {
  const copies = found.filter(({ placed }) => placed.kind === 'copy');
  await bringIntoView(copies.map(({ layer }) => copyAround(layer) ?? layer));
}
