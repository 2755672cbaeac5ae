// The map as the model sees it: exactly n strengths, in cells of 8 px.
import { describe, expect, it } from 'vitest';
import { asModelSees, distinctLevels } from '../../core/levels.ts';
import type { Plane } from '../../core/pixels.ts';

describe('levels', () => {
  it.each([
    [28, 0.85, 24],
    [40, 0.95, 38],
    [28, 1, 28],
    [50, 0.9, 45],
    [1, 0.01, 1],
  ])('%i steps at strength %d run %i', (steps, strength, levels) => {
    expect(distinctLevels(steps, strength)).toBe(levels);
  });

  it('shows as many strengths as there are steps', () => {
    const ramp: Plane = {
      width: 2048,
      height: 8,
      data: Float32Array.from({ length: 2048 * 8 }, (_, i) => Math.min(1, (i % 2048) / 2000)),
    };
    expect(new Set(asModelSees(ramp, 24).data).size).toBe(24);
  });

  it('gives a whole cell one value', () => {
    const ramp: Plane = {
      width: 64,
      height: 64,
      data: Float32Array.from({ length: 4096 }, (_, i) => (i % 64) / 63),
    };
    const { width, height, data } = asModelSees(ramp, 28);
    expect([width, height]).toEqual([8, 8]);
    expect([...data.slice(0, 8)]).toEqual([...data.slice(56)]);
    // A cell's last px would let all of it change.
    expect([data[0]! < 0.1, data[7]! < 1]).toEqual([true, true]);
  });
});
