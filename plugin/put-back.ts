// Results inserted once more: those whose layers or fills were deleted, or another copy of a layer that is there.
import { asFailure, Failure } from '../core/failure.ts';
import { pictureKey } from '../core/placed.ts';
import { askedOf, type Recipe } from '../core/recipe.ts';
import { askedTold, type Telling, tellingOn } from '../core/told.ts';
import { addLayer, addLayers, type PlacedPatch } from './add-layers.ts';
import { canTakeFill } from './fills.ts';
import type { KnownResult } from './history.ts';
import { addCopies, copyAround, copyWanted } from './insert-as/copies.ts';
import { type LaidAgain, layAgain } from './insert-as/fill.ts';
import { copiesToCome } from './insert-as/line-up.ts';
import { knownLayer } from './known-layers.ts';
import { type Laid, obstacleTo } from './laid-fill.ts';
import { findLayer, isLayer, type Layer, pageOf, turnTo } from './layers.ts';
import { type Origin, originOf, originWithoutLayer } from './origin.ts';
import { choosePlace } from './place.ts';
import { NOTHING_GIVES_WAY, type Placement } from './placement.ts';
import { inPreparedStep, type Undo } from './step.ts';

/** Where a result goes: into its target, or into another copy of the frame of which that was one. */
interface Way {
  readonly target: Layer;
  /** Null where it is another copy. */
  readonly origin: Origin | null;
}

/** What goes into one place. */
interface Put {
  readonly target: Layer;
  /** Of what copies are added. */
  readonly copied: readonly Layer[];
  add(undoers: Undo[]): SceneNode[];
}

/** One that Figma has the picture of. */
interface Piece {
  readonly patch: PlacedPatch;
  readonly image: Image;
}

type LaidResult = KnownResult & { readonly laid: Laid };

/**
 * Where they were made, above everything that has come there since, and brought into view; one undo step. Several
 * stand together as they did at first, and the first of them is seen.
 * @param results of one run
 * @returns the layer of each
 * @throws Failure result-gone, target-gone, insert-failed
 */
export async function putBack(results: readonly KnownResult[]): Promise<string[]> {
  let target = '';
  try {
    const layers = await inPreparedStep(
      async () => {
        const puts = await putsFor(results);
        target = puts[0].target.name;
        const page = pageOf(puts[0].target);
        if (page) await turnTo(page);
        return puts;
      },
      (puts, undoers) => {
        const lineUp = copiesToCome({ targets: puts.flatMap(({ copied }) => copied), columns: null });
        const added = puts.flatMap(({ add }) => add(undoers));
        lineUp();
        return added;
      },
    );
    const onPage = layers.filter((layer) => pageOf(layer)?.id === figma.currentPage.id);
    figma.viewport.scrollAndZoomIntoView(onPage.map((layer) => copyAround(layer) ?? layer));
    return layers.map(({ id }) => id);
  } catch (error) {
    throw asFailure(error, 'insert-failed', { target });
  }
}

/** The layers of a run go into one place, its fills into their pictures. @throws Failure when none can go anywhere */
async function putsFor(results: readonly KnownResult[]): Promise<[Put, ...Put[]]> {
  const layers = results.filter((result) => !isLaid(result));
  const fills = results.filter(isLaid);
  const pictures = [...new Set(fills.map(({ id }) => id))];
  const tried = await Promise.allSettled([
    ...pictures.map((picture) => layingOf(picture, fills)),
    ...(layers.length > 0 ? [layeringOf(layers)] : []),
  ]);
  const [first, ...others] = tried.flatMap((put) => (put.status === 'fulfilled' ? [put.value] : []));
  if (first) return [first, ...others];
  const failed = tried.find((put) => put.status === 'rejected');
  throw failed?.reason ?? new Failure('result-gone');
}

function isLaid(result: KnownResult): result is LaidResult {
  return result.laid !== null;
}

