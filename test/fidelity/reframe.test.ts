// A shadow within a region, which its geometry does not tell of: the whole of it is in the map that is sent.
import { expect, test } from 'vitest';
import { frameRect } from '../../core/framing.ts';
import { planEdit } from '../../core/plan.ts';
import { billedMegapixels } from '../../core/price.ts';
import { DEFAULT_EDIT } from '../../core/settings.ts';
import { openEditor, type Sent } from '../support/edit.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { frame, rectangle, solid } from '../support/shapes.ts';

const editor = oncePerFile(openEditor);

const EDIT = { ...DEFAULT_EDIT, prompt: 'a red door', surroundings: 'none', softEdge: 4 } as const;
const REGION = { x: 100, y: 100, side: 40 };
/** To the right, far enough to leave the crop. */
const OFFSET = 30;

function drawShadowed() {
  const target = frame(editor.figma, 400, 300);
  target.fills = [solid(0.9, 0.8, 0.6)];
  const mask = frame(editor.figma, REGION.side, REGION.side, target);
  [mask.name, mask.x, mask.y, mask.fills, mask.clipsContent] = ['Mask', REGION.x, REGION.y, [], false];
  const drawn = rectangle(editor.figma, mask, [0, 0, REGION.side, REGION.side]);
  drawn.fills = [solid(0.6, 0.3, 1)];
  drawn.effects = [
    {
      type: 'DROP_SHADOW',
      color: { r: 0.6, g: 0.3, b: 1, a: 1 },
      offset: { x: OFFSET, y: 0 },
      radius: 0,
      spread: 0,
      visible: true,
      blendMode: 'NORMAL',
    },
  ];
  return { target, mask };
}

/** The last column of the map that may change, in frame px. */
function rightmost({ amount: { width, data }, plan: { framing } }: Sent): number {
  let last = 0;
  data.forEach((value, i) => {
    if (value > 0.5) last = Math.max(last, i % width);
  });
  return framing.x + ((last + 1) * framing.unit) / 16;
}

test('a region whose shadow leaves the crop is framed once more, at the price shown', async () => {
  const { target, mask } = drawShadowed();
  const selection = await editor.select(target, mask);
  const shown = planEdit(selection, EDIT, 7);
  const { x, width } = frameRect(shown.framing);
  const end = REGION.x + REGION.side + OFFSET;
  expect(end).toBeGreaterThan(x + width);
  const sent = await editor.send(selection, EDIT);
  expect(rightmost(sent)).toBeGreaterThanOrEqual(end);
  expect(billedMegapixels(sent.plan.size)).toBe(billedMegapixels(shown.size));
});
