// Where in the tree a result goes: as near to the region as Figma allows, and never where it would be cut.
import { compose, contains, invert, mapRect, type Rect } from '../core/geometry.ts';
import { ancestors, hasChildren, isInInstance, isLayer, type Layer, type Parent, toPage } from './layers.ts';

export interface Placement {
  readonly parent: Parent;
  /** The position among the parent's children: just above the branch that holds the region or the target. */
  readonly index: number;
}

/**
 * Inside the target, in the nearest frame around the region that holds the whole area; beside the target
 * where nothing can be added inside it (an instance, a picture).
 * @param region the topmost region; it may lie outside the target
 */
export function placementFor(target: Layer, region: Layer, area: Rect<'frame'>): Placement {
  return (canTake(target) && placementInside(target, region, area)) || placementBeside(target);
}

/** Above everything in the target, or beside it where nothing can be added inside. */
export function placementOver(target: Layer): Placement {
  return canTake(target) && accepts(target)
    ? { parent: target, index: target.children.length }
    : placementBeside(target);
}

function canTake(target: Layer): target is Layer & Parent {
  return hasChildren(target) && target.type !== 'INSTANCE' && !isInInstance(target);
}

function placementInside(target: Layer & Parent, region: Layer, area: Rect<'frame'>): Placement | null {
  const chain = [region, ...ancestors(region)];
  const depth = chain.findIndex((node) => node.id === target.id);
  if (depth <= 0) return accepts(target) ? { parent: target, index: target.children.length } : null;
  for (let i = 1; i <= depth; i++) {
    const parent = chain[i] as Parent;
    const isTarget = parent.id === target.id;
    if (!isTarget && !(parent.type === 'FRAME' && holds(parent, target, area))) continue;
    const index = positionOf(chain[i - 1]!, parent) + 1;
    if (accepts(parent) && !isMasked(parent, index)) return { parent, index };
  }
  return null;
}

function placementBeside(target: Layer): Placement {
  let branch: BaseNode = target;
  for (const parent of ancestors(target)) {
    const index = positionOf(branch, parent) + 1;
    if (parent.type === 'PAGE' || (accepts(parent) && !isMasked(parent, index))) return { parent, index };
    branch = parent;
  }
  throw new Error('the target is on no page');
}

/** Whether Figma lets layers be added here. */
function accepts(parent: Parent): boolean {
  if (parent.type === 'INSTANCE' || isInInstance(parent)) return false;
  return parent.type !== 'BOOLEAN_OPERATION' && parent.type !== 'COMPONENT_SET';
}

// A Figma mask cuts every sibling painted after it, a result placed there too.
function isMasked(parent: Parent, index: number): boolean {
  return parent.children.slice(0, index).some((child) => 'isMask' in child && child.isMask);
}

function holds(parent: Parent, target: Layer, area: Rect<'frame'>): boolean {
  if (!isLayer(parent)) return false;
  const toParent = invert(toPage(parent));
  if (!toParent) return false;
  const own = { x: 0, y: 0, width: parent.width, height: parent.height };
  return contains(own, mapRect(compose(toParent, toPage(target)), area), 0.01);
}

function positionOf(child: BaseNode, parent: Parent): number {
  return parent.children.findIndex((candidate) => candidate.id === child.id);
}
