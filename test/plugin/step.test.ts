// Steps of the undo history: one that has to wait is still one, holds what was looked at before it, and loses nothing to a target that goes.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Placed } from '../../core/placed.ts';
import { emptyPage, openStarted } from '../support/figma.ts';
import { insertOne } from '../support/insert.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { EMPTY_FRAMING, emptyRequest } from '../support/patch.ts';
import { frame } from '../support/shapes.ts';

const open = oncePerFile(openStarted);
let card: FrameNode;

beforeEach(() => {
  emptyPage(open);
  card = frame(open.figma, 96, 80);
  open.figma.commitUndo();
});

/** @param names of its results */
const wanted = (target: FrameNode, names: readonly string[]) =>
  emptyRequest(target, { results: names.map((name) => ({ name, recipe: { requestId: names.join() } })) });

/** Its temporary frame stands while the others are asked for. */
const drawing = () =>
  open.plugin.call('render', { targetId: card.id, maskIds: [], layerIds: [], framing: EMPTY_FRAMING });

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

it('an undo after results were looked through takes back the insert, and not the looks alone', async () => {
  const before = await open.host.fingerprint();
  const { layerIds } = await insertOne(open.plugin, wanted(card, ['red', 'blue', 'green']));
  const inserted = await open.host.fingerprint();
  const results = layerIds.map((layerId) => ({ kind: 'layer' as const, layerId }));
  for (const shown of [results[1]!, results[2]!]) {
    await open.plugin.call('showResult', { targetId: card.id, results, shown });
  }
  open.host.undo();
  await vi.waitFor(async () => expect(await open.host.fingerprint()).toBe(before));
  open.host.redo();
  expect(await open.host.fingerprint()).toBe(inserted);
});

it('what somebody turns over by hand after a look is not taken for an undo', async () => {
  const { layerIds } = await insertOne(open.plugin, wanted(card, ['red', 'blue']));
  const results = layerIds.map((layerId) => ({ kind: 'layer' as const, layerId }));
  const layers = () => card.findAll(({ type }) => type === 'RECTANGLE');
  const [red, blue] = ['red', 'blue'].map((name) => layers().find((layer) => layer.name === name)!);
  await open.plugin.call('showResult', { targetId: card.id, results, shown: results[1]! });
  for (const [layer, isSeen] of [
    [blue!, false],
    [red!, true],
  ] as const) {
    layer.visible = isSeen;
    open.figma.commitUndo();
    // So that it is told of by itself, as to a hand.
    await open.plugin.call('looks', { results });
  }
  expect(layers()).toHaveLength(2);
  expect([red!.visible, blue!.visible]).toEqual([true, false]);
});

it('what is hidden to compare while another result comes is part of no step, and is let go as it was', async () => {
  const placed = (await insertOne(open.plugin, wanted(card, ['red', 'blue']))).placed;
  const [red, blue] = placed as [Placed, Placed];
  const show = (shown: Placed | null) =>
    open.plugin.call('showResult', { targetId: card.id, results: [red, blue], shown });
  const seen = (...names: string[]) =>
    names.map((name) => card.findOne((layer) => layer.name === name)?.visible);
  await show(blue);
  await show(null);
  await insertOne(open.plugin, wanted(card, ['green']));
  expect(seen('red', 'blue', 'green')).toEqual([false, false, true]);
  await show(blue);
  await insertOne(open.plugin, wanted(card, ['white']));
  open.host.undo();
  expect(seen('red', 'blue', 'green', 'white')).toEqual([false, true, true, undefined]);
});

it('what is decided while somebody compares is what was asked for', async () => {
  const placed = (await insertOne(open.plugin, wanted(card, ['red', 'blue']))).placed;
  const [red, blue] = placed as [Placed, Placed];
  const both = { targetId: card.id, results: [red, blue] };
  await open.plugin.call('showResult', { ...both, shown: null });
  await open.plugin.call('chooseResult', { ...both, shown: blue, removed: [] });
  const seen = () => ['red', 'blue'].map((name) => card.findOne((layer) => layer.name === name)?.visible);
  expect(seen()).toEqual([false, true]);
  await insertOne(open.plugin, wanted(card, ['green']));
  expect(seen()).toEqual([false, true]);
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
  expect(here).toMatchObject({
    kind: 'inserted',
    placed: [{ kind: 'layer', layerId: card.children[0]?.id }],
  });
  expect(gone).toMatchObject({ kind: 'refused', failure: { failure: 'target-gone' } });
});
