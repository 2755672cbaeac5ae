// The small map in a recipe: what the regions drew, to draw a region again when its layer is gone.
import { drawnBy, type RegionCoverage } from './change-map.ts';
import { cropSize, density, type Framing } from './framing.ts';
import { emptyPlane, type Plane } from './pixels.ts';

/** In px: enough for the shape and its greys, a few kB on the layer. */
const LONGEST_SIDE = 256;

/** The regions as drawn, before any soft edge, white = change: with the recipe's settings they give the same map. */
export function recipeMap(regions: readonly RegionCoverage[]): Plane {
  const drawn = drawnBy(regions);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(drawn.width, drawn.height));
  const scaled = (side: number) => Math.max(1, Math.round(side * scale));
  return shrunk(drawn, scaled(drawn.width), scaled(drawn.height));
}

/** In frame px: what one px of the map stands for. */
export function mapGrain(framing: Framing): number {
  const { width, height } = cropSize(framing);
  return Math.max(1, Math.max(width, height) / LONGEST_SIDE) / density(framing);
}

/** Each px is the mean of those it covers, so that what is thin grows faint but does not vanish. */
function shrunk(plane: Plane, width: number, height: number): Plane {
  if (width === plane.width && height === plane.height) return plane;
  const small = emptyPlane(width, height);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = span(y, height, plane.height);
    for (let x = 0; x < width; x++) {
      const [left, right] = span(x, width, plane.width);
      small.data[y * width + x] = mean(plane, left, top, right, bottom);
    }
  }
  return small;
}

/** The px of the larger side under one of the smaller. */
function span(index: number, small: number, large: number): [from: number, to: number] {
  return [Math.floor((index * large) / small), Math.ceil(((index + 1) * large) / small)];
}

function mean({ width, data }: Plane, left: number, top: number, right: number, bottom: number): number {
  let sum = 0;
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[y * width + x]!;
  return sum / ((right - left) * (bottom - top));
}
