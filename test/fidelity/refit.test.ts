// Another edge for a result that is there: as if it had been asked for at first, and never beyond what the target allows.
import type { ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyPlane, type Plane } from '../../core/pixels.ts';
import { type Edited, type Editor, openEditor } from '../support/edit.ts';
import { ellipse, frame, rectangle, solid } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

let editor: Editor;

beforeAll(async () => {
  editor = await openEditor();
});

afterAll(() => editor.host.dispose());

/** What shows of the layer's picture, on the crop's grid, as the document holds it. */
async function shown({ plan, outcome }: Edited): Promise<Plane> {
  const layer = (await editor.figma.getNodeByIdAsync(outcome.layerIds[0]!)) as RectangleNode;
  const [fill] = layer.fills as ImagePaint[];
  const bytes = await editor.figma.getImageByHash(fill!.imageHash!)!.getBytesAsync();
  const { width, data } = await codec.decode(Uint8Array.from(bytes));
  const scale = 16 / plan.framing.unit;
  const [left, top] = [(layer.x - plan.framing.x) * scale, (layer.y - plan.framing.y) * scale];
  const plane = emptyPlane(plan.size.width, plan.size.height);
  for (let i = 0; i < data.length / 4; i++) {
    const at = (top + Math.floor(i / width)) * plane.width + left + (i % width);
    plane.data[at] = data[i * 4 + 3]!;
  }
  return plane;
}

const count = ({ data }: Plane) => data.filter((value) => value > 0).length;
const isEqual = (a: Plane, b: Plane) => a.data.every((value, i) => value === b.data[i]);

function drawing() {
  const target = frame(editor.figma, 96, 80);
  const region = ellipse(editor.figma, target, [36, 30, 28, 22]);
  return { target, region };
}

test.each([
  ['wider', 8, { softEdge: 24 }],
  ['hard', 12, { softEdge: 0 }],
  ['set by hand', 12, { edgeDetails: { feather: 10, grow: 2, blend: 30 } }],
] as const)('an edge made %s is the one that the same settings give at first', async (_, softEdge, fit) => {
  const settings = { softEdge, surroundings: 'whole' } as const;
  const { target, region } = drawing();
  const selection = await editor.select(target, region);
  const edited = await editor.edit(selection, settings);
  const inserted = await shown(edited);
  expect(await editor.refit(edited, fit)).toBe(1);
  const refitted = await shown(edited);
  expect(isEqual(refitted, inserted)).toBe(false);
  target.remove();

  const other = drawing();
  const asked = await editor.edit(await editor.select(other.target, other.region), { ...settings, ...fit });
  expect(isEqual(refitted, await shown(asked))).toBe(true);
  // Where the new edge allows nothing, nothing shows.
  expect(refitted.data.some((value, i) => value > 0 && asked.amount.data[i]! === 0)).toBe(false);
  other.target.remove();
});

test('a wider edge keeps within a target that is clear around its drawing, and within the crop', async () => {
  const target = frame(editor.figma, 120, 90);
  target.fills = [];
  const leaf = ellipse(editor.figma, target, [0, 0, 120, 90]);
  [leaf.fills, leaf.name] = [[solid(0.2, 0.5, 0.8)], 'Part of the design'];
  const region = rectangle(editor.figma, target, [70, 10, 20, 20]);
  const settings = { softEdge: 6, fillTransparent: false } as const;
  const edited = await editor.edit(await editor.select(target, region), settings);
  const inserted = await shown(edited);
  await editor.refit(edited, { softEdge: 120 });
  const refitted = await shown(edited);
  const { limit } = edited.composited.around;
  expect(count(refitted)).toBeGreaterThan(1.5 * count(inserted));
  expect(refitted.data.some((value, i) => value > 0 && limit!.data[i] === 0)).toBe(false);
});
