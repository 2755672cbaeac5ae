// One result in many places: every picture and every matching region, with one request and one undo step.
import type { ImagePaint, InstanceNode, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { decode } from 'fast-png';
import { expect, it } from 'vitest';
import { systemClock } from '../../ui/clock.ts';
import { uncutOf, useResult } from '../../ui/use-result.ts';
import { NOBODY } from '../../ui/used-cuts.ts';
import { openEditor } from '../support/edit.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { frame, type Parent, rectangle } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const editor = oncePerTest(openEditor);

const RATIOS = [
  [64, 64],
  [96, 48],
  [40, 80],
  [80, 60],
  [54, 96],
] as const;

it('fills twelve pictures of five ratios and one in an instance, and goes over matching regions', async () => {
  const { figma, host } = editor;
  const grey = Uint8Array.from({ length: 32 * 32 * 4 }, (_, i) => (i % 4 === 3 ? 255 : 128));
  const { hash } = figma.createImage(codec.encode({ width: 32, height: 32, data: grey }));
  const picture = (parent: Parent, i: number): RectangleNode => {
    const layer = rectangle(figma, parent, [(i % 4) * 120, 300 + Math.floor(i / 4) * 120, ...RATIOS[i % 5]!]);
    layer.name = `Photo ${i}`;
    layer.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: hash }];
    return layer;
  };
  const target = frame(figma, 90, 70);
  const hero = rectangle(figma, target, [20, 10, 40, 40]);
  hero.name = 'Hero';
  const { outcome, composited } = await editor.edit(await editor.select(target, hero), { softEdge: 0 });
  const pictures = Array.from({ length: 12 }, (_, i) => picture(figma.currentPage, i));
  const card = figma.createComponent();
  card.resize(100, 100);
  card.x = 600;
  picture(card, 0).y = 0;
  const instance: InstanceNode = card.createInstance();
  instance.x = 800;
  const inside = instance.children[0] as RectangleNode;
  const wide = frame(figma, 240, 120);
  wide.x = 1000;
  const there = rectangle(figma, wide, [100, 20, 120, 60]);
  there.name = 'hero';
  host.select([...pictures, inside, wide, there].map(({ id }) => id));
  const fingerprint = await host.fingerprint();
  const [layerId = ''] = outcome.layerIds;
  const { plugin } = editor;
  const use = () =>
    useResult({ layerId }, uncutOf(composited), { plugin, codec, clock: systemClock }, NOBODY);

  const reply = await use();
  expect(reply).toEqual({
    placedIds: expect.objectContaining({ length: 14 }),
    refused: [],
    filledWith: null,
  });
  expect(editor.standIn.requests()).toHaveLength(1);
  for (const layer of [...pictures, inside]) {
    expect(layer.fills).toHaveLength(2);
    expect((layer.fills as ImagePaint[])[1]).toMatchObject({ scaleMode: 'FILL' });
    const { data, channels } = decode(await host.png(layer.id, 1));
    const isGrey = (i: number) => data[i] === 128 && data[i + 1] === 128 && data[i + 2] === 128;
    const left = Array.from(data.keys()).filter((i) => i % channels === 0 && isGrey(i)).length;
    expect(left).toBeLessThan(data.length / channels / 20);
  }
  const [mask, placed] = wide.children as RectangleNode[];
  expect([mask!.visible, placed!.visible]).toEqual([false, true]);
  expect(placed!.x).toBeCloseTo(100, 3);
  expect(placed!.width).toBeCloseTo(120, 3);
  expect((card.children[0] as RectangleNode).fills).toHaveLength(1);
  host.undo();
  expect(await host.fingerprint()).toBe(fingerprint);

  host.select([target.id]);
  await expect(use()).rejects.toMatchObject({
    kind: 'nowhere-to-use',
  });
});
