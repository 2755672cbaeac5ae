// The change map as the model will see it: cells of 8 crop px, and only as many strengths as it runs steps.
import { emptyPlane, type Plane } from './pixels.ts';

/** Crop px a side of the cells in which the models see the map: each at its first pixel's value. */
export const MODEL_CELL = 8;

/** Steps really run, which is also how many strengths can be told apart: N − ⌊N·(1 − s)⌋. */
export function distinctLevels(steps: number, strength: number): number {
  // 50 · (1 − 0.9) is 4.999…: rounding first keeps a floating-point crumb from adding a step.
  const skipped = Math.floor(roundedTo9(steps * (1 - strength)));
  return Math.max(1, steps - skipped);
}

function roundedTo9(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/**
 * The map in cells: one value for each 8 × 8 px, that of its first pixel, as the model's nearest-neighbour
 * shrinking takes it, in `levels` strengths. A cell keeps at least one free step, because the last one never
 * puts the original back.
 */
export function asModelSees(amount: Plane, levels: number): Plane {
  const cells = emptyPlane(Math.ceil(amount.width / MODEL_CELL), Math.ceil(amount.height / MODEL_CELL));
  for (let i = 0; i < cells.data.length; i++) {
    const [x, y] = [(i % cells.width) * MODEL_CELL, Math.floor(i / cells.width) * MODEL_CELL];
    cells.data[i] = freeShare(amount.data[y * amount.width + x]!, levels);
  }
  return cells;
}

function freeShare(amount: number, levels: number): number {
  const preserve = 1 - Math.round(amount * 255) / 255;
  const kept = Math.min(Math.ceil(roundedTo9(preserve * levels)), levels - 1);
  return (levels - kept) / levels;
}
