// Whole edits whose result comes back moved and smaller: it is laid where it belongs, and another picture is only warned about.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import { beforeAll, expect, it } from 'vitest';
import { applyColourMatch } from '../../core/colour-match.ts';
import type { Pixels } from '../../core/pixels.ts';
import type { FaultOptions } from '../../playground/fal/index.ts';
import { type Edited, openEditor } from '../support/edit.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { somePiece } from '../support/photos.ts';
import { seeded } from '../support/random.ts';
import { ellipse, frame } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const [WIDTH, HEIGHT] = [96, 80];
/** At density 4; its sides are floored to multiples of 16, as fal does. */
const FLOORED = { scale: 368 / 384 };

const DRIFT: FaultOptions = { gain: [1.03, 0.98, 1.02], offset: [2, -3, 1] };

const editor = oncePerFile(openEditor);
let target: FrameNode;
let plain: Edited;

beforeAll(async () => {
  target = photograph();
  plain = await edit('size-mismatch', FLOORED);
});

function photograph(): FrameNode {
  const node = frame(editor.figma, WIDTH, HEIGHT);
  const { pixels } = somePiece(seeded(12), WIDTH * 4, HEIGHT * 4);
  const { hash } = editor.figma.createImage(codec.encode(pixels));
  node.fills = [{ type: 'IMAGE', imageHash: hash, scaleMode: 'FILL' }];
  return node;
}

async function edit(fault: string, options: FaultOptions): Promise<Edited> {
  const region = ellipse(editor.figma, target, [34, 26, 28, 28]);
  editor.standIn.fault(fault, options);
  const edited = await editor.edit(await editor.select(target, region), {
    surroundings: 'whole',
    softEdge: 4,
  });
  for (const id of edited.outcome.layerIds) (await editor.figma.getNodeByIdAsync(id))?.remove();
  region.remove();
  return edited;
}

const pictureOf = ({ composited }: Edited) => composited.pictures[0]!;

/** Mean difference in levels, when the second picture is moved by (dx, dy). */
function difference(a: Pixels, b: Pixels, dx = 0, dy = 0): number {
  const margin = 48;
  let [sum, count] = [0, 0];
  for (let y = margin; y < a.height - margin; y++) {
    for (let x = margin; x < a.width - margin; x++, count++) {
      sum += Math.abs(a.data[(y * a.width + x) * 4]! - b.data[((y - dy) * a.width + x - dx) * 4]!);
    }
  }
  return sum / count;
}

it.each([
  { fault: 'shift+size-mismatch', of: 'moved by (3, −2) and floored' },
  { fault: 'shift+drift+size-mismatch', of: 'moved, floored and drifting in colour' },
])('a result $of is laid over its source again', async ({ fault, of }) => {
  const edited = await edit(fault, { ...FLOORED, ...DRIFT, dx: 3, dy: -2 });
  const { pixels, registration, colours } = pictureOf(edited);
  expect(registration).toEqual({ kind: 'shifted', dx: -3, dy: 2 });
  const matched = applyColourMatch(pixels, colours, 1);
  const left = difference(pictureOf(plain).pixels, matched);
  const before = difference(pictureOf(plain).pixels, matched, 3, -2);
  console.log(
    `Registration: ${of}: ${left.toFixed(2)} levels from one that came in place, ${before.toFixed(2)} as it came`,
  );
  expect(left).toBeLessThan(1);
  expect(before).toBeGreaterThan(5);
  expect(edited.outcome.warnings).toContain('shifted');
});

it('a picture that does not match is warned about, not moved', async () => {
  const edited = await edit('shift+size-mismatch', { ...FLOORED, dx: 40, dy: 25 });
  const { pixels, registration } = pictureOf(edited);
  expect(registration).toEqual({ kind: 'mismatch' });
  expect(edited.outcome.warnings).toEqual(['mismatch']);
  expect(difference(pixels, pictureOf(plain).pixels, 40, 25)).toBeLessThan(3);
});
