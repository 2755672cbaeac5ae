// Control pictures from layers line up with the source: read from the two pictures that arrive at fal.
import type { FrameNode, PluginAPI } from '@figma/plugin-typings/plugin-api-standalone';
import { expect, it } from 'vitest';
import { density, toCrop } from '../../core/framing.ts';
import {
  apply,
  compose,
  corners,
  invert,
  type Matrix,
  type Point,
  type Space,
  type Transform,
  translation,
} from '../../core/geometry.ts';
import type { EditSettings } from '../../core/settings.ts';
import { openEditor } from '../support/edit.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { rampPaints, rampsFor, readRamps } from '../support/ramps.ts';
import { ellipse, frame, mutable, rectangle } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const CONTROL = { width: 44, height: 34 };
/** The ramps can be read at whatever density a case comes to. */
const LEAST_DENSITY = 0.6;
const RAMP_PIXELS = 10;

interface Case {
  readonly name: string;
  /** Of the control layer within the target, in degrees; whether it is mirrored. */
  readonly turned: number;
  readonly isMirrored?: boolean;
  /** The target's size, which decides the density, and how it is turned on the page itself. */
  readonly target: readonly [width: number, height: number];
  readonly targetTurned?: number;
  readonly settings?: Partial<EditSettings>;
  readonly parent: 'target' | 'page' | 'turned frame outside';
}

const CASES: readonly Case[] = [
  { name: 'turned far, in the target', turned: -128.3, target: [240.4, 199.7], parent: 'target' },
  {
    name: 'in a turned frame outside the turned target',
    turned: 63,
    target: [420, 300],
    targetTurned: 31.7,
    settings: { surroundings: 'nearby' },
    parent: 'turned frame outside',
  },
  {
    name: 'mirrored, soft at a density below 1',
    turned: 45,
    isMirrored: true,
    target: [1400, 1100],
    settings: { surroundings: 'whole' },
    parent: 'page',
  },
  {
    name: 'a quarter turn, where the target is smaller than the crop',
    turned: 90,
    target: [101.3, 93.6],
    settings: { surroundings: 'whole' },
    parent: 'target',
  },
];

const editor = oncePerFile(openEditor);
it.each(CASES)('$name: within half a px of the crop', async (drawn) => {
  const { control, twin, toPage, target, mask } = draw(editor.figma, drawn);
  const ready = await editor.select(target, mask);
  const values = {
    controlnets: [
      { path: 'owner/name', control_image_url: { kind: 'layer', id: control.id, name: 'Depth' } },
    ],
  } as const;
  const ramps = rampsFor(CONTROL.width, CONTROL.height, LEAST_DENSITY, RAMP_PIXELS);
  for (const layer of [control, twin]) layer.fills = rampPaints(ramps);
  const before = await editor.host.fingerprint();
  const { plan, source } = await editor.send(ready, { softEdge: 0, ...drawn.settings, values });
  expect(await editor.host.fingerprint()).toBe(before);

  const arrived = editor.standIn.requests().at(-1)!.images['controlnets.0.control_image_url']!;
  const picture = await codec.decode(arrived);
  expect(picture).toMatchObject(plan.size);
  const cropToPage = compose(toPage, invert(toCrop(plan.framing))!);
  const expected = compose(invert(control.absoluteTransform as Transform<'layer', 'page'>)!, cropToPage);
  const [there, here] = [readRamps(source, ramps, expected), readRamps(picture, ramps, expected)];
  for (const { pixels } of [there, here]) expect(pixels).toBeGreaterThan(60);
  const apart = corners(here.box).map((corner) => distance(there.at(corner), here.at(corner)));
  const off = corners(here.box).map((corner) => distance(apply(expected, corner), here.at(corner)));
  const perPixel = density(plan.framing);
  const worst = Math.max(...apart, ...off) * perPixel;
  console.log(
    `Control picture, ${drawn.name}: density ${perPixel.toFixed(2)}, off by ${worst.toFixed(3)} px`,
  );
  expect(worst).toBeLessThan(0.5);
  target.remove();
});

function distance(a: Point<Space>, b: Point<Space>): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The control layer, and below it in the design another of the same place, which the source shows. */
function draw(
  figma: PluginAPI,
  { turned, isMirrored = false, target: size, targetTurned = 0, parent }: Case,
) {
  const target = frame(figma, ...size);
  target.relativeTransform = mutable(compose(translation(31.25, 40.6), turnedBy(targetTurned, false)));
  const toPage = target.absoluteTransform as Transform<'frame', 'page'>;
  const middle = { x: size[0] / 2 + 0.37, y: size[1] / 2 - 0.21 };
  const turn = turnedBy(turned, isMirrored);
  const own = apply(turn as Transform<'layer', 'frame'>, { x: CONTROL.width / 2, y: CONTROL.height / 2 });
  const inTarget = compose(translation(middle.x - own.x, middle.y - own.y), turn);

  const layers = [target, parentOf(figma, parent, target)].map((holder) => {
    const layer = rectangle(figma, holder, [0, 0, CONTROL.width, CONTROL.height]);
    const back = 'absoluteTransform' in holder ? invert(holder.absoluteTransform as Matrix)! : null;
    const onPage = compose(toPage as Matrix, inTarget);
    layer.relativeTransform = mutable(back ? compose(back, onPage) : onPage);
    return layer;
  });
  const [twin, control] = [layers[0]!, layers[1]!];
  [twin.name, control.name] = ['Photo', 'Depth'];
  // Beside the design, and seen by nobody, as guides mostly are.
  control.visible = false;
  const mask = ellipse(figma, target, [middle.x - 26, middle.y - 22, 52, 44]);
  return { control, twin, target, mask, toPage };
}

function turnedBy(degrees: number, isMirrored: boolean): Matrix {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const mirror = isMirrored ? -1 : 1;
  return [
    [mirror * cos, sin, 0],
    [-mirror * sin, cos, 0],
  ];
}

function parentOf(figma: PluginAPI, parent: Case['parent'], target: FrameNode) {
  if (parent === 'target') return target;
  if (parent === 'page') return figma.currentPage;
  const outside = frame(figma, 900, 900);
  outside.relativeTransform = mutable(compose(translation(-50, -80), turnedBy(-12.5, true)));
  outside.clipsContent = false;
  return outside;
}
