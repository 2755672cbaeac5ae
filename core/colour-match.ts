// Takes the drift of colour and brightness that a model adds to the whole picture back out of the result.
import { type Drift, type JointHistogram, measureDrift } from './drift.ts';
import { clamp } from './geometry.ts';
import type { Pixels } from './pixels.ts';

/** For each level a channel of the result may have: by how much it is too high. */
type Excess = Float32Array;

export type ColourMatch =
  | { readonly kind: 'matched'; readonly channels: readonly [Excess, Excess, Excess] }
  /** Too little of the picture stays unchanged to learn from. */
  | { readonly kind: 'too-little-surrounding' };

/** Below this share of the crop, what stays unchanged is no fair sample. */
const LEAST_SHARE = 0.02;

/**
 * What makes the result agree with the source where nothing was to change. Photographs tell gain and offset of
 * each channel. Flat surroundings tell what became of their own tones and little of the gain, so other tones are
 * corrected only by as much as cannot be wrong, whatever the gain was: by less the further off they are.
 * @param isUnchanged 1 where the change map is 0
 */
export function matchColours(source: Pixels, result: Pixels, isUnchanged: Uint8Array): ColourMatch {
  const count = isUnchanged.reduce((sum, member) => sum + member, 0);
  if (count < LEAST_SHARE * isUnchanged.length || count === 0) return { kind: 'too-little-surrounding' };
  const match = (channel: number) => excessFrom(jointHistogram(source, result, isUnchanged, channel));
  return { kind: 'matched', channels: [match(0), match(1), match(2)] };
}

function jointHistogram(
  source: Pixels,
  result: Pixels,
  isUnchanged: Uint8Array,
  channel: number,
): JointHistogram {
  const counts = new Uint32Array(256 * 256);
  for (let i = 0; i < isUnchanged.length; i++) {
    if (isUnchanged[i]) counts[source.data[i * 4 + channel]! * 256 + result.data[i * 4 + channel]!]!++;
  }
  return counts;
}

function excessFrom(counts: JointHistogram): Excess {
  const none = new Float32Array(256);
  const drift = measureDrift(counts);
  if (!drift) return none;
  const excess = none.map((_, level) => surelyTooHigh(drift, level));
  // Another picture has a drift, too; taking that out brings it no closer.
  return errorWith(counts, excess) < errorWith(counts, none) ? excess : none;
}

/** Standard errors within which the truth is taken to lie. */
const SURELY = 3;
/** The gains that models have; where the surroundings do not tell, it may be any of them. */
const USUAL_GAINS = [0.9, 1.1] as const;
/** A model that drifts further than this has made another picture. */
const GAINS = [0.7, 1.4] as const;
/** What became white or black may have been anything beyond: near there a correction ends, by so much a level. */
const ENDING = 4;

/** The likeliest correction, or as much of it as cannot leave the level further off than it came. */
function surelyTooHigh(drift: Drift, level: number): number {
  const [low, high] = gainsFor(drift);
  const excess = (gain: number) => drift.result - drift.source + (level - drift.result) * (1 - 1 / gain);
  const least = Math.min(excess(low), excess(high)) - SURELY * drift.doubt;
  const most = Math.max(excess(low), excess(high)) + SURELY * drift.doubt;
  const likely = excess(clamp(drift.gain, low, high));
  const sure = least > 0 ? Math.min(likely, 2 * least) : most < 0 ? Math.max(likely, 2 * most) : 0;
  return clamp(sure, -ENDING * level, ENDING * (255 - level));
}

/** What the surroundings leave possible of the usual gains; beyond those, the possible gain nearest to them. */
function gainsFor({ gain, gainDoubt }: Drift): [low: number, high: number] {
  const [least, most] = [gain - SURELY * gainDoubt, gain + SURELY * gainDoubt];
  const low = Math.max(least, Math.min(USUAL_GAINS[0], most));
  const high = Math.min(most, Math.max(USUAL_GAINS[1], least));
  return [clamp(low, ...GAINS), clamp(high, ...GAINS)];
}

function errorWith(counts: JointHistogram, excess: Excess): number {
  const table = lookup(excess, 1);
  let sum = 0;
  for (let wanted = 0; wanted < 256; wanted++) {
    for (let got = 0; got < 256; got++) {
      const count = counts[wanted * 256 + got]!;
      if (count > 0) sum += count * Math.abs(wanted - table[got]!);
    }
  }
  return sum;
}

/** @param amount 0–1: how much of the correction to apply */
export function applyColourMatch(result: Pixels, match: ColourMatch, amount: number): Pixels {
  if (match.kind !== 'matched' || amount === 0) return result;
  const tables = match.channels.map((channel) => lookup(channel, amount));
  const data = Uint8Array.from(result.data);
  for (let i = 0; i < data.length; i += 4) {
    data[i] = tables[0]![data[i]!]!;
    data[i + 1] = tables[1]![data[i + 1]!]!;
    data[i + 2] = tables[2]![data[i + 2]!]!;
  }
  return { ...result, data };
}

function lookup(excess: Excess, amount: number): Uint8Array {
  return Uint8Array.from(excess, (levels, value) => Math.round(clamp(value - levels * amount, 0, 255)));
}