/** Those that were fills of a picture, into that. */
async function layingOf(pictureId: string, fills: readonly LaidResult[]): Promise<Put> {
  const target = await findLayer(pictureId, 'target-gone');
  const possible = fills.filter(({ id, laid }) => id === pictureId && obstacleTo(laid, target) === null);
  if (!canTakeFill(target) || possible.length === 0) {
    throw new Failure('insert-failed', { target: target.name });
  }
  const again = await Promise.all(possible.map((result) => againIn(target, result)));
  return { target, copied: [], add: (undoers) => layAgain(target, again, undoers) };
}

async function againIn(target: Layer, { laid, recipe, picture: hash }: LaidResult): Promise<LaidAgain> {
  const origin = await originOf({ layer: target, fill: laid.fill, recipe });
  return { paint: laid.paint, hash, recipe: recipeIn(origin, tellingOn(target, recipe)) };
}

async function layeringOf(results: readonly KnownResult[]): Promise<Put> {
  const [first] = results;
  if (!first) throw new Failure('result-gone');
  const way = await wayFor(first);
  const name = results.find(({ groupName }) => groupName !== null)?.groupName ?? first.name;
  return putOn(way, piecesOf(results, way), name);
}

async function wayFor({ id, recipe }: KnownResult): Promise<Way> {
  const told = tellingOn({ id }, recipe);
  const layer = await figma.getNodeByIdAsync(id);
  const origin = isLayer(layer)
    ? await originOf({ layer, fill: null, recipe })
    : await originWithoutLayer(told);
  if (origin) return { target: origin.target, origin };
  const asked = await knownLayer(askedTold(told));
  if (!asked) throw new Failure('target-gone', { target: askedOf(recipe).name });
  return { target: asked, origin: null };
}

/** Written anew, its ids are taken for those of this file: those that were not are replaced. */
function recipeIn({ target, regions }: Origin, { recipe, isSure }: Telling): Recipe {
  const { id, name } = target;
  if (isSure && id === recipe.targetId) return recipe;
  const itself = recipe.regionIds.includes(recipe.targetId) ? [id] : [];
  return {
    ...recipe,
    targetId: id,
    targetName: name,
    madeFor: null,
    regionIds: [...itself, ...regions.map((region) => region.id)],
    regionNames: regions.length > 0 ? regions.map((region) => region.name) : recipe.regionNames,
  };
}

/** Each picture once, however many copies of it there were. @throws Failure result-gone, when none is to be had */
function piecesOf(results: readonly KnownResult[], { origin }: Way): Piece[] {
  const pictures = new Map<string, Piece>();
  for (const { id, recipe: written, footprint, name, picture } of results) {
    const image = picture === '' ? null : figma.getImageByHash(picture);
    if (!image || !footprint || pictures.has(pictureKey(written))) continue;
    const recipe = origin ? recipeIn(origin, tellingOn({ id }, written)) : written;
    pictures.set(pictureKey(written), { patch: { ...footprint, name, recipe }, image });
  }
  if (pictures.size === 0) throw new Failure('result-gone');
  return [...pictures.values()];
}

/** @param name of several together */
async function putOn({ target, origin }: Way, pieces: readonly Piece[], name: string): Promise<Put> {
  const patches = pieces.map(({ patch }) => patch);
  const images = pieces.map(({ image }) => image);
  const reach = patches.map(({ shown }) => shown);
  const regions = (origin?.regions ?? []).map((layer) => ({ layer, use: 'mask' as const }));
  const wanted = { target, regions, ...NOTHING_GIVES_WAY, reach, protectsText: false };
  const { placement } = choosePlace(wanted);
  if (origin) {
    const spot = { wanted, placement, earlier: null };
    return { target, copied: [], add: (undoers) => addLayers({ patches, name }, spot, images, undoers) };
  }
  const copied = await copyWanted(wanted, placement);
  const addTo = (undoers: Undo[]) => (own: PlacedPatch, i: number, copy: Layer, within: Placement) =>
    addLayer(own, images[i]!, copy, within, undoers);
  return { target, copied: [target], add: (undoers) => addCopies(copied, patches, addTo(undoers), undoers) };
}
