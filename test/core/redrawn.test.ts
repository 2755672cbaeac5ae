// A region drawn again from the small map of a recipe: enlarged, it gives the map that the region gave.
import { describe, expect, it } from 'vitest';
import { changeMap } from '../../core/change-map.ts';
import { emptyPlane, type Plane } from '../../core/pixels.ts';
import { recipeMap } from '../../core/recipe-map.ts';
import { sharpened } from '../../core/redrawn.ts';

const SIDE = 640;
const GRAIN = SIDE / 256;
const CLOSED = { left: false, top: false, right: false, bottom: false };
const SOFT = { feather: 40, grow: 0, blend: 12 };

function draw(value: (x: number, y: number) => number): Plane {
  const plane = emptyPlane(SIDE, SIDE);
  for (let i = 0; i < plane.data.length; i++) {
    plane.data[i] = Math.max(0, Math.min(1, value(i % SIDE, Math.floor(i / SIDE))));
  }
  return plane;
}

/** As Figma scales a picture up. */
function enlarged({ width, height, data }: Plane): Plane {
  const at = (x: number, y: number) =>
    data[Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x))]!;
  return draw((x, y) => {
    const [u, v] = [(x + 0.5) / GRAIN - 0.5, (y + 0.5) / GRAIN - 0.5];
    const [left, top] = [Math.floor(u), Math.floor(v)];
    const row = (line: number) => at(left, line) * (1 - u + left) + at(left + 1, line) * (u - left);
    return row(top) * (1 - v + top) + row(top + 1) * (v - top);
  });
}

const again = (drawn: Plane) => sharpened(enlarged(recipeMap([{ coverage: drawn, amount: 1 }])), GRAIN);

function amountOf(coverage: Plane) {
  const shape = { edge: SOFT, density: 1, openSides: CLOSED, changeEverythingElse: false };
  return changeMap([{ coverage, amount: 1 }], shape).amount;
}

const isInside = (x: number, y: number) => x >= 121 && x < 503 && y >= 97 && y < 402;
/** With hard edges on three sides; on the fourth it ends at zero. */
const ramp = draw((x, y) => (isInside(x, y) ? (x - 120) / 382 : 0));
const disc = draw((x, y) => 150.5 - Math.hypot(x - 300, y - 310));
const soft = draw((x, y) => (200 - Math.hypot(x - 320, y - 320)) / 150);

describe('a region drawn again', () => {
  it.each([
    ['a gradient with hard edges', ramp],
    ['a disc', disc],
    ['one that fades out by itself', soft],
  ])('has the falloff of the first: %s', (_, drawn) => {
    const [first, second] = [amountOf(drawn), amountOf(again(drawn))];
    const differences = first.data.map((value, i) => Math.abs(value - second.data[i]!));
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    expect(mean).toBeLessThan(0.004);
    // Within a px of the small map, beside an edge.
    expect(differences.filter((value) => value > 0.1).length / differences.length).toBeLessThan(0.002);
  });

  it('keeps greys that were drawn', () => {
    const second = again(ramp);
    for (let x = 140; x < 490; x += 7) {
      expect(Math.abs(second.data[250 * SIDE + x]! - ramp.data[250 * SIDE + x]!)).toBeLessThan(1.5 / 255);
    }
  });

  it('is left alone where the map was not made smaller', () => {
    expect(sharpened(disc, 1)).toBe(disc);
  });
});
