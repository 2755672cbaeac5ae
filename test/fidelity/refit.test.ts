// Another edge for a result that is there: as if it had been asked for at first, as far as target and picture allow.
import type { ImagePaint, RectangleNode } from '@figma/plugin-typings/plugin-api-standalone';
import { expect, test } from 'vitest';
import { toCrop } from '../../core/framing.ts';
import { mapRect, type Rect } from '../../core/geometry.ts';
import { emptyPlane, type Plane } from '../../core/pixels.ts';
import { type Made, openEditor } from '../support/edit.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { ellipse, frame, rectangle, solid } from '../support/shapes.ts';
import { codec } from '../ui/world.ts';

const editor = oncePerFile(openEditor);

/** What shows of the layer's picture, on the crop's grid, as the document holds it. */
async function shown({ composited: { plan }, outcome }: Made): Promise<Plane> {
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
  const target = frame(editor.figma, 72, 64);
  const region = ellipse(editor.figma, target, [26, 24, 20, 16]);
  return { target, region };
}

/** All of its picture is new, so that its results may be cut by any edge. */
const WITHOUT_MAP = 'fal-ai/flux/dev/image-to-image';

test.each([
  ['narrower', 24, { softEdge: 8 }, {}],
  ['hard', 12, { softEdge: 0 }, {}],
  ['set by hand', 12, { edgeDetails: { feather: 10, grow: 2, blend: 30 } }, {}],
  ['wider, of a model that takes no map,', 8, { softEdge: 24 }, { modelId: WITHOUT_MAP }],
])('an edge made %s is the one that the same settings give at first', async (_, softEdge, fit, model) => {
  const settings = { softEdge, surroundings: 'whole', ...model } as const;
  const { target, region } = drawing();
  const selection = await editor.select(target, region);
  const edited = await editor.make(selection, settings);
  const inserted = await shown(edited);
  expect(await editor.refit(edited, fit)).toMatchObject({ updated: 1, unchanged: 0 });
  const refitted = await shown(edited);
  expect(isEqual(refitted, inserted)).toBe(false);
  target.remove();

  const other = drawing();
  const asked = await editor.make(await editor.select(other.target, other.region), { ...settings, ...fit });
  expect(isEqual(refitted, await shown(asked))).toBe(true);
  // Where the new edge allows nothing, nothing shows.
  const { allowed } = asked.composited;
  expect(refitted.data.some((value, i) => value > 0 && allowed.data[i]! === 0)).toBe(false);
  other.target.remove();
});

test('a hard result stays as it is where a softer edge would show the cells in which the model changed it', async () => {
  const { target, region } = drawing();
  const made = await editor.make(await editor.select(target, region), { softEdge: 0 });
  expect(await editor.refit(made, { softEdge: 24 })).toMatchObject({ updated: 0, unchanged: 1 });
  target.remove();
});

test('a soft result fades out over all that its picture has room for, and ends where the picture does', async () => {
  const { target, region } = drawing();
  const settings = { softEdge: 24, edgeDetails: { feather: null, grow: null, blend: 6 } } as const;
  const edited = await editor.edit(await editor.select(target, region), settings);
  const inserted = await shown(edited);
  const fit = { softEdge: 60, edgeDetails: { feather: null, grow: null, blend: null } };
  expect(await editor.refit(edited, fit)).toMatchObject({ updated: 1 });
  const refitted = await shown(edited);
  expect(refitted.data.some((value, i) => value > 0 && edited.amount.data[i] === 0)).toBe(false);
  expect(steepest(refitted)).toBeLessThan(0.5 * steepest(inserted));
  target.remove();
});

test('around what is to stay, a result comes no nearer than its picture does', async () => {
  const { target, region } = drawing();
  const settings = {
    softEdge: 0,
    edgeDetails: { feather: 0, grow: 12, blend: 0 },
    changeEverythingElse: true,
  };
  const edited = await editor.edit(await editor.select(target, region), settings);
  await editor.refit(edited, { edgeDetails: { feather: 0, grow: 0, blend: 0 } });
  const refitted = await shown(edited);
  const { allowed } = edited.composited;
  expect(refitted.data.some((value, i) => value > 0 && allowed.data[i] === 0)).toBe(false);
  target.remove();
});

