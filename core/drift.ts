// What a model did to the tones of a whole channel, and how surely that is known, from pixels that were to stay as they were.

/** result = gain · source + offset, as a line through a point of it, because that is what is known best. */
export interface Drift {
  /** The point: a level of the source, and what became of it. */
  readonly source: number;
  readonly result: number;
  readonly gain: number;
  /** Standard errors of the point's result and of the gain; of one tone alone, nothing is known of the gain. */
  readonly doubt: number;
  readonly gainDoubt: number;
}

/** How often a level of the source became a level of the result: `[source * 256 + result]`. */
export type JointHistogram = Uint32Array;

/** One level of the source, and what became of the pixels that had it. */
interface Tone {
  readonly level: number;
  readonly count: number;
  readonly mean: number;
  readonly variance: number;
}

/** The variance of rounding to whole levels: of each tone alone, no more can be known. */
const ROUNDING = 1 / 12;
/** Neighbouring pixels are off together: so many tell as much as one. */
const ALIKE = 4;
/** The share of a tone's pixels that may be black or white, before its mean says too little. */
const CUT_OFF = 0.02;

/** Weighted least squares, where each tone is one observation. Null where every tone is cut off. */
export function measureDrift(counts: JointHistogram): Drift | null {
  const tones = tonesOf(counts);
  if (tones.length === 0) return null;
  const noise = weightedMean(
    tones,
    ({ count }) => count,
    ({ variance }) => variance,
  );
  const weight = ({ count }: Tone) => 1 / (ROUNDING + (ALIKE * noise) / count);
  const total = tones.reduce((sum, tone) => sum + weight(tone), 0);
  const source = weightedMean(tones, weight, ({ level }) => level);
  const result = weightedMean(tones, weight, ({ mean }) => mean);
  const spread = total * weightedMean(tones, weight, ({ level }) => (level - source) ** 2);
  if (spread === 0) return { source, result, gain: 1, doubt: 1 / Math.sqrt(total), gainDoubt: Infinity };
  const together =
    total * weightedMean(tones, weight, ({ level, mean }) => (level - source) * (mean - result));
  const gain = together / spread;
  const misfit =
    total * weightedMean(tones, weight, (tone) => (tone.mean - result - gain * (tone.level - source)) ** 2);
  // Tones that do not lie on a line as well as their noise has them are known less than it says.
  const scale = Math.sqrt(Math.max(1, misfit / Math.max(1, tones.length - 2)));
  return { source, result, gain, doubt: scale / Math.sqrt(total), gainDoubt: scale / Math.sqrt(spread) };
}

function tonesOf(counts: JointHistogram): Tone[] {
  return Array.from({ length: 256 }, (_, level) =>
    toneAt(level, counts.subarray(level * 256, level * 256 + 256)),
  ).filter((tone) => tone !== null);
}

/** Null where no pixel had the level, or where what became of them has gone further than can be seen. */
function toneAt(level: number, became: Uint32Array): Tone | null {
  let [count, sum, squares] = [0, 0, 0];
  for (let got = 0; got < 256; got++) {
    const times = became[got]!;
    count += times;
    sum += times * got;
    squares += times * got * got;
  }
  if (count === 0 || became[0]! + became[255]! > CUT_OFF * count) return null;
  const mean = sum / count;
  return { level, count, mean, variance: squares / count - mean ** 2 };
}

function weightedMean(tones: readonly Tone[], weight: (tone: Tone) => number, value: (tone: Tone) => number) {
  let [sum, total] = [0, 0];
  for (const tone of tones) {
    sum += weight(tone) * value(tone);
    total += weight(tone);
  }
  return sum / total;
}
