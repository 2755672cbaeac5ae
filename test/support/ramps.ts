// Tells to a thousandth of a px where a layer was drawn: its paint is two ramps, which a rasteriser does not round to its grid.
import type { GradientPaint, RGBA } from '@figma/plugin-typings/plugin-api-standalone';
import {
  apply,
  IDENTITY,
  invert,
  type Matrix,
  mapRect,
  type Point,
  type Rect,
  type Transform,
} from '../../core/geometry.ts';
import type { Pixels } from '../../core/pixels.ts';
import { mutable } from './shapes.ts';

/** Ramps that go up and down again, red across a layer and green down it. */
export interface Ramps {
  readonly width: number;
  readonly height: number;
  readonly across: number;
  readonly down: number;
}

/** @param pixels a ramp's length in crop px: steep enough to be read to a fraction of one, and long enough to be seen */
export function rampsFor(width: number, height: number, density: number, pixels: number): Ramps {
  const count = (side: number) => Math.max(1, Math.min(MOST_RAMPS, Math.floor((side * density) / pixels)));
  return { width, height, across: count(width), down: count(height) };
}

const MOST_RAMPS = 64;
/** The green lies over the red, which must show through it. */
const MOST_GREEN = 0.5;

const DOWNWARDS: Matrix = [
  [0, 1, 0],
  [-1, 0, 1],
];

/** @param blue tells two layers with the same ramps apart, and is not read */
export function rampPaints({ across, down }: Ramps, blue = 0): GradientPaint[] {
  const red = (value: number) => ({ r: value, g: 0, b: blue, a: 1 });
  const green = (value: number) => ({ r: 0, g: 1, b: 0, a: value * MOST_GREEN });
  return [zigzag(across, red, IDENTITY), zigzag(down, green, DOWNWARDS)];
}

function zigzag(ramps: number, colour: (value: number) => RGBA, transform: Matrix): GradientPaint {
  const gradientStops = Array.from({ length: ramps + 1 }, (_, i) => ({
    position: i / ramps,
    color: colour(i % 2),
  }));
  return { type: 'GRADIENT_LINEAR', gradientTransform: mutable(transform), gradientStops };
}

/** What was seen of the ramps. */
export interface Seen {
  readonly pixels: number;
  /** Around every pixel that was read. */
  readonly box: Rect<'crop'>;
  /** The layer's px that was drawn at a point of the picture. */
  at(point: Point<'crop'>): Point<'layer'>;
}

/** @param expected where the layer's px should be; how far from it they are is what is measured */
export function readRamps(picture: Pixels, ramps: Ramps, expected: Transform<'crop', 'layer'>): Seen {
  const across = new PlaneFit();
  const down = new PlaneFit();
  const read: Point<'crop'>[] = [];
  const margin = 1.5 * Math.hypot(expected[0][0], expected[1][0]);
  for (const i of pixelsAround(picture, ramps, expected)) {
    const middle = { x: (i % picture.width) + 0.5, y: Math.floor(i / picture.width) + 0.5 };
    const [red, green, alpha] = [picture.data[i * 4]!, picture.data[i * 4 + 1]!, picture.data[i * 4 + 3]!];
    const { x, y } = apply(expected, middle);
    const isInside =
      x > margin && y > margin && x < ramps.width - margin && y < ramps.height - margin && alpha === 255;
    if (!isInside) continue;
    const [inX, inY] = [alongRamp(x, ramps.width, ramps.across), alongRamp(y, ramps.height, ramps.down)];
    if (inX.toEnd < margin || inY.toEnd < margin) continue;
    across.add(middle, (red / (255 - green) - inX.value) / inX.slope);
    down.add(middle, (green / 255 / MOST_GREEN - inY.value) / inY.slope);
    read.push(middle);
  }
  const [offX, offY] = [across.solve(), down.solve()];
  const at = (point: Point<'crop'>) => {
    const { x, y } = apply(expected, point);
    return { x: x + offX(point), y: y + offY(point) };
  };
  return { pixels: read.length, box: boxOf(read), at };
}

/** The picture's pixels around the place where the layer should be, evenly thinned where there are many. */
function* pixelsAround({ width, height }: Pixels, layer: Ramps, expected: Transform<'crop', 'layer'>) {
  const box = mapRect(invert(expected)!, { x: 0, y: 0, width: layer.width, height: layer.height });
  const last = (end: number, side: number) => Math.min(side, Math.ceil(end));
  const every = Math.max(1, Math.floor(Math.sqrt((box.width * box.height) / ENOUGH_PIXELS)));
  for (let y = Math.max(0, Math.floor(box.y)); y < last(box.y + box.height, height); y += every) {
    for (let x = Math.max(0, Math.floor(box.x)); x < last(box.x + box.width, width); x += every) {
      yield y * width + x;
    }
  }
}

/** A plane through so many readings is known to a thousandth of a px. */
const ENOUGH_PIXELS = 40_000;

/** The ramps' value at a place of the layer, how it changes per px, and how far it goes on like that. */
function alongRamp(place: number, side: number, ramps: number) {
  const length = side / ramps;
  const index = Math.floor(place / length);
  const share = place / length - index;
  const isRising = index % 2 === 0;
  return {
    value: isRising ? share : 1 - share,
    slope: (isRising ? 1 : -1) / length,
    toEnd: Math.min(share, 1 - share) * length,
  };
}

/** The plane that lies closest to how far off the readings are, by least squares. */
class PlaneFit {
  private n = 0;
  private readonly sums = { x: 0, y: 0, off: 0, xx: 0, xy: 0, yy: 0, xOff: 0, yOff: 0 };

  add({ x, y }: Point<'crop'>, off: number): void {
    const { sums } = this;
    this.n++;
    sums.x += x;
    sums.y += y;
    sums.off += off;
    sums.xx += x * x;
    sums.xy += x * y;
    sums.yy += y * y;
    sums.xOff += x * off;
    sums.yOff += y * off;
  }

  solve(): (point: Point<'crop'>) => number {
    const { n, sums } = this;
    const [x, y, off] = [sums.x / n, sums.y / n, sums.off / n];
    const [xx, xy, yy] = [sums.xx / n - x * x, sums.xy / n - x * y, sums.yy / n - y * y];
    const [xOff, yOff] = [sums.xOff / n - x * off, sums.yOff / n - y * off];
    const determinant = xx * yy - xy * xy;
    const [perX, perY] = [(xOff * yy - yOff * xy) / determinant, (yOff * xx - xOff * xy) / determinant];
    return (point) => off + perX * (point.x - x) + perY * (point.y - y);
  }
}

function boxOf(points: readonly Point<'crop'>[]): Rect<'crop'> {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (const { x, y } of points) {
    left = Math.min(left, x - 0.5);
    right = Math.max(right, x + 0.5);
    top = Math.min(top, y - 0.5);
    bottom = Math.max(bottom, y + 0.5);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
