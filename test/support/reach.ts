// The reach as the drawing alone has it: from the region's geometry and the soft edge, and from nothing that the plugin made.
import type { FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { apply, clamp, invert, type Matrix, type Point, type Transform } from '../../core/geometry.ts';

/** A rectangle or an ellipse in a target, and how far beyond it anything may change, in frame px. */
export interface Reach {
  readonly target: FrameNode;
  readonly region: SceneNode;
  readonly by: number;
}

/** As Krita AI Diffusion has it: the fall lies around a line that is 4 px and half a feather outside the drawing. */
export function softReach(softEdge: number): number {
  return 4 + Math.floor(softEdge / 2) + softEdge / 2;
}

/** Whether nothing may change within `margin` frame px of a point. */
export type IsOutside = (point: Point<'frame'>, margin: number) => boolean;

export function outsideOf({ target: { width, height }, region, by }: Reach): IsOutside {
  const distance = distanceTo(region);
  return ({ x, y }, margin) =>
    x < -margin ||
    y < -margin ||
    x > width + margin ||
    y > height + margin ||
    distance({ x, y }) > by + margin;
}

/** Frame px from a point of the target to the layer; 0 within it. */
function distanceTo(layer: SceneNode): (point: Point<'frame'>) => number {
  const { width, height } = layer;
  const toLayer = invert(layer.relativeTransform as Matrix) as Transform<'frame', 'layer'>;
  const toSides = (x: number, y: number) => Math.hypot(x - clamp(x, 0, width), y - clamp(y, 0, height));
  if (layer.type !== 'ELLIPSE') {
    return (point) => {
      const { x, y } = apply(toLayer, point);
      return toSides(x, y);
    };
  }
  return (point) => {
    const { x, y } = apply(toLayer, point);
    return toEllipse(x - width / 2, y - height / 2, width / 2, height / 2);
  };
}

/**
 * From a point to an ellipse around the origin with the half axes a and b; 0 within it. Along the circle that fits the
 * ellipse best at a guess, the point's direction is the next guess; three of them find it to a thousandth of a px.
 */
function toEllipse(x: number, y: number, a: number, b: number): number {
  if ((x / a) ** 2 + (y / b) ** 2 <= 1) return 0;
  const [right, down] = [Math.abs(x), Math.abs(y)];
  let [along, across] = [Math.SQRT1_2, Math.SQRT1_2];
  for (let i = 0; i < 3; i++) {
    const middle = { x: ((a * a - b * b) * along ** 3) / a, y: ((b * b - a * a) * across ** 3) / b };
    const radius = Math.hypot(a * along - middle.x, b * across - middle.y);
    const toPoint = Math.hypot(right - middle.x, down - middle.y);
    const nextAlong = clamp(((right - middle.x) * radius) / toPoint + middle.x, 0, a) / a;
    const nextAcross = clamp(((down - middle.y) * radius) / toPoint + middle.y, 0, b) / b;
    const length = Math.hypot(nextAlong, nextAcross);
    [along, across] = [nextAlong / length, nextAcross / length];
  }
  return Math.hypot(right - a * along, down - b * across);
}
