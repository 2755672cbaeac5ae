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

/** Which of some results is seen is no step of the undo history, until something comes of it. */
export class Choosing {
  private readonly counts: EditCounts;
  /** How each layer was before anybody looked through them; of those that were turned since the last step. */
  private readonly before = new Map<string, boolean>();

  constructor(counts: EditCounts) {
    this.counts = counts;
  }

  /** @param shownId the only one of them that is seen; null for none */
  async show({ targetId, layerIds, shownId }: Omit<ChooseRequest, 'removedIds'>): Promise<null> {
    const turned = (await layersOf(layerIds)).filter((layer) => layer.visible !== (layer.id === shownId));
    this.counts.of(targetId).passOver([], turned);
    for (const layer of turned) {
      if (!this.before.has(layer.id)) this.before.set(layer.id, layer.visible);
      layer.visible = layer.id === shownId;
    }
    return null;
  }

  /** One undo step, with whatever was looked through before. @throws Failure results-undecided */
  async decide(request: ChooseRequest): Promise<null> {
    await this.takeBack();
    await beginStep();
    try {
      const layers = await layersOf(request.layerIds);
      const isRemoved = ({ id }: Layer) => request.removedIds.includes(id);
      await this.show({
        ...request,
        layerIds: layers.filter((layer) => !isRemoved(layer)).map(({ id }) => id),
      });
      this.counts.of(request.targetId).passOver([], layers.filter(isRemoved));
      const groups = new Set(layers.map(({ parent }) => parent));
      for (const layer of layers.filter(isRemoved)) layer.remove();
      for (const group of groups) dissolve(group, request);
    } catch (error) {
      throw asFailure(error, 'results-undecided');
    } finally {
      this.before.clear();
      figma.commitUndo();
    }
    return null;
  }

  private async takeBack(): Promise<void> {
    for (const layer of await layersOf([...this.before.keys()])) {
      layer.visible = this.before.get(layer.id) ?? layer.visible;
    }
    this.before.clear();
  }
}

/** A group that was made for several results holds no other layer: with one left, it has done its work. */
function dissolve(group: BaseNode | null, { targetId, layerIds }: ChooseRequest): void {
  if (!group || group.removed || group.type !== 'GROUP' || group.id === targetId) return;
  const [last, ...others] = group.children;
  const { parent } = group;
  if (!last || others.length > 0 || !isLayer(last) || !layerIds.includes(last.id)) return;
  if (!parent || !('insertChild' in parent)) return;
  const { relativeTransform } = last;
  parent.insertChild(parent.children.indexOf(group), last);
  if (hasAutoLayout(parent) && 'layoutPositioning' in last) last.layoutPositioning = 'ABSOLUTE';
  last.relativeTransform = relativeTransform;
}
