// Where in the tree a result goes: as near to the region as Figma allows, and never where it would be cut.
import { around, type Rect, type Transform } from '../core/geometry.ts';
import { carriesBeyond, holdersWithin } from './beyond.ts';
import { pastResultsOf, topmostResult } from './earlier.ts';
import type { Fill } from './fills.ts';
import {
  ancestors,
  hasChildren,
  holds,
  isClipping,
  isInInstance,
  isLayer,
  isWithin,
  type Layer,
  type Parent,
} from './layers.ts';
import { isResultGroup } from './result-group.ts';

export interface Placement {
  readonly parent: Parent;
  /**
   * The position among the parent's children: just above the branch that holds the region or the target, and
   * above the results of earlier runs that would cover it.
   */
  readonly index: number;
}

/** The same place once other results have come into the parent: above the sibling that it was to go above. */
export function anchored({ parent, index }: Placement): () => Placement {
  const below = parent.children[index - 1];
  return () => {
    const at = below ? positionOf(below, parent) + 1 : 0;
    return { parent, index: below && at === 0 ? index : at };
  };
}

/** What decides where a result goes, with its layers found. */
export interface PlaceWanted {
  readonly target: Layer;
  readonly regions: readonly { readonly layer: Layer; readonly use: 'mask' | 'content' }[];
  /** Results that give way to the new one. */
  readonly replaced: readonly Layer[];
  /** Those of them that are fills of the target. */
  readonly replacedFills: readonly Fill[];
  readonly reach: readonly Rect<'frame'>[];
  /** From the target's px as it was drawn to those of today; missing where they are the same. */
  readonly since?: Transform<'frame', 'frame'>;
  readonly protectsText: boolean;
  /** It is yet to be cut, and so can leave alone whatever of the target is see-through. */
  readonly canKeepOutline?: boolean;
}

/** For a result that takes the place of no other. */
export const NOTHING_GIVES_WAY = { replaced: [], replacedFills: [] } as const;

/**
 * Inside the target, in the nearest frame around the first region that holds the whole reach; beside the
 * target where nothing can be added inside it (an instance, a picture).
 */
export function placementFor(wanted: PlaceWanted): Placement {
  const { target, regions } = wanted;
  const region = regions[0]?.layer ?? target;
  return (canTake(target) && placementInside(target, region, wanted)) || placementBeside(target);
}

/** Above everything in the target, or beside it where nothing can be added inside, or would be cut by a Figma mask. */
export function placementOver(target: Layer): Placement {
  if (!canTake(target) || !accepts(target)) return placementBeside(target);
  const index = target.children.length;
  return index > highestIndex(target) ? placementBeside(target) : { parent: target, index };
}

/** Just above a result, or above the group in which it stands with others; null where nothing can be added there, in the target. */
export function placementAbove(result: Layer, target: Layer): Placement | null {
  const standing = isResultGroup(result.parent) ? result.parent : result;
  const { parent } = standing;
  if (!parent || !isLayer(parent) || !isWithin(parent, target) || !canTake(parent)) return null;
  const index = positionOf(standing, parent) + 1;
  return accepts(parent) && index <= highestIndex(parent) ? { parent, index } : null;
}

function canTake(target: Layer): target is Layer & Parent {
  return hasChildren(target) && target.type !== 'INSTANCE' && !isInInstance(target);
}

function placementInside(target: Layer & Parent, region: Layer, wanted: PlaceWanted): Placement | null {
  const highest = topmostResult(target, region, wanted.reach);
  const chain = [highest, ...ancestors(highest)];
  const depth = chain.findIndex((node) => node.id === target.id);
  if (depth <= 0) return accepts(target) ? { parent: target, index: target.children.length } : null;
  for (let i = 1; i <= depth; i++) {
    const parent = chain[i] as Parent;
    const index = positionOf(chain[i - 1]!, parent) + 1;
    if (openPlaces(parent, wanted).includes(index)) return { parent, index };
  }
  return null;
}

/** Positions where a layer over the reach can be added and is seen whole: in the target, or in a frame that holds it. */
export function openPlaces(parent: Parent, wanted: PlaceWanted): number[] {
  const isOpen = parent.id === wanted.target.id || isOpenFrame(parent, wanted);
  if (!isOpen || !accepts(parent)) return [];
  return Array.from({ length: highestIndex(parent) + 1 }, (_, index) => index);
}

function isOpenFrame(parent: Parent, wanted: PlaceWanted): boolean {
  const holdsAll = parent.type === 'FRAME' && holds(parent, wanted.target, around(wanted.reach), 0.01);
  return holdsAll && !holdersWithin(parent, wanted.target).some((holder) => carriesBeyond(holder, wanted));
}

/** Whether a result still can go to a place that was chosen earlier. */
export function isOpenAt({ parent, index }: Placement, wanted: PlaceWanted): boolean {
  const { target } = wanted;
  if (isWithin(parent, target)) return openPlaces(parent, wanted).includes(index);
  return isWithin(target, parent) && isFree(parent, index);
}

/** Above the target, outside it. */
export function placementBeside(target: Layer): Placement {
  let branch: BaseNode = target;
  for (const parent of ancestors(target)) {
    const index = pastResultsOf(target, parent, positionOf(branch, parent) + 1);
    if (isFree(parent, index)) return { parent, index };
    branch = parent;
  }
  throw new Error('the target is on no page');
}

function isFree(parent: Parent, index: number): boolean {
  return parent.type === 'PAGE' || (accepts(parent) && index <= highestIndex(parent));
}

/** Whether Figma lets layers be added here. */
function accepts(parent: Parent): boolean {
  if (parent.type === 'INSTANCE' || isInInstance(parent)) return false;
  return parent.type !== 'BOOLEAN_OPERATION' && parent.type !== 'COMPONENT_SET';
}

// A Figma mask cuts every sibling painted after it, a result placed there too.
function highestIndex(parent: Parent): number {
  const mask = parent.children.findIndex(isClipping);
  return mask < 0 ? parent.children.length : mask;
}

function positionOf(child: BaseNode, parent: Parent): number {
  return parent.children.findIndex((candidate) => candidate.id === child.id);
}