/** The largest step from a px to the next of its row, in levels. */
function steepest({ data, width }: Plane): number {
  return data.reduce(
    (most, value, i) => (i % width === 0 ? most : Math.max(most, Math.abs(value - data[i - 1]!))),
    0,
  );
}

test('a wider edge keeps within a target that is clear around its drawing, and within the crop', async () => {
  const target = frame(editor.figma, 120, 90);
  target.fills = [];
  const leaf = ellipse(editor.figma, target, [0, 0, 120, 90]);
  [leaf.fills, leaf.name] = [[solid(0.2, 0.5, 0.8)], 'Part of the design'];
  const region = rectangle(editor.figma, target, [70, 10, 20, 20]);
  const settings = { softEdge: 6, fillTransparent: false, modelId: WITHOUT_MAP } as const;
  const edited = await editor.make(await editor.select(target, region), settings);
  const inserted = await shown(edited);
  await editor.refit(edited, { softEdge: 120 });
  const refitted = await shown(edited);
  const { limit } = edited.composited.around;
  expect(count(refitted)).toBeGreaterThan(1.5 * count(inserted));
  expect(refitted.data.some((value, i) => value > 0 && limit!.data[i] === 0)).toBe(false);
});

test('after a wider edge the proof is taken again, by what may change since', async () => {
  const { target, region } = drawing();
  const settings = { softEdge: 6, surroundings: 'whole', modelId: WITHOUT_MAP } as const;
  const edited = await editor.make(await editor.select(target, region), settings);
  const { composited } = await editor.refit(edited, { softEdge: 24 });
  expect(await editor.prove({ ...edited, composited })).toEqual({ kind: 'kept' });
  // By the first edge the same pixels would have gone too far.
  expect(await editor.prove(edited)).toMatchObject({ kind: 'changed' });
  target.remove();
});

test('pixels that come out the same cost no undo step', async () => {
  const { target, region } = drawing();
  const selection = await editor.select(target, region);
  editor.figma.commitUndo();
  const before = await editor.host.fingerprint();
  const edited = await editor.edit(selection, { softEdge: 6 });
  const inserted = await editor.host.fingerprint();
  expect(await editor.refit(edited, {})).toMatchObject({ updated: 0, unchanged: 1 });
  expect(await editor.host.fingerprint()).toBe(inserted);
  editor.host.undo();
  expect(await editor.host.fingerprint()).toBe(before);
  target.remove();
});

test('a wider edge stays off protected text that lies beneath the result, and covers it where it is not', async () => {
  await editor.figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
  const covered: number[] = [];
  for (const protectText of [null, false]) {
    const target = frame(editor.figma, 140, 80);
    const title = editor.figma.createText();
    target.appendChild(title);
    Object.assign(title, { characters: 'MMMM', fontSize: 12, x: 84, y: 30 });
    const region = ellipse(editor.figma, target, [30, 24, 28, 24]);
    const settings = { softEdge: 6, surroundings: 'whole', modelId: WITHOUT_MAP, protectText } as const;
    const edited = await editor.make(await editor.select(target, region), settings);
    await editor.refit(edited, { softEdge: 60 });
    const { x, y, width, height } = title;
    covered.push(within(await shown(edited), edited, { x, y, width, height }));
    target.remove();
  }
  expect(covered[0]).toBe(0);
  expect(covered[1]).toBeGreaterThan(100);
});

/** How many px of the plane show something in a box of the target. */
function within({ data, width }: Plane, { composited: { plan } }: Made, box: Rect<'frame'>): number {
  const { x, y, ...size } = mapRect(toCrop(plan.framing), box);
  const isInside = (i: number) => {
    const [column, row] = [i % width, Math.floor(i / width)];
    return column >= x && row >= y && column < x + size.width && row < y + size.height;
  };
  return data.filter((value, i) => value > 0 && isInside(i)).length;
}
