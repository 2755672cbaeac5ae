// Results become layers: one undo step, exactly where their pixels were taken.
import { asFailure, Failure, type FailureKind, isFailure } from '../core/failure.ts';
import { IDENTITY, mapRect } from '../core/geometry.ts';
import { type Placed, placedAs } from '../core/placed.ts';
import type { Inserted, InsertRequest } from '../core/protocol.ts';
import { addLayer, addLayers, earlierIn, hideAll } from './add-layers.ts';
import type { EditCounts } from './edit-count.ts';
import { addCopies, copyAround, copyWanted } from './insert-as/copies.ts';
import { addFills, canBeFilled, hideFills } from './insert-as/fill.ts';
import { type Block, copiesToCome } from './insert-as/line-up.ts';
import { putAll, type Uses, usesOf } from './insert-as/use.ts';
import { distinct, hasChildren, type Layer, layersOf } from './layers.ts';
import { placeAgain, wantedFor } from './place.ts';
import { anchored, type Placement, type PlaceWanted } from './placement.ts';
import { createImage } from './result.ts';
import { isResultGroup } from './result-group.ts';
import { sinceThen } from './since-drawn.ts';
import { inPreparedStep, takeBack, type Undo } from './step.ts';

export interface ToInsert {
  readonly request: InsertRequest;
  readonly target: Layer;
}

/** Everything that goes into one target, as if it were one request. */
interface Pile {
  readonly requests: readonly InsertRequest[];
  readonly request: InsertRequest;
  /** Null where it makes no copies. */
  readonly block: Block | null;
  readonly wanted: PlaceWanted;
  readonly kind: Placed['kind'];
  /** Writes all of it in one go; for each patch, the layer that it is or lies in. */
  readonly put: (undoers: Undo[]) => SceneNode[];
  /** Where else its picture goes. */
  readonly uses: Uses | null;
}

type Added = Pick<Inserted, 'placed' | 'used'> & {
  /** The target's px are those in which it was drawn. */
  readonly isAsDrawn: boolean;
};

/** By request: its layers, or why it alone has none. */
export type Made = Map<InsertRequest, Added | Failure>;

let before: Promise<unknown> = Promise.resolve();

/**
 * One after the other: each is placed among what the one before it has left. What cannot be placed holds back
 * nothing else.
 * @throws Failure picture-too-large, picture-unreadable, insert-failed, when nothing could be; the document is then as before.
 */
export function insert(asked: readonly ToInsert[], counts: EditCounts): Promise<Made> {
  const turn = before.then(() => insertNow(asked, counts));
  before = turn.catch(() => undefined);
  return turn;
}

async function insertNow(asked: readonly ToInsert[], counts: EditCounts): Promise<Made> {
  let made: Made = new Map();
  try {
    // Placed anew where there was something to wait for: the place is to be that of the document as it is then.
    await inPreparedStep(
      () => pilesFor(asked),
      (piles, undoers) => {
        const lineUp = copiesToCome(blockOf(piles));
        made = new Map(piles.flatMap((pile) => placed(pile, counts, undoers)));
        const [first, ...others] = made.values();
        if (isFailure(first) && others.every(isFailure)) throw first;
        lineUp();
      },
    );
  } catch (error) {
    if (!isFailure(error) || !OF_TARGET.has(error.kind)) throw error;
  }
  return made;
}

/** Each request is told by itself what is wrong with its target, though all are. */
const OF_TARGET: ReadonlySet<FailureKind> = new Set<FailureKind>(['target-gone', 'place-changed']);

/** One target's results, or why they cannot come: nothing of them is in the document then. */
type Ready = Pile | { readonly requests: readonly InsertRequest[]; readonly failure: Failure };

async function pilesFor(asked: readonly ToInsert[]): Promise<Ready[]> {
  const piles: Ready[] = [];
  for (const target of new Set(asked.map((each) => each.target))) {
    const requests = asked.filter((each) => each.target === target).map(({ request }) => request);
    const failed = (error: unknown) => ({ requests, failure: failureAt(target, error) });
    piles.push(await pileFor(target, requests).catch(failed));
  }
  return piles;
}

/** What goes wrong over a target that goes meanwhile is for that reason. */
function failureAt(target: Layer, error: unknown): Failure {
  if (target.removed) return new Failure('target-gone', {}, error);
  return asFailure(error, 'insert-failed', { target: target.name });
}

/** @param done takes back all that has been placed so far */
function placed(pile: Ready, counts: EditCounts, done: Undo[]): [InsertRequest, Added | Failure][] {
  if ('failure' in pile) return pile.requests.map((request) => [request, pile.failure]);
  const undoers: Undo[] = [];
  try {
    const added = add(pile, counts, undoers);
    const used = pile.uses && putAll(pile.uses, counts, undoers);
    done.push(...undoers);
    const isAsDrawn = pile.wanted.since === IDENTITY;
    return added.map(([request, results]) => [request, { placed: results, used, isAsDrawn }]);
  } catch (error) {
    takeBack(undoers);
    const failure = failureAt(pile.wanted.target, error);
    return pile.requests.map((request) => [request, failure]);
  }
}

function blockOf(piles: readonly Ready[]): Block {
  const blocks = piles.flatMap((pile) => ('block' in pile && pile.block ? pile.block : []));
  const [first] = blocks;
  return { targets: blocks.flatMap(({ targets }) => targets), columns: first?.columns ?? null };
}

