// What of a result can still be changed once it is there: how it is cut, and how its colours are matched.
import type { Plane } from '../core/pixels.ts';
import type { EditSettings } from '../core/settings.ts';

export type Fit = Pick<EditSettings, 'softEdge' | 'edgeDetails' | 'matchColours'>;

/** By what its layers are cut. */
export interface Cut {
  readonly fit: Fit;
  /** What may have changed by it. */
  readonly allowed: Plane;
}

export function fitOf({ softEdge, edgeDetails, matchColours }: EditSettings): Fit {
  return { softEdge, edgeDetails, matchColours };
}

export function areSameFit(a: Fit, b: Fit): boolean {
  return textOf(a) === textOf(b);
}

export function textOf({ softEdge, edgeDetails: { feather, grow, blend }, matchColours }: Fit): string {
  return JSON.stringify([softEdge, feather, grow, blend, matchColours]);
}
