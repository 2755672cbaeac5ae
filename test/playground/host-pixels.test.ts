// The host's pictures against another rasteriser, resvg, and against what they must be.
import { encode } from 'fast-png';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../playground/host/index.ts';
import { difference, pixelAt, pixels, reference, startHost } from './host.ts';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

const solid = (r: number, g: number, b: number): SolidPaint => ({ type: 'SOLID', color: { r, g, b } });
const RED = [solid(1, 0, 0)];
const BLUE = [solid(0, 0, 1)];

type Figma = Host['figma'];
type Frame = ReturnType<Figma['createFrame']>;
type SolidPaint = { type: 'SOLID'; color: { r: number; g: number; b: number } };

function frame(width = 120, height = 80): Frame {
  host.newDocument();
  const result = host.figma.createFrame();
  result.resize(width, height);
  result.fills = [];
  return result;
}

function rectangle(parent: Frame, x: number, y: number, width: number, height: number) {
  const result = host.figma.createRectangle();
  parent.appendChild(result);
  result.resize(width, height);
  result.x = x;
  result.y = y;
  result.fills = RED;
  return result;
}

async function picture(node: { exportAsync(settings: object): Promise<Uint8Array> }, scale = 1) {
  return pixels(
    await node.exportAsync({
      format: 'PNG',
      useAbsoluteBounds: true,
      constraint: { type: 'SCALE', value: scale },
    }),
  );
}

const red = 'fill="#f00"';

describe('shapes as resvg draws them', () => {
  test('a rectangle at a fraction of a pixel', async () => {
    const parent = frame();
    rectangle(parent, 10.5, 20.25, 40, 30);
    expect(
      difference(
        await picture(parent),
        reference(120, 80, `<rect x="10.5" y="20.25" width="40" height="30" ${red}/>`),
      ),
    ).toBeLessThan(0.2);
  });

  test('a turned rectangle: about its top left, counterclockwise', async () => {
    const parent = frame();
    rectangle(parent, 30, 40, 50, 20).rotation = 30;
    const expected = reference(
      120,
      80,
      `<rect width="50" height="20" transform="translate(30 40) rotate(-30)" ${red}/>`,
    );
    expect(difference(await picture(parent), expected)).toBeLessThan(0.3);
  });

  test('a mirrored gradient', async () => {
    const parent = frame();
    const node = rectangle(parent, 0, 0, 100, 60);
    node.fills = [
      gradient([
        [1, 0, 0],
        [0, 1, 0],
      ]),
    ];
    node.relativeTransform = [
      [-1, 0, 110],
      [0, 1, 10],
    ];
    const expected = reference(
      120,
      80,
      `${svgGradient('x1="0" x2="1"')}<rect width="100" height="60" transform="matrix(-1 0 0 1 110 10)" fill="url(#g)"/>`,
    );
    expect(difference(await picture(parent), expected)).toBeLessThan(0.6);
  });

  test('an ellipse, at twice the size', async () => {
    const parent = frame();
    const ellipse = host.figma.createEllipse();
    parent.appendChild(ellipse);
    ellipse.resize(100, 60);
    ellipse.fills = RED;
    expect(
      difference(
        await picture(parent, 2),
        reference(240, 160, `<ellipse cx="100" cy="60" rx="100" ry="60" ${red}/>`),
      ),
    ).toBeLessThan(0.2);
  });

  test('a gradient from top to bottom', async () => {
    const parent = frame();
    rectangle(parent, 0, 0, 120, 80).fills = [
      gradient([
        [0, 1, 0],
        [-1, 0, 1],
      ]),
    ];
    const expected = reference(
      120,
      80,
      `${svgGradient('x1="0" x2="0" y1="0" y2="1"')}<rect width="120" height="80" fill="url(#g)"/>`,
    );
    expect(difference(await picture(parent), expected)).toBeLessThan(0.6);
  });

  test('turned groups within turned groups', async () => {
    const parent = frame();
    const node = rectangle(parent, 50, 30, 20, 20);
    const inner = host.figma.group([node], parent);
    inner.rotation = 20;
    const outer = host.figma.group([inner], parent);
    outer.rotation = 25;
    const [[a, c, e], [b, d, f]] = node.absoluteTransform;
    const expected = reference(
      120,
      80,
      `<rect width="20" height="20" transform="matrix(${[a, b, c, d, e, f].join(' ')})" ${red}/>`,
    );
    expect(difference(await picture(parent), expected)).toBeLessThan(0.3);
    expect(node.rotation).toBeCloseTo(45, 6);
  });

  test('clipping and the opacity of a whole', async () => {
    const parent = frame();
    rectangle(parent, -10, -10, 60, 60);
    rectangle(parent, 30, 30, 200, 30).fills = BLUE;
    parent.opacity = 0.5;
    const body = `<g opacity="0.5"><rect x="-10" y="-10" width="60" height="60" ${red}/><rect x="30" y="30" width="200" height="30" fill="#00f"/></g>`;
    expect(difference(await picture(parent), reference(120, 80, body))).toBeLessThan(0.3);
  });

  test('a layer blur', async () => {
    const parent = frame();
    rectangle(parent, 40, 25, 40, 30).effects = [
      { type: 'LAYER_BLUR', blurType: 'NORMAL', radius: 12, visible: true },
    ];
    const body = `<filter id="b" x="-1" y="-1" width="3" height="3"><feGaussianBlur stdDeviation="6"/></filter><rect x="40" y="25" width="40" height="30" ${red} filter="url(#b)"/>`;
    expect(difference(await picture(parent), reference(120, 80, body))).toBeLessThan(1.5);
  });

  test('a drop shadow that is not seen through the node', async () => {
    const parent = frame();
    const node = rectangle(parent, 20, 20, 40, 30);
    node.opacity = 1;
    node.fills = [{ ...solid(1, 0, 0), opacity: 0.5 }];
    node.effects = [
      {
        type: 'DROP_SHADOW',
        color: { r: 0, g: 0, b: 0, a: 1 },
        offset: { x: 20, y: 0 },
        radius: 0,
        visible: true,
        blendMode: 'NORMAL',
      },
    ];
    const result = await picture(parent);
    expect(pixelAt(result, 45, 30)).toEqual([255, 0, 0, 128]);
    expect(pixelAt(result, 70, 30)[3]).toBeGreaterThan(100);
  });
});

