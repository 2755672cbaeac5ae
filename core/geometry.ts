// Points, rectangles and affine transforms, each tied to the coordinate space it is measured in.

/**
 * The spaces a number can be measured in.
 * - `page`: Figma's canvas, px.
 * - `parent`: a layer's parent, px.
 * - `frame`: the target's own unrotated space, px, origin at its top left.
 * - `layer`: the region layer's own unrotated space, px.
 * - `crop`: pixels of the images sent, origin at the framing's top left; `image`: those of the image that a picture shows.
 * - `preview`: pixels of the picture in the panel; `grid`: those of the coarser one on which its outlines are found.
 */
export type Space = 'page' | 'parent' | 'frame' | 'layer' | 'crop' | 'image' | 'preview' | 'grid';

// The brand exists for the compiler alone: a literal fits every space, a value of one space no other.
declare const space: unique symbol;
type In<S extends Space> = { readonly [space]?: S };

export type Point<S extends Space> = In<S> & { readonly x: number; readonly y: number };
export type Size<S extends Space> = In<S> & { readonly width: number; readonly height: number };
export type Rect<S extends Space> = Point<S> & Size<S>;

/** A 2×3 affine matrix in Figma's row order: x′ = m[0]·(x, y, 1), y′ = m[1]·(x, y, 1). */
export type Matrix = readonly [readonly [number, number, number], readonly [number, number, number]];

declare const from: unique symbol;
/** A matrix that takes points of one space to another. */
export type Transform<From extends Space, To extends Space> = Matrix & {
  readonly [from]?: (point: Point<From>) => Point<To>;
};

export const IDENTITY: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
];

export function translation<S extends Space, T extends Space>(x: number, y: number): Transform<S, T> {
  return [
    [1, 0, x],
    [0, 1, y],
  ];
}

export function scaling<S extends Space, T extends Space>(factor: number): Transform<S, T> {
  return [
    [factor, 0, 0],
    [0, factor, 0],
  ];
}

/** `compose(second, first)` applies `first`, then `second`. */
export function compose<A extends Space, B extends Space, C extends Space>(
  second: Transform<B, C>,
  first: Transform<A, B>,
): Transform<A, C> {
  const [[a, b, c], [d, e, f]] = second;
  const [[g, h, i], [j, k, l]] = first;
  return [
    [a * g + b * j, a * h + b * k, a * i + b * l + c],
    [d * g + e * j, d * h + e * k, d * i + e * l + f],
  ];
}

/** Null when the transform is not invertible (a layer of zero area). */
export function invert<A extends Space, B extends Space>(transform: Transform<A, B>): Transform<B, A> | null {
  const [[a, b, c], [d, e, f]] = transform;
  const determinant = a * e - b * d;
  if (!Number.isFinite(determinant) || Math.abs(determinant) < 1e-12) return null;
  return [
    [e / determinant, -b / determinant, (b * f - c * e) / determinant],
    [-d / determinant, a / determinant, (c * d - a * f) / determinant],
  ];
}

export function apply<A extends Space, B extends Space>(
  transform: Transform<A, B>,
  point: Point<A>,
): Point<B> {
  const [[a, b, c], [d, e, f]] = transform;
  return { x: a * point.x + b * point.y + c, y: d * point.x + e * point.y + f };
}

/** Whether no entry of the one differs by more from that of the other. */
export function isNear(a: Matrix, b: Matrix, tolerance: number): boolean {
  return a.every((row, i) => row.every((value, j) => Math.abs(value - b[i]![j]!) < tolerance));
}

/** The corners in drawing order: top left, top right, bottom right, bottom left. */
export function corners<S extends Space>(rect: Rect<S>): Point<S>[] {
  const { x, y, width, height } = rect;
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

/** The smallest upright rectangle around the points; at least one point. */
export function boundsOf<S extends Space>(points: readonly Point<S>[]): Rect<S> {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The smallest upright rectangle around the rectangles; at least one. */
export function around<S extends Space>(rects: readonly Rect<S>[]): Rect<S> {
  return boundsOf(rects.flatMap(corners));
}

export function mapRect<A extends Space, B extends Space>(
  transform: Transform<A, B>,
  rect: Rect<A>,
): Rect<B> {
  return boundsOf(corners(rect).map((corner) => apply(transform, corner)));
}

export function outset<S extends Space>(rect: Rect<S>, by: number): Rect<S> {
  return {
    x: rect.x - by,
    y: rect.y - by,
    width: rect.width + 2 * by,
    height: rect.height + 2 * by,
  };
}

/** Null when the two do not share an area. */
export function intersect<S extends Space>(a: Rect<S>, b: Rect<S>): Rect<S> | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

export function contains<S extends Space>(outer: Rect<S>, inner: Rect<S>, tolerance = 0): boolean {
  return (
    inner.x >= outer.x - tolerance &&
    inner.y >= outer.y - tolerance &&
    inner.x + inner.width <= outer.x + outer.width + tolerance &&
    inner.y + inner.height <= outer.y + outer.height + tolerance
  );
}

export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
