// Where nodes are: transforms up the tree, boxes, and the bounds of what is painted.
import {
  apply,
  boxOf,
  IDENTITY,
  intersect,
  invert,
  multiply,
  outset,
  type Rect,
  type Transform,
  translation,
  union,
} from './matrix.ts';
import { ancestors, isTransparentParent, type SceneNode } from './model.ts';

export function absoluteTransform(node: SceneNode): Transform {
  let transform = node.props.transform;
  for (const up of ancestors(node)) transform = multiply(up.props.transform, transform);
  return transform;
}

/** The transform to the nearest ancestor that has a space of its own. */
export function relativeTransform(node: SceneNode): Transform {
  return multiply(groupSpace(node.parent), node.props.transform);
}

/** The transform in the tree that gives a node this transform relative to its container. */
export function treeTransform(node: SceneNode, relative: Transform): Transform {
  return multiply(invert(groupSpace(node.parent)) ?? IDENTITY, relative);
}

function groupSpace(parent: SceneNode | null): Transform {
  let transform = IDENTITY;
  for (let up = parent; up && isTransparentParent(up.type); up = up.parent) {
    transform = multiply(up.props.transform, transform);
  }
  return transform;
}

export function localBox(node: SceneNode): Rect {
  return { x: 0, y: 0, width: node.props.width, height: node.props.height };
}

export function absoluteBox(node: SceneNode): Rect {
  return boxOf(absoluteTransform(node), localBox(node));
}

export function clipsChildren(node: SceneNode): boolean {
  return node.props.clipsContent || node.type === 'SECTION';
}

/** What a node paints, in the space of its page; null when nothing. Ancestors do not clip it. */
export function paintedBox(node: SceneNode, transform = absoluteTransform(node)): Rect | null {
  if (!node.props.visible) return null;
  const own = hasOwnPaint(node) ? [boxOf(transform, outset(localBox(node), strokeOutset(node)))] : [];
  const box = union([...own, ...childBoxes(node, transform)]);
  return box && withEffects(node, box, transform);
}

/** `absoluteRenderBounds`: what is painted, cut by every ancestor that clips; null when invisible. */
export function renderBounds(node: SceneNode): Rect | null {
  let box = paintedBox(node);
  for (const up of ancestors(node)) {
    if (!up.props.visible) return null;
    if (box && clipsChildren(up)) box = intersect(box, absoluteBox(up));
  }
  return box;
}

function childBoxes(node: SceneNode, transform: Transform): Rect[] {
  if (node.type === 'BOOLEAN_OPERATION') return [];
  const clip = clipsChildren(node) ? boxOf(transform, localBox(node)) : null;
  return node.children.flatMap((child) => {
    const box = paintedBox(child, multiply(transform, child.props.transform));
    const seen = box && clip ? intersect(box, clip) : box;
    return seen ? [seen] : [];
  });
}

function withEffects(node: SceneNode, box: Rect, [[a, c], [b, d]]: Transform): Rect {
  const boxes = node.props.effects
    .filter((effect) => effect.visible)
    .flatMap((effect) => {
      if (effect.type === 'LAYER_BLUR') return [outset(box, effect.radius)];
      if (effect.type !== 'DROP_SHADOW') return [];
      const by = apply(
        [
          [a, c, 0],
          [b, d, 0],
        ],
        effect.offset,
      );
      return [boxOf(translation(by.x, by.y), outset(box, effect.radius + (effect.spread ?? 0)))];
    });
  return union([box, ...boxes]) ?? box;
}

function strokeOutset(node: SceneNode): number {
  const { strokes, strokeWeight, strokeAlign } = node.props;
  if (strokeAlign === 'INSIDE' || !strokes.some(isVisiblePaint)) return 0;
  return strokeAlign === 'OUTSIDE' ? strokeWeight : strokeWeight / 2;
}

export function isVisiblePaint(paint: { readonly visible?: boolean; readonly opacity?: number }): boolean {
  return paint.visible !== false && (paint.opacity ?? 1) > 0;
}

/** Whether the node itself, without its children, puts anything on the canvas. */
export function hasOwnPaint(node: SceneNode): boolean {
  const { fills, strokes, characters, textRuns } = node.props;
  if (node.type === 'TEXT' && characters === '') return false;
  if (node.type === 'SLICE') return false;
  return (
    [...fills, ...textRuns.flatMap((run) => run.fills ?? [])].some(isVisiblePaint) ||
    strokes.some(isVisiblePaint)
  );
}

/** Whether exporting the node could show anything at all. */
export function hasVisibleLayers(node: SceneNode): boolean {
  if (!node.props.visible || node.props.opacity === 0) return false;
  if (hasOwnPaint(node)) return true;
  return node.type !== 'BOOLEAN_OPERATION' && node.children.some(hasVisibleLayers);
}
