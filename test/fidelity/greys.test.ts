// The designer's greys: what arrives at fal is what was drawn, inside the edge, at it and outside.
import { describe, expect, it } from 'vitest';
import { density, toCrop } from '../../core/framing.ts';
import { apply, invert, type Matrix, type Point, type Transform } from '../../core/geometry.ts';
import { reachOf } from '../../core/soft-edge.ts';
import { openEditor, type Sent } from '../support/edit.ts';
import { oncePerFile } from '../support/lifetime.ts';
import { alphaRamp, frame, rectangle, solid } from '../support/shapes.ts';

const editor = oncePerFile(openEditor);

const LEVEL = 1 / 255;
// Two halves of a level are lost to rounding, and a few bits to floating point.
const TOLERANCE = LEVEL + 1e-6;

interface Ramp {
  readonly sent: Sent;
  /** The region's own px at the middle of a crop px. */
  at(x: number, y: number): Point<'layer'>;
  readonly width: number;
  readonly height: number;
}

/** Sends a ramp from 0 to 100 % over a rectangle, in a target that is turned by `angle` or turned in it by `turn`. */
async function sendRamp(
  width: number,
  height: number,
  feather: number,
  { angle = 0, turn = 0 } = {},
): Promise<Ramp> {
  const target = frame(editor.figma, width + 200.5, Math.max(height, turn && width) + 200.25);
  target.rotation = angle;
  const mask = rectangle(editor.figma, target, [100.3, 100.6, width, height]);
  mask.fills = [alphaRamp(0, 1)];
  if (turn !== 0) {
    mask.rotation = turn;
    // Counterclockwise around its corner, it would stand above the target.
    mask.y += width * Math.sin((turn * Math.PI) / 180);
  }
  const sent = await editor.send(await editor.select(target, mask), { softEdge: feather });
  const cropToFrame = invert(toCrop(sent.plan.framing)) as Transform<'crop', 'frame'>;
  const frameToLayer = invert(mask.relativeTransform as Matrix) as Transform<'frame', 'layer'>;
  target.remove();
  const at = (x: number, y: number) => apply(frameToLayer, apply(cropToFrame, { x: x + 0.5, y: y + 0.5 }));
  return { sent, at, width, height };
}

/** The largest difference from the ramp, two crop px and more inside its edge. */
function largestError({ sent, at, width, height }: Ramp): number {
  const { amount, plan } = sent;
  const margin = 2 / density(plan.framing);
  let worst = 0;
  for (let i = 0; i < amount.data.length; i++) {
    const { x, y } = at(i % amount.width, Math.floor(i / amount.width));
    const isInside = x >= margin && y >= margin && x <= width - margin && y <= height - margin;
    if (isInside) worst = Math.max(worst, Math.abs(amount.data[i]! - x / width));
  }
  return worst;
}

/**
 * The largest amount beside the ramp's zero edge, where nothing was drawn; two px and more from its ends,
 * since the sides that are not zero fall off around their corners, as they do along their length.
 */
function largestBeyondZero({ sent, at, height }: Ramp): number {
  const { amount, plan } = sent;
  const px = 1 / density(plan.framing);
  let most = 0;
  for (let i = 0; i < amount.data.length; i++) {
    const { x, y } = at(i % amount.width, Math.floor(i / amount.width));
    const isBeside = x < -0.5 * px && y >= 2 * px && y <= height - 2 * px;
    if (isBeside) most = Math.max(most, amount.data[i]!);
  }
  return most;
}

describe('a ramp from 0 to 100 %', () => {
  it.each([
    { across: 260, down: 24, unit: 4 },
    { across: 1330, down: 24, unit: 11, angle: 71 },
    { across: 1950, down: 32, unit: 16 },
    { across: 4000, down: 64, unit: 32, angle: -115 },
    { across: 80, down: 60, unit: 4, turn: 30 },
    { across: 12, down: 40, unit: 4, turn: 45 },
    { across: 6, down: 40, unit: 4, turn: 63 },
    { across: 700, down: 90, unit: 8, turn: 12.5 },
    { across: 1100, down: 200, unit: 16, turn: 38 },
  ])('of $across × $down px arrives as drawn on cells of $unit frame px', async (drawn) => {
    const ramp = await sendRamp(drawn.across, drawn.down, 16, drawn);
    const { framing } = ramp.sent.plan;
    expect(framing.unit).toBe(drawn.unit);
    const [error, beyond] = [largestError(ramp), largestBeyondZero(ramp)];
    console.log(
      `Greys: density ${density(framing).toFixed(2)}: off by at most ${(error * 255).toFixed(2)} levels, ` +
        `${(beyond * 255).toFixed(2)} beyond the zero edge`,
    );
    expect(error).toBeLessThanOrEqual(TOLERANCE);
    expect(beyond).toBeLessThanOrEqual(TOLERANCE);
  });

  it.each([
    [4, 40],
    [12, 40],
    [80, 40],
    [20, 1500],
  ])('over %i × %i px ends at its zero edge, however steep', async (across, down) => {
    const ramp = await sendRamp(across, down, 24);
    const beyond = largestBeyondZero(ramp);
    console.log(`Greys: ramp over ${across} px: ${(beyond * 255).toFixed(2)} levels beyond its zero edge`);
    expect(beyond).toBeLessThanOrEqual(TOLERANCE);
  });
});

