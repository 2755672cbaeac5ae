// Copies take their places once the last of a step is made: all of a page in one block, each in its own cell of it.
import { type Lying, movesInto, readingOrder, type Standing } from '../../core/copies.ts';
import { asFailure } from '../../core/failure.ts';
import { around, compose, type Matrix, type Point, type Rect, translation } from '../../core/geometry.ts';
import { askedOf, placeInClick } from '../../core/recipe.ts';
import { ancestors, distinct, isLayer, type Layer, mutable, pageOf } from '../layers.ts';
import { ownRecipe } from '../recipes.ts';
import { paintedOn } from '../scratch.ts';
import { isCopy, resultIn } from './copies.ts';

/** What is asked for, of which some may come later. */
export interface Block {
  /** Each has a row. */
  readonly targets: readonly Layer[];
  /** Pictures of each; null where that is not known. */
  readonly columns: number | null;
}

/**
 * Notes what stands, before the first of the copies is made.
 * @returns puts into place those that have come since; throws Failure insert-failed, and then none may stay
 */
export function copiesToCome({ targets, columns }: Block): () => void {
  const there = distinct(targets.filter((target) => !target.removed));
  const pages = distinct(there.flatMap((target) => pageOf(target) ?? []));
  const turns = pages.map((page) => {
    const onPage = there.filter((target) => pageOf(target)?.id === page.id);
    return toComeOn(page, { targets: inOrder(onPage), columns });
  });
  return () => {
    try {
      for (const lineUp of turns) lineUp();
    } catch (error) {
      throw asFailure(error, 'insert-failed', { target: there[0]?.name ?? '' });
    }
  };
}

function inOrder(targets: readonly Layer[]): Layer[] {
  return readingOrder(targets.map((target) => lyingOf(target).box)).map((i) => targets[i]!);
}

function toComeOn(page: PageNode, { targets, columns }: Block): () => void {
  const before = new Set(page.children.filter(isCopy).map(({ id }) => id));
  const taken = paintedOn(page);
  return () => {
    const copies = copiesOn(page);
    const made = copies.filter(({ copy }) => !before.has(copy.id));
    const clicks = new Set(made.map(({ click }) => click));
    const earlier = copies.filter(({ copy, click }) => before.has(copy.id) && clicks.has(click));
    const rowOf = (copy: Copied) => targets.findIndex(({ id }) => id === copy.targetId);
    const rows = targets.map((target) => {
      const own = made.find(({ targetId }) => targetId === target.id);
      return lyingOf(own?.copy ?? target);
    });
    const cells = made.map((copy) => ({ row: rowOf(copy), column: copy.column }));
    const standing = earlier.map((copy) => standingIn(copy, rowOf(copy)));
    const beside = around(distinct(targets.flatMap(withOutermost)).map(boxOf));
    const moves = movesInto({ rows, columns, cells, standing, beside, taken });
    for (const [i, { copy }] of made.entries()) moveBy(copy, moves[i]!);
  };
}

/** A copy on the page itself, and what its result says of it. */
interface Copied {
  readonly copy: Layer;
  readonly targetId: string;
  readonly click: string;
  readonly column: number;
}

function copiesOn(page: PageNode): Copied[] {
  return page.children.filter(isLayer).flatMap((copy) => {
    const result = isCopy(copy) ? resultIn(copy) : null;
    const recipe = result && ownRecipe(result);
    return recipe ? [{ copy, targetId: askedOf(recipe).id, ...placeInClick(recipe) }] : [];
  });
}

function standingIn({ copy, column }: Copied, row: number): Standing {
  return { row: row < 0 ? null : row, column, corner: cornerOf(copy) };
}

/** All copies of a target are of one size, so that one is measured for all. */
function lyingOf(layer: Layer): Lying {
  return { box: boxOf(layer), corner: cornerOf(layer) };
}

function cornerOf(layer: Layer): Point<'page'> {
  const { x, y } = layer.absoluteBoundingBox ?? boxOf(layer);
  return { x, y };
}

function withOutermost(target: Layer): Layer[] {
  const around: readonly BaseNode[] = ancestors(target);
  return [target, ...around.filter(isLayer).slice(-1)];
}

/** All that it paints, shadows too. */
function boxOf(layer: Layer): Rect<'page'> {
  const boxes = [
    layer.absoluteBoundingBox,
    'absoluteRenderBounds' in layer ? layer.absoluteRenderBounds : null,
  ];
  return around(boxes.filter((box) => box !== null));
}

function moveBy(copy: Layer, { x, y }: Point<'page'>): void {
  copy.relativeTransform = mutable(compose(translation(x, y), copy.relativeTransform as Matrix));
}
