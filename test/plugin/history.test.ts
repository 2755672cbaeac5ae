// What has been made in a file: told from the recipes on its layers, on every page.
import type { RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { expect, test } from 'vitest';
import { openEditor } from '../support/edit.ts';
import { pastRuns } from '../support/figma.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { ellipse, frame } from '../support/shapes.ts';

const editor = oncePerTest(openEditor);

test('each run is told once, newest first, with all its layers, wherever they are and whatever is gone', async () => {
  const { figma, plugin } = editor;
  const target = frame(figma, 96, 64);
  target.name = 'Hero';
  const region = ellipse(figma, target, [32, 20, 24, 20]);
  const selection = await editor.select(target, region);
  const pair = await editor.edit(selection, { prompt: 'two doors', variations: 2 });
  const single = await editor.edit(selection, { prompt: 'one door' });
  const layer = (await figma.getNodeByIdAsync(single.outcome.layerIds[0]!)) as RectangleNode;
  const copy = layer.clone();
  const page = figma.createPage();
  page.name = 'Archive';
  page.appendChild(target.clone());

  const runs = await pastRuns({ plugin });
  expect(runs).toMatchObject([
    { prompt: 'one door', targetName: 'Hero', simulated: true },
    { prompt: 'two doors', targetName: 'Hero' },
  ]);
  expect(runs[0]!.layerIds).toEqual(expect.arrayContaining([layer.id, copy.id]));
  // Two variations, and their copies on the other page.
  expect(runs[1]!.layerIds).toHaveLength(4);
  expect(runs[1]!.layerIds).toEqual(expect.arrayContaining([...pair.outcome.layerIds]));

  target.remove();
  expect(await pastRuns({ plugin })).toMatchObject([
    { prompt: 'one door', targetName: null },
    { prompt: 'two doors', targetName: null, pageName: 'Archive' },
  ]);
});
