// An existing result in other places: as a fill of every selected picture, over the matching region of every other target.
import { asFailure, Failure } from '../../core/failure.ts';
import type { Footprint } from '../../core/framing.ts';
import type { Rect } from '../../core/geometry.ts';
import type { Spread, UseCut, UsedInSelection, UseReply, UseRequest } from '../../core/protocol.ts';
import type { DrawnMap, Recipe } from '../../core/recipe.ts';
import type { MemberChoice } from '../../core/selection-rules.ts';
import { recipeForWhole, recipeOver } from '../../core/use-result.ts';
import { addLayer, hideAll } from '../add-layers.ts';
import type { EditCounts } from '../edit-count.ts';
import { canTakeFill, type Filled } from '../fills.ts';
import { hasPicture, type Layer, layersOf, targetProblem } from '../layers.ts';
import { NOTHING_GIVES_WAY, type PlaceWanted } from '../placement.ts';
import { createImage } from '../result.ts';
import { inPreparedStep, type Undo } from '../step.ts';
import { type Coming, putting, puttingIntoCopy } from './coming.ts';
import { canBeCopied } from './copies.ts';
import { addFill, fillDrawnIn } from './fill.ts';
import { bytesOf, drawnIn, membersFor, type Result, resultOn, type Spot, spotIn } from './use-spots.ts';
import { keepWay } from './used.ts';

/** Where it can be used, found before anything is written. */
export interface Uses {
  readonly puts: readonly Put[];
  /** Names. */
  readonly refused: readonly string[];
}

/** @throws Failure result-lost, nowhere-to-use, picture-unreadable, insert-failed; the document is then as before */
export async function useInSelection(request: UseRequest, counts: EditCounts): Promise<UsedInSelection> {
  try {
    return await inPreparedStep(
      () => usesInSelection(request),
      ({ filledWith, ...uses }, undoers) => ({ ...putAll(uses, counts, undoers), filledWith }),
    );
  } catch (error) {
    throw asFailure(error, 'insert-failed');
  }
}

async function usesInSelection({ uncut, within, cuts, ...address }: UseRequest) {
  const result = await resultOn(address);
  const uses = await usesOf({ result, spread: { uncut, within, cuts }, isInCopies: false });
  if (uses.puts.length === 0) throw new Failure('nowhere-to-use');
  const isByItself = uncut === null && uses.puts.some(({ isNewFill }) => isNewFill);
  return { ...uses, filledWith: isByItself ? await bytesOf(result) : null };
}

export interface UsesWanted {
  readonly result: Result;
  readonly spread: Spread;
  /** Each place stays as it is, and a copy of it takes the result. */
  readonly isInCopies: boolean;
}

export async function usesOf({ result, spread, isInCopies }: UsesWanted): Promise<Uses> {
  const { uncut, within, cuts } = spread;
  const used: Used = {
    result,
    whole: uncut ? createImage(uncut).hash : result.hash,
    cuts: new Map(cuts.map((cut) => [cut.targetId, cut])),
    isInCopies,
  };
  const uses: Use[] = [];
  for (const member of await membersFor(result, await layersOf(within))) uses.push(await useIn(member, used));
  return {
    puts: uses.filter((use) => use.kind === 'put'),
    refused: uses.flatMap((use) => (use.kind === 'refused' ? [use.name] : [])),
  };
}

export function putAll({ puts, refused }: Uses, counts: EditCounts, undoers: Undo[]): UseReply {
  const placedIds = puts.map(({ target, put, masks }) => {
    const layer = put(undoers);
    counts.of(target.id).passOver([layer], masks);
    hideAll(masks, undoers);
    return layer.id;
  });
  return { placedIds, refused };
}

interface Put {
  readonly kind: 'put';
  readonly target: Layer;
  /** What only said where. */
  readonly masks: readonly Layer[];
  /** It fills a picture that has not got it. */
  readonly isNewFill: boolean;
  readonly put: (undoers: Undo[]) => SceneNode;
}

