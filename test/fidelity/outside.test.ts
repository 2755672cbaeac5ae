// Whole edits: renders before and after are equal at every pixel outside the reach, whatever fal does to its pictures.
import type { FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { density } from '../../core/framing.ts';
import type { EditSettings } from '../../core/settings.ts';
import { type Editor, openEditor } from '../support/edit.ts';
import { comparePage, pageBox, renderedPage } from '../support/outside-page.ts';
import { alphaRamp, ellipse, frame, mutable, rectangle, solid } from '../support/shapes.ts';

let editor: Editor;

beforeAll(async () => {
  editor = await openEditor();
});

afterAll(() => editor.host.dispose());

interface Drawing {
  readonly target: FrameNode;
  readonly region: SceneNode;
  readonly settings?: Partial<EditSettings>;
  /** The silhouette of something in the design, which is never left. */
  readonly isHard?: boolean;
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
      settings: { softEdge: 12 },
    };
  },
  'a ramp in a turned target': () => {
    const target = page(170.3, 150.6, 28.5);
    const region = rectangle(editor.figma, target, [55.5, 50.25, 60.3, 44.1]);
    region.fills = [alphaRamp(0, 1)];
    return { target, region, settings: { softEdge: 10 } };
  },
  'a mask on the border of a mirrored target': () => {
    const target = page(220, 160);
    target.relativeTransform = mutable([
      [-1, 0, 300.4],
      [0, 1, 120.9],
    ]);
    return { target, region: rectangle(editor.figma, target, [-20, 60, 70, 50]), settings: { softEdge: 8 } };
  },
  'a mask in a large target': () => {
    const target = page(2100, 110);
    return {
      target,
      region: rectangle(editor.figma, target, [60, 40, 1900, 30]),
      settings: { softEdge: 16 },
    };
  },
  'a hard silhouette in a fractional target': () => {
    const target = page(180.4, 140.7);
    return { target, region: target.children[1]!, isHard: true };
  },
  'a hard silhouette in a turned target': () => {
    const target = page(180, 140, -61);
    return { target, region: target.children[0]!, isHard: true };
  },
};

const FAULTS = [
  { fault: null, of: 'the autoencoder’s error alone' },
  { fault: null, of: 'JPEG', modelId: 'fal-ai/flux-differential-diffusion' },
  { fault: 'size-mismatch', of: 'a smaller picture', scale: 0.93 },
  { fault: 'drift', of: 'drifting colours' },
  { fault: 'shift', of: 'a shift' },
];

/** With full numbers every drawing meets every fault; else every other one, so that each of them still meets three. */
const isComplete = process.env.FIDELITY_CASES !== undefined;
const meeting = (drawing: number) => FAULTS.filter((_, fault) => isComplete || (drawing + fault) % 2 === 0);

describe.each(Object.entries(DRAWINGS).map(([name, draw], i) => [name, draw, meeting(i)] as const))(
  '%s',
  (name, draw, faults) => {
    it.each(faults)('is left alone outside, with $of', async ({ fault, of, scale, modelId }) => {
      editor.standIn.fault(fault, scale === undefined ? {} : { scale });
      const drawing = draw();
      const { target, region, isHard = false } = drawing;
      const selection = await editor.select(...(isHard ? [region] : [target, region]));
      const box = pageBox(target);
      if (!isHard) region.visible = false;
      const before = await renderedPage(editor.host, box);
      region.visible = true;
      const edited = await editor.edit(selection, { ...drawing.settings, ...(modelId && { modelId }) });
      const after = await renderedPage(editor.host, box);
      const compared = comparePage(edited, target, box, { before, after }, isHard);
      target.remove();
      console.log(
        `Outside: ${name}, ${of}: density ${density(edited.plan.framing).toFixed(2)}, ` +
          `${compared.changedOutside} of ${compared.comparedOutside} px changed outside`,
      );
      expect(compared.comparedOutside).toBeGreaterThan(1000);
      expect(compared.changedInside).toBeGreaterThan(300);
      expect(compared.changedOutside).toBe(0);
    });
  },
);