describe('a turned hard rectangle', () => {
  it.each([
    { angle: 21, size: 60, value: 0.4 },
    { angle: 33, size: 200, value: 1 },
    { angle: 45, size: 60, value: 1 },
    { angle: 80.5, size: 420, value: 0.7 },
  ])('at $angle°, $size px, has no dotted seam', async ({ angle, size, value }) => {
    const target = frame(editor.figma, size * 2.2, size * 2.2);
    const mask = rectangle(editor.figma, target, [size / 2, size, size, size * 0.7]);
    // A single solid fill would be taken at full strength.
    mask.fills = value === 1 ? [solid(0, 0, 0)] : [alphaRamp(value, value)];
    mask.rotation = angle;
    const sent = await editor.send(await editor.select(target, mask));
    const frameToLayer = invert(mask.relativeTransform as Matrix) as Transform<'frame', 'layer'>;
    const outside = signedDistance(sent, frameToLayer, mask);
    target.remove();
    const { seams, checked } = countSeams(sent, outside);
    const unevenness = largestUnevenness(sent, outside, value);
    console.log(
      `Greys: rectangle at ${angle}°, density ${density(sent.plan.framing).toFixed(2)}: ` +
        `${seams} of ${checked} edge px below the falloff beside them, ` +
        `falloff within ${unevenness.toFixed(2)} px of its place`,
    );
    expect(checked).toBeGreaterThan(500);
    expect(seams).toBe(0);
    expect(unevenness).toBeLessThan(1.5);
  });
});

/** Crop px from the rectangle's edge for the middle of every pixel; negative inside. */
function signedDistance(
  { amount, plan }: Sent,
  frameToLayer: Transform<'frame', 'layer'>,
  { width, height }: { width: number; height: number },
): Float32Array {
  const cropToFrame = invert(toCrop(plan.framing)) as Transform<'crop', 'frame'>;
  return Float32Array.from(amount.data, (_, i) => {
    const middle = { x: (i % amount.width) + 0.5, y: Math.floor(i / amount.width) + 0.5 };
    const { x, y } = apply(frameToLayer, apply(cropToFrame, middle));
    const [dx, dy] = [Math.max(-x, x - width), Math.max(-y, y - height)];
    const beyond = Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(0, Math.max(dx, dy));
    return beyond * density(plan.framing);
  });
}

/** Pixels within 1.5 px of the edge that may change less than a neighbour further outside. */
function countSeams({ amount }: Sent, outside: Float32Array): { seams: number; checked: number } {
  const { width, height, data } = amount;
  let [seams, checked] = [0, 0];
  for (let i = width + 1; i < width * (height - 1) - 1; i++) {
    if (Math.abs(outside[i]!) > 1.5) continue;
    checked++;
    const around = [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1].map((d) => i + d);
    const isBelow = around.some((j) => outside[j]! > outside[i]! + 0.2 && data[j]! > data[i]! + TOLERANCE);
    if (isBelow) seams++;
  }
  return { seams, checked };
}

/** How far outside the edge, in crop px, an amount stands from where the falloff has it. */
function largestUnevenness({ amount, plan }: Sent, outside: Float32Array, value: number): number {
  const scale = density(plan.framing);
  const end = reachOf(plan.edge) * scale;
  const slope = value / (plan.edge.feather * scale);
  let most = 0;
  for (let i = 0; i < amount.data.length; i++) {
    const beyond = outside[i]!;
    if (beyond < 1) continue;
    const expected = Math.max(0, Math.min(value, (end - beyond) * slope));
    most = Math.max(most, (Math.abs(amount.data[i]! - expected) - LEVEL) / slope);
  }
  return most;
}
