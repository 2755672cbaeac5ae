// 2×3 affine matrices in the Plugin API's own shape: [[a, c, e], [b, d, f]].
import type { Rect, Transform, Vector } from '@figma/plugin-typings/plugin-api-standalone';

export type { Rect, Transform, Vector };

export const IDENTITY: Transform = [
  [1, 0, 0],
  [0, 1, 0],
];

export function multiply(left: Transform, right: Transform): Transform {
  const [[a, c, e], [b, d, f]] = left;
  const [[g, i, k], [h, j, l]] = right;
  return [
    [a * g + c * h, a * i + c * j, a * k + c * l + e],
    [b * g + d * h, b * i + d * j, b * k + d * l + f],
  ];
}

/** The inverse, or null when the matrix flattens the plane. */
export function invert([[a, c, e], [b, d, f]]: Transform): Transform | null {
  const determinant = a * d - b * c;
  if (determinant === 0 || !Number.isFinite(determinant)) return null;
  const [g, i, h, j] = [d / determinant, -c / determinant, -b / determinant, a / determinant];
  return [
    [g, i, -(g * e + i * f)],
    [h, j, -(h * e + j * f)],
  ];
}

export function translation(x: number, y: number): Transform {
  return [
    [1, 0, x],
    [0, 1, y],
  ];
}

export function scaling(x: number, y: number): Transform {
  return [
    [x, 0, 0],
    [0, y, 0],
  ];
}

export function apply([[a, c, e], [b, d, f]]: Transform, { x, y }: Vector): Vector {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

/** The axis-aligned box of a transformed rectangle. */
export function boxOf(transform: Transform, { x, y, width, height }: Rect): Rect {
  const corners = [
    { x, y },
    { x: x + width, y },
    { x, y: y + height },
    { x: x + width, y: y + height },
  ].map((corner) => apply(transform, corner));
  const xs = corners.map((corner) => corner.x);
  const ys = corners.map((corner) => corner.y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

export function union(boxes: readonly Rect[]): Rect | null {
  if (boxes.length === 0) return null;
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function intersect(one: Rect, other: Rect): Rect | null {
  const left = Math.max(one.x, other.x);
  const top = Math.max(one.y, other.y);
  const width = Math.min(one.x + one.width, other.x + other.width) - left;
  const height = Math.min(one.y + one.height, other.y + other.height) - top;
  return width <= 0 || height <= 0 ? null : { x: left, y: top, width, height };
}

export function outset({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** Figma's rotation: degrees, counterclockwise positive, in (−180, 180]. */
export function rotationOf([[a], [b]]: Transform): number {
  const degrees = (-Math.atan2(b, a) * 180) / Math.PI;
  return Object.is(degrees, -0) ? 0 : degrees;
}

/** The same position and handedness with another rotation. */
export function withRotation(transform: Transform, degrees: number): Transform {
  const [[a, c, e], [b, d, f]] = transform;
  const mirrored = a * d - b * c < 0 ? -1 : 1;
  const radians = (-degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  return [
    [cos, -sin * mirrored, e],
    [sin, cos * mirrored, f],
  ];
}

export function withPosition([[a, c], [b, d]]: Transform, x: number, y: number): Transform {
  return [
    [a, c, x],
    [b, d, y],
  ];
}
