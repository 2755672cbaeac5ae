// Puts results into the tree as layers: each in its place, several of one run in a group.
import { Failure } from '../core/failure.ts';
import { IDENTITY, mapRect, translation } from '../core/geometry.ts';
import { layerKeys } from '../core/placed.ts';
import type { InsertRequest } from '../core/protocol.ts';
import { hasAutoLayout, type Layer, layersOf, mutable, type Parent, transformInto } from './layers.ts';
import type { Placement, PlaceWanted } from './placement.ts';
import { paint, pictureFill } from './result.ts';
import { groupResults, isResultGroup } from './result-group.ts';
import type { Undo } from './step.ts';
import { hideLayer, visibilityRestorer } from './visibility.ts';

type PatchRequest = InsertRequest['patches'][number];
/** Its image is Figma's by now. */
export interface PlacedPatch extends Omit<PatchRequest, 'png' | 'fill'> {
  readonly since?: PlaceWanted['since'];
}

export interface Spot {
  readonly wanted: Pick<PlaceWanted, 'target' | 'since'>;
  readonly placement: Placement;
  /** What the run has put there before. */
  readonly earlier: Layer | null;
}

/** While it still stands where results go, by itself or in a group. */
export async function earlierIn({ joins }: InsertRequest, { parent }: Placement): Promise<Layer | null> {
  const isThere = (layer: Layer) => {
    const group = layer.parent?.type === 'GROUP' ? layer.parent.parent : null;
    return [layer.parent?.id, group?.id].includes(parent.id);
  };
  return (await layersOf(layerKeys(joins))).find(isThere) ?? null;
}

export function addLayers(
  { patches: asked, name }: Pick<InsertRequest, 'name'> & { readonly patches: readonly PlacedPatch[] },
  { wanted: { target, since }, placement, earlier }: Spot,
  images: readonly Image[],
  undoers: Undo[],
): SceneNode[] {
  const spot = earlier ? beneath(earlier) : placement;
  const patches = asked.map((patch) => ({ ...patch, since }));
  const made = patches.map((patch, i) => addLayer(patch, images[i]!, target, spot, undoers));
  // One picture is seen, the others wait beneath it for their turn.
  for (const layer of earlier ? made : made.slice(1)) layer.visible = false;
  const together = earlier ? [earlier, ...made] : made;
  if (together.length > 1) {
    if (spot.parent.id === placement.parent.id) groupLayers(together, spot, name, undoers);
    // An auto layout moved the new group before it could be told to stay out.
    for (const [i, layer] of made.entries()) putInPlace(layer, target, patches[i]!, placement);
  }
  return made;
}

/** Beneath the earlier layer, or all of the group that was made for it: what has come first is seen first. */
function beneath(earlier: Layer): Placement {
  const parent = earlier.parent as Parent;
  if (isResultGroup(parent)) return { parent, index: 0 };
  return { parent, index: parent.children.findIndex(({ id }) => id === earlier.id) };
}

export function addLayer(
  patch: PlacedPatch,
  image: Pick<Image, 'hash'>,
  target: Layer,
  placement: Placement,
  undoers: Undo[],
): RectangleNode {
  const layer = figma.createRectangle();
  undoers.push(() => {
    if (!layer.removed) layer.remove();
  });
  layer.name = patch.name;
  paint(layer, [pictureFill(image, patch)], image, patch, scaleOf(patch));
  settle(layer, target, patch, placement);
  return layer;
}

export function hideAll(layers: readonly Layer[], undoers: Undo[]): void {
  for (const layer of layers) {
    undoers.push(visibilityRestorer(layer));
    hideLayer(layer);
  }
}

function settle(layer: RectangleNode, target: Layer, patch: PlacedPatch, { parent, index }: Placement): void {
  // The first picture ends up on top.
  parent.insertChild(index, layer);
  if (layer.parent?.id !== parent.id) throw new Error('the layer did not take its place');
  if (hasAutoLayout(parent)) layer.layoutPositioning = 'ABSOLUTE';
  putInPlace(layer, target, patch, { parent, index });
}

/** As it would be had it come before the target was scaled. */
function scaleOf({ since = IDENTITY }: PlacedPatch): readonly [number, number] {
  return [since[0][0], since[1][1]];
}

function putInPlace(layer: RectangleNode, target: Layer, patch: PlacedPatch, { parent }: Placement): void {
  const { x, y } = mapRect(patch.since ?? IDENTITY, patch.shown);
  const transform = transformInto(parent, target, translation(x, y));
  if (!transform) throw new Failure('target-flat', { target: target.name });
  layer.relativeTransform = mutable(transform);
}

function groupLayers(
  layers: readonly SceneNode[],
  { parent, index }: Placement,
  name: string,
  undoers: Undo[],
): void {
  const places = layers.map((layer) => parent.children.findIndex(({ id }) => id === layer.id));
  // One that was there before has to be let out of the group again; the group goes with the last of its layers.
  undoers.push(() => {
    for (const [i, layer] of layers.entries()) if (!layer.removed) parent.insertChild(places[i]!, layer);
  });
  groupResults(layers, parent, index, name);
}
