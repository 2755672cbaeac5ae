// The map against an independent rasteriser: fifty shapes through the plugin, and the same shapes drawn by resvg.
import type { FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { describe, expect, it } from 'vitest';
import { changeMap } from '../../core/change-map.ts';
import { cropSize, density, type Framing, targetSides, toCrop } from '../../core/framing.ts';
import { compose, type Matrix, translation } from '../../core/geometry.ts';
import { alphaOf, type Plane } from '../../core/pixels.ts';
import { readRegion } from '../../core/region-reading.ts';
import { HARD_EDGE } from '../../core/soft-edge.ts';
import { reference } from '../playground/host.ts';
import { openEditor } from '../support/edit.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { type Random, seeded } from '../support/random.ts';
import { KINDS, matrix, rect } from '../support/raster-kinds.ts';
import { type Box, frame, mutable, somePlacement } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const editor = oncePerFile(openEditor);

/** What stands between target and region: turned, mirrored and clipping parents. */
const NESTINGS = [
  'nothing',
  'a turned frame',
  'a mirrored frame',
  'a turned group',
  'a clipping frame',
] as const;
type Nesting = (typeof NESTINGS)[number];

/** Fifty: each kind within three or four of the five. */
const CASES = Object.entries(KINDS).map(([kind, draw], i) => {
  return [kind, draw, NESTINGS.filter((_, j) => (i + j) % 3 !== 0)] as const;
});

describe.each(CASES)('a %s', (kind, draw, nestings) => {
  it.each(nestings)('within %s is drawn as resvg draws it', async (nesting) => {
    const random = seeded(kind.length * 100 + NESTINGS.indexOf(nesting));
    const { target, parent, framing } = someTarget(nesting, random);
    const side = parent.width;
    const box = [0.3, 0.3, 0.4, 0.4].map((share) => side * (share + random.between(-0.08, 0.08)));
    if (nesting === 'a clipping frame') box[0]! += side * 0.45;
    const { node, svg } = await draw(editor.figma, parent, box as unknown as Box, random);
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
