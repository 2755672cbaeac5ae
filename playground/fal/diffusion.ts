// Differential diffusion, simulated: how many steps each cell of the picture is free to change, and what
// that leaves of source and generated picture. The constants are those of the published pipelines
// (exx8/differential-diffusion, diffusers' FLUX variant): a white map preserves, one latent cell is 8 px,
// and the map is compared with the step's number, so that n steps give exactly n strengths.
import { blank, type Picture } from './picture.ts';
import { hashNumbers } from './random.ts';

/** The VAE's scale: the map is read once per cell of 8 × 8 px. */
const CELL = 8;
/** The transformer packs 2 × 2 cells, so sides are cut down to a multiple of 16. */
const SIDE_MULTIPLE = 16;
/** The largest error of the simulated VAE round trip, in levels of 255. */
const VAE_ERROR = 3;

export const floorSide = (side: number) => Math.floor(side / SIDE_MULTIPLE) * SIDE_MULTIPLE;

/** How many of N steps are executed; in diffusers' order of operations, which decides the rounding. */
export function executedSteps(steps: number, strength: number): number {
  return steps - Math.floor(Math.max(steps - steps * strength, 0));
}

/** White (255) is put back after every step but the last; black is never put back. */
export function freeSteps(grey: number, executed: number): number {
  return executed - Math.min(Math.ceil((grey * executed) / 255), executed - 1);
}

/** One free step of the last ones changes next to nothing; N free steps start from pure noise. */
function amountOf(free: number, steps: number): number {
  return steps === 1 ? 1 : (free - 1) / (steps - 1);
}

export interface DiffusionSteps {
  steps: number;
  strength: number;
}

/** Source where the map is white, generated where it is black, in as many grades as steps are executed. */
export function diffuse(source: Picture, generated: Picture, map: Picture, run: DiffusionSteps): Picture {
  const executed = executedSteps(run.steps, run.strength);
  const amounts = cellAmounts(map, source, (grey) => amountOf(freeSteps(grey, executed), run.steps));
  return blend(source, generated, (x, y) => amounts[cellIndex(source.width, x, y)]!);
}

/** Without a map every pixel gets the same number of steps. */
export function diffuseEvenly(source: Picture, generated: Picture, run: DiffusionSteps): Picture {
  const amount = amountOf(executedSteps(run.steps, run.strength), run.steps);
  return blend(source, generated, () => amount);
}

const cellIndex = (width: number, x: number, y: number) =>
  Math.floor(y / CELL) * (width / CELL) + Math.floor(x / CELL);

/** A map of another size is simply sampled at other places: nearest, as PyTorch's `interpolate` does. */
function cellAmounts(
  map: Picture,
  { width, height }: Picture,
  amountFor: (grey: number) => number,
): Float64Array {
  const columns = width / CELL;
  const rows = height / CELL;
  return Float64Array.from({ length: columns * rows }, (_, i) => {
    const x = Math.floor(((i % columns) * map.width) / columns);
    const y = Math.floor((Math.floor(i / columns) * map.height) / rows);
    return amountFor(greyAt(map, x, y));
  });
}

/** Pillow's conversion to "L". */
function greyAt({ width, data }: Picture, x: number, y: number): number {
  const at = (y * width + x) * 3;
  return (data[at]! * 19595 + data[at + 1]! * 38470 + data[at + 2]! * 7471 + 0x8000) >> 16;
}

function blend(from: Picture, to: Picture, amountAt: (x: number, y: number) => number): Picture {
  const out = blank(from.width, from.height);
  for (let y = 0, at = 0; y < from.height; y++) {
    for (let x = 0; x < from.width; x++) {
      const amount = amountAt(x, y);
      for (let c = 0; c < 3; c++, at++) {
        out.data[at] = Math.round(from.data[at]! * (1 - amount) + to.data[at]! * amount);
      }
    }
  }
  return out;
}

/** The autoencoder brings no pixel back exactly: each moves by one to three levels in every channel. */
export function addVaeError(picture: Picture, seed: number): Picture {
  const data = picture.data.map((value, at) => {
    const hash = hashNumbers(at, seed);
    const error = 1 + ((hash >>> 8) % VAE_ERROR);
    const moved = hash & 1 ? value + error : value - error;
    return moved < 0 || moved > 255 ? 2 * value - moved : moved;
  });
  return { ...picture, data };
}
