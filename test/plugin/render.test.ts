// A look at the target, of which the proof compares two: what it shows, and that nothing is left of it.
import type { FrameNode, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeEach, expect, it } from 'vitest';
import type { RenderRequest } from '../../core/protocol.ts';
import { pixelAt, pixels } from '../playground/host.ts';
import { openFigma } from '../support/figma.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { frame, rectangle, solid } from '../support/shapes.ts';

const [BLUE, RED, GREEN] = [
  [0, 0, 255, 255],
  [255, 0, 0, 255],
  [0, 255, 0, 255],
];

const open = oncePerTest(openFigma);
let page: FrameNode;
let mask: RectangleNode;
let result: RectangleNode;

beforeEach(async () => {
  const { figma } = open;
  page = frame(figma, 96, 80);
  page.fills = [solid(0, 0, 1)];
  mask = rectangle(figma, page, [8, 8, 16, 16]);
  mask.fills = [solid(1, 0, 0)];
  // Beside the target, and over it.
  result = rectangle(figma, figma.currentPage, [0, 0, 16, 16]);
  result.fills = [solid(0, 1, 0)];
  result.relativeTransform = [
    [1, 0, page.x + 48],
    [0, 1, page.y + 40],
  ];
  await open.start();
});

async function look(changes: Partial<RenderRequest>) {
  const framing = { x: 0, y: 0, columns: 6, rows: 5, unit: 16 };
  const asked = { targetId: page.id, maskIds: [], layerIds: [], framing, ...changes } as RenderRequest;
  const picture = pixels((await open.plugin.call('render', asked)).png);
  return { size: [picture.width, picture.height], at: (x: number, y: number) => pixelAt(picture, x, y) };
}

it('shows the target without masks and with the results that lie over it', async () => {
  const before = await open.host.fingerprint();
  const plain = await look({});
  expect([plain.size, plain.at(16, 16), plain.at(56, 48)]).toEqual([[96, 80], RED, BLUE]);
  const { at } = await look({ maskIds: [mask.id], layerIds: [result.id] });
  expect([at(16, 16), at(56, 48), at(90, 70)]).toEqual([BLUE, GREEN, BLUE]);
  expect(await open.host.fingerprint()).toBe(before);
  expect(open.host.storage.keys()).toEqual([]);
});

it('is not to be had of a target that is gone, and leaves nothing where Figma fails', async () => {
  open.host.fault('exportAsync');
  await expect(look({})).rejects.toMatchObject({ kind: 'export-failed' });
  expect(open.host.nodes().filter(({ name }) => name.includes('temporary'))).toEqual([]);
  page.remove();
  await expect(look({})).rejects.toMatchObject({ kind: 'target-gone' });
});
