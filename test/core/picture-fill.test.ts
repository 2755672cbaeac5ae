// A patch in the pixels of a picture's image: where the image goes, it goes.
import { describe, expect, test } from 'vitest';
import { apply, invert, type Matrix, type Rect } from '../../core/geometry.ts';
import { patchInPicture } from '../../core/picture-fill.ts';
import { fillSize, type ImagePlacing, imageToFrame } from '../../core/picture-space.ts';
import type { Pixels } from '../../core/pixels.ts';
import { type Random, seeded } from '../support/random.ts';

const MODES = ['FILL', 'FIT', 'CROP'] as const;

function somePlacing(random: Random): ImagePlacing {
  const scaleMode = MODES[random.below(3)]!;
  if (scaleMode !== 'CROP') return { scaleMode, rotation: 90 * random.below(4) };
  const angle = random.below(2) === 0 ? 0 : random.between(-1, 1);
  const scale = random.between(0.3, 1.2);
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const imageTransform: Matrix = [
    [cos, -sin, random.between(-0.1, 0.4)],
    [sin, cos, random.between(-0.1, 0.4)],
  ];
  return { scaleMode, imageTransform };
}

const someSize = (random: Random, most: number) => ({
  width: 8 + random.below(most),
  height: 8 + random.below(most),
});

describe('where an image lies', () => {
  const image = { width: 400, height: 200 };
  const frame = { width: 100, height: 100 };
  const cornerOf = (placing: ImagePlacing) => {
    const toFrame = imageToFrame(placing, image, frame)!;
    return [apply(toFrame, { x: 0, y: 0 }), apply(toFrame, { x: 400, y: 200 })];
  };

  test('filled, it covers its layer, and is cut evenly', () => {
    expect(cornerOf({ scaleMode: 'FILL' })).toEqual([
      { x: -50, y: 0 },
      { x: 150, y: 100 },
    ]);
  });

  test('fitted, all of it lies in its layer', () => {
    expect(cornerOf({ scaleMode: 'FIT' })).toEqual([
      { x: 0, y: 25 },
      { x: 100, y: 75 },
    ]);
  });

  test('turned by a quarter, its left is above', () => {
    expect(cornerOf({ scaleMode: 'FIT', rotation: 90 })).toEqual([
      { x: 75, y: 0 },
      { x: 25, y: 100 },
    ]);
  });

  test('cropped, its part fills the layer', () => {
    const imageTransform: Matrix = [
      [0.5, 0, 0.25],
      [0, 0.5, 0.25],
    ];
    expect(cornerOf({ scaleMode: 'CROP', imageTransform })).toEqual([
      { x: -50, y: -50 },
      { x: 150, y: 150 },
    ]);
  });

  test('in tiles, it has no one place', () => {
    expect(imageToFrame({ scaleMode: 'TILE' }, image, frame)).toBeNull();
  });
});

