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

/** Mean absolute error per channel, over the whole picture or where `members` are 1. */
function errors(a: Pixels, b: Pixels, members?: Uint8Array): number[] {
  const sums = [0, 0, 0];
  let count = 0;
  for (let i = 0; i < a.data.length / 4; i++) {
    if (members && !members[i]) continue;
    count++;
    for (let c = 0; c < 3; c++) sums[c]! += Math.abs(a.data[i * 4 + c]! - b.data[i * 4 + c]!);
  }
  return sums.map((sum) => sum / count);
}

/** Stripes of tones that lie close together, on white, on black or between; grained or not. */
function flatDesign(random: Random, tones: number): Pixels {
  const [first, step] = [
    [255, -1],
    [0, 1],
    [random.between(60, 180), 1],
  ][random.below(3)]!;
  const levels = Array.from({ length: tones }, (_, tone) => first! + step! * tone * random.between(1, 12));
  const grain = random.below(3);
  const level = (i: number) => levels[Math.floor((i % SIDE) / 20) % tones]! + random.between(-grain, grain);
  const blank = { width: SIDE, height: SIDE, data: new Uint8Array(SIDE * SIDE * 4).fill(255) };
  const data = blank.data.map((alpha, j) =>
    j % 4 === 3 ? alpha : Math.max(0, Math.min(255, Math.round(level(j >> 2)))),
  );
  return { ...blank, data };
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

  it.each([
    { of: 'one tone', tones: 1 },
    { of: 'two tones', tones: 2 },
    { of: 'three tones', tones: 3 },
  ])('never makes flat surroundings of $of worse, nor what was learned on them a photograph', ({ tones }) => {
    const random = seeded(tones);
    for (let i = 0; i < 60; i++) {
      const flat = flatDesign(random, tones);
      const noise = random.below(5);
      const offset = random.between(-3, 3);
      const result = mapChannels(flat, (value) => value + offset + random.between(-noise, noise));
      const surroundings = around(random.between(0.1, 0.8));
      const match = matchColours(flat, result, surroundings);
      const before = errors(flat, result, surroundings);
      const after = errors(flat, applyColourMatch(result, match, 1), surroundings);
      for (const [c, error] of after.entries()) expect(error).toBeLessThanOrEqual(before[c]!);
      // A tone that was cut off at white or black, or drowns in noise, may hide up to this much of the drift.
      const photo = unclipped(somePiece(random, SIDE, SIDE).pixels);
      const drifted = mapChannels(photo, (value) => value + offset);
      const matched = errors(photo, applyColourMatch(drifted, match, 1));
      expect(Math.max(...matched)).toBeLessThanOrEqual(Math.max(...errors(photo, drifted)) + 2);
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
