// Takes the drift of colour and brightness that a model adds to the whole picture back out of the result.
import { clamp } from './geometry.ts';
import type { Pixels } from './pixels.ts';

/** value′ = gain · value + offset, on 0–255 sRGB. */
export interface ChannelMatch {
  readonly gain: number;
  readonly offset: number;
}

export type ColourMatch =
  | { readonly kind: 'matched'; readonly channels: readonly [ChannelMatch, ChannelMatch, ChannelMatch] }
  /** Too little of the picture stays unchanged to learn from. */
  | { readonly kind: 'too-little-surrounding' };

/** Below this share of the crop, what stays unchanged is no fair sample. */
const LEAST_SHARE = 0.02;

/**
 * What makes the result agree with the source where nothing was to change: gain and offset per channel by
 * least squares. Surroundings of few tones say little of the gain, which is then drawn towards 1; and of what
 * was learned, only as much is kept as brings the surroundings themselves closer.
 * @param isUnchanged 1 where the change map is 0
 */
export function matchColours(source: Pixels, result: Pixels, isUnchanged: Uint8Array): ColourMatch {
  const count = isUnchanged.reduce((sum, member) => sum + member, 0);
  if (count < LEAST_SHARE * isUnchanged.length || count === 0) return { kind: 'too-little-surrounding' };
  const match = (channel: number) => matchChannel(jointHistogram(source, result, isUnchanged, channel));
  return { kind: 'matched', channels: [match(0), match(1), match(2)] };
}

/** How often a level of the source became a level of the result: `counts[source * 256 + result]`. */
function jointHistogram(source: Pixels, result: Pixels, isUnchanged: Uint8Array, channel: number) {
  const counts = new Uint32Array(256 * 256);
  for (let i = 0; i < isUnchanged.length; i++) {
    if (isUnchanged[i]) counts[source.data[i * 4 + channel]! * 256 + result.data[i * 4 + channel]!]!++;
  }
  return counts;
}

const UNMATCHED: ChannelMatch = { gain: 1, offset: 0 };

function matchChannel(counts: Uint32Array): ChannelMatch {
  // What became black or white may have gone further than can be seen.
  const inner = moments(counts, 1, 254);
  const seen = inner.count > 0 ? inner : moments(counts, 0, 255);
  const through = (gain: number) => ({ gain, offset: seen.source - gain * seen.result });
  const candidates = [UNMATCHED, through(1), through(gainFrom(inner))];
  const errors = candidates.map((match) => errorWith(counts, match));
  return candidates[errors.indexOf(Math.min(...errors))]!;
}

/** Of the pixels whose levels all lie between two: how many, the means, and how they vary, alone and together. */
interface Moments {
  readonly count: number;
  readonly source: number;
  readonly result: number;
  readonly variesInSource: number;
  readonly variesInResult: number;
  readonly together: number;
  /** How many tones of the source tell as much, if all were equally frequent (the exponential of their entropy). */
  readonly tones: number;
}

function moments(counts: Uint32Array, least: number, most: number): Moments {
  let [n, s, r, ss, rr, sr, spread] = [0, 0, 0, 0, 0, 0, 0];
  for (let wanted = least; wanted <= most; wanted++) {
    let ofTone = 0;
    for (let got = least; got <= most; got++) {
      const count = counts[wanted * 256 + got]!;
      if (count === 0) continue;
      ofTone += count;
      r += count * got;
      rr += count * got * got;
      sr += count * wanted * got;
    }
    n += ofTone;
    s += ofTone * wanted;
    ss += ofTone * wanted * wanted;
    if (ofTone > 0) spread += ofTone * Math.log(ofTone);
  }
  return {
    count: n,
    source: s / n,
    result: r / n,
    variesInSource: ss / n - (s / n) ** 2,
    variesInResult: rr / n - (r / n) ** 2,
    together: sr / n - (s / n) * (r / n),
    tones: n * Math.exp(-spread / n),
  };
}

/**
 * The source is exact and the noise all in the result, so the result is fitted to the source, and that turned
 * round: the other way noise would pass for a loss of contrast.
 */
function gainFrom({ count, variesInSource, variesInResult, together, tones }: Moments): number {
  if (count === 0 || variesInSource <= 0 || together <= 0) return 1;
  const free = clamp(variesInSource / together, ...GAINS);
  // A line goes through any two tones, whatever was done to them.
  const beyondTwo = Math.max(0, 1 - 2 / tones);
  const noise = Math.max(0, variesInResult - together ** 2 / variesInSource) + ROUNDING ** 2;
  const doubt = (DOUBT ** 2 * noise) / variesInSource;
  return 1 + ((free - 1) * beyondTwo * USUAL_GAIN ** 2) / (USUAL_GAIN ** 2 + doubt);
}

/** Levels, in the mean of a picture's pixels. */
const ROUNDING = 0.4;
/** How much of the noise may not be chance, but what the model does to a tone. */
const DOUBT = 0.5;
/** How far models' gains lie from 1. */
const USUAL_GAIN = 0.06;
/** A model that drifts further than this has made another picture. */
const GAINS = [0.7, 1.4] as const;

function errorWith(counts: Uint32Array, match: ChannelMatch): number {
  const table = lookup(match, 1);
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

function lookup({ gain, offset }: ChannelMatch, amount: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => {
    const corrected = gain * value + offset;
    return Math.round(clamp(value + (corrected - value) * amount, 0, 255));
  });
}
