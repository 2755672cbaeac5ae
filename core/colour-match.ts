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
 * least squares. A flat surrounding says nothing of the gain, which is then drawn towards 1.
 * @param isUnchanged 1 where the change map is 0
 */
export function matchColours(source: Pixels, result: Pixels, isUnchanged: Uint8Array): ColourMatch {
  const count = isUnchanged.reduce((sum, member) => sum + member, 0);
  if (count < LEAST_SHARE * isUnchanged.length || count === 0) return { kind: 'too-little-surrounding' };
  const match = (channel: number) => fitChannel(source, result, isUnchanged, channel, count);
  return { kind: 'matched', channels: [match(0), match(1), match(2)] };
}

function fitChannel(
  source: Pixels,
  result: Pixels,
  isUnchanged: Uint8Array,
  channel: number,
  count: number,
): ChannelMatch {
  let [s, r, ss, rr, sr] = [0, 0, 0, 0, 0];
  for (let i = 0; i < isUnchanged.length; i++) {
    if (!isUnchanged[i]) continue;
    const wanted = source.data[i * 4 + channel]!;
    const got = result.data[i * 4 + channel]!;
    s += wanted;
    r += got;
    ss += wanted * wanted;
    rr += got * got;
    sr += wanted * got;
  }
  const variation = Math.max(0, rr / count - (r / count) ** 2);
  const together = sr / count - (s / count) * (r / count);
  const free = variation > 0 ? together / variation : 1;
  const gain = clamp(1 + (free - 1) * trust(together, variation, ss / count - (s / count) ** 2), ...GAINS);
  return { gain, offset: s / count - gain * (r / count) };
}

/**
 * How far to believe the gain: not at all on a surface that is flat or shows only a model's noise, where
 * source and result vary independently; wholly where they vary as one.
 */
function trust(together: number, varies: number, variesInSource: number): number {
  if (varies <= 0 || variesInSource <= 0) return 0;
  const explained = together ** 2 / (varies * variesInSource);
  return clamp((explained - NOISE_ALONE) / (AS_ONE - NOISE_ALONE), 0, 1) * (varies / (varies + FLATNESS));
}

/** Shares of the variation that source and result have in common. */
const NOISE_ALONE = 0.75;
const AS_ONE = 0.92;
/** Levels²: the variation of a flat surface, rounded to whole levels. */
const FLATNESS = 0.5;
/** A model that drifts further than this has made another picture. */
const GAINS = [0.7, 1.4] as const;

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
