// Registration: a shift of a few px is found exactly, and another picture is not taken for a shifted one.
import { describe, expect, it } from 'vitest';
import { register } from '../../core/registration.ts';
import { cut, mapChannels, somePiece } from '../support/photos.ts';
import { seeded } from '../support/random.ts';

const SIDE = 104;

const unchanged = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
  const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
  return x > 36 && x < 72 && y > 36 && y < 72 ? 0 : 1;
});

describe('registration', () => {
  it('finds shifts of up to 4 px exactly in at least 99 % of 200 cases, noise and drift included', () => {
    const random = seeded(11);
    let right = 0;
    for (let i = 0; i < 200; i++) {
      const piece = somePiece(random, SIDE, SIDE, 4);
      const [dx, dy] = [random.below(9) - 4, random.below(9) - 4];
      const moved = cut(piece.photo, piece.x + dx, piece.y + dy, SIDE, SIDE);
      const result = mapChannels(moved, (value) => value * 1.05 - 6 + random.between(-3, 3));
      const found = register(piece.pixels, result, unchanged);
      const expected = dx === 0 && dy === 0 ? { kind: 'in-place' } : { kind: 'shifted', dx, dy };
      if (JSON.stringify(found) === JSON.stringify(expected)) right++;
    }
    console.log(`Registration: ${right} of 200 shifts found exactly`);
    expect(right).toBeGreaterThanOrEqual(198);
  });

  it('warns of every result that shows another photograph, and moves none', () => {
    const random = seeded(12);
    const kinds = Array.from({ length: 100 }, () => {
      const source = somePiece(random, SIDE, SIDE);
      let result = somePiece(random, SIDE, SIDE);
      while (result.photo === source.photo) result = somePiece(random, SIDE, SIDE);
      return register(source.pixels, result.pixels, unchanged).kind;
    });
    expect(kinds.filter((kind) => kind !== 'mismatch')).toEqual([]);
  });

  it('warns when another picture, or another colour, comes back for a plain surface', () => {
    const { pixels } = somePiece(seeded(13), SIDE, SIDE);
    const flat = mapChannels(pixels, () => 200);
    expect(register(flat, pixels, unchanged)).toEqual({ kind: 'mismatch' });
    expect(
      register(
        flat,
        mapChannels(pixels, () => 120),
        unchanged,
      ),
    ).toEqual({ kind: 'mismatch' });
  });

  it('does not pretend to know where a flat surrounding lies', () => {
    const flat = mapChannels(somePiece(seeded(13), SIDE, SIDE).pixels, () => 128);
    const random = seeded(14);
    const noisy = mapChannels(flat, (value) => value * 1.05 - 6 + random.between(-3, 3));
    const wavering = { ...flat, data: flat.data.map((value, i) => value + 4 * Math.sin(i / 900)) };
    expect(register(flat, flat, unchanged)).toEqual({ kind: 'unknown' });
    expect(register(flat, noisy, unchanged)).toEqual({ kind: 'unknown' });
    expect(register(flat, wavering, unchanged)).toEqual({ kind: 'unknown' });
  });
});
