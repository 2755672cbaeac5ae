// The raster: source and regions on one grid, and a document that is as it was, whatever goes wrong.
import type {
  FrameNode,
  PageNode,
  RectangleNode,
  SolidPaint,
} from '@figma/plugin-typings/plugin-api-standalone';
import { decode } from 'fast-png';
import { beforeEach, describe, expect, it } from 'vitest';
import { openFigma, type RasterArgs } from '../support/figma.ts';
import { oncePerTest } from '../support/lifetime.ts';

const FRAMING = { x: 0, y: 0, columns: 20, rows: 16, unit: 16 } as const;

const REACH = { x: 40, y: 40, width: 200, height: 150 };

const open = oncePerTest(openFigma);
let ids: { frame: string; mask: string; photo: string };
let request: RasterArgs;

const solid = (r: number, g: number, b: number): SolidPaint => ({ type: 'SOLID', color: { r, g, b } });

function rectangle(parent: FrameNode | PageNode, name: string, box: [number, number, number, number]) {
  const node = open.figma.createRectangle();
  parent.appendChild(node);
  node.name = name;
  [node.x, node.y] = box;
  node.resize(box[2], box[3]);
  return node;
}

function drawDocument() {
  const frame = open.figma.createFrame();
  frame.name = 'Page';
  frame.x = 100;
  frame.y = 50;
  frame.resize(320, 256);
  frame.fills = [solid(1, 1, 1)];
  const photo = rectangle(frame, 'Photo', [40, 40, 200, 150]);
  photo.fills = [solid(0, 0.4, 0.8)];
  const mask = rectangle(frame, 'Mask', [80, 60, 100, 80]);
  mask.fills = [{ ...solid(1, 0, 1), opacity: 0.5 }];
  mask.opacity = 0.4;
  return { frame: frame.id, photo: photo.id, mask: mask.id };
}

beforeEach(async () => {
  ids = drawDocument();
  open.host.select([ids.frame, ids.mask]);
  await open.start();
  request = {
    targetId: ids.frame,
    regions: [{ id: ids.mask, use: 'mask' }],
    framing: FRAMING,
    reach: [REACH],
    protectsText: true,
    replacedIds: [],
  };
});

function pixel(png: Uint8Array, x: number, y: number): number[] {
  const { width, data, channels } = decode(png);
  return [...data.slice((y * width + x) * channels, (y * width + x) * channels + channels)];
}

