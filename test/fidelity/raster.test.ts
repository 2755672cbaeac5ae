// The map against an independent rasteriser: fifty shapes through the plugin, and the same shapes drawn by resvg.
import type {
  FrameNode,
  GeometryMixin,
  MinimalStrokesMixin,
  SceneNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeMap } from '../../core/change-map.ts';
import { cropSize, density, type Framing, targetSides, toCrop } from '../../core/framing.ts';
import { compose, invert, type Matrix, translation } from '../../core/geometry.ts';
import { alphaOf, type Plane } from '../../core/pixels.ts';
import { readRegion } from '../../core/region-reading.ts';
import { HARD_EDGE } from '../../core/soft-edge.ts';
import { reference } from '../playground/host.ts';
import { type Editor, openEditor } from '../support/edit.ts';
import { type Random, seeded } from '../support/random.ts';
import {
  alphaRamp,
  type Box,
  ellipse,
  frame,
  mutable,
  rectangle,
  solid,
  somePlacement,
} from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

let editor: Editor;

beforeAll(async () => {
  editor = await openEditor();
});

afterAll(() => editor.host.dispose());

type Shape = SceneNode & GeometryMixin & MinimalStrokesMixin;

/** A region in Figma, and what it looks like in its own px, as SVG. */
interface Drawn {
  readonly node: SceneNode;
  readonly svg: string;
}

type Draw = (parent: FrameNode, box: Box, random: Random) => Drawn;

