// What becomes of a result in the document: a layer, a fill, a copy of the target, or the whole picture.
import type { Target } from './selection.ts';

/**
 * - `layer`: a new layer, transparent wherever nothing was to change.
 * - `fill`: a new fill of the picture that is the target, in the pixels of the image it shows.
 * - `copies`: a copy of the target for each result, with the result in it.
 * - `uncut`: a new layer with all that was made, as far as it lies in the target.
 */
export type InsertAs = 'layer' | 'fill' | 'copies' | 'uncut';
export const INSERT_AS: readonly InsertAs[] = ['layer', 'fill', 'copies', 'uncut'];

/** Only a lone layer with an image fill: in a frame, what is painted over the fill would be painted twice. */
export function takesFill({ kind }: Pick<Target, 'kind'>): boolean {
  return kind === 'picture';
}

/** What was set, as far as the target allows it: the setting itself stays, for the next target. */
export function insertAsFor(target: Pick<Target, 'kind'>, wanted: InsertAs): InsertAs {
  return wanted === 'fill' && !takesFill(target) ? 'layer' : wanted;
}
