// Whole edits: renders before and after are equal at every pixel outside the reach, whatever fal does to its pictures.
// What the reach is, is told from the drawing alone: a plugin that reaches too far would say so of itself, too.
import type { FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { describe, expect, it } from 'vitest';
import { isReached } from '../../core/change-map.ts';
import { density, toCrop } from '../../core/framing.ts';
import {
  apply,
  compose,
  invert,
  type Matrix,
  scaling,
  type Transform,
  translation,
} from '../../core/geometry.ts';
import { type Edited, openEditor } from '../support/edit.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { differenceAt } from '../support/outside.ts';
import { pageBox, renderedPage } from '../support/outside-page.ts';
import type { Picture } from '../support/page-bytes.ts';
import { type IsOutside, outsideOf, softReach } from '../support/reach.ts';
import { alphaRamp, ellipse, frame, mutable, rectangle, solid } from '../support/shapes.ts';

const editor = oncePerFile(openEditor);

interface Drawing {
  readonly target: FrameNode;
  readonly region: SceneNode;
  /** In frame px; none around the silhouette of something in the design, which is never left. */
  readonly softEdge?: number;
}

/** A frame with edges of every direction in it, at a fraction of a px. */
function page(width: number, height: number, rotation = 0): FrameNode {
  const target = frame(editor.figma, width, height);
  [target.x, target.y, target.rotation] = [40.37, 90.81, rotation];
  target.fills = [solid(0.9, 0.8, 0.6), alphaRamp(0, 1)];
  rectangle(editor.figma, target, [width * 0.1, height * 0.2, width * 0.5, height * 0.4]).fills = [
    solid(0.2, 0.5, 0.8),
  ];
  const leaf = ellipse(editor.figma, target, [width * 0.5, height * 0.4, width * 0.4, height * 0.5]);
  leaf.fills = [solid(0.3, 0.6, 0.2, 0.7)];
  for (const child of target.children) child.name = 'Part of the design';
  return target;
}

const DRAWINGS: Readonly<Record<string, () => Drawing>> = {
  'a soft ellipse in a fractional target': () => {
    const target = page(180.4, 140.7);
    return {
      target,
      region: ellipse(editor.figma, target, [60.2, 50.6, 50, 40]),
      softEdge: 12,
    };
  },
  'a ramp in a turned target': () => {
    const target = page(170.3, 150.6, 28.5);
    const region = rectangle(editor.figma, target, [55.5, 50.25, 60.3, 44.1]);
    region.fills = [alphaRamp(0, 1)];
    return { target, region, softEdge: 10 };
  },
  'a mask on the border of a mirrored target': () => {
    const target = page(220, 160);
    target.relativeTransform = mutable([
      [-1, 0, 300.4],
      [0, 1, 120.9],
    ]);
    return { target, region: rectangle(editor.figma, target, [-20, 60, 70, 50]), softEdge: 8 };
  },
  'a mask in a large target': () => {
    const target = page(2100, 110);
    return {
      target,
      region: rectangle(editor.figma, target, [60, 40, 1900, 30]),
      softEdge: 16,
    };
  },
  'a hard silhouette in a fractional target': () => {
    const target = page(180.4, 140.7);
    return { target, region: target.children[1]! };
  },
  'a hard silhouette in a turned target': () => {
    const target = page(180, 140, -61);
    return { target, region: target.children[0]! };
  },
};

const ALL_AT_ONCE = {
  of: 'JPEG, a floored size and drifting colours at once',
  fault: 'size-mismatch+drift',
  scale: 0.93,
  modelId: 'fal-ai/flux-differential-diffusion',
};

const ONE_BY_ONE = [
  { of: 'the autoencoder’s error alone', fault: null },
  { of: 'JPEG', fault: null, modelId: 'fal-ai/flux-differential-diffusion' },
  { of: 'a smaller picture', fault: 'size-mismatch', scale: 0.93 },
  { of: 'drifting colours', fault: 'drift' },
  { of: 'a shift', fault: 'shift' },
];

/** With full numbers every drawing also meets each fault by itself. */
const FAULTS = process.env.FIDELITY_CASES === undefined ? [ALL_AT_ONCE] : [ALL_AT_ONCE, ...ONE_BY_ONE];

const CASES = Object.entries(DRAWINGS).flatMap(([name, draw]) =>
  FAULTS.map((fault) => ({ name, draw, ...fault })),
);

describe('what lies beyond the reach', () => {
  it.each<(typeof CASES)[number] & { scale?: number; modelId?: string }>(CASES)(
    'of $name is left alone, with $of',
    async ({ name, draw, of, fault, scale, modelId }) => {
      editor.standIn.fault(fault, scale === undefined ? {} : { scale });
      const { target, region, softEdge } = draw();
      const isHard = softEdge === undefined;
      const selection = await editor.select(...(isHard ? [region] : [target, region]));
      const shot = await openShot(target, isHard ? 4 : 1);
      region.visible = isHard;
      const before = await shot.take();
      region.visible = true;
      const settings = { ...(softEdge && { softEdge }), ...(modelId && { modelId }) };
      const edited = await editor.edit(selection, settings);
      const after = await shot.take();
      const isOutside = outsideOf({ target, region, by: isHard ? 0 : softReach(softEdge) });
      const sharpness = density(edited.plan.framing);
      // A hard edge runs through its px, which belong to it whole, and are blended with the next where they are drawn.
      const margin = isHard ? HARD_EDGE_PIXELS / sharpness : Math.SQRT1_2;
      const seen = compare(before, after, shot.toFrame, isOutside, margin);
      target.remove();
      console.log(
        `Outside: ${name}, ${of}: density ${sharpness.toFixed(2)}, ` +
          `${seen.changedOutside} of ${seen.comparedOutside} px changed outside`,
      );
      expect(seen.comparedOutside).toBeGreaterThan(1000);
      expect(seen.changedInside).toBeGreaterThan(300);
      expect(seen.changedOutside).toBe(0);
      expect(reachedOutside(edited, isOutside)).toEqual({ allowed: 0, shown: 0 });
    },
  );
});

/** To the middle of a px that is touched at its corner, and from there to the last one that it is blended into. */
const HARD_EDGE_PIXELS = 1.5 * Math.SQRT2;

/** @param scale px of the renders per px of the page */
async function openShot(target: FrameNode, scale: number) {
  const box = pageBox(target);
  const toPage = compose(translation(box.x, box.y), scaling(1 / scale));
  const toFrame = compose(invert(target.absoluteTransform as Matrix)!, toPage);
  return { toFrame, take: () => renderedPage(editor.host, box, scale) };
}

function compare(before: Picture, after: Picture, toFrame: Matrix, isOutside: IsOutside, margin: number) {
  const counts = { comparedOutside: 0, changedOutside: 0, changedInside: 0 };
  for (let y = 0; y < before.height; y++) {
    for (let x = 0; x < before.width; x++) {
      const isChanged = differenceAt(before, after, x, y) > 0;
      if (!isOutside(apply(toFrame, { x: x + 0.5, y: y + 0.5 }), margin))
        counts.changedInside += Number(isChanged);
      else {
        counts.comparedOutside++;
        counts.changedOutside += Number(isChanged);
      }
    }
  }
  return counts;
}

/** Crop px by which a rasteriser may have a round edge elsewhere than geometry has it. */
const EDGE_ERROR = 0.1;

/** Crop px that the plugin takes to be within reach, or shows anything of, although no part of them is. */
function reachedOutside({ plan, composited }: Edited, isOutside: IsOutside) {
  const toFrame = invert(toCrop(plan.framing)) as Transform<'crop', 'frame'>;
  const { allowed, around } = composited;
  const margin = (Math.SQRT1_2 + EDGE_ERROR) / density(plan.framing);
  const counts = { allowed: 0, shown: 0 };
  for (let i = 0; i < allowed.data.length; i++) {
    const [isAllowed, isShown] = [isReached(allowed.data[i]!), around.alpha.data[i]! > 0];
    if (!isAllowed && !isShown) continue;
    const middle = { x: (i % allowed.width) + 0.5, y: Math.floor(i / allowed.width) + 0.5 };
    if (!isOutside(apply(toFrame, middle), margin)) continue;
    counts.allowed += Number(isAllowed);
    counts.shown += Number(isShown);
  }
  return counts;
}
