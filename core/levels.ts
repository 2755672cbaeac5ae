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
 * Each 8 × 8 px cell at its first pixel’s value, as the model's nearest-neighbour shrinking takes it, in
 * `levels` strengths. A cell keeps at least one free step,
 * because the last one never puts the original back.
 */
export function asModelSees(amount: Plane, levels: number): Plane {
  const seen = emptyPlane(amount.width, amount.height);
  for (let y = 0; y < amount.height; y++) {
    for (let x = 0; x < amount.width; x++) {
      const cellX = Math.min(amount.width - 1, Math.floor(x / MODEL_CELL) * MODEL_CELL);
      const cellY = Math.min(amount.height - 1, Math.floor(y / MODEL_CELL) * MODEL_CELL);
      seen.data[y * amount.width + x] = freeShare(amount.data[cellY * amount.width + cellX]!, levels);
    }
  }
  return seen;
}

function freeShare(amount: number, levels: number): number {
  const preserve = 1 - Math.round(amount * 255) / 255;
  const kept = Math.min(Math.ceil(roundedTo9(preserve * levels)), levels - 1);
  return (levels - kept) / levels;
}
