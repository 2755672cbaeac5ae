// Steps of the undo history: one that has to wait is still one, holds what was looked at before it, and loses nothing to a target that goes.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, it } from 'vitest';
import type { InsertRequest } from '../../core/protocol.ts';
import { emptyPage, openStarted } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { emptyPatch } from '../support/patch.ts';
import { frame } from '../support/shapes.ts';

const FRAMING = { x: 16, y: 8, columns: 16, rows: 16, unit: 4 };
const AREA = { x: 48, y: 40, width: 16, height: 16 };

const open = oncePerFile(openStarted);
let card: FrameNode;

beforeEach(() => {
  emptyPage(open);
  card = frame(open.figma, 96, 80);
  open.figma.commitUndo();
});

function wanted({ id, width, height }: FrameNode, names: readonly string[]): InsertRequest {
  const { recipe, ...patch } = emptyPatch({ id, size: { width, height } }, FRAMING, AREA);
  const named = (name: string, index: number) => ({
    ...patch,
    name,
    recipe: { ...recipe, requestId: names.join(), index, count: names.length },
  });
  return {
    targetId: id,
    regions: [],
    reach: [patch.shown],
    protectsText: false,
    replacedIds: [],
    insertAs: 'layer',
    place: null,
    patches: names.map(named),
    name: 'a door',
    joins: [],
  };
}

/** Its temporary frame stands while the others are asked for. */
const drawing = () =>
  open.plugin.call('render', { targetId: card.id, maskIds: [], layerIds: [], framing: FRAMING });

it('what was looked at is no step of its own before an insert that has to wait', async () => {
  const [red, blue] = (await insertOne(open.plugin, wanted(card, ['red', 'blue']))).layerIds.map(
    (layerId) => ({ kind: 'layer' as const, layerId }),
  );
  const inserted = await open.host.fingerprint();
  const results = [red!, blue!];
  await open.plugin.call('showResult', { targetId: card.id, results, shown: blue! });
  await Promise.all([drawing(), insertOne(open.plugin, wanted(card, ['green']))]);
  const seen = (name: string) => card.findOne((layer) => layer.name === name)?.visible;
  expect(['red', 'blue', 'green'].map(seen)).toEqual([false, true, true]);
  open.host.undo();
  expect(await open.host.fingerprint()).toBe(inserted);
});

it('what is hidden to compare is seen again when the panel is closed meanwhile; what was picked stays', async () => {
  const [red, blue] = (await insertOne(open.plugin, wanted(card, ['red', 'blue']))).layerIds.map(
    (layerId) => ({ kind: 'layer' as const, layerId }),
  );
  const show = (shown: typeof red | null) =>
    open.plugin.call('showResult', { targetId: card.id, results: [red!, blue!], shown: shown ?? null });
  const seen = () => ['red', 'blue'].map((name) => card.findOne((layer) => layer.name === name)?.visible);
  await show(blue!);
  await show(null);
  expect(seen()).toEqual([false, false]);
  open.host.closePlugin();
  expect(seen()).toEqual([false, true]);
  await open.start();
});

it('a target that goes while the step has to wait keeps its own picture back, and none of the others', async () => {
  const other = frame(open.figma, 96, 80);
  const stands = () => open.host.nodes().some(({ pluginData }) => 'temporary' in pluginData);
  let hasStood = false;
  const stop = open.host.onChange(() => {
    hasStood ||= stands();
    if (!hasStood || stands()) return;
    stop();
    other.remove();
  });
  const parts = [wanted(card, ['red']), wanted(other, ['blue'])];
  const [, [here, gone]] = await Promise.all([drawing(), open.plugin.call('insert', { parts })]);
  expect(here).toMatchObject({ kind: 'inserted', layerIds: [card.children[0]?.id] });
  expect(gone).toMatchObject({ kind: 'refused', failure: { failure: 'target-gone' } });
});
