// Whether a result lies where its source lay: the unchanged surroundings of both, laid over each other.
import type { Pixels } from './pixels.ts';

export type Registration =
  /** As far as can be told, nothing moved. */
  | { readonly kind: 'in-place' }
  /** The surroundings agree clearly better when the result is moved by (dx, dy) crop px. */
  | { readonly kind: 'shifted'; readonly dx: number; readonly dy: number }
  /** The surroundings do not show the same picture at any small shift. */
  | { readonly kind: 'mismatch' }
  /** Too little detail stays unchanged to tell. */
  | { readonly kind: 'unknown' };

const MOST_SHIFT = 4;
/** Enough pixels to tell a shift of one, few enough to be quick. */
const SAMPLE = 8_000;
const LEAST_SAMPLE = 400;
/** Levels per px: surroundings with less are a plain surface or a soft sky. */
const FAINT_DETAIL = 2.5;
const NO_DETAIL = 0.15;
/** Correlation of the details below which it is another picture; faint details drown in a model's noise. */
const LEAST_LIKENESS = { faint: 0.1, clear: 0.45 };
/** How much more alike the surroundings must be before that counts as a shift. */
const CLEARLY_BETTER = 0.02;
/** Where details are too faint to tell, large patches of light and dark still do: about so many along each side. */
const PATCHES = 32;
const LEAST_PATCH = 8;
const LEAST_PATCH_LIKENESS = 0.9;
/** Levels of brightness that no drift of colours accounts for. */
const OTHER_BRIGHTNESS = 48;
/** Levels², so that a plain surface is still the same one when a model lets it waver by up to 4. */
const PATCH_NOISE = 144;

/**
 * Compares details, not colours, so that a drift of brightness does not count as a shift.
 * @param isUnchanged 1 where the change map is 0
 */
export function register(source: Pixels, result: Pixels, isUnchanged: Uint8Array): Registration {
  const sample = samplePixels(isUnchanged, source.width, source.height);
  if (sample.length < LEAST_SAMPLE) return { kind: 'unknown' };
  const [light, gotLight] = [lumaOf(source), lumaOf(result)];
  const wanted = details(light, source.width);
  const own = energy(wanted, sample);
  const contrast = Math.sqrt(own / sample.length);
  const isFaint = contrast < FAINT_DETAIL;
  const isSame = (offset: number) => isSameLight(light, gotLight, sample, source.width, offset);
  if (contrast < NO_DETAIL) return { kind: isSame(0) ? 'unknown' : 'mismatch' };
  const comparison = { own, wanted, got: details(gotLight, source.width), sample };
  const still = likeness(comparison, 0);
  const best = bestShift(comparison, source.width);
  // Faint details agree by chance, too.
  if (isFaint && !isSame(best.offset)) return { kind: 'mismatch' };
  if (best.likeness < (isFaint ? LEAST_LIKENESS.faint : LEAST_LIKENESS.clear)) {
    return { kind: isFaint ? 'unknown' : 'mismatch' };
  }
  if (best.likeness - still < CLEARLY_BETTER) return { kind: 'in-place' };
  return { kind: 'shifted', dx: best.dx, dy: best.dy };
}

/** The slopes of both pictures, where to look at them, and the source's energy there. */
interface Comparison {
  readonly own: number;
  readonly wanted: Float32Array;
  readonly got: Float32Array;
  readonly sample: Int32Array;
}

/** Unchanged pixels whose neighbourhood, shift included, is unchanged and inside; evenly thinned. */
function samplePixels(isUnchanged: Uint8Array, width: number, height: number): Int32Array {
  const margin = MOST_SHIFT + 2;
  const found = new Int32Array(isUnchanged.length);
  let count = 0;
  const isClear = (i: number) =>
    isUnchanged[i] &&
    isUnchanged[i - margin] &&
    isUnchanged[i + margin] &&
    isUnchanged[i - margin * width] &&
    isUnchanged[i + margin * width];
  for (let y = margin; y < height - margin; y++) {
    for (let x = margin; x < width - margin; x++) {
      if (isClear(y * width + x)) found[count++] = y * width + x;
    }
  }
  const every = Math.max(1, Math.floor(count / SAMPLE));
  return found.subarray(0, count).filter((_, i) => i % every === 0);
}

