// Matching surrounding colours: a model's drift is taken out again, and flat surroundings do no harm.
import { describe, expect, it } from 'vitest';
import { applyColourMatch, matchColours } from '../../core/colour-match.ts';
import type { Pixels } from '../../core/pixels.ts';
import { mapChannels, somePiece } from '../support/photos.ts';
import { type Random, seeded } from '../support/random.ts';

const SIDE = 128;

/** 0 inside a centred square that covers the share of the crop, 1 around it. */
function around(share: number): Uint8Array {
  const half = (SIDE * Math.sqrt(share)) / 2;
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    return Math.abs(x - SIDE / 2) < half && Math.abs(y - SIDE / 2) < half ? 0 : 1;
  });
}

function someDrift(random: Random) {
  return [0, 1, 2].map(() => ({ gain: random.between(0.9, 1.1), offset: random.between(-16, 16) }));
}

/** Squeezed so that no drift clips it. */
function unclipped(pixels: Pixels): Pixels {
  return mapChannels(pixels, (value) => 40 + value * 0.68);
}

/** Mean absolute error per channel over the whole picture. */
function errors(a: Pixels, b: Pixels): number[] {
  const sums = [0, 0, 0];
  for (let i = 0; i < a.data.length; i++) if (i % 4 < 3) sums[i % 4]! += Math.abs(a.data[i]! - b.data[i]!);
  return sums.map((sum) => sum / (a.data.length / 4));
}

describe('matching surrounding colours', () => {
  it('removes at least 95 % of a drift, in each of 300 cases on photographs', () => {
    const random = seeded(1);
    const left: number[] = [];
    for (let i = 0; i < 300; i++) {
      const source = unclipped(somePiece(random, SIDE, SIDE).pixels);
      const drift = someDrift(random);
      const result = mapChannels(source, (value, c) => value * drift[c]!.gain + drift[c]!.offset);
      const corrected = applyColourMatch(
        result,
        matchColours(source, result, around(random.between(0.05, 0.9))),
        1,
      );
      const [before, after] = [errors(source, result), errors(source, corrected)];
      // Both pictures are rounded to whole levels; what rounding alone leaves is no drift.
      left.push(...before.map((error, c) => Math.max(0, after[c]! - ROUNDING) / Math.max(error, 1)));
    }
    expect(Math.max(...left)).toBeLessThanOrEqual(0.05);
  });

  it('never makes flat surroundings worse', () => {
    const random = seeded(2);
    for (let i = 0; i < 100; i++) {
      const level = random.between(30, 220);
      const noisy = () => level + Math.round(random.between(-2, 2));
      const flat: Pixels = {
        width: SIDE,
        height: SIDE,
        data: Uint8Array.from({ length: SIDE * SIDE * 4 }, (_, j) => (j % 4 === 3 ? 255 : noisy())),
      };
      const result = mapChannels(flat, (value) => value + Math.round(random.between(-2, 2)));
      const corrected = applyColourMatch(result, matchColours(flat, result, around(0.5)), 1);
      const photo = unclipped(somePiece(random, SIDE, SIDE).pixels);
      const match = matchColours(flat, result, around(0.5));
      // What was learned on the flat surrounding must not distort a region full of contrast.
      const distorted = errors(photo, applyColourMatch(photo, match, 1));
      expect(Math.max(...distorted)).toBeLessThan(1.5);
      expect(Math.max(...errors(flat, corrected))).toBeLessThanOrEqual(
        Math.max(...errors(flat, result)) + 0.1,
      );
    }
  });

  it('is off, and says why, when less than a fiftieth stays unchanged', () => {
    const source = somePiece(seeded(3), SIDE, SIDE).pixels;
    expect(matchColours(source, source, around(0.99))).toEqual({ kind: 'too-little-surrounding' });
  });

  it('applies as much of the correction as was asked for', () => {
    const source = unclipped(somePiece(seeded(4), SIDE, SIDE).pixels);
    const result = mapChannels(source, (value) => value + 12);
    const match = matchColours(source, result, around(0.3));
    expect(errors(source, applyColourMatch(result, match, 0.5))[0]).toBeCloseTo(6, 0);
    expect(applyColourMatch(result, match, 0)).toBe(result);
  });
});

/** Mean absolute difference of two roundings to whole levels. */
const ROUNDING = 0.5;
