// Files that Figma saved, opened in the playground and edited in a real browser.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { sharedPlayground } from '../support/browser.ts';
import { editAndCompare } from '../support/edit-compare.ts';
import type { Playground } from '../support/playground.ts';

const FIG_FILES = join(import.meta.dirname, '../playground/data');

let playground: Playground;

beforeAll(async () => {
  playground = await sharedPlayground();
});

const open = (file: string) => playground.resetFig(readFileSync(join(FIG_FILES, file)));

it.each([
  ['structure.fig', 'Rectangle 3', 'Groups'],
  ['vector.fig', 'Complex', 'Vector artboard'],
])('%s: the layer “%s” is changed by its silhouette', async (file, layerName, frameName) => {
  await open(file);
  const [layer, frame] = [await playground.find(layerName), await playground.find(frameName)];
  await playground.select(layer.id);
  const edit = await editAndCompare(playground, frame.id, null, 1);
  expect(edit.changedOutside).toBe(0);
  expect(edit.changedInside).toBeGreaterThan(500);
});

it('corners.fig: a frame with round corners is changed as a whole, and keeps its corners', async () => {
  await open('corners.fig');
  const frame = await playground.find('frame radius=4:8:12:16');
  await playground.select(frame.id);
  const before = await playground.render(frame.id);
  await playground.prompt('golden autumn forest');
  await playground.panel.getByRole('button', { name: 'Change whole frame' }).click();
  await playground.results(1);
  const after = await playground.render(frame.id);
  // What was transparent stays so; on the corner's own edge, two antialiased layers cover a little more than one.
  const isClear = ({ data, channels }: typeof before) =>
    data.filter((_, i) => i % channels === 3).map((alpha) => (alpha === 0 ? 1 : 0));
  expect(isClear(after)).toEqual(isClear(before));
  expect(after.data).not.toEqual(before.data);
});
