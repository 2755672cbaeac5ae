// Whether regions are drawn in greys, or say no more than where.
import { interiorValues } from './antialias.ts';
import type { RegionCoverage } from './change-map.ts';
import { highest } from './pixels.ts';

/** Of its strongest: what is fainter is the fall of a soft edge as much as a grey. */
const BODY = 0.5;
/** Of its strongest: what is plainly less. */
const FULL = 0.9;
/** Of the body; a blurred shape has about a quarter. */
const LEAST_SHARE = 0.4;

/** Whether much of what is drawn allows plainly less than its strongest part. */
export function isGraded(regions: readonly RegionCoverage[]): boolean {
  const drawn = regions.map(({ coverage, amount }) => ({ amount, ...interiorValues(coverage) }));
  const strongest = drawn.reduce((most, { data, amount }) => Math.max(most, amount * highest(data)), 0);
  let [body, grey] = [0, 0];
  for (const { data, amount } of drawn) {
    for (const value of data) {
      if (value === 0 || value * amount < BODY * strongest) continue;
      body++;
      if (value * amount < FULL * strongest) grey++;
    }
  }
  return body > 0 && grey >= LEAST_SHARE * body;
}