const rect = (x: number, y: number, width: number, height: number, rest = '') =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${rest}/>`;

const oval = (width: number, height: number, inset = 0, rest = '') =>
  `<ellipse cx="${width / 2}" cy="${height / 2}" rx="${width / 2 - inset}" ry="${height / 2 - inset}" ${rest}/>`;

const matrix = ([[a, c, e], [b, d, f]]: Matrix) => `matrix(${[a, b, c, d, e, f].join(' ')})`;

/** Figma's transform leads from the layer's unit square to the gradient, SVG's the other way. */
function gradientDefinition(kind: 'linear' | 'radial', transform: Matrix, from: number, to: number): string {
  const place = kind === 'linear' ? 'x1="0" x2="1"' : 'cx="0.5" cy="0.5" r="0.5"';
  return (
    `<${kind}Gradient id="g" ${place} gradientTransform="${matrix(invert(transform)!)}">` +
    `<stop offset="0" stop-opacity="${from}"/><stop offset="1" stop-opacity="${to}"/></${kind}Gradient>`
  );
}

/** Turns about the middle of the unit square, and stretches. */
function someGradient(random: Random): Matrix {
  const angle = random.between(-Math.PI, Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const stretch = random.between(0.8, 1.6);
  const turned: Matrix = [
    [stretch * cos, stretch * sin, 0.5],
    [-stretch * sin, stretch * cos, 0.5],
  ];
  return compose(turned, translation(-0.5, -0.5));
}

function stroked(node: Shape, align: 'INSIDE' | 'CENTER' | 'OUTSIDE', weight: number): void {
  node.fills = [];
  node.strokes = [solid(0, 0, 0)];
  node.strokeAlign = align;
  node.strokeWeight = weight;
}

const KINDS: Readonly<Record<string, Draw>> = {
  rectangle: (parent, box) => {
    const node = rectangle(editor.figma, parent, box);
    // Lowered, as designers do to see through a mask: it counts as full all the same.
    node.fills = [solid(0, 0, 0, 0.6)];
    node.opacity = 0.4;
    return { node, svg: rect(0, 0, box[2], box[3]) };
  },
  'rounded rectangle': (parent, box, random) => {
    const node = rectangle(editor.figma, parent, box);
    node.cornerRadius = Math.min(box[2], box[3]) * random.between(0.1, 0.5);
    return { node, svg: rect(0, 0, box[2], box[3], `rx="${node.cornerRadius}"`) };
  },
  ellipse: (parent, box) => ({ node: ellipse(editor.figma, parent, box), svg: oval(box[2], box[3]) }),
  'linear gradient': (parent, box, random) => {
    const node = rectangle(editor.figma, parent, box);
    const transform = someGradient(random);
    node.fills = [alphaRamp(0, 1, transform)];
    return {
      node,
      svg: gradientDefinition('linear', transform, 0, 1) + rect(0, 0, box[2], box[3], 'fill="url(#g)"'),
    };
  },
  'radial gradient': (parent, box, random) => {
    const node = ellipse(editor.figma, parent, box);
    const transform = someGradient(random);
    node.fills = [alphaRamp(1, 0.2, transform, 'GRADIENT_RADIAL')];
    return {
      node,
      svg: gradientDefinition('radial', transform, 1, 0.2) + oval(box[2], box[3], 0, 'fill="url(#g)"'),
    };
  },
  'stroke inside': (parent, box, random) => {
    const node = rectangle(editor.figma, parent, box);
    const weight = random.between(2, 8);
    stroked(node, 'INSIDE', weight);
    const [width, height] = [box[2] - weight, box[3] - weight];
    return { node, svg: rect(weight / 2, weight / 2, width, height, strokeOf(weight)) };
  },
  'stroke on the middle': (parent, box, random) => {
    const node = ellipse(editor.figma, parent, box);
    const weight = random.between(2, 8);
    stroked(node, 'CENTER', weight);
    return { node, svg: oval(box[2], box[3], 0, strokeOf(weight)) };
  },
  'stroke outside': (parent, box, random) => {
    const node = ellipse(editor.figma, parent, box);
    const weight = random.between(2, 8);
    stroked(node, 'OUTSIDE', weight);
    return { node, svg: oval(box[2], box[3], -weight / 2, strokeOf(weight)) };
  },
  'group of translucent shapes': (parent, box) => {
    const [x, y, width, height] = box;
    const back = rectangle(editor.figma, parent, [x, y, width * 0.7, height * 0.6]);
    back.opacity = 0.5;
    const front = ellipse(editor.figma, parent, [
      x + width * 0.3,
      y + height * 0.3,
      width * 0.7,
      height * 0.7,
    ]);
    front.opacity = 0.8;
    const svg =
      rect(0, 0, width * 0.7, height * 0.6, 'opacity="0.5"') +
      `<g transform="translate(${width * 0.3} ${height * 0.3})">${oval(width * 0.7, height * 0.7, 0, 'opacity="0.8"')}</g>`;
    return { node: editor.figma.group([back, front], parent), svg };
  },
  'frame that clips': (parent, box) => {
    const [x, y, width, height] = box;
    const node = frame(editor.figma, width, height, parent);
    [node.x, node.y, node.fills] = [x, y, []];
    ellipse(editor.figma, node, [-width * 0.3, height * 0.2, width, height]);
    const inside = `<g transform="translate(${-width * 0.3} ${height * 0.2})">${oval(width, height)}</g>`;
    const clip = `<clipPath id="c">${rect(0, 0, width, height)}</clipPath>`;
    return { node, svg: `${clip}<g clip-path="url(#c)">${inside}</g>` };
  },
};

const strokeOf = (weight: number) => `fill="none" stroke="#000" stroke-width="${weight}"`;

/** What stands between target and region: turned, mirrored and clipping parents. */
const NESTINGS = [
  'nothing',
  'a turned frame',
  'a mirrored frame',
  'a turned group',
  'a clipping frame',
] as const;
type Nesting = (typeof NESTINGS)[number];

describe.each(Object.entries(KINDS))('a %s', (kind, draw) => {
  it.each(NESTINGS)('within %s is drawn as resvg draws it', async (nesting) => {
    const random = seeded(kind.length * 100 + NESTINGS.indexOf(nesting));
    const { target, parent, framing } = someTarget(nesting, random);
    const side = parent.width;
    const box = [0.3, 0.3, 0.4, 0.4].map((share) => side * (share + random.between(-0.08, 0.08)));
    if (nesting === 'a clipping frame') box[0]! += side * 0.45;
    const { node, svg } = draw(parent, box as unknown as Box, random);
    if (nesting !== 'nothing') turnAboutItself(node, random.between(-40, 40));
    if (nesting === 'a turned group') editor.figma.group([node], parent).rotation = random.between(-90, 90);
    const expected = drawnByResvg(svg, node, target, parent, framing);
    const drawn = await mapOf(target, node, framing);
    target.remove();
    const error = meanError(drawn, expected);
    const shift = Math.hypot(
      centroid(drawn).x - centroid(expected).x,
      centroid(drawn).y - centroid(expected).y,
    );
    console.log(
      `Raster: ${kind} within ${nesting}, density ${density(framing).toFixed(2)}: ` +
        `mean error ${error.toFixed(2)} levels, shift ${shift.toFixed(3)} px`,
    );
    expect(error).toBeLessThanOrEqual(2);
    expect(shift).toBeLessThan(0.5);
  });
});

function turnAboutItself(node: SceneNode, angle: number): void {
  if ('rotation' in node) node.rotation = angle;
}

/** A target anywhere on the page, larger than its crop by fractions of a px, with the region's parent in it. */
function someTarget(nesting: Nesting, random: Random) {
  const framing: Framing = { x: 0, y: 0, columns: 16, rows: 16, unit: 4 + random.below(14) };
  const side = framing.unit * 16;
  const target = frame(editor.figma, side + random.next(), side + random.next());
  target.relativeTransform = mutable(somePlacement(random));
  if (nesting === 'nothing' || nesting === 'a turned group') return { target, parent: target, framing };
  const parent = frame(editor.figma, side * 0.8, side * 0.8, target);
  parent.fills = [];
  parent.clipsContent = nesting === 'a clipping frame';
  const mirror = nesting === 'a mirrored frame' ? -1 : 1;
  const angle = random.between(-0.4, 0.4);
  const turned: Matrix = [
    [mirror * Math.cos(angle), Math.sin(angle), side / 2],
    [-mirror * Math.sin(angle), Math.cos(angle), side / 2],
  ];
  parent.relativeTransform = mutable(compose(turned, translation(-side * 0.4, -side * 0.4)));
  return { target, parent, framing };
}

function drawnByResvg(
  svg: string,
  node: SceneNode,
  target: FrameNode,
  parent: FrameNode,
  framing: Framing,
): Plane {
  const { width, height } = cropSize(framing);
  const isNested = parent.id !== target.id;
  const toParent = ('relativeTransform' in node ? node.relativeTransform : undefined) as Matrix;
  const inParent = `<g transform="${matrix(toParent)}">${svg}</g>`;
  const clip = `<clipPath id="p">${rect(0, 0, parent.width, parent.height)}</clipPath>`;
  const clipped =
    isNested && parent.clipsContent ? `${clip}<g clip-path="url(#p)">${inParent}</g>` : inParent;
  const toTarget = isNested ? (parent.relativeTransform as Matrix) : translation(0, 0);
  const inTarget = `<g transform="${matrix(toTarget as Matrix)}">${clipped}</g>`;
  return alphaOf(reference(width, height, `<g transform="${matrix(toCrop(framing))}">${inTarget}</g>`));
}

async function mapOf(target: FrameNode, node: SceneNode, framing: Framing): Promise<Plane> {
  const whole = { x: 0, y: 0, width: target.width, height: target.height };
  const regions = [{ id: node.id, use: 'mask' as const }];
  const place = { targetId: target.id, regions, reach: [whole], protectsText: true, replacedIds: [] };
  const reply = await editor.plugin.call('raster', { ...place, framing });
  const { coverage } = readRegion(await codec.decode(reply.regions[0]!), 'shape', 'mask');
  const openSides = targetSides(framing, whole);
  const shape = { edge: HARD_EDGE, density: density(framing), openSides, changeEverythingElse: false };
  return changeMap([{ coverage, amount: 1 }], shape).amount;
}

/** In levels, over the box around what is drawn: stricter than over the whole map, most of which is empty. */
function meanError(one: Plane, other: Plane): number {
  const { width } = one;
  const indices = [...other.data.keys()].filter((i) => one.data[i]! > 0 || other.data[i]! > 0);
  const columns = indices.map((i) => i % width);
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const [top, bottom] = [Math.floor(indices[0]! / width), Math.floor(indices.at(-1)! / width)];
  const sum = indices.reduce((total, i) => total + Math.abs(one.data[i]! - other.data[i]!) * 255, 0);
  return sum / ((right - left + 1) * (bottom - top + 1));
}

function centroid({ width, data }: Plane): { x: number; y: number } {
  let [sum, x, y] = [0, 0, 0];
  data.forEach((value, i) => {
    sum += value;
    x += value * (i % width);
    y += value * Math.floor(i / width);
  });
  return { x: x / sum, y: y / sum };
}
