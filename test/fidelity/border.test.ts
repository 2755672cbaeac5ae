// Whole edits at a target's border that falls between crop px: nothing of the old picture stays there, and nothing is painted beyond.
import type { FrameNode, SolidPaint } from '@figma/plugin-typings/plugin-api-standalone';
import { describe, expect, it } from 'vitest';
import { density } from '../../core/framing.ts';
import { apply, invert, type Matrix, type Rect } from '../../core/geometry.ts';
import { openEditor } from '../support/edit.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { ellipse, frame, mutable, rectangle, solid } from '../support/shapes.ts';

const editor = oncePerFile(openEditor);

/** A colour that no picture of the stand-in has. */
const OLD = solid(1, 0, 1);

interface Case {
  readonly width: number;
  readonly height: number;
  /** Page px per frame px of the renders, so that the target's sides lie between their px where it is not turned. */
  readonly scale: number;
  readonly placed?: Matrix;
  readonly clips?: boolean;
}

const TURNED: Matrix = [
  [Math.cos(0.5), Math.sin(0.5), 20.3],
  [-Math.sin(0.5), Math.cos(0.5), 60.8],
];
const MIRRORED: Matrix = [
  [-1, 0, 90],
  [0, 1, 10],
];

const CASES: Readonly<Record<string, Case>> = {
  'a fractional size at density 4': { width: 60.3, height: 64.7, scale: 10 },
  'a fractional size in a frame that does not clip': { width: 60.3, height: 64.7, scale: 10, clips: false },
  'a fractional size in a mirrored frame': { width: 60.3, height: 64.7, scale: 10, placed: MIRRORED },
  'a fractional size in a turned frame': { width: 60.3, height: 64.7, scale: 10, placed: TURNED },
  'a whole size at a broken density': { width: 1301, height: 46, scale: 4 },
  'a fractional size at a low density': { width: 2401.5, height: 61, scale: 2 },
};

describe('a mask over the right and lower border', () => {
  it.each(Object.entries(CASES))('of %s', async (name, border) => {
    const { target, edited } = await editAtBorder(border);
    const [old, beyond] = await counts(target, border.scale);
    const picture = density(edited.plan.framing);
    target.remove();
    console.log(
      `Border: ${name}: density ${picture.toFixed(2)}, ${old} px of the old picture, ${beyond} px changed beyond the target`,
    );
    expect(old).toBe(0);
    expect(beyond).toBe(0);
  });
});

/** The lower right of a target, changed in full. */
async function editAtBorder({ width, height, placed, clips = true }: Case) {
  const target = frame(editor.figma, width, height);
  if (placed) target.relativeTransform = mutable(placed);
  [target.fills, target.clipsContent] = [[OLD], clips];
  const mask = rectangle(editor.figma, target, [width * 0.1, height * 0.2, width, height]);
  mask.fills = [solid(0, 0, 0)];
  const selection = await editor.select(target, mask);
  return { target, edited: await editor.edit(selection, { softEdge: 0 }) };
}

/** Px of the page near the target's border: of the old colour although inside, and not the page's although outside. */
async function counts(target: FrameNode, scale: number): Promise<[old: number, beyond: number]> {
  const box = pageBox(target);
  const { width, data } = await editor.host.renderPage({ ...box, scale });
  const toFrame = invert(target.absoluteTransform as Matrix)!;
  const pixel = 1 / scale;
  let [old, beyond] = [0, 0];
  for (let i = 0; i < data.length / 4; i++) {
    const onPage = {
      x: box.x + ((i % width) + 0.5) / scale,
      y: box.y + (Math.floor(i / width) + 0.5) / scale,
    };
    const { x, y } = apply(toFrame, onPage);
    const inside = Math.min(target.width - x, target.height - y);
    const isChanged = x > target.width * 0.2 && y > target.height * 0.4;
    if (isChanged && inside > pixel && isOld(data.subarray(i * 4))) old++;
    if (inside < -pixel && data[i * 4] !== data[0]) beyond++;
  }
  return [old, beyond];
}

/** Half of it and more: as at an edge, where both are seen. */
function isOld([red, green, blue]: Uint8Array | Uint8ClampedArray): boolean {
  return red! - green! > 128 && blue! - green! > 128;
}

/** Whole px of the page around the target. */
function pageBox(target: FrameNode): Rect<'page'> {
  const { x, y, width, height } = target.absoluteBoundingBox!;
  const [left, top] = [Math.floor(x) - 4, Math.floor(y) - 4];
  return { x: left, y: top, width: Math.ceil(x + width) + 4 - left, height: Math.ceil(y + height) + 4 - top };
}

describe('a layer painted over', () => {
  it('leaves no trace of its own colour at its edge', async () => {
    const [magenta, green] = [await paintedOver(OLD), await paintedOver(BEHIND)];
    let most = 0;
    for (let at = 0; at < magenta.length; at++) most = Math.max(most, Math.abs(magenta[at]! - green[at]!));
    console.log(`Border: layers of two colours painted over: ${most} levels between them`);
    expect(most).toBeLessThan(8);
  });
});

const BEHIND = solid(0.1, 0.5, 0.2);

/** A layer of some colour, changed in full, on the picture's own grid. */
async function paintedOver(fill: SolidPaint): Promise<Uint8Array> {
  const target = frame(editor.figma, 60, 60);
  target.fills = [BEHIND];
  const old = ellipse(editor.figma, target, [15.3, 16.2, 28, 26]);
  [old.fills, old.name] = [[fill], 'Part of the design'];
  const settings = { values: { strength: 1 }, matchColours: 0 };
  const edited = await editor.edit(await editor.select(old), settings);
  const { data } = await editor.host.renderPage({ ...pageBox(target), scale: density(edited.plan.framing) });
  target.remove();
  return Uint8Array.from(data);
}
