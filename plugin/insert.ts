// Results become layers: one undo step, exactly where their pixels were taken.
import { asFailure, Failure } from '../core/failure.ts';
import { translation } from '../core/geometry.ts';
import type { InsertReply, InsertRequest } from '../core/protocol.ts';
import { isLayer, type Layer, mutable, type Parent, transformInto } from './layers.ts';
import { type Placement, placementFor } from './placement.ts';
import { writeRecipe } from './recipes.ts';
import { hideRegion } from './visibility.ts';

type PatchRequest = InsertRequest['patches'][number];

/** @throws Failure target-gone, picture-too-large, insert-failed; the document is then as before. */
export async function insert(request: InsertRequest): Promise<InsertReply> {
  const target = await figma.getNodeByIdAsync(request.targetId);
  if (!isLayer(target)) throw new Failure('target-gone');
  const regions = await regionsOf(request, target);
  // Images are made first: Figma may refuse one, and then nothing has been written yet.
  const images = request.patches.map((patch) => createImage(patch.png));
  figma.commitUndo();
  try {
    const layers = addLayers(request, target, regions, images);
    figma.commitUndo();
    return { layerIds: layers.map((layer) => layer.id) };
  } catch (error) {
    throw asFailure(error, 'insert-failed', { target: target.name });
  }
}

interface RegionLayer {
  readonly layer: Layer;
  readonly use: 'mask' | 'content';
}

async function regionsOf(request: InsertRequest, target: Layer): Promise<RegionLayer[]> {
  const found = await Promise.all(
    request.regions.map(async ({ id, use }) => ({ layer: await figma.getNodeByIdAsync(id), use })),
  );
  // A region deleted meanwhile does not cost the result: the target itself still says where it goes.
  return found.flatMap(({ layer, use }) =>
    isLayer(layer) && layer.id !== target.id ? [{ layer, use }] : [],
  );
}

function createImage(png: Uint8Array): Image {
  try {
    return figma.createImage(png);
  } catch (error) {
    const isTooLarge = error instanceof Error && /too large/i.test(error.message);
    throw new Failure(isTooLarge ? 'picture-too-large' : 'picture-unreadable', {}, error);
  }
}

function addLayers(
  request: InsertRequest,
  target: Layer,
  regions: readonly RegionLayer[],
  images: readonly Image[],
): SceneNode[] {
  const placement = placementFor(target, regions[0]?.layer ?? target, request.reach);
  const made: RectangleNode[] = [];
  const undoers: (() => void)[] = [];
  try {
    for (const [i, patch] of request.patches.entries()) {
      const layer = figma.createRectangle();
      made.push(layer);
      fillLayer(layer, patch, images[i]!);
      settle(layer, target, patch, placement);
    }
    // One picture is seen, the others wait beneath it for their turn.
    for (const layer of made.slice(1)) layer.visible = false;
    if (made.length > 1) {
      groupLayers(made, placement, request.name);
      // An auto layout moved the new group before it could be told to stay out.
      for (const [i, layer] of made.entries()) putInPlace(layer, target, request.patches[i]!, placement);
    }
    for (const { layer, use } of regions) if (use === 'mask') undoers.push(hideRegion(layer));
    return made;
  } catch (error) {
    for (const layer of made) if (!layer.removed) layer.remove();
    for (const undo of undoers) undo();
    throw error;
  }
}

function fillLayer(layer: RectangleNode, patch: PatchRequest, image: Image): void {
  layer.name = patch.name;
  layer.resize(patch.area.width, patch.area.height);
  layer.fills = [{ type: 'IMAGE', imageHash: image.hash, scaleMode: 'FILL' }];
  writeRecipe(layer, patch.recipe);
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
  const transform = transformInto(parent, target, translation(patch.area.x, patch.area.y));
  if (!transform) throw new Failure('target-flat', { target: target.name });
  layer.relativeTransform = mutable(transform);
}

function hasAutoLayout(parent: Parent): boolean {
  return 'layoutMode' in parent && parent.layoutMode !== 'NONE';
}

function groupLayers(layers: readonly SceneNode[], { parent, index }: Placement, name: string): void {
  const group = figma.group(layers, parent, index);
  group.name = name;
  if (hasAutoLayout(parent)) group.layoutPositioning = 'ABSOLUTE';
}
