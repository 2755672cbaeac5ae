// The simulation of differential diffusion: polarity, quantisation, grid, VAE error, sizes, determinism.
import { describe, expect, test } from 'vitest';
import { addVaeError, diffuse, executedSteps, floorSide, freeSteps } from '../../playground/fal/diffusion.ts';
import { generate } from '../../playground/fal/endpoints.ts';
import { blank, type Picture } from '../../playground/fal/picture.ts';
import { paintScene } from '../../playground/fal/scene.ts';

function filled(width: number, height: number, greyAt: (x: number, y: number) => number): Picture {
  const picture = blank(width, height);
  for (let i = 0; i < width * height; i++) {
    picture.data.fill(greyAt(i % width, Math.floor(i / width)), i * 3, i * 3 + 3);
  }
  return picture;
}

/** Source black and generated white, so that the result's level is the amount of change. */
function changed(map: Picture, run = { steps: 28, strength: 1 }): Picture {
  const { width, height } = map;
  return diffuse(
    filled(width, height, () => 0),
    filled(width, height, () => 255),
    map,
    run,
  );
}

const levels = (picture: Picture) => new Set(picture.data);

describe('steps', () => {
  test.each([
    [28, 0.85, 24],
    [40, 0.95, 38],
    [28, 1, 28],
    [50, 0.01, 1],
    [1, 0.01, 1],
    [10, 0.3, 3],
  ])('of %i steps at strength %f, %i are executed', (steps, strength, executed) => {
    expect(executedSteps(steps, strength)).toBe(executed);
  });

  test.each([
    [0, 24],
    [1, 23],
    [10, 23],
    [11, 22],
    [128, 11],
    [138, 11],
    [139, 10],
    [234, 1],
    [255, 1],
  ])('grey %i leaves %i of 24 steps free', (grey, free) => {
    expect(freeSteps(grey, 24)).toBe(free);
  });

  test.each([1, 2, 7, 24, 28, 50])('%i executed steps give as many strengths', (executed) => {
    const all = Array.from({ length: 256 }, (_, grey) => freeSteps(grey, executed));
    expect(new Set(all).size).toBe(executed);
  });
});

describe('the change map', () => {
  test('white preserves, black changes, grey does something between', () => {
    const map = filled(48, 16, (x) => (x < 16 ? 255 : x < 32 ? 128 : 0));
    const { data } = changed(map);
    expect(data[0]).toBe(0);
    expect(data[47 * 3]).toBe(255);
    expect(data[24 * 3]).toBeGreaterThan(80);
    expect(data[24 * 3]).toBeLessThan(175);
  });

  test('a ramp over every grey gives exactly n levels', () => {
    const map = filled(256 * 8, 16, (x) => Math.floor(x / 8));
    expect(levels(changed(map)).size).toBe(28);
    expect(levels(changed(map, { steps: 28, strength: 0.85 })).size).toBe(24);
  });

  test('strength caps what black may change', () => {
    const map = filled(16, 16, () => 0);
    expect(Math.max(...changed(map, { steps: 28, strength: 0.5 }).data)).toBeLessThan(130);
  });

  test('each 8 px cell takes the sample at its top left', () => {
    const map = filled(32, 32, (x, y) => (x % 8 === 0 && y % 8 === 0 ? 255 : 0));
    expect(levels(changed(map))).toEqual(new Set([0]));
    const between = filled(32, 32, (x, y) => (x % 8 === 3 || y % 8 === 5 ? 255 : 0));
    expect(levels(changed(between))).toEqual(new Set([255]));
  });

  test('cells are 8 px wide', () => {
    const { data } = changed(filled(32, 16, (x) => (x < 9 ? 255 : 0)));
    const row = Array.from({ length: 32 }, (_, x) => data[x * 3]);
    // The map's edge at 9 falls inside the second cell, whose sample is still white.
    expect(row).toEqual(row.map((_, x) => (x < 16 ? 0 : 255)));
  });

  test('a map of another size covers the same picture', () => {
    const map = filled(16, 8, (x) => (x < 8 ? 255 : 0));
    const { data } = diffuse(
      filled(64, 32, () => 0),
      filled(64, 32, () => 255),
      map,
      { steps: 28, strength: 1 },
    );
    expect(Array.from({ length: 64 }, (_, x) => data[x * 3]! > 0)).toEqual(
      Array.from({ length: 64 }, (_, x) => x >= 32),
    );
  });
});

describe('the VAE', () => {
  test.each([0, 1, 128, 254, 255])(
    'moves every channel of every pixel of level %i by one to three',
    (grey) => {
      const picture = filled(64, 64, () => grey);
      const errors = Array.from(addVaeError(picture, 7).data, (value) => Math.abs(value - grey));
      expect(Math.min(...errors)).toBe(1);
      expect(Math.max(...errors)).toBe(3);
    },
  );
});

describe('an endpoint', () => {
  const endpoint = 'fal-ai/flux-general/differential-diffusion';
  const input = { prompt: 'autumn leaves', num_inference_steps: 28, strength: 1 };
  const pictures = { image_url: filled(70, 45, () => 90), change_map_image_url: filled(70, 45, () => 0) };

  test('cuts sides down to multiples of 16', () => {
    expect([15, 16, 31, 1080].map(floorSide)).toEqual([0, 16, 16, 1072]);
    expect(generate(endpoint, input, pictures, 1)).toMatchObject({ width: 64, height: 32 });
  });

  test('repeats itself exactly, and differs with prompt and seed', () => {
    const first = generate(endpoint, input, pictures, 1).data;
    expect(generate(endpoint, input, pictures, 1).data).toEqual(first);
    expect(generate(endpoint, input, pictures, 2).data).not.toEqual(first);
    expect(generate(endpoint, { ...input, prompt: 'sea' }, pictures, 1).data).not.toEqual(first);
  });

  test('seeds beyond 32 bits differ too', () => {
    const one = paintScene('sea', 5, 32, 32).data;
    expect(paintScene('sea', 5 + 2 ** 32, 32, 32).data).not.toEqual(one);
  });
});
