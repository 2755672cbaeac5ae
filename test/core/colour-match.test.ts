// Matching surrounding colours: a model's drift is taken out again, and flat surroundings do no harm.
import { describe, expect, it } from 'vitest';
import { applyColourMatch, matchColours } from '../../core/colour-match.ts';
import type { Pixels } from '../../core/pixels.ts';
import { mapChannels, somePiece } from '../support/photos.ts';
import { type Random, seeded } from '../support/random.ts';

const SIDE = 128;

/** 0 inside a rectangle that covers the share of the crop, anywhere in it; 1 around it. */
function around(share: number, random: Random, side = SIDE): Uint8Array {
  const width = Math.min(side, Math.sqrt(share) * side * random.between(0.95, 1.05));
  const height = Math.min(side, (share * side * side) / width);
  const [left, top] = [random.between(0, side - width), random.between(0, side - height)];
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    return x >= left && x < left + width && y >= top && y < top + height ? 0 : 1;
  });
}

/** One for each channel, independent of the others. */
type Drifts = readonly { readonly gain: number; readonly offset: number }[];

function someDrifts(random: Random): Drifts {
  return [0, 1, 2].map(() => ({ gain: random.between(0.9, 1.1), offset: random.between(-16, 16) }));
}

function drifted(pixels: Pixels, drifts: Drifts, noise = () => 0): Pixels {
  return mapChannels(pixels, (value, c) => value * drifts[c]!.gain + drifts[c]!.offset + noise());
}

/** The drift turned round by someone who knows it: what is left then, whole levels cannot hold. */
function undrifted(pixels: Pixels, drifts: Drifts): Pixels {
  return mapChannels(pixels, (value, c) => (value - drifts[c]!.offset) / drifts[c]!.gain);
}

/** Squeezed so that no drift clips it. */
function unclipped(pixels: Pixels): Pixels {
  return mapChannels(pixels, (value) => 40 + value * 0.68);
}