type Use = { readonly kind: 'refused'; readonly name: string } | Put;

interface Used extends Pick<UsesWanted, 'result' | 'isInCopies'> {
  /** The hash of what pictures are filled with. */
  readonly whole: string;
  /** By their targets. */
  readonly cuts: ReadonlyMap<string, UseCut>;
}

async function useIn(member: MemberChoice, used: Used): Promise<Use> {
  const { isInCopies } = used;
  const [target] = await layersOf([member.targetId]);
  if (!target || targetProblem(target)) return { kind: 'refused', name: target?.name ?? '' };
  const coming = isInCopies && !canBeCopied(target) ? null : await comingInto(target, member, used);
  if (!coming) return { kind: 'refused', name: target.name };
  const { isNewFill, wanted } = coming;
  if (isInCopies) {
    return { kind: 'put', target, masks: [], isNewFill, put: await puttingIntoCopy(coming) };
  }
  const masks = wanted.regions.filter(({ use }) => use === 'mask').map(({ layer }) => layer);
  return { kind: 'put', target, masks, isNewFill, put: putting(coming) };
}

/** Null where it cannot go, or could not be cut. */
async function comingInto(target: Layer, member: MemberChoice, used: Used): Promise<Coming | null> {
  const drawn = await drawnIn(member);
  if (drawn.length === 0 && hasPicture(target) && canTakeFill(target)) return filling(target, used);
  const spot = await spotIn(target, drawn, used.result);
  const piece = spot && pieceFor(spot, used.result, used.cuts.get(target.id));
  return piece && layering(target, drawn, used, { spot, piece });
}

/** What comes into one target. */
interface Piece extends Footprint {
  readonly hash: string;
  /** Null where it goes by the regions that it was made for. */
  readonly map: DrawnMap | null;
}

/** Over regions it is cut by them; null where it could not be. */
function pieceFor({ cutBy, to }: Spot, { hash }: Result, cut: UseCut | undefined): Piece | null {
  if (cutBy.length === 0) return { ...to, hash, map: null };
  if (!cut) return null;
  const { png, area, shown, map } = cut;
  return { area, shown, map, hash: createImage(png).hash };
}

function filling(target: Filled, { result: { name, recipe }, whole: hash }: Used): Coming {
  const { id, width, height } = target;
  const own = recipeForWhole(recipe, { id, name: target.name, size: { width, height } });
  return {
    name,
    recipe: own,
    wanted: wantedIn(target, [], { x: 0, y: 0, width, height }),
    isNewFill: fillDrawnIn(target, own) === null,
    over: [],
    put: (written, picture, _, undoers) => addFill(picture as Filled, { hash }, written, undoers),
  };
}

function layering(
  target: Layer,
  regions: PlaceWanted['regions'],
  { result, isInCopies }: Used,
  { spot: { cutBy, from, to, way }, piece: { hash, map, ...footprint } }: { spot: Spot; piece: Piece },
): Coming {
  const layers = regions.map(({ layer }) => layer);
  const recipe = { ...recipeOver(result.recipe, target, layers, { from: from.area, to: to.area }), ...map };
  const { name } = result;
  return {
    name,
    recipe: isInCopies ? asCopies(recipe) : recipe,
    wanted: wantedIn(target, regions, footprint.shown),
    isNewFill: false,
    over: cutBy,
    put: (written, holder, placement, undoers) => {
      const layer = addLayer({ name, recipe: written, ...footprint }, { hash }, holder, placement, undoers);
      // One that is cut there is cut there anew.
      if (cutBy.length === 0) keepWay(layer, way);
      return layer;
    },
  };
}

/** Made again, it is made as it was asked for. */
function asCopies(recipe: Recipe): Recipe {
  return { ...recipe, settings: { ...recipe.settings, insertAs: 'copies' } };
}

function wantedIn(target: Layer, regions: PlaceWanted['regions'], reach: Rect<'frame'>): PlaceWanted {
  return { target, regions, ...NOTHING_GIVES_WAY, reach: [reach], protectsText: false };
}
