// Results become layers: one undo step, exactly where their pixels were taken.
import { asFailure, Failure } from '../core/failure.ts';
import { translation } from '../core/geometry.ts';
import type { InsertRequest } from '../core/protocol.ts';
import type { EditCounts } from './edit-count.ts';
import { addCopies, copyAround, copyWanted } from './insert-as/copies.ts';
import { addFills, canBeFilled } from './insert-as/fill.ts';
import { takeBack, type Undo } from './insert-as/undo.ts';
import { hasAutoLayout, hasChildren, type Layer, layersOf, mutable, transformInto } from './layers.ts';
import { placeAgain, wantedFor } from './place.ts';
import type { Placement, PlaceWanted } from './placement.ts';
import { createImage, paint, pictureFill } from './result.ts';
import { beginStep } from './scratch.ts';
import { hideLayer, visibilityRestorer } from './visibility.ts';

type PatchRequest = InsertRequest['patches'][number];
/** Its image is Figma's by now. */
type PlacedPatch = Omit<PatchRequest, 'png' | 'fill'>;

export interface ToInsert {
  readonly request: InsertRequest;
  readonly target: Layer;
}

/** Everything that goes into one target, as if it were one request. */
interface Pile {
  readonly requests: readonly InsertRequest[];
  readonly request: InsertRequest;
  readonly wanted: PlaceWanted;
  /** Writes all of it in one go. */
  readonly put: (undoers: Undo[]) => SceneNode[];
}

/** The ids of the new layers, by request. */
type Inserted = Map<InsertRequest, readonly string[]>;

let before: Promise<unknown> = Promise.resolve();

/**
 * One after the other: each is placed among what the one before it has left.
 * @throws Failure target-gone, picture-too-large, insert-failed; the document is then as before.
 */
export function insert(asked: readonly ToInsert[], counts: EditCounts): Promise<Inserted> {
  const turn = before.then(() => insertNow(asked, counts));
  before = turn.catch(() => undefined);
  return turn;
}

async function insertNow(asked: readonly ToInsert[], counts: EditCounts): Promise<Inserted> {
  const piles = await readyPiles(asked);
  const undoers: Undo[] = [];
  const ids: Inserted = new Map();
  for (const pile of piles) {
    try {
      for (const [request, layerIds] of add(pile, counts, undoers)) ids.set(request, layerIds);
    } catch (error) {
      takeBack(undoers);
      throw asFailure(error, 'insert-failed', { target: pile.wanted.target.name });
    }
  }
  figma.commitUndo();
  return ids;
}

/** Placed anew where there was something to wait for: the place is to be that of the document as it is then. */
async function readyPiles(asked: readonly ToInsert[]): Promise<Pile[]> {
  for (;;) {
    const piles: Pile[] = [];
    for (const target of new Set(asked.map((each) => each.target))) piles.push(await pileFor(target, asked));
    const hasWaited = await beginStep();
    if (!hasWaited) return piles;
  }
}

async function pileFor(target: Layer, asked: readonly ToInsert[]): Promise<Pile> {
  if (target.removed) throw new Failure('target-gone', { target: target.name });
  const requests = asked.filter((each) => each.target === target).map(({ request }) => request);
  const [first] = requests as [InsertRequest, ...InsertRequest[]];
  const joins = [...new Set(requests.flatMap((each) => each.joins))];
  const request = { ...first, patches: requests.flatMap(({ patches }) => patches), joins };
  const wanted = await wantedFor(request, target);
  const placement = await placeAgain(request.place, wanted);
  return { requests, request, wanted, put: await wayFor(request, wanted, placement) };
}

function add({ requests, request, wanted, put }: Pile, counts: EditCounts, undoers: Undo[]) {
  const results = put(undoers);
  const hidden = hiddenBy(wanted, request);
  hideAll(hidden, undoers);
  counts.of(wanted.target.id).passOver(withGroups(results, wanted), hidden);
  const ids = results.map(({ id }) => id);
  const owner = requests.flatMap((each) => each.patches.map(() => each));
  return requests.map((each) => {
    const own = ids.filter((_, i) => owner[i] === each);
    // All fills lie in the one layer.
    return [each, ids.length < owner.length ? ids : own] as const;
  });
}