test('a fill has exactly its image’s ratio, is no coarser than the patch, and fits into Figma', () => {
  const random = seeded(63);
  for (let i = 0; i < 200; i++) {
    const size = someSize(random, 4088);
    const density = random.between(0.3, 4);
    const toFrame = imageToFrame(somePlacing(random), size, someSize(random, 1500))!;
    const fill = fillSize({ hash: '', size, toFrame }, density);
    expect(fill.width * size.height).toBe(fill.height * size.width);
    expect(Math.max(fill.width, fill.height)).toBeLessThanOrEqual(4096);
    const [[a, b], [d, e]] = toFrame;
    const pixel = Math.max(Math.hypot(a, d), Math.hypot(b, e)) * (size.width / fill.width) * density;
    const steps = commonDivisor(fill.width, fill.height);
    const isLargest = (Math.max(fill.width, fill.height) / steps) * (steps + 1) > 4096;
    expect(pixel <= 1 + 1e-6 || isLargest).toBe(true);
  }
});

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/** Red grows to the right and green downwards, so that a px tells where it came from. */
function ramp(width: number, height: number, alpha: (x: number, y: number) => number): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set([x * 2, y * 2, 90, alpha(x, y)], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

test('each px of the fill shows the patch where it lies, and nothing is seen beyond the patch', () => {
  const random = seeded(64);
  const counts = { fills: 0, seen: 0, beyond: 0, faint: 0, wrong: 0 };
  for (let i = 0; i < 24; i++) {
    const frame = { width: 60, height: 48 };
    const size = { width: 8 * (2 + random.below(12)), height: 8 * (2 + random.below(12)) };
    const toFrame = imageToFrame(somePlacing(random), size, frame)!;
    const area: Rect<'frame'> = { x: 10, y: 8, width: 40, height: 32 };
    const density = [1, 2, 0.5][random.below(3)]!;
    const patch = ramp(area.width * density, area.height * density, () => 255);
    const fill = patchInPicture({ pixels: patch, area }, frame, { hash: '', size, toFrame });
    if (!fill) continue;
    counts.fills++;
    for (let j = 0; j < fill.width * fill.height; j++) {
      const step = size.width / fill.width;
      const at = { x: ((j % fill.width) + 0.5) * step, y: (Math.floor(j / fill.width) + 0.5) * step };
      const { x, y } = apply(toFrame, at);
      const [u, v] = [(x - area.x) * density, (y - area.y) * density];
      const alpha = fill.data[j * 4 + 3]!;
      const distance = Math.max(-u, -v, u - patch.width, v - patch.height);
      if (distance > 1 && alpha > 0) counts.beyond++;
      if (distance > -1) continue;
      counts.seen++;
      if (alpha < 255) counts.faint++;
      const isRight = [u, v].every((from, c) => Math.abs(fill.data[j * 4 + c]! - (from - 0.5) * 2) <= 1.5);
      if (!isRight) counts.wrong++;
    }
  }
  expect(counts).toMatchObject({ beyond: 0, faint: 0, wrong: 0 });
  expect(counts.fills).toBeGreaterThan(18);
  expect(counts.seen).toBeGreaterThan(10_000);
});

test('of a clear px nothing is seen, and its colour touches no other', () => {
  const area = { x: 16, y: 16, width: 32, height: 32 };
  const patch = ramp(64, 64, (x) => (x < 32 ? 0 : 255));
  const size = { width: 96, height: 96 };
  const toFrame = imageToFrame({ scaleMode: 'FILL' }, size, { width: 64, height: 64 })!;
  const fill = patchInPicture(
    { pixels: patch, area },
    { width: 64, height: 64 },
    { hash: '', size, toFrame },
  )!;
  const back = invert(toFrame)!;
  const left = Math.ceil((apply(back, { x: 32, y: 0 }).x / size.width) * fill.width);
  const row = Array.from({ length: fill.width }, (_, x) => {
    const at = (Math.floor(fill.height / 2) * fill.width + x) * 4;
    return { x, red: fill.data[at]!, alpha: fill.data[at + 3]! };
  });
  expect(row.filter(({ x, alpha }) => x < left && alpha > 0)).toEqual([]);
  expect(row.filter(({ red, alpha }) => alpha > 0 && red < 64)).toEqual([]);
  expect(row.filter(({ alpha }) => alpha === 255).length).toBeGreaterThan(fill.width / 5);
});

test('at the target’s border the last px goes on, so that it does not fade there', () => {
  const frame = { width: 32, height: 32 };
  const size = { width: 80, height: 40 };
  const toFrame = imageToFrame({ scaleMode: 'FILL' }, size, frame)!;
  const patch = ramp(32, 32, () => 255);
  const fill = patchInPicture({ pixels: patch, area: { x: 0, y: 0, ...frame } }, frame, {
    hash: '',
    size,
    toFrame,
  })!;
  const row = (x: number) => fill.data[(20 * fill.width + x) * 4 + 3];
  const first = Math.floor((fill.width - fill.height) / 2);
  expect([row(first - 1), row(first), row(first - 6)]).toEqual([255, 255, 0]);
});

test('where nothing of the patch lies in the image, there is no fill', () => {
  const frame = { width: 64, height: 64 };
  const size = { width: 64, height: 8 };
  const toFrame = imageToFrame({ scaleMode: 'FIT' }, size, frame)!;
  const area = { x: 0, y: 0, width: 64, height: 8 };
  expect(
    patchInPicture({ pixels: ramp(64, 8, () => 255), area }, frame, { hash: '', size, toFrame }),
  ).toBeNull();
});
