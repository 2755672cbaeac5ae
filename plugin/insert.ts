// Results become layers: one undo step, exactly where their pixels were taken.
import { asFailure, Failure } from '../core/failure.ts';
import { translation } from '../core/geometry.ts';
import type { InsertRequest } from '../core/protocol.ts';
import type { EditCount } from './edit-count.ts';
import { hasAutoLayout, isLayer, type Layer, mutable, transformInto } from './layers.ts';
import { placeAgain, wantedFor } from './place.ts';
import type { Placement, PlaceWanted } from './placement.ts';
import { createImage, paint, pictureFill } from './result.ts';
import { beginStep } from './scratch.ts';
import { hideLayer, visibilityRestorer } from './visibility.ts';

type PatchRequest = InsertRequest['patches'][number];

/** @throws Failure target-gone, picture-too-large, insert-failed; the document is then as before. */
export async function insert(request: InsertRequest, count: EditCount): Promise<string[]> {
  const target = await figma.getNodeByIdAsync(request.targetId);
  if (!isLayer(target)) throw new Failure('target-gone');
  const wanted = await wantedFor(request, target);
  const placement = await placeAgain(request.place, wanted);
  // Images are made first: Figma may refuse one, and then nothing has been written yet.
  const images = request.patches.map((patch) => createImage(patch.png));
  await beginStep();
  try {
    const layers = addLayers(request, wanted, placement, images);
    count.passOver(withGroup(layers), hiddenBy(wanted));
    figma.commitUndo();
    return layers.map((layer) => layer.id);
  } catch (error) {
    throw asFailure(error, 'insert-failed', { target: target.name });
  }
}

function addLayers(
  request: InsertRequest,
  wanted: PlaceWanted,
  placement: Placement,
  images: readonly Image[],
): SceneNode[] {
  const { target } = wanted;
  const made: RectangleNode[] = [];
  const undoers: (() => void)[] = [];
  try {
    for (const [i, patch] of request.patches.entries()) {
      const layer = figma.createRectangle();
      made.push(layer);
      layer.name = patch.name;
      paint(layer, [pictureFill(images[i]!, patch)], images[i]!, patch);
      settle(layer, target, patch, placement);
    }
    // One picture is seen, the others wait beneath it for their turn.
    for (const layer of made.slice(1)) layer.visible = false;
    if (made.length > 1) {
      groupLayers(made, placement, request.name);
      // An auto layout moved the new group before it could be told to stay out.
      for (const [i, layer] of made.entries()) putInPlace(layer, target, request.patches[i]!, placement);
    }
    for (const layer of hiddenBy(wanted)) {
      undoers.push(visibilityRestorer(layer));
      hideLayer(layer);
    }
    return made;
  } catch (error) {
    for (const layer of made) if (!layer.removed) layer.remove();
    for (const undo of undoers) undo();
    throw error;
  }
}

/** What only said where, and what the new layers take the place of. */
function hiddenBy({ target, regions, replaced }: PlaceWanted): Layer[] {
  const masks = regions.filter(({ use }) => use === 'mask').map(({ layer }) => layer);
  return [...masks, ...replaced].filter(({ id }) => id !== target.id);
}

/** Several stand in one group, which has come with them. */
function withGroup(layers: readonly SceneNode[]): BaseNode[] {
  const group = layers.length > 1 ? layers[0]?.parent : null;
  return group ? [...layers, group] : [...layers];
}

function settle(
  layer: RectangleNode,
  target: Layer,
  patch: PatchRequest,
  { parent, index }: Placement,
): void {
  // The first picture ends up on top.
  parent.insertChild(index, layer);
  if (layer.parent?.id !== parent.id) throw new Error('the layer did not take its place');
  if (hasAutoLayout(parent)) layer.layoutPositioning = 'ABSOLUTE';
  putInPlace(layer, target, patch, { parent, index });
}

function putInPlace(layer: RectangleNode, target: Layer, patch: PatchRequest, { parent }: Placement): void {
  const transform = transformInto(parent, target, translation(patch.shown.x, patch.shown.y));
  if (!transform) throw new Failure('target-flat', { target: target.name });
  layer.relativeTransform = mutable(transform);
}

function groupLayers(layers: readonly SceneNode[], { parent, index }: Placement, name: string): void {
  const group = figma.group(layers, parent, index);
  group.name = name;
  if (hasAutoLayout(parent)) group.layoutPositioning = 'ABSOLUTE';
}
