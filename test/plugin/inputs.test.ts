// A layer drawn as a picture for a field of the model: what shows in it, and a document that is as it was.
import type { FrameNode, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { decode } from 'fast-png';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LayerUse } from '../../core/models/index.ts';
import type { LayerReply, LayerRequest } from '../../core/protocol.ts';
import { openFigma } from '../support/figma.ts';
import { oncePerTest } from '../support/lifetime.ts';
import { alphaRamp, frame, rectangle, solid } from '../support/shapes.ts';

/** One px of the picture is one of the target. */
const FRAMING = { x: 0, y: 0, columns: 20, rows: 16, unit: 16 } as const;

const open = oncePerTest(openFigma);
let target: FrameNode;
let mask: RectangleNode;
let guide: RectangleNode;
let before: string;

beforeEach(async () => {
  target = frame(open.figma, 320, 256);
  target.name = 'Page';
  mask = rectangle(open.figma, target, [40, 40, 40, 40]);
  guide = rectangle(open.figma, open.figma.currentPage, [100, 60, 80, 40]);
  guide.name = 'Guide';
  guide.fills = [solid(0, 0, 1)];
  open.host.select([target.id, mask.id]);
  await open.start();
});

function request(layer: { id: string; name: string }, use: LayerUse): LayerRequest {
  return {
    targetId: target.id,
    regions: [{ id: mask.id, use: 'mask' }],
    framing: FRAMING,
    reach: [{ x: 40, y: 40, width: 40, height: 40 }],
    protectsText: true,
    replacedIds: [],
    layer: { id: layer.id, name: layer.name },
    use,
  };
}

/** Draws the layer, and looks whether the document and the selection are as they were. */
async function drawn(layer: { id: string; name: string }, use: LayerUse): Promise<LayerReply> {
  before = await open.host.fingerprint();
  const selected = open.figma.currentPage.selection.map(({ id }) => id);
  try {
    return await open.plugin.call('drawLayer', request(layer, use));
  } finally {
    expect(await open.host.fingerprint()).toBe(before);
    expect(open.figma.currentPage.selection.map(({ id }) => id)).toEqual(selected);
  }
}

function pixel({ png }: LayerReply, x: number, y: number): number[] {
  const { width, data, channels } = decode(png);
  return [...data.slice((y * width + x) * channels, (y * width + x) * channels + channels)];
}

const BLUE = [0, 0, 255, 255];
const CLEAR = [0, 0, 0, 0];

describe('where it lies', () => {
  it('at full strength, though it is dimmed, hidden, or stands in something hidden', async () => {
    const group = frame(open.figma, 300, 200, target);
    group.visible = false;
    group.appendChild(guide);
    [guide.opacity, guide.visible] = [0.2, false];
    const picture = await drawn(guide, 'control');
    expect([pixel(picture, 102, 62), pixel(picture, 98, 62)]).toEqual([BLUE, CLEAR]);
    expect(picture.area).toEqual({ x: 0, y: 0, width: 320, height: 256 });
  });

  it('keeps its colours for a model to follow, and is read as a region where it says how much', async () => {
    guide.fills = [solid(0, 0, 1, 0.5)];
    expect(pixel(await drawn(guide, 'control'), 140, 80)[3]).toBe(128);
    expect(pixel(await drawn(guide, 'mask'), 140, 80)[3]).toBe(255);
    guide.fills = [alphaRamp(0, 1)];
    expect(pixel(await drawn(guide, 'map'), 140, 80)[3]).toBeGreaterThan(120);
    expect(pixel(await drawn(guide, 'map'), 140, 80)[3]).toBeLessThan(136);
  });

  it('without the masks that lie in it', async () => {
    target.fills = [solid(0, 0, 1)];
    const picture = await drawn(target, 'control');
    expect([pixel(picture, 60, 60), pixel(picture, 200, 200)]).toEqual([BLUE, BLUE]);
  });

  it('tells when it lies on another page', async () => {
    open.figma.createPage().appendChild(guide);
    await expect(drawn(guide, 'control')).rejects.toMatchObject({
      kind: 'input-outside',
      message: expect.stringMatching(/“Guide”.*“Page”/),
    });
  });
});

describe('by itself', () => {
  it('as it looks on its page, in its own ratio, on what it stands on', async () => {
    const page = open.figma.createPage();
    const dark = frame(open.figma, 400, 400, page);
    dark.fills = [solid(0.2, 0.2, 0.2)];
    dark.appendChild(guide);
    guide.rotation = 90;
    const { area, backdrop, png } = await drawn(guide, 'itself');
    // Four px for one of the layer, which stands upright now.
    expect(area).toEqual({ x: 0, y: 0, width: 160, height: 320 });
    expect(backdrop).toEqual({ r: 51, g: 51, b: 51 });
    const { width } = decode(png);
    expect(width).toBeGreaterThanOrEqual(256);
    expect(pixel({ area, backdrop, png }, 80, 300)).toEqual(BLUE);
  });

  it('at a megapixel at most', async () => {
    guide.resize(3000, 1500);
    const { area } = await drawn(guide, 'itself');
    expect(area.width / area.height).toBeCloseTo(2, 1);
    expect(area.width * area.height).toBeLessThanOrEqual(1_000_000);
    expect(area.width * area.height).toBeGreaterThan(700_000);
  });

  it('tells when there is nothing to see', async () => {
    guide.fills = [];
    await expect(drawn(guide, 'itself')).rejects.toMatchObject({ kind: 'input-empty' });
  });
});

it('is known by its id and its name, since ids come again in other files', async () => {
  const gone = { kind: 'input-gone', message: expect.stringContaining('“Guide”') };
  await expect(drawn({ id: mask.id, name: 'Guide' }, 'itself')).rejects.toMatchObject(gone);
  const layer = { id: guide.id, name: 'Guide' };
  guide.remove();
  await expect(drawn(layer, 'control')).rejects.toMatchObject(gone);
});

it('stops when it is cancelled', async () => {
  before = await open.host.fingerprint();
  const picture = open.plugin.call('drawLayer', request(guide, 'control'));
  void open.plugin.call('cancelRaster');
  await expect(picture).rejects.toMatchObject({ kind: 'cancelled' });
  expect(await open.host.fingerprint()).toBe(before);
});
