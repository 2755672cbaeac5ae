// Compares what is drawn now with the golden images; what was drawn is always written to test/out/golden.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Pixels } from '../../core/pixels.ts';
import { CASES, drawCases } from '../support/golden.ts';
import { goldenFile, outFile } from '../support/golden-files.ts';
import { codec } from '../ui/world.ts';

/** In levels of 255: far below what an eye or a model could tell. */
const LARGEST_ERROR = 0.5;

const drawn = new Map<string, Pixels>();

beforeAll(async () => {
  await mkdir(dirname(outFile('')), { recursive: true });
  await drawCases(async (name, picture) => {
    drawn.set(name, picture);
    await writeFile(outFile(name), codec.encode(picture));
  });
}, 300_000);

describe('map and alpha are as in the golden image', () => {
  it.each(Object.keys(CASES))('%s', async (name) => {
    const golden = await codec.decode(await readFile(goldenFile(name)));
    const picture = drawn.get(name)!;
    expect(picture).toMatchObject({ width: golden.width, height: golden.height });
    const error = rootMeanSquare(picture, golden);
    console.log(`Golden: ${name}: ${error.toFixed(3)} levels`);
    expect(error).toBeLessThanOrEqual(LARGEST_ERROR);
  });
});

function rootMeanSquare(one: Pixels, other: Pixels): number {
  const sum = one.data.reduce((total, value, i) => total + (value - other.data[i]!) ** 2, 0);
  return Math.sqrt(sum / one.data.length);
}