function lumaOf({ width, height, data }: Pixels): Float32Array {
  const luma = new Float32Array(width * height);
  for (let i = 0; i < luma.length; i++) {
    luma[i] = 0.299 * data[i * 4]! + 0.587 * data[i * 4 + 1]! + 0.114 * data[i * 4 + 2]!;
  }
  return luma;
}

/** Horizontal and vertical slopes of the luma (Sobel), interleaved; its smoothing along the edge calms noise. */
function details(luma: Float32Array, width: number): Float32Array {
  const slopes = new Float32Array(luma.length * 2);
  for (let i = width + 1; i < luma.length - width - 1; i++) {
    const above = i - width;
    const below = i + width;
    const down = luma[below + 1]! - luma[above - 1]!;
    const across = luma[above + 1]! - luma[below - 1]!;
    slopes[i * 2] = (down + across + 2 * (luma[i + 1]! - luma[i - 1]!)) / 8;
    slopes[i * 2 + 1] = (down - across + 2 * (luma[below]! - luma[above]!)) / 8;
  }
  return slopes;
}

/** The correlation of two pictures' details, the second one read `offset` pixels further on. */
function likeness({ own, wanted, got, sample }: Comparison, offset: number): number {
  let [other, together] = [0, 0];
  for (let n = 0; n < sample.length; n++) {
    const i = sample[n]! * 2;
    const j = i + offset * 2;
    const [across, down] = [got[j]!, got[j + 1]!];
    other += across * across + down * down;
    together += wanted[i]! * across + wanted[i + 1]! * down;
  }
  return own * other > 0 ? together / Math.sqrt(own * other) : 0;
}

/** The sum of the squares of a picture's slopes at the sample. */
function energy(slopes: Float32Array, sample: Int32Array): number {
  let sum = 0;
  for (const i of sample) sum += slopes[i * 2]! ** 2 + slopes[i * 2 + 1]! ** 2;
  return sum;
}

/** (dx, dy) such that moving the result by it lays it over the source. */
function bestShift(comparison: Comparison, width: number) {
  let best = { dx: 0, dy: 0, offset: 0, likeness: Number.NEGATIVE_INFINITY };
  for (let dy = -MOST_SHIFT; dy <= MOST_SHIFT; dy++) {
    for (let dx = -MOST_SHIFT; dx <= MOST_SHIFT; dx++) {
      const offset = -dy * width - dx;
      const found = likeness(comparison, offset);
      if (found > best.likeness) best = { dx, dy, offset, likeness: found };
    }
  }
  return best;
}

/** Whether two pictures are light and dark in the same places, the second one read `offset` pixels further on. */
function isSameLight(
  one: Float32Array,
  other: Float32Array,
  sample: Int32Array,
  width: number,
  offset: number,
): boolean {
  const [a, b] = [patches(one, sample, width, 0), patches(other, sample, width, offset)];
  const [meanA, meanB] = [mean(a), mean(b)];
  if (Math.abs(meanA - meanB) > OTHER_BRIGHTNESS) return false;
  let [varied, together] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    varied += x * x + y * y;
    together += 2 * x * y;
  }
  const noise = a.length * PATCH_NOISE;
  return (together + noise) / (varied + noise) >= LEAST_PATCH_LIKENESS;
}

/** The mean over each patch that has any of the sample, in an order that depends on the sample alone. */
function patches(luma: Float32Array, sample: Int32Array, width: number, offset: number): number[] {
  const side = Math.max(LEAST_PATCH, Math.ceil(width / PATCHES));
  const columns = Math.ceil(width / side);
  const sums = new Map<number, { sum: number; count: number }>();
  for (const i of sample) {
    const key = Math.floor(Math.floor(i / width) / side) * columns + Math.floor((i % width) / side);
    const patch = sums.get(key) ?? { sum: 0, count: 0 };
    patch.sum += luma[i + offset]!;
    patch.count++;
    sums.set(key, patch);
  }
  return [...sums.values()].map(({ sum, count }) => sum / count);
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
