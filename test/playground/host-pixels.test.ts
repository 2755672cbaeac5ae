// The host's pictures against what they must be: images, masks, and what Figma says of exports.
import { encode } from 'fast-png';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../playground/host/index.ts';
import { pixelAt, pixels, startHost } from './host.ts';
import { BLUE, emptyFrame, picture, RED, redRectangle } from './host-drawing.ts';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

describe('images', () => {
  const quadrants = encode({
    width: 2,
    height: 2,
    channels: 4,
    depth: 8,
    data: Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 0, 255),
  });
  const image = (fields: object) => [
    {
      type: 'IMAGE' as const,
      imageHash: host.figma.createImage(quadrants).hash,
      scaleMode: 'FILL' as const,
      ...fields,
    },
  ];

  test('CROP takes the part its transform names', async () => {
    const parent = emptyFrame(host, 40, 40);
    redRectangle(host, parent, [0, 0, 40, 40]).fills = image({
      scaleMode: 'CROP',
      imageTransform: [
        [0.5, 0, 0.5],
        [0, 0.5, 0],
      ],
    });
    expect(pixelAt(await picture(parent), 30, 10)).toEqual([0, 255, 0, 255]);
  });

  test('FIT leaves the rest clear, FILL covers, TILE repeats', async () => {
    const parent = emptyFrame(host, 80, 40);
    const node = redRectangle(host, parent, [0, 0, 80, 40]);
    node.fills = image({ scaleMode: 'FIT' });
    expect(pixelAt(await picture(parent), 5, 20)).toEqual([0, 0, 0, 0]);
    node.fills = image({});
    expect(pixelAt(await picture(parent), 5, 5)[3]).toBe(255);
    node.fills = image({ scaleMode: 'TILE', scalingFactor: 1 });
    const tiled = await picture(parent);
    expect(pixelAt(tiled, 0, 0)).toEqual([255, 0, 0, 255]);
    expect(pixelAt(tiled, 3, 2)).toEqual([0, 255, 0, 255]);
  });

  test('a picture drawn at its own size keeps every pixel', async () => {
    const data = Uint8Array.from({ length: 32 * 32 * 4 }, (_, index) =>
      index % 4 === 3 ? 255 : (index * 37) % 256,
    );
    const bytes = encode({ width: 32, height: 32, channels: 4, depth: 8, data });
    const parent = emptyFrame(host, 32, 32);
    redRectangle(host, parent, [0, 0, 32, 32]).fills = [
      { type: 'IMAGE', imageHash: host.figma.createImage(bytes).hash, scaleMode: 'FILL' },
    ];
    expect((await picture(parent)).data).toEqual(data);
  });
});

describe('masks', () => {
  test('a mask cuts the layers after it and is not seen itself', async () => {
    const parent = emptyFrame(host);
    redRectangle(host, parent, [0, 0, 10, 10]);
    const mask = redRectangle(host, parent, [20, 20, 30, 30]);
    mask.isMask = true;
    redRectangle(host, parent, [0, 0, 120, 80]).fills = BLUE;
    const result = await picture(parent);
    expect(pixelAt(result, 5, 5)).toEqual([255, 0, 0, 255]);
    expect(pixelAt(result, 30, 30)).toEqual([0, 0, 255, 255]);
    expect(pixelAt(result, 100, 70)).toEqual([0, 0, 0, 0]);
  });
});

describe('exports', () => {
  test('the export of a turned node is the box around it', async () => {
    const parent = emptyFrame(host);
    parent.fills = RED;
    parent.rotation = 45;
    const result = await picture(parent);
    const side = Math.ceil((120 + 80) * Math.SQRT1_2);
    expect([result.width, result.height]).toEqual([side, side]);
    expect(pixelAt(result, 1, 1)[3]).toBe(0);
  });

  test.each([
    ['ceil', 101, 51],
    ['floor', 100, 50],
    ['round', 100, 51],
  ] as const)('fractional sizes become whole by %s', async (rounding, width, height) => {
    const playing = await startHost('', { rounding });
    const node = playing.figma.createFrame();
    node.resize(100.4, 50.6);
    const result = pixels(await node.exportAsync({ format: 'PNG' }));
    expect([result.width, result.height]).toEqual([width, height]);
  });

  test('nothing visible is refused', async () => {
    const parent = emptyFrame(host);
    redRectangle(host, parent, [0, 0, 10, 10]).visible = false;
    await expect(picture(parent)).rejects.toThrow('This node may not have any visible layers');
  });

  test('a stale export comes back only when asked for', async () => {
    const playing = await startHost('', { staleExports: true });
    const node = playing.figma.createFrame();
    const before = await node.exportAsync({ format: 'PNG' });
    node.fills = RED;
    expect(await node.exportAsync({ format: 'PNG' })).toEqual(before);
  });

  test('the same scene gives the same bytes', async () => {
    const parent = emptyFrame(host);
    redRectangle(host, parent, [5, 5, 50, 50]).rotation = 12;
    expect(await picture(parent)).toEqual(await picture(parent));
  });

  test('text is drawn in Inter', async () => {
    const parent = emptyFrame(host);
    const text = host.figma.createText();
    await host.figma.loadFontAsync({ family: 'Inter', style: 'Bold' });
    await host.figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
    text.fontName = { family: 'Inter', style: 'Bold' };
    text.characters = 'Hamburg';
    text.fontSize = 24;
    parent.appendChild(text);
    expect(text.width).toBeGreaterThan(90);
    expect(
      (await picture(parent)).data
        .filter((_, index) => index % 4 === 3 && index > 0)
        .some((alpha) => alpha === 255),
    ).toBe(true);
  });
});
