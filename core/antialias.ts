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
  if (step <= SMALLEST_STEP || !isNearEmpty(coverage, x, y)) return value;
  const further = highestAround(coverage, x, y, 2);
  return further - beside <= step / 2 ? further : value;
}

// One level of 255: below that an edge and a slope cannot be told apart, nor need they be.
const SMALLEST_STEP = 1.5 / 255;
/**
 * A turned edge leaves some pixels nearly full that touch none that is empty: the next but one is, straight on or
 * to the side. A corner further, at 2.8 px, lies what was drawn two px and more inside a turned edge.
 */
const EDGE_WIDTH = 2;
const FURTHEST_SQUARED = EDGE_WIDTH ** 2 + 1;

/** What lies beyond the plane counts as empty: an edge that runs along its border is antialiased there, too. */
function isNearEmpty({ data, width, height }: Plane, x: number, y: number): boolean {
  const isAtBorder = x < EDGE_WIDTH || y < EDGE_WIDTH || x + EDGE_WIDTH >= width || y + EDGE_WIDTH >= height;
  if (isAtBorder) return true;
  for (let down = -EDGE_WIDTH; down <= EDGE_WIDTH; down++) {
    for (let across = -EDGE_WIDTH; across <= EDGE_WIDTH; across++) {
      if (down ** 2 + across ** 2 > FURTHEST_SQUARED) continue;
      if (data[(y + down) * width + x + across]! === 0) return true;
    }
  }
  return false;
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