/** How the results come into the document; nothing is written before it is called. */
async function wayFor(
  request: InsertRequest,
  wanted: PlaceWanted,
  placement: Placement,
): Promise<Pile['put']> {
  const { target } = wanted;
  const { patches } = request;
  // Images are made first: Figma may refuse one, and then nothing has been written yet.
  if (canBeFilled(request, target)) {
    const fills = patches.map(({ fill, png }) => createImage(fill ?? png));
    return (undoers) => addFills(request, target, fills, undoers);
  }
  const images = patches.map(({ png }) => createImage(png));
  if (request.insertAs !== 'copies') {
    const earlier = await earlierIn(request, placement);
    return (undoers) => addLayers(request, { wanted, placement, earlier }, images, undoers);
  }
  const copied = await copyWanted(wanted, placement);
  return (undoers) =>
    addCopies(
      copied,
      patches,
      (patch, i, copy, within) => addLayer(patch, images[i]!, copy, within, undoers),
      undoers,
    );
}

interface Spot {
  readonly wanted: PlaceWanted;
  readonly placement: Placement;
  /** What the run has put there before. */
  readonly earlier: Layer | null;
}

/** While it still stands where results go, by itself or in its group. */
async function earlierIn({ joins }: InsertRequest, { parent }: Placement): Promise<Layer | null> {
  const isThere = (layer: Layer) => {
    const group = layer.parent?.type === 'GROUP' ? layer.parent.parent : null;
    return [layer.parent?.id, group?.id].includes(parent.id);
  };
  return (await layersOf(joins)).find(isThere) ?? null;
}

function addLayers(
  { patches, name }: InsertRequest,
  { wanted: { target }, placement, earlier }: Spot,
  images: readonly Image[],
  undoers: Undo[],
): SceneNode[] {
  const spot = earlier ? beneath(earlier, placement) : placement;
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

/** Beneath the earlier layer, or all of the group in which it stands: what has come first is seen first. */
function beneath(earlier: Layer, { parent }: Placement): Placement {
  const index = parent.children.findIndex(({ id }) => id === earlier.id);
  return index < 0 ? { parent: earlier.parent as Placement['parent'], index: 0 } : { parent, index };
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

export function hideAll(layers: readonly Layer[], undoers: Undo[]): void {
  for (const layer of layers) {
    undoers.push(visibilityRestorer(layer));
    hideLayer(layer);
  }
}

/** With the group in which several stand, or the copies, in which an edit counts as one of their target. */
function withGroups(layers: readonly SceneNode[], { target }: PlaceWanted): BaseNode[] {
  const groups = layers.flatMap(({ parent }) => (parent?.type === 'GROUP' ? [parent] : []));
  const copies = layers.flatMap((layer) => copyAround(layer) ?? []);
  const inCopies = copies.flatMap((copy) => [copy, ...(hasChildren(copy) ? copy.findAll(() => true) : [])]);
  return [...layers, ...new Set(groups.filter(({ id }) => id !== target.id)), ...inCopies];
}

function settle(layer: RectangleNode, target: Layer, patch: PlacedPatch, { parent, index }: Placement): void {
  // The first picture ends up on top.
  parent.insertChild(index, layer);
  if (layer.parent?.id !== parent.id) throw new Error('the layer did not take its place');
  if (hasAutoLayout(parent)) layer.layoutPositioning = 'ABSOLUTE';
  putInPlace(layer, target, patch, { parent, index });
}

function putInPlace(layer: RectangleNode, target: Layer, patch: PlacedPatch, { parent }: Placement): void {
  const transform = transformInto(parent, target, translation(patch.shown.x, patch.shown.y));
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
  const group = figma.group(layers, parent, index);
  group.name = name;
  if (hasAutoLayout(parent)) group.layoutPositioning = 'ABSOLUTE';
}
