// Where the image of a picture lies in its layer, and how large a fill has to be that lies just there.

import { clamp, compose, IDENTITY, invert, type Matrix, type Size, type Transform } from './geometry.ts';

/** What decides where a fill's image lies in its layer, as Figma names it. */
export interface ImagePlacing {
  readonly scaleMode: 'FILL' | 'FIT' | 'CROP' | 'TILE';
  /** With `CROP`: from the layer's unit square to the image's. */
  readonly imageTransform?: Matrix;
  /** With the others: by quarter turns, clockwise. */
  readonly rotation?: number;
}

/** The image that a picture shows. */
export interface PictureSpace {
  readonly hash: string;
  readonly size: Size<'image'>;
  readonly toFrame: Transform<'image', 'frame'>;
}

/** From the image's px to the layer's; null where that is no single place (tiles), or no area. */
export function imageToFrame(
  placing: ImagePlacing,
  image: Size<'image'>,
  frame: Size<'frame'>,
): Transform<'image', 'frame'> | null {
  const { scaleMode, imageTransform, rotation = 0 } = placing;
  switch (scaleMode) {
    case 'TILE':
      return null;
    case 'CROP':
      return cropToFrame(imageTransform, image, frame);
    case 'FILL':
    case 'FIT':
      return centredIn(frame, turned(rotation, image), scaleMode === 'FILL' ? Math.max : Math.min);
    default:
      return scaleMode satisfies never;
  }
}

function cropToFrame(
  imageTransform: Matrix | undefined,
  image: Size<'image'>,
  frame: Size<'frame'>,
): Transform<'image', 'frame'> | null {
  const fromUnit = invert(imageTransform ?? IDENTITY);
  return fromUnit && compose(stretching(frame.width, frame.height), compose(fromUnit, unitOf(image)));
}

function unitOf({ width, height }: Size<'image'>): Matrix {
  return stretching(1 / width, 1 / height);
}

export function stretching(x: number, y: number): Matrix {
  return [
    [x, 0, 0],
    [0, y, 0],
  ];
}

interface Turned extends Size<'image'> {
  readonly matrix: Matrix;
}

function turned(degrees: number, { width, height }: Size<'image'>): Turned {
  switch (((Math.round(degrees / 90) % 4) + 4) % 4) {
    case 1:
      return {
        width: height,
        height: width,
        matrix: [
          [0, -1, height],
          [1, 0, 0],
        ],
      };
    case 2:
      return {
        width,
        height,
        matrix: [
          [-1, 0, width],
          [0, -1, height],
        ],
      };
    case 3:
      return {
        width: height,
        height: width,
        matrix: [
          [0, 1, 0],
          [-1, 0, width],
        ],
      };
    default:
      return { width, height, matrix: IDENTITY };
  }
}

function centredIn(
  frame: Size<'frame'>,
  { width, height, matrix }: Turned,
  pick: (...scales: number[]) => number,
): Transform<'image', 'frame'> {
  const scale = pick(frame.width / width, frame.height / height);
  const [x, y] = [(frame.width - width * scale) / 2, (frame.height - height * scale) / 2];
  return compose(
    [
      [scale, 0, x],
      [0, scale, y],
    ],
    matrix,
  ) as Matrix;
}

/** The longest side that Figma takes of an image. */
const LARGEST_SIDE = 4096;

/**
 * The size of the fill's image: of exactly the ratio of the one beneath it, since every mode but tiles goes by the
 * ratio alone, and no coarser than the patch, as far as Figma takes it.
 * @param density px of the patch to a frame px
 */
export function fillSize({ size, toFrame }: PictureSpace, density: number): Size<'image'> {
  const common = commonDivisor(size.width, size.height);
  const [columns, rows] = [size.width / common, size.height / common];
  const needed = Math.ceil(common * coarseness(toFrame) * density - ROUNDING);
  const most = Math.max(1, Math.floor(LARGEST_SIDE / Math.max(columns, rows)));
  const times = clamp(needed, 1, most);
  return { width: columns * times, height: rows * times };
}

/** A size that is whole but for the last bits of a product of fractions counts as whole. */
export const ROUNDING = 1e-6;

/** The longer side, in frame px, of one px of the image. */
function coarseness([[a, b], [d, e]]: Transform<'image', 'frame'>): number {
  return Math.max(Math.hypot(a, d), Math.hypot(b, e));
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