function gradient(gradientTransform: [[number, number, number], [number, number, number]]) {
  return {
    type: 'GRADIENT_LINEAR' as const,
    gradientTransform,
    gradientStops: [
      { position: 0, color: { r: 1, g: 0, b: 0, a: 1 } },
      { position: 1, color: { r: 0, g: 0, b: 1, a: 1 } },
    ],
  };
}

function svgGradient(attributes: string): string {
  return `<linearGradient id="g" ${attributes}><stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#00f"/></linearGradient>`;
}

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
    const parent = frame(40, 40);
    rectangle(parent, 0, 0, 40, 40).fills = image({
      scaleMode: 'CROP',
      imageTransform: [
        [0.5, 0, 0.5],
        [0, 0.5, 0],
      ],
    });
    expect(pixelAt(await picture(parent), 30, 10)).toEqual([0, 255, 0, 255]);
  });

  test('FIT leaves the rest clear, FILL covers, TILE repeats', async () => {
    const parent = frame(80, 40);
    const node = rectangle(parent, 0, 0, 80, 40);
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
    const parent = frame(32, 32);
    rectangle(parent, 0, 0, 32, 32).fills = [
      { type: 'IMAGE', imageHash: host.figma.createImage(bytes).hash, scaleMode: 'FILL' },
    ];
    expect((await picture(parent)).data).toEqual(data);
  });
});

describe('masks', () => {
  test('a mask cuts the layers after it and is not seen itself', async () => {
    const parent = frame();
    rectangle(parent, 0, 0, 10, 10);
    const mask = rectangle(parent, 20, 20, 30, 30);
    mask.isMask = true;
    rectangle(parent, 0, 0, 120, 80).fills = BLUE;
    const result = await picture(parent);
    expect(pixelAt(result, 5, 5)).toEqual([255, 0, 0, 255]);
    expect(pixelAt(result, 30, 30)).toEqual([0, 0, 255, 255]);
    expect(pixelAt(result, 100, 70)).toEqual([0, 0, 0, 0]);
  });
});

describe('exports', () => {
  test('the export of a turned node is the box around it', async () => {
    const parent = frame();
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
    const parent = frame();
    rectangle(parent, 0, 0, 10, 10).visible = false;
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
    const parent = frame();
    rectangle(parent, 5, 5, 50, 50).rotation = 12;
    expect(await picture(parent)).toEqual(await picture(parent));
  });

  test('text is drawn in Inter', async () => {
    const parent = frame();
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
