// Looking through the results of a run on the canvas, and deciding: which one is seen, which ones go.
import { asFailure } from '../core/failure.ts';
import type { ChooseRequest, ResultLook } from '../core/protocol.ts';
import type { EditCounts } from './edit-count.ts';
import { hasAutoLayout, isLayer, type Layer, layersOf } from './layers.ts';
import { beginStep } from './scratch.ts';

export async function looksOf(ids: readonly string[]): Promise<ResultLook[]> {
  const found = new Map((await layersOf(ids)).map((layer) => [layer.id, layer]));
  return ids.map((id) => {
    const layer = found.get(id);
    if (!layer) return 'gone';
    return layer.visible ? 'shown' : 'hidden';
  });
}

/** How a layer was before anybody looked through the results. */
interface Before {
  readonly targetId: string;
  readonly visible: boolean;
}

/** Which of some results is seen is no step of the undo history, until something comes of it. */
export class Choosing {
  private readonly counts: EditCounts;
  /** Of those that were turned since the last step. */
  private readonly before = new Map<string, Before>();

  constructor(counts: EditCounts) {
    this.counts = counts;
  }

  /** @param shownId the only one of them that is seen; null for none */
  async show({ targetId, layerIds, shownId }: Omit<ChooseRequest, 'removedIds'>): Promise<null> {
    const turned = (await layersOf(layerIds)).filter((layer) => layer.visible !== (layer.id === shownId));
    this.counts.of(targetId).passOver([], turned);
    for (const layer of turned) {
      if (!this.before.has(layer.id)) this.before.set(layer.id, { targetId, visible: layer.visible });
      layer.visible = layer.id === shownId;
    }
    return null;
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

  /** Also of what is done beside it: what is seen of them now goes into the step. */
  async step(work: () => Promise<void>): Promise<void> {
    const turned = await this.takeBack();
    await beginStep();
    try {
      for (const { layer, visible } of turned) if (!layer.removed) layer.visible = visible;
      await work();
    } finally {
      this.before.clear();
      figma.commitUndo();
    }
  }

  /** @returns how they were until now */
  private async takeBack(): Promise<{ layer: Layer; visible: boolean }[]> {
    const before = new Map(this.before);
    this.before.clear();
    const layers = await layersOf([...before.keys()]);
    const turned = layers.map((layer) => ({ layer, visible: layer.visible }));
    for (const layer of layers) {
      const { targetId, visible } = before.get(layer.id)!;
      this.counts.of(targetId).passOver([], [layer]);
      layer.visible = visible;
    }
    return turned;
  }

  private async removeAndShow(request: ChooseRequest): Promise<void> {
    const layers = await layersOf(request.layerIds);
    const isRemoved = ({ id }: Layer) => request.removedIds.includes(id);
    const staying = layers.filter((layer) => !isRemoved(layer)).map(({ id }) => id);
    await this.show({ ...request, layerIds: staying });
    this.counts.of(request.targetId).passOver([], layers.filter(isRemoved));
    const groups = new Set(layers.map(({ parent }) => parent));
    for (const layer of layers.filter(isRemoved)) layer.remove();
    for (const group of groups) {
      if (group?.id !== request.targetId) dissolve(group, ({ id }) => request.layerIds.includes(id));
    }
  }
}

/**
 * A group that was made for several results holds no other layer: with one left, it has done its work.
 * @param isResult whether the layer that is left is one of them
 */
export function dissolve(group: BaseNode | null, isResult: (layer: SceneNode) => boolean): void {
  if (!group || group.removed || group.type !== 'GROUP') return;
  const [last, ...others] = group.children;
  const { parent } = group;
  if (!last || others.length > 0 || !isLayer(last) || !isResult(last)) return;
  if (!parent || !('insertChild' in parent)) return;
  const { relativeTransform } = last;
  parent.insertChild(parent.children.indexOf(group), last);
  if (hasAutoLayout(parent) && 'layoutPositioning' in last) last.layoutPositioning = 'ABSOLUTE';
  last.relativeTransform = relativeTransform;
}
