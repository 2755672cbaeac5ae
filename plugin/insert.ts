// Results become layers: one undo step, exactly where their pixels were taken.
import { asFailure, Failure } from '../core/failure.ts';
import { translation } from '../core/geometry.ts';
import type { InsertRequest } from '../core/protocol.ts';
import type { EditCount } from './edit-count.ts';
import { addCopies, copyWanted } from './insert-as/copies.ts';
import { addFills, canBeFilled } from './insert-as/fill.ts';
import { takeBack, type Undo } from './insert-as/undo.ts';
import { hasAutoLayout, isLayer, type Layer, mutable, transformInto } from './layers.ts';
import { placeAgain, wantedFor } from './place.ts';
import type { Placement, PlaceWanted } from './placement.ts';
import { createImage, paint, pictureFill } from './result.ts';
import { beginStep } from './scratch.ts';
import { hideLayer, visibilityRestorer } from './visibility.ts';

type PatchRequest = InsertRequest['patches'][number];
/** Without its bytes, once they are an image. */
type Painted = Omit<PatchRequest, 'png' | 'fill'>;

/** @throws Failure target-gone, picture-too-large, insert-failed; the document is then as before. */
export async function insert(request: InsertRequest, count: EditCount): Promise<string[]> {
  const target = await figma.getNodeByIdAsync(request.targetId);
  if (!isLayer(target)) throw new Failure('target-gone');
  const wanted = await wantedFor(request, target);
  const placement = await placeAgain(request.place, wanted);
  const put = await wayFor(request, wanted, placement);
  await beginStep();
  const undoers: Undo[] = [];
  try {
    const results = put(undoers);
    const hidden = hiddenBy(wanted, request);
    hideAll(hidden, undoers);
    count.passOver(withGroup(results), hidden);
    figma.commitUndo();
    return results.map(({ id }) => id);
  } catch (error) {
    takeBack(undoers);
    throw asFailure(error, 'insert-failed', { target: target.name });
  }
}

/** How the results come into the document; nothing is written before it is called, and then all in one go. */
async function wayFor(
  request: InsertRequest,
  wanted: PlaceWanted,
  placement: Placement,
): Promise<(undoers: Undo[]) => SceneNode[]> {
  const { target } = wanted;
  const { patches } = request;
  // Images are made first: Figma may refuse one, and then nothing has been written yet.
  if (canBeFilled(request, target)) {
    const fills = patches.map(({ fill, png }) => createImage(fill ?? png));
    return (undoers) => addFills(request, target, fills, undoers);
  }
  const images = patches.map(({ png }) => createImage(png));
  if (request.insertAs !== 'copies')
    return (undoers) => addLayers(request, wanted, placement, images, undoers);
  const copied = await copyWanted(wanted, placement);
  return (undoers) =>
    addCopies(
      copied,
      patches,
      (patch, i, copy, within) => addLayer(patch, images[i]!, copy, within, undoers),
      undoers,
    );
}

function addLayers(
  { patches, name }: InsertRequest,
  { target }: PlaceWanted,
  placement: Placement,
  images: readonly Image[],
  undoers: Undo[],
): SceneNode[] {
  const made = patches.map((patch, i) => addLayer(patch, images[i]!, target, placement, undoers));
  // One picture is seen, the others wait beneath it for their turn.
  for (const layer of made.slice(1)) layer.visible = false;
  if (made.length > 1) {
    groupLayers(made, placement, name);
    // An auto layout moved the new group before it could be told to stay out.
    for (const [i, layer] of made.entries()) putInPlace(layer, target, patches[i]!, placement);
  }
  return made;
}

export function addLayer(
  patch: Painted,
  image: Image,
  target: Layer,
  placement: Placement,
  undoers: Undo[],
): RectangleNode {
  const layer = figma.createRectangle();
  undoers.push(() => {
    if (!layer.removed) layer.remove();
  });
  layer.name = patch.name;
  paint(layer, [pictureFill(image, patch)], image, patch);
  settle(layer, target, patch, placement);
  return layer;
}

/** What only said where, and what the results take the place of: in copies, that is hidden in them. */
function hiddenBy({ target, regions, replaced }: PlaceWanted, { insertAs }: InsertRequest): Layer[] {
  const masks = regions.filter(({ use }) => use === 'mask').map(({ layer }) => layer);
  const given = insertAs === 'copies' ? [] : replaced;
  return [...masks, ...given].filter(({ id }) => id !== target.id);
}

function hideAll(layers: readonly Layer[], undoers: Undo[]): void {
  for (const layer of layers) {
    undoers.push(visibilityRestorer(layer));
    hideLayer(layer);
  }
}

/** Several stand in one group, which has come with them. */
function withGroup(layers: readonly SceneNode[]): BaseNode[] {
  const group = layers.length > 1 ? layers[0]?.parent : null;
  return group ? [...layers, group] : [...layers];
}

function settle(layer: RectangleNode, target: Layer, patch: Painted, { parent, index }: Placement): void {
  // The first picture ends up on top.
  parent.insertChild(index, layer);
  if (layer.parent?.id !== parent.id) throw new Error('the layer did not take its place');
  if (hasAutoLayout(parent)) layer.layoutPositioning = 'ABSOLUTE';
  putInPlace(layer, target, patch, { parent, index });
}

function putInPlace(layer: RectangleNode, target: Layer, patch: Painted, { parent }: Placement): void {
  const transform = transformInto(parent, target, translation(patch.shown.x, patch.shown.y));
  if (!transform) throw new Failure('target-flat', { target: target.name });
  layer.relativeTransform = mutable(transform);
}

function groupLayers(layers: readonly SceneNode[], { parent, index }: Placement, name: string): void {
  const group = figma.group(layers, parent, index);
  group.name = name;
  if (hasAutoLayout(parent)) group.layoutPositioning = 'ABSOLUTE';
}
