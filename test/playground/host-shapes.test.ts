// The host's shapes against those of another rasteriser, resvg.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../playground/host/index.ts';
import { solid } from '../support/shapes.ts';
import { difference, pixelAt, reference, startHost } from './host.ts';
import { BLUE, emptyFrame, picture, RED, redRectangle } from './host-drawing.ts';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

const red = 'fill="#f00"';

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

describe('shapes as resvg draws them', () => {
  test('a rectangle at a fraction of a pixel', async () => {
    const parent = emptyFrame(host);
    redRectangle(host, parent, [10.5, 20.25, 40, 30]);
    expect(
      difference(
        await picture(parent),
        reference(120, 80, `<rect x="10.5" y="20.25" width="40" height="30" ${red}/>`),
      ),
    ).toBeLessThan(0.2);
  });

  test('a turned rectangle: about its top left, counterclockwise', async () => {
    const parent = emptyFrame(host);
    redRectangle(host, parent, [30, 40, 50, 20]).rotation = 30;
    const expected = reference(
      120,
      80,
      `<rect width="50" height="20" transform="translate(30 40) rotate(-30)" ${red}/>`,
    );
    expect(difference(await picture(parent), expected)).toBeLessThan(0.3);
  });

  test('a mirrored gradient', async () => {
    const parent = emptyFrame(host);
    const node = redRectangle(host, parent, [0, 0, 100, 60]);
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
    const parent = emptyFrame(host);
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
    const parent = emptyFrame(host);
    redRectangle(host, parent, [0, 0, 120, 80]).fills = [
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
    const parent = emptyFrame(host);
    const node = redRectangle(host, parent, [50, 30, 20, 20]);
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
    const parent = emptyFrame(host);
    redRectangle(host, parent, [-10, -10, 60, 60]);
    redRectangle(host, parent, [30, 30, 200, 30]).fills = BLUE;
    parent.opacity = 0.5;
    const body = `<g opacity="0.5"><rect x="-10" y="-10" width="60" height="60" ${red}/><rect x="30" y="30" width="200" height="30" fill="#00f"/></g>`;
    expect(difference(await picture(parent), reference(120, 80, body))).toBeLessThan(0.3);
  });

  test('a layer blur', async () => {
    const parent = emptyFrame(host);
    redRectangle(host, parent, [40, 25, 40, 30]).effects = [
      { type: 'LAYER_BLUR', blurType: 'NORMAL', radius: 12, visible: true },
    ];
    const body = `<filter id="b" x="-1" y="-1" width="3" height="3"><feGaussianBlur stdDeviation="6"/></filter><rect x="40" y="25" width="40" height="30" ${red} filter="url(#b)"/>`;
    expect(difference(await picture(parent), reference(120, 80, body))).toBeLessThan(1.5);
  });

  test('a drop shadow that is not seen through the node', async () => {
    const parent = emptyFrame(host);
    const node = redRectangle(host, parent, [20, 20, 40, 30]);
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
