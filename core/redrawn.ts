// The region of a recipe's small map, enlarged: its hard edges have become slopes, and are made edges again.
import { isReached } from './change-map.ts';
import { distanceTo } from './distance.ts';
import type { Plane } from './pixels.ts';

/**
 * Where a slope comes of the enlarging alone, there is an edge at half its height; a gradient that was drawn goes on
 * rising where an edge has its plateau, and stays as it is.
 * @param coverage 0–1 per crop px
 * @param grain crop px to one px of the small map
 */
export function sharpened(coverage: Plane, grain: number): Plane {
  if (grain <= 1) return coverage;
  const { width, height, data } = coverage;
  // A px of the small map that an edge ran through is a step of its own, and a slope across its corners is longest.
  const slope = 2 * Math.SQRT2 * grain;
  const distanceTo0 = distancesTo(coverage, (_, i) => !isReached(data[i]!));
  const plateau = distancesTo(coverage, (_, i) => distanceTo0.distance[i]! > slope);
  const beyond = distancesTo(coverage, (_, i) => distanceTo0.distance[i]! > 2 * slope);
  const sharp = data.map((value, i) => {
    const inside = data[plateau.nearest[i]!];
    if (inside === undefined || distanceTo0.distance[i]! > slope) return value;
    const further = data[beyond.nearest[i]!] ?? inside;
    if (further - inside > (inside - value) / 2) return value;
    return value < inside / 2 ? 0 : inside;
  });
  return { width, height, data: sharp };
}

function distancesTo({ width, height, data }: Plane, isMember: (value: number, i: number) => boolean) {
  return distanceTo(
    Uint8Array.from(data, (value, i) => (isMember(value, i) ? 1 : 0)),
    width,
    height,
  );
}
