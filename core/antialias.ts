// Tells the antialias pixels of a hard edge, whose value is the edge's and not the designer's, from greys that were drawn.
import type { Plane } from './pixels.ts';

/**
 * For each pixel that is the antialiased border of a hard edge, the value of the interior beside it;
 * every other pixel keeps its own. A drawn gradient goes on rising where a hard edge has its plateau.
 */
export function interiorValues(coverage: Plane): Plane {
  const data = Float32Array.from(coverage.data);
  for (let y = 0; y < coverage.height; y++) {
    for (let x = 0; x < coverage.width; x++) {
      const i = y * coverage.width + x;
      const value = coverage.data[i]!;
      if (value > 0 && value < 1) data[i] = interiorValue(coverage, x, y, value);
    }
  }
  return { ...coverage, data };
}

function interiorValue(coverage: Plane, x: number, y: number, value: number): number {
  const beside = highestAround(coverage, x, y, 1);
  const step = beside - value;
  if (step <= SMALLEST_STEP || lowestAround(coverage, x, y, EDGE_WIDTH) > 0) return value;
  const further = highestAround(coverage, x, y, 2);
  return further - beside <= step / 2 ? further : value;
}

// One level of 255: below that an edge and a slope cannot be told apart, nor need they be.
const SMALLEST_STEP = 1.5 / 255;
// A turned edge leaves some pixels nearly full that touch none that is empty.
const EDGE_WIDTH = 2;

/** What lies beyond the plane counts as empty: an edge that runs along its border is antialiased there, too. */
function lowestAround({ data, width, height }: Plane, x: number, y: number, radius: number): number {
  if (x < radius || y < radius || x + radius >= width || y + radius >= height) return 0;
  let lowest = 1;
  for (let row = y - radius; row <= y + radius; row++) {
    for (let column = x - radius; column <= x + radius; column++) {
      lowest = Math.min(lowest, data[row * width + column]!);
    }
  }
  return lowest;
}

function highestAround({ data, width, height }: Plane, x: number, y: number, radius: number): number {
  let highest = 0;
  const [right, bottom] = [Math.min(width - 1, x + radius), Math.min(height - 1, y + radius)];
  for (let row = Math.max(0, y - radius); row <= bottom; row++) {
    for (let column = Math.max(0, x - radius); column <= right; column++) {
      highest = Math.max(highest, data[row * width + column]!);
    }
  }
  return highest;
}