/** Mean absolute error per channel, where `members` are `wanted`. */
function errors(a: Pixels, b: Pixels, members: Uint8Array, wanted: 0 | 1): number[] {
  const sums = [0, 0, 0];
  let count = 0;
  for (let i = 0; i < members.length; i++) {
    if (members[i] !== wanted) continue;
    count++;
    for (let c = 0; c < 3; c++) sums[c]! += Math.abs(a.data[i * 4 + c]! - b.data[i * 4 + c]!);
  }
  return sums.map((sum) => sum / count);
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function corrected(source: Pixels, result: Pixels, unchanged: Uint8Array): Pixels {
  return applyColourMatch(result, matchColours(source, result, unchanged), 1);
}

/** Mean absolute errors in the region, per channel: as the result came, matched, and with its drift known. */
function measured(source: Pixels, drifts: Drifts, unchanged: Uint8Array, noise?: () => number) {
  const result = drifted(source, drifts, noise);
  const left = (pixels: Pixels) => errors(source, pixels, unchanged, 0);
  return {
    before: left(result),
    after: left(corrected(source, result, unchanged)),
    known: left(undrifted(result, drifts)),
  };
}

/** Stripes of a few tones around a region that holds something else. */
function flatAround(inside: Pixels, unchanged: Uint8Array, tones: readonly (readonly number[])[]): Pixels {
  const width = inside.width;
  const data = inside.data.map((value, j) => {
    const [i, c] = [j >> 2, j % 4];
    const own = c < 3 && unchanged[i] ? tones[c] : undefined;
    return own ? own[Math.floor((i % width) / 16) % own.length]! : value;
  });
  return { ...inside, data };
}

describe('matching surrounding colours on photographs', () => {
  it('removes at least 95 % of a drift from the region, in each of 300 cases, rounding included', () => {
    const random = seeded(1);
    const removed: number[] = [];
    const beyondKnown: number[] = [];
    for (let i = 0; i < 300; i++) {
      const source = unclipped(somePiece(random, SIDE, SIDE).pixels);
      const unchanged = around(random.between(0.05, 0.9), random);
      const { before, after, known } = measured(source, someDrifts(random), unchanged);
      removed.push(1 - total(after) / total(before));
      beyondKnown.push(...after.map((error, c) => error - Math.max(known[c]!, 0.05 * before[c]!)));
    }
    const worst = Math.max(...beyondKnown);
    console.log(
      `Colours: ${(Math.min(...removed) * 100).toFixed(1)} % removed at least, ` +
        `${((total(removed) / removed.length) * 100).toFixed(1)} % on average; of a single channel, never more than ` +
        `${worst.toFixed(2)} levels left beyond 5 % or what its own rounding leaves`,
    );
    expect(Math.min(...removed)).toBeGreaterThanOrEqual(0.95);
    // A channel may have drifted by a fraction of a level, of which a twentieth is nothing that 8 bits could hold.
    expect(worst).toBeLessThan(0.5);
  });

  it('removes at least 90 % of what can be removed where every pixel is up to three levels off besides', () => {
    const random = seeded(2);
    const left: number[] = [];
    for (let i = 0; i < 30; i++) {
      const source = unclipped(somePiece(random, SIDE, SIDE).pixels);
      const unchanged = around(random.between(0.05, 0.9), random);
      const { before, after, known } = measured(source, someDrifts(random), unchanged, () =>
        random.between(-3, 3),
      );
      left.push((total(after) - total(known)) / (total(before) - total(known)));
    }
    console.log(`Colours: with noise, ${(100 - Math.max(...left) * 100).toFixed(1)} % removed at least`);
    expect(Math.max(...left)).toBeLessThan(0.1);
  });
});

const FLAT_SIDE = 64;

const GROUNDS: Readonly<Record<string, (random: Random, tone: number) => number>> = {
  white: (random, tone) => 255 - tone * random.below(13),
  black: (random, tone) => tone * random.below(13),
  grey: (random, tone) => 60 + random.below(100) + tone * random.below(13),
  'any tone': (random) => random.below(256),
};

const INSIDES: Readonly<Record<string, (random: Random) => Pixels>> = {
  'a photograph': (random) => somePiece(random, FLAT_SIDE, FLAT_SIDE).pixels,
  'one colour': (random) => {
    const colour = [random.below(256), random.below(256), random.below(256)];
    return mapChannels(somePiece(random, FLAT_SIDE, FLAT_SIDE).pixels, (_, c) => colour[c]!);
  },
};

describe.each(Object.keys(INSIDES))('flat surroundings, and %s in the region', (inside) => {
  it.each(Object.keys(GROUNDS))('are never a reason to make it worse: %s', (ground) => {
    const random = seeded(5);
    let [cases, worse, most, before, after] = [0, 0, 0, 0, 0];
    for (let i = 0; i < FLAT_CASES; i++) {
      const unchanged = around(random.between(0.05, 0.9), random, FLAT_SIDE);
      const tones = [0, 1, 2].map(() =>
        Array.from({ length: 1 + (i % 4) }, (_, tone) => GROUNDS[ground]!(random, tone)),
      );
      const source = flatAround(INSIDES[inside]!(random), unchanged, tones);
      const found = measured(source, someDrifts(random), unchanged);
      for (const c of [0, 1, 2]) {
        const change = found.after[c]! - found.before[c]!;
        cases++;
        if (change > 0) worse++;
        most = Math.max(most, change);
        before += found.before[c]!;
        after += found.after[c]!;
      }
    }
    console.log(
      `Colours: ${inside} on ${ground}: worse in ${worse} of ${cases} channels (by ${most.toFixed(3)} levels), ` +
        `off by ${(before / cases).toFixed(1)} levels before and ${(after / cases).toFixed(1)} after`,
    );
    expect(worse).toBe(0);
    expect(after).toBeLessThan(before);
  });
});

const FLAT_CASES = process.env.FIDELITY_CASES === undefined ? 40 : 400;
describe('matching surrounding colours', () => {
  it('corrects the surroundings’ own tone in full, where it is the only one', () => {
    const white = mapChannels(somePiece(seeded(6), SIDE, SIDE).pixels, () => 255);
    const result = mapChannels(white, (value) => value - 9);
    expect(corrected(white, result, around(0.4, seeded(6))).data).toEqual(white.data);
  });

  it('leaves alone what became white: it may have been any tone', () => {
    const source = mapChannels(somePiece(seeded(7), SIDE, SIDE).pixels, (value) => value / 2);
    const result = mapChannels(source, (value) => value + 10);
    const unchanged = around(0.3, seeded(7));
    const white = mapChannels(result, () => 255);
    const match = matchColours(source, result, unchanged);
    expect(applyColourMatch(white, match, 1).data).toEqual(white.data);
  });

  it('is off, and says why, when less than a fiftieth stays unchanged', () => {
    const source = somePiece(seeded(3), SIDE, SIDE).pixels;
    expect(matchColours(source, source, around(0.99, seeded(3)))).toEqual({ kind: 'too-little-surrounding' });
  });

  it('applies as much of the correction as was asked for', () => {
    const source = unclipped(somePiece(seeded(4), SIDE, SIDE).pixels);
    const result = mapChannels(source, (value) => value + 12);
    const unchanged = around(0.3, seeded(4));
    const match = matchColours(source, result, unchanged);
    expect(errors(source, applyColourMatch(result, match, 0.5), unchanged, 0)[0]).toBeCloseTo(6, 0);
    expect(applyColourMatch(result, match, 0)).toBe(result);
  });
});