describe('raster', () => {
  it('shows the design without the mask, and the mask alone, on one grid', async () => {
    const { source, regions } = await open.plugin.call('raster', request);
    const [mask] = regions;
    for (const png of [source, mask!]) expect(decode(png)).toMatchObject({ width: 320, height: 256 });
    expect(pixel(source, 100, 100).slice(0, 3)).toEqual([0, 102, 204]);
    expect(pixel(source, 10, 10).slice(0, 3)).toEqual([255, 255, 255]);
    expect(pixel(mask!, 10, 10)[3]).toBe(0);
  });

  it('takes a lowered mask at full strength, since designers lower it to see through it', async () => {
    const { regions } = await open.plugin.call('raster', request);
    expect(pixel(regions[0]!, 100, 100)[3]).toBe(255);
  });

  it('keeps a gradient as it was drawn', async () => {
    const mask = (await open.figma.getNodeByIdAsync(ids.mask)) as RectangleNode;
    mask.fills = [
      {
        type: 'GRADIENT_LINEAR',
        gradientTransform: [
          [1, 0, 0],
          [0, 1, 0],
        ],
        gradientStops: [
          { position: 0, color: { r: 0, g: 0, b: 0, a: 0 } },
          { position: 1, color: { r: 0, g: 0, b: 0, a: 1 } },
        ],
      },
    ];
    const { regions } = await open.plugin.call('raster', request);
    for (const x of [90, 130, 170]) {
      const drawn = (255 * (x + 0.5 - 80)) / 100;
      expect(Math.abs(pixel(regions[0]!, x, 100)[3]! - drawn)).toBeLessThanOrEqual(1.5);
    }
  });

  it('cuts a mask over the target as the frame cuts it in which it lies', async () => {
    const outer = open.figma.createFrame();
    [outer.x, outer.y] = [120, 70];
    outer.resize(60, 200);
    outer.fills = [solid(0, 1, 0)];
    const group = open.figma.createFrame();
    outer.appendChild(group);
    group.clipsContent = false;
    group.resize(200, 200);
    const mask = rectangle(group as FrameNode, 'Over', [20, 10, 100, 80]);
    const regions = [{ id: mask.id, use: 'mask' as const }];
    const { regions: drawn } = await open.plugin.call('raster', { ...request, regions });
    // The frame begins at 20, 20 in the target and is 60 wide; the mask lies 20, 10 further.
    const alpha = (x: number, y: number) => pixel(drawn[0]!, x, y)[3];
    expect([alpha(45, 35), alpha(75, 105)]).toEqual([255, 255]);
    expect([alpha(30, 35), alpha(85, 35), alpha(120, 60)]).toEqual([0, 0, 0]);
  });

  it('keeps content in the source when it is changed by its silhouette', async () => {
    const content = { ...request, regions: [{ id: ids.photo, use: 'content' as const }] };
    const { source, regions } = await open.plugin.call('raster', content);
    expect(pixel(source, 50, 50).slice(0, 3)).toEqual([0, 102, 204]);
    expect(pixel(regions[0]!, 50, 50)[3]).toBe(255);
    expect(pixel(regions[0]!, 30, 30)[3]).toBe(0);
  });

  it('shows only what is painted below the place where the result will go', async () => {
    const frame = (await open.figma.getNodeByIdAsync(ids.frame)) as FrameNode;
    rectangle(frame, 'Above', [100, 80, 40, 40]).fills = [solid(1, 0, 0)];
    const { source } = await open.plugin.call('raster', request);
    expect(pixel(source, 110, 100).slice(0, 3)).toEqual([0, 102, 204]);
  });

  it('leaves out the target’s own opacity, which the result will have too', async () => {
    const frame = (await open.figma.getNodeByIdAsync(ids.frame)) as FrameNode;
    frame.opacity = 0.5;
    const { source } = await open.plugin.call('raster', request);
    expect(pixel(source, 100, 100)).toEqual([0, 102, 204, 255].slice(0, pixel(source, 100, 100).length));
  });

  it('follows a rotated target into its own unrotated space', async () => {
    const upright = await open.plugin.call('raster', request);
    const frame = (await open.figma.getNodeByIdAsync(ids.frame)) as FrameNode;
    frame.rotation = 33;
    const turned = await open.plugin.call('raster', request);
    const difference = (a: Uint8Array, b: Uint8Array) => {
      const [left, right] = [Uint8Array.from(decode(a).data), Uint8Array.from(decode(b).data)];
      return left.reduce((most, value, i) => Math.max(most, Math.abs(value - right[i]!)), 0);
    };
    expect(difference(upright.source, turned.source)).toBeLessThanOrEqual(1);
    expect(difference(upright.regions[0]!, turned.regions[0]!)).toBeLessThanOrEqual(1);
  });

  it('finds a mask that lies over the target, not in it', async () => {
    const over = rectangle(open.figma.currentPage, 'Region', [100 + 40, 50 + 40, 50, 50]);
    const { regions } = await open.plugin.call('raster', {
      ...request,
      regions: [{ id: over.id, use: 'mask' }],
    });
    expect(pixel(regions[0]!, 60, 60)[3]).toBe(255);
    expect(pixel(regions[0]!, 100, 60)[3]).toBe(0);
  });

  it('leaves the document, the selection and the undo history as they were', async () => {
    const before = await open.host.fingerprint();
    await open.plugin.call('raster', request);
    expect(await open.host.fingerprint()).toBe(before);
    expect(open.host.selection()).toEqual([ids.frame, ids.mask]);
    expect(open.host.nodes().filter((node) => node.name.startsWith('Changemap'))).toEqual([]);
  });

  it('leaves it so whichever of its steps throws, the first time or the last', {
    timeout: 60_000,
  }, async () => {
    const before = await open.host.fingerprint();
    open.host.fault(null);
    await open.plugin.call('raster', request);
    const steps = [...open.host.steps()];
    expect(steps.length).toBeGreaterThan(20);
    const struck: string[] = [];
    for (const [step, count] of steps) {
      for (const after of new Set([1, count])) {
        open.host.fault(step, { after });
        const failure = await open.plugin.call('raster', request).catch((error: unknown) => error);
        if (open.host.strikes() > 0) struck.push(step);
        open.host.fault(null);
        expect([step, after, await open.host.fingerprint()]).toEqual([step, after, before]);
        if (failure instanceof Error) expect(failure.name).toBe('Failure');
      }
    }
    expect(new Set(struck)).toEqual(new Set(steps.map(([step]) => step)));
  });

  it('leaves it so when the panel is closed midway', async () => {
    const before = await open.host.fingerprint();
    void open.plugin.call('raster', request).catch(() => undefined);
    await expect
      .poll(() => open.host.nodes().some(({ name }) => name.startsWith('Changemap')), { interval: 1 })
      .toBe(true);
    open.host.closePlugin();
    expect(await open.host.fingerprint()).toBe(before);
  });

  it('stops when it is cancelled', async () => {
    const before = await open.host.fingerprint();
    const raster = open.plugin.call('raster', request);
    void open.plugin.call('cancelRaster');
    await expect(raster).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await open.host.fingerprint()).toBe(before);
  });

  it.each([
    ['an empty mask', 'region-empty', () => hide(ids.mask, 'fills')],
    ['a hidden target', 'target-hidden', () => hide(ids.frame, 'visible')],
    ['a target of no opacity', 'target-clear', () => hide(ids.frame, 'opacity')],
    ['a deleted target', 'target-gone', () => hide(ids.frame, 'remove')],
    ['a deleted region', 'region-gone', () => hide(ids.mask, 'remove')],
  ])('refuses %s in its own words', async (_, kind, spoil) => {
    await spoil();
    const before = await open.host.fingerprint();
    await expect(open.plugin.call('raster', request)).rejects.toMatchObject({ kind });
    expect(await open.host.fingerprint()).toBe(before);
  });

  async function hide(id: string, how: 'fills' | 'visible' | 'opacity' | 'remove') {
    const node = (await open.figma.getNodeByIdAsync(id)) as FrameNode;
    if (how === 'fills') node.fills = [];
    else if (how === 'visible') node.visible = false;
    else if (how === 'opacity') node.opacity = 0;
    else node.remove();
  }

  it('sweeps what a crash left behind, and nothing that another window may be using', async () => {
    open.host.closePlugin();
    const leave = (lease: string) => {
      const frame = open.figma.createFrame();
      frame.setPluginData('temporary', lease);
      return frame.id;
    };
    const [mine, theirs] = [leave('old'), leave('new')];
    const pageId = open.figma.currentPage.id;
    await open.figma.clientStorage.setAsync('lease old', { id: 'old', pageId, until: 1 });
    const later = Date.now() + 60_000;
    await open.figma.clientStorage.setAsync('lease new', { id: 'new', pageId, until: later });
    await open.start();
    await expect.poll(() => open.host.nodes().some((node) => node.id === mine)).toBe(false);
    expect(open.host.nodes().some((node) => node.id === theirs)).toBe(true);
  });
});
