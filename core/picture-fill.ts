// A patch in the pixels of the image that a picture shows: as a fill with the same crop, it goes wherever that image goes.
import type { Footprint } from './framing.ts';
import { clamp, compose, invert, mapRect, type Rect, type Size, type Transform } from './geometry.ts';
import { fillSize, type PictureSpace, ROUNDING, stretching } from './picture-space.ts';
import type { Pixels } from './pixels.ts';

/** A patch, and where its pixels lie in the target. */
export interface PlacedPatch extends Pick<Footprint, 'area'> {
  readonly pixels: Pixels;
}

/**
 * The patch on the image's grid, clear elsewhere.
 * @returns null when nothing of it lies in the image
 */
export function patchInPicture(
  { pixels, area }: PlacedPatch,
  target: Size<'frame'>,
  space: PictureSpace,
): Pixels | null {
  const density = pixels.width / area.width;
  const size = fillSize(space, density);
  return sampled(
    { pixels, open: bordersOf(area, target), toPatch: fillToPatch(space, size, area, density) },
    size,
  );
}

/**
 * A picture on another grid, clear where it does not lie.
 * @returns null when nothing of it lies there
 */
export function sampled(drawn: Sampled, size: Size<'image'>): Pixels | null {
  const { pixels, toPatch } = drawn;
  const fromPatch = invert(toPatch);
  if (!fromPatch) return null;
  const seen = within(mapRect(fromPatch, reached(pixels)), size);
  const data = new Uint8Array(size.width * size.height * 4);
  const sampler = { ...drawn, each: samplesFor(toPatch), sum: new Float64Array(4) };
  let isSeen = false;
  for (let y = seen.top; y < seen.bottom; y++) {
    for (let x = seen.left; x < seen.right; x++) {
      isSeen = writeSample(sampler, x, y, data, (y * size.width + x) * 4) || isSeen;
    }
  }
  return isSeen ? { ...size, data } : null;
}

function fillToPatch(
  { size, toFrame }: PictureSpace,
  fill: Size<'image'>,
  area: Rect<'frame'>,
  density: number,
): Transform<'image', 'crop'> {
  const toImage: Transform<'image', 'image'> = stretching(size.width / fill.width, size.height / fill.height);
  const toPatch: Transform<'frame', 'crop'> = [
    [density, 0, -area.x * density],
    [0, density, -area.y * density],
  ];
  return compose(toPatch, compose(toFrame, toImage));
}

/** Px beyond the target's border for which its last ones are repeated: drawn smaller, they would fade into what is clear. */
const BLEED = 2;

function reached({ width, height }: Pixels): Rect<'crop'> {
  return { x: -BLEED, y: -BLEED, width: width + 2 * BLEED, height: height + 2 * BLEED };
}

function within({ x, y, width, height }: Rect<'image'>, size: Size<'image'>) {
  return {
    left: clamp(Math.floor(x), 0, size.width),
    top: clamp(Math.floor(y), 0, size.height),
    right: clamp(Math.ceil(x + width), 0, size.width),
    bottom: clamp(Math.ceil(y + height), 0, size.height),
  };
}

/** How far beyond each of its sides a patch goes on: it does where the target ends, since nothing lies there. */
export interface Borders {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function bordersOf({ x, y, width, height }: Rect<'frame'>, target: Size<'frame'>): Borders {
  const bleed = (isBorder: boolean) => (isBorder ? BLEED : 0);
  return {
    left: bleed(x <= 0),
    top: bleed(y <= 0),
    right: bleed(x + width >= target.width),
    bottom: bleed(y + height >= target.height),
  };
}

export interface Sampled {
  readonly pixels: Pixels;
  readonly open: Borders;
  /** From the grid it is to be on to its own. */
  readonly toPatch: Transform<'image', 'crop'>;
}

interface Sampler extends Sampled {
  /** Samples along each side of a px of the fill: several where it is coarser than the patch. */
  readonly each: number;
  /** Red, green and blue times alpha, and alpha: used anew for each px. */
  readonly sum: Float64Array;
}

function samplesFor([[a, b], [d, e]]: Sampler['toPatch']): number {
  return Math.max(1, Math.ceil(Math.max(Math.hypot(a, d), Math.hypot(b, e)) - ROUNDING));
}

/** Whether anything of the patch is seen there. Colours count by their alpha: what is clear has none. */
function writeSample(sampler: Sampler, x: number, y: number, into: Uint8Array, at: number): boolean {
  const { each, toPatch, sum } = sampler;
  const [[a, b, c], [d, e, f]] = toPatch;
  sum.fill(0);
  for (let i = 0; i < each * each; i++) {
    const u = x + ((i % each) + 0.5) / each;
    const v = y + (Math.floor(i / each) + 0.5) / each;
    addSample(sampler, a * u + b * v + c, d * u + e * v + f);
  }
  const alpha = sum[3]! / (each * each);
  const opacity = Math.round(alpha);
  if (opacity === 0) return false;
  for (let channel = 0; channel < 3; channel++) into[at + channel] = Math.round(sum[channel]! / sum[3]!);
  into[at + 3] = opacity;
  return true;
}

/** Bilinear between the centres of the patch's px; none where the px itself is clear, so that nothing spreads beyond it. */
function addSample({ pixels, open, sum }: Sampler, x: number, y: number): void {
  const { width, height, data } = pixels;
  const isBeyond = x < -open.left || y < -open.top || x >= width + open.right || y >= height + open.bottom;
  if (isBeyond) return;
  const column = clamp(Math.floor(x), 0, width - 1);
  const row = clamp(Math.floor(y), 0, height - 1);
  if (data[(row * width + column) * 4 + 3] === 0) return;
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [right, down] = [x - 0.5 - left, y - 0.5 - top];
  for (let corner = 0; corner < 4; corner++) {
    const [i, j] = [corner % 2, corner >> 1];
    const weight = (i === 0 ? 1 - right : right) * (j === 0 ? 1 - down : down);
    const from = clamp(top + j, 0, height - 1) * width + clamp(left + i, 0, width - 1);
    const alpha = weight * data[from * 4 + 3]!;
    for (let channel = 0; channel < 3; channel++) sum[channel]! += alpha * data[from * 4 + channel]!;
    sum[3]! += alpha;
  }
}
