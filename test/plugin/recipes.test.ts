// Recipes on real layers, in the stand-in for Figma with its limits: however long, copied, or damaged.
import type { RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, test } from 'vitest';
import { readEntries } from '../../core/recipe-entries.ts';
import { recipeMap } from '../../core/recipe-map.ts';
import { wholeOf } from '../../core/selection.ts';
import { openEditor } from '../support/edit.ts';
import { pastRuns, press } from '../support/figma.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { ellipse, frame } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const SPACE = 'changemap';

const editor = oncePerTest(openEditor);
let target: ReturnType<typeof frame>;
let region: ReturnType<typeof ellipse>;

beforeEach(() => {
  target = frame(editor.figma, 96, 64);
  region = ellipse(editor.figma, target, [32, 20, 24, 20]);
});

async function made(settings = {}) {
  const result = await editor.edit(await editor.select(target, region), settings);
  const layer = (await editor.figma.getNodeByIdAsync(result.outcome.layerIds[0]!)) as RectangleNode;
  return { ...result, layer };
}

function recipeOn(layer: RectangleNode) {
  const found = readEntries((key) => layer.getSharedPluginData(SPACE, key));
  return found.kind === 'recipe' ? found.recipe : null;
}

const keysOn = (layer: RectangleNode) =>
  layer.getSharedPluginDataKeys(SPACE).filter((key) => key.startsWith('recipe'));

test('a recipe of several hundred kB survives the insert, a copy, a restart and a new edge', async () => {
  const prompt = 'a red door 門🚪 '.repeat(9_000).trim();
  const { layer, ...edited } = await made({ prompt });
  expect(keysOn(layer).length).toBeGreaterThan(2);
  await editor.refit(edited, { softEdge: 9 });
  const copy = layer.clone();
  layer.remove();

  expect((await press(editor, 'edit-again', copy)).again?.edit).toMatchObject({ prompt, softEdge: 9 });
  expect(await pastRuns(editor)).toMatchObject([{ prompt, layerIds: [copy.id] }]);
});

test('with a shorter one in its place nothing of the longer is left, and one undo brings it back whole', async () => {
  const prompt = 'x'.repeat(200_000);
  const { layer, composited, ...edited } = await made({ prompt });
  const before = keysOn(layer);
  const [patch] = composited.insert.patches;
  const settings = { ...composited.settings, prompt: 'a blue door' };
  const patches = [{ ...patch!, recipe: { ...patch!.recipe, settings } }];
  const shorter = { ...composited, settings, insert: { ...composited.insert, patches } };
  await editor.refit({ ...edited, composited: shorter }, { softEdge: 9 });
  expect(keysOn(layer)).toEqual(['recipe']);
  editor.host.undo();
  expect(keysOn(layer)).toEqual(before);
  expect((await press(editor, 'edit-again', layer)).again?.edit.prompt).toBe(prompt);
});

test('the map shows the region at its place in the framing, and comes back with the layer', async () => {
  const { layer, plan, composited } = await made({ softEdge: 12 });
  const recipe = recipeOn(layer);
  const map = await codec.decode(Buffer.from(recipe!.map!, 'base64'));
  const expected = recipeMap(composited.regions);
  expect([map.width, map.height]).toEqual([expected.width, expected.height]);
  expect(Math.max(map.width, map.height)).toBeLessThanOrEqual(256);
  const { framing } = recipe!;
  expect(framing).toEqual(plan.framing);
  /** The level at a place in the target. */
  const at = (x: number, y: number) => {
    const column = Math.floor(((x - framing.x) / (framing.columns * framing.unit)) * map.width);
    const row = Math.floor(((y - framing.y) / (framing.rows * framing.unit)) * map.height);
    return map.data[(row * map.width + column) * 4];
  };
  // The ellipse's middle; its box's corner, which the soft edge alone would reach; far away.
  expect([at(44, 30), at(33, 21), at(70, 30)]).toEqual([255, 0, 0]);
});

test('a target changed as a whole needs no map', async () => {
  const { outcome } = await editor.make(wholeOf((await editor.select(target, region)).target));
  const [layer] = await Promise.all(outcome.layerIds.map((id) => editor.figma.getNodeByIdAsync(id)));
  expect(recipeOn(layer as RectangleNode)?.map).toBeNull();
});

test('one that cannot be read is told of, and keeps nothing from working', async () => {
  const { layer } = await made();
  const told: string[] = [];
  editor.plugin.on('failed', ({ failure, message }) => told.push(`${failure}: ${message}`));
  const read = JSON.parse(layer.getSharedPluginData(SPACE, 'recipe'));
  const unreadable = [
    '{',
    JSON.stringify({ ...read, settings: null }),
    'what another plugin wrote',
    '{"version":9}',
    '{"version":1,"pieces":3,"length":9}',
  ];
  for (const [i, text] of unreadable.entries()) {
    layer.setSharedPluginData(SPACE, 'recipe', text);
    expect(await press(editor, 'edit-again', layer)).toMatchObject({ opening: { kind: 'tab', tab: 'edit' } });
    await expect.poll(() => told).toHaveLength(i + 1);
  }
  expect(told).toEqual(
    unreadable.map(() => expect.stringMatching(/^recipe-unreadable: .*“Simulated · a red door”/)),
  );
  expect(await editor.plugin.call('history')).toEqual({ runs: [], unreadable: [layer.id] });
  expect((await made()).layer.name).toBe(layer.name);
});
