// The patch: the result where it may show, nothing elsewhere, in the place it came from.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composite } from '../../core/composite.ts';
import { emptyPlane, flatten, greyPicture, type Pixels, repeatEdges } from '../../core/pixels.ts';
import { resample } from '../../core/resample.ts';

const WHOLE = { x: 0, y: 0, width: 64, height: 48 };

function picture(
  width: number,
  height: number,
  colour: (x: number, y: number) => [number, number, number],
): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([...colour(x, y), 255], (y * width + x) * 4);
  }
  return { width, height, data };
}

const noise = picture(64, 48, (x, y) => [(x * 37 + y * 11) % 256, (x * 5) % 256, (y * 7) % 256]);

function alphaAt(points: readonly (readonly [number, number, number])[]) {
  const plane = emptyPlane(64, 48);
  for (const [x, y, value] of points) plane.data[y * 64 + x] = value;
  return plane;
}

describe('composite', () => {
  it('keeps the result’s colours and takes the alpha, on whole cells', () => {
    const patch = composite(
      noise,
      alphaAt([
        [20, 20, 1],
        [33, 21, 0.5],
      ]),
      WHOLE,
      null,
    );
    expect(patch?.area).toEqual({ x: 16, y: 16, width: 32, height: 16 });
    const pixel = (x: number, y: number) => {
      const at = ((y - 16) * 32 + x - 16) * 4;
      return [...patch!.pixels.data.slice(at, at + 4)];
    };
    expect(pixel(20, 20)).toEqual([...noise.data.slice((20 * 64 + 20) * 4, (20 * 64 + 20) * 4 + 3), 255]);
    expect(pixel(33, 21)[3]).toBe(128);
    expect(pixel(24, 24)).toEqual([0, 0, 0, 0]);
  });

  it('is transparent wherever the alpha is zero, for any alpha', () => {
    const points = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 63 }),
        fc.integer({ min: 0, max: 47 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      ),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(points, (drawn) => {
        const alpha = alphaAt(drawn);
        const patch = composite(noise, alpha, WHOLE, null);
        const wrong = [...alpha.data].filter((value, i) => {
          const [x, y] = [i % 64, Math.floor(i / 64)];
          const { area, pixels } = patch ?? { area: { x: 0, y: 0, width: 0, height: 0 }, pixels: noise };
          const inside = x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
          const shown = inside ? pixels.data[((y - area.y) * area.width + x - area.x) * 4 + 3] : 0;
          return shown !== Math.round(value * 255);
        });
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('has nothing to place when nothing shows', () => {
    expect(composite(noise, emptyPlane(64, 48), WHOLE, null)).toBeNull();
  });

  it('cuts the padding away', () => {
    const patch = composite(noise, alphaAt([[30, 30, 1]]), { x: 0, y: 0, width: 40, height: 48 }, null);
    expect(patch?.area).toEqual({ x: 16, y: 16, width: 16, height: 16 });
    const beyond = composite(noise, alphaAt([[45, 30, 1]]), { x: 0, y: 0, width: 40, height: 48 }, null);
    expect(beyond?.area).toEqual({ x: 32, y: 16, width: 8, height: 16 });
  });

  it('does not fill what was transparent when asked not to', () => {
    const limit = alphaAt([[20, 20, 0.5]]);
    const patch = composite(
      noise,
      alphaAt([
        [20, 20, 1],
        [25, 20, 1],
      ]),
      WHOLE,
      limit,
    );
    const alphas = [...patch!.pixels.data].filter((_, i) => i % 4 === 3 && patch!.pixels.data[i]! > 0);
    expect(alphas).toEqual([128]);
  });

  it('maps a result of another size back by its real size', () => {
    const ramp = (x: number, width: number): [number, number, number] => [
      Math.round((255 * (x + 0.5)) / width),
      0,
      0,
    ];
    const small = resample(
      picture(48, 36, (x) => ramp(x, 48)),
      64,
      48,
    );
    const wanted = picture(64, 48, (x) => ramp(x, 64));
    const worst = small.data.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted.data[i]!)), 0);
    expect(worst).toBeLessThanOrEqual(3);
  });
});

describe('pictures', () => {
  it('are flattened over the backdrop', () => {
    const half: Pixels = { width: 1, height: 1, data: Uint8Array.of(200, 100, 0, 128) };
    expect([...flatten(half, { r: 0, g: 0, b: 255 }).data]).toEqual([100, 50, 127, 255]);
  });

  it('are padded by repeating the nearest pixel', () => {
    const padded = repeatEdges(
      picture(4, 2, (x, y) => [x, y, 0]),
      { x: 0, y: 0, width: 2, height: 1 },
    );
    const reds = [...padded.data].filter((_, i) => i % 4 === 0);
    expect(reds).toEqual([0, 1, 1, 1, 0, 1, 1, 1]);
  });

  it('carry a map as opaque grey, in either polarity', () => {
    const plane = { width: 2, height: 1, data: Float32Array.of(1, 0.25) };
    expect([...greyPicture(plane, 'white-changes').data]).toEqual([255, 255, 255, 255, 64, 64, 64, 255]);
    expect([...greyPicture(plane, 'white-preserves').data]).toEqual([0, 0, 0, 255, 191, 191, 191, 255]);
  });
});