async function pileFor(target: Layer, requests: readonly InsertRequest[]): Promise<Pile> {
  const [first] = requests as [InsertRequest, ...InsertRequest[]];
  const joins = [...new Set(requests.flatMap((each) => each.joins))];
  const request = { ...first, patches: requests.flatMap(({ patches }) => patches), joins };
  const wanted = await wantedSince(request, target);
  const placement = await placeAgain(request.place, wanted);
  const uses = await usesElsewhere(request, target);
  const kind = kindOf(request, target);
  const block = kind === 'copy' ? await blockWith(request, target, uses) : null;
  const put = await putFor(request, { wanted, placement, block });
  return { requests, request, block, wanted, kind, put, uses };
}

function kindOf(request: InsertRequest, target: Layer): Placed['kind'] {
  if (canBeFilled(request, target)) return 'fill';
  return request.insertAs === 'copies' ? 'copy' : 'layer';
}

/** Those that its run has pictures for, whether they come now, later or never, and those where its picture is used. */
async function blockWith({ matrix }: InsertRequest, target: Layer, uses: Uses | null): Promise<Block> {
  const asked = await layersOf(matrix?.targetIds ?? []);
  const used = uses?.puts.map((use) => use.target) ?? [];
  return { targets: distinct([target, ...asked, ...used]), columns: matrix?.columns ?? null };
}

/** @throws Failure place-changed */
async function wantedSince(request: InsertRequest, target: Layer): Promise<PlaceWanted> {
  const { place, reach, spread } = request;
  const since = sinceThen(target, place, reach);
  // Elsewhere it goes by where it lies in its own target, as that was drawn.
  if (!since || (spread && since !== IDENTITY)) throw new Failure('place-changed', { target: target.name });
  const wanted = await wantedFor(request, target);
  return { ...wanted, since, reach: reach.map((rect) => mapRect(since, rect)) };
}

/** Of the one picture that there is then. */
async function usesElsewhere(request: InsertRequest, target: Layer): Promise<Uses | null> {
  const { spread, patches } = request;
  const [patch] = patches;
  if (!spread || !patch) return null;
  const { name, recipe, area, shown, png, fill } = patch;
  const isFill = canBeFilled(request, target);
  const { hash } = createImage(isFill ? (fill ?? png) : png);
  const result = { name, recipe, isSure: true, hash, footprint: isFill ? null : { area, shown } };
  const isInCopies = request.insertAs === 'copies';
  return usesOf({ result, spread, isInCopies });
}

function add({ requests, request, wanted, kind, put }: Pile, counts: EditCounts, undoers: Undo[]) {
  const results = put(undoers);
  const changed = hide(wanted, request, undoers);
  counts.of(wanted.target.id).passOver(withGroups(results, wanted), changed);
  const all = request.patches.map(({ recipe }, i) => placedAs(kind, results[i]!.id, recipe));
  const owner = requests.flatMap((each) => each.patches.map(() => each));
  return requests.map((each) => [each, all.filter((_, i) => owner[i] === each)] as const);
}

/** How the results come into the document; nothing is written before it is called. */
async function putFor(
  request: InsertRequest,
  { wanted, placement, block }: Pick<Pile, 'wanted' | 'block'> & { readonly placement: Placement },
): Promise<Pile['put']> {
  const { target, since } = wanted;
  const { patches } = request;
  // Images are made first: Figma may refuse one, and then nothing has been written yet.
  if (canBeFilled(request, target)) {
    const fills = patches.map(({ fill, png }) => createImage(fill ?? png));
    return (undoers) => addFills(request, target, fills, undoers);
  }
  const images = patches.map(({ png }) => createImage(png));
  if (!block) {
    const earlier = await earlierIn(request, placement);
    const place = anchored(placement);
    return (undoers) => addLayers(request, { wanted, placement: place(), earlier }, images, undoers);
  }
  const copied = await copyWanted(wanted, placement, block.targets.length > 1);
  return (undoers) =>
    addCopies(
      copied,
      patches,
      (patch, i, copy, within) => addLayer({ ...patch, since }, images[i]!, copy, within, undoers),
      undoers,
    );
}

/**
 * What only said where, and what the results take the place of. Beside copies the original stays as it is: there it is
 * hidden in them.
 * @returns the layers that look different for it
 */
function hide(wanted: PlaceWanted, { insertAs }: InsertRequest, undoers: Undo[]): Layer[] {
  const { target, regions, replaced, replacedFills } = wanted;
  if (insertAs === 'copies') return [];
  const masks = regions.filter(({ use }) => use === 'mask').map(({ layer }) => layer);
  const hidden = [...masks, ...replaced].filter(({ id }) => id !== target.id);
  hideAll(hidden, undoers);
  if (replacedFills.length === 0) return hidden;
  hideFills(target, replacedFills, undoers);
  return [...hidden, target];
}

/** With the group in which several stand, or the copies, in which an edit counts as one of their target. */
function withGroups(layers: readonly SceneNode[], { target }: PlaceWanted): BaseNode[] {
  const groups = layers.map(({ parent }) => parent).filter(isResultGroup);
  const copies = layers.flatMap((layer) => copyAround(layer) ?? []);
  const inCopies = copies.flatMap((copy) => [copy, ...(hasChildren(copy) ? copy.findAll(() => true) : [])]);
  return [...layers, ...new Set(groups.filter(({ id }) => id !== target.id)), ...inCopies];
}
