// Results of earlier runs: a new one goes above those it would lie beneath, or nobody would see it.
import { intersect, type Rect } from '../core/geometry.ts';
import { comparePlaces } from '../core/selection-rules.ts';
import { isTold, type Telling, targetTold, tellingOn } from '../core/told.ts';
import {
  ancestors,
  hasChildren,
  indexPath,
  isLayer,
  isShown,
  type Layer,
  type Parent,
  pageToFrame,
} from './layers.ts';
import { ownRecipe, resultsIn } from './recipes.ts';
import { ownBox } from './region.ts';
import { couldHold } from './result.ts';

/** The topmost result in the target that is seen over the reach and painted after the layer; else the layer. */
export function topmostResult(target: Layer, layer: Layer, reach: readonly Rect<'frame'>[]): Layer {
  const toFrame = pageToFrame(target);
  const path = indexPath(target, layer);
  if (!toFrame || !path) return layer;
  const isOver = (result: Layer) => reach.some((box) => intersect(box, ownBox(result, toFrame)));
  const results = hasChildren(target) ? resultsIn(target).filter(isLayer) : [];
  const later = results
    .filter((result) => isShown(result) && comparePlaces(indexPath(target, result) ?? [], path) > 0)
    .filter(isOver);
  return later.at(-1) ?? layer;
}

/** @param index beside the target; raised past what earlier runs have put there for the same target */
export function pastResultsOf(target: Layer, parent: Parent, index: number): number {
  return parent.children.reduce(
    (above, child, i) => (i >= index && isResultOf(child, target) ? i + 1 : above),
    index,
  );
}

/**
 * Those, or their groups, that are seen over the target from beside it, in painting order.
 * @param index of a place beside the target: what lies above that is left out. In the target there is none beside it.
 */
export function resultsBeside(target: Layer, parent: Parent, index: number): Layer[] {
  const toFrame = pageToFrame(target);
  if (!toFrame) return [];
  const own = { x: 0, y: 0, width: target.width, height: target.height };
  const isOver = (node: Layer) => isShown(node) && intersect(ownBox(node, toFrame), own) !== null;
  const around = new Set([target, ...ancestors(target)].map(({ id }) => id));
  const branch = parent.children.findIndex(({ id }) => around.has(id));
  const above = branch < 0 ? [] : parent.children.slice(branch + 1, index);
  return above.filter(isLayer).filter((node) => isOver(node) && isResultOf(node, target));
}

/** @param index in the target; raised past the results that have come there since, for as long as nothing else lies between */
export function pastNewResults(target: Layer, parent: Parent, index: number): number {
  const isOther = (child: BaseNode, i: number) => i >= index && !isResultOf(child, target);
  const end = parent.children.findIndex(isOther);
  return end < 0 ? parent.children.length : end;
}

/** Several variations stand in one group. */
function isResultOf(node: BaseNode, target: Layer): boolean {
  const recipe = ownRecipe(node);
  if (recipe && isMadeFor(target, node, tellingOn(node, recipe))) return true;
  return node.type === 'GROUP' && node.children.some((child) => isResultOf(child, target));
}

/** A copy tells of the target of which this one may be a copy, too: it goes by where it lies. */
function isMadeFor(target: Layer, node: BaseNode, telling: Telling): boolean {
  if (isTold(target, targetTold(telling))) return true;
  return !telling.isSure && isLayer(node) && couldHold(target, node);
}
