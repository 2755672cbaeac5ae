// What a used result needs of its picture beside the regions: as much of the edge as there is, and none that it lacks.
import { expect, test } from 'vitest';
import type { Rect } from '../../core/geometry.ts';
import { layoutOf } from '../../core/plan.ts';
import { DEFAULT_EDIT, type EditSettings } from '../../core/settings.ts';
import { HARD_EDGE, reachOf } from '../../core/soft-edge.ts';
import { edgeWithRoom } from '../../core/use-cut.ts';
import { SELECTION } from '../ui/world.ts';

const [region] = SELECTION.regions;
const { box } = region!;

function edgeFor(by: number, changes: Partial<EditSettings> = {}) {
  const layout = layoutOf(SELECTION, { ...DEFAULT_EDIT, softEdge: 12, ...changes });
  const { x, y, width, height } = box;
  const picture: Rect<'frame'> = { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
  return { edge: edgeWithRoom(layout, picture), whole: layout.edge };
}

test('a picture that ends with the region leaves it the edge that was drawn', () => {
  expect(edgeFor(0).edge).toEqual(HARD_EDGE);
});

test('one that goes on for a little has that much of the edge, and one with enough all of it', () => {
  const { edge, whole } = edgeFor(5);
  expect(reachOf(edge)).toBeGreaterThanOrEqual(5);
  expect(reachOf(edge)).toBeLessThan(reachOf(whole));
  const far = edgeFor(200);
  expect(far.edge).toEqual(far.whole);
});

test('where everything else changes, the picture ends nowhere near the region', () => {
  const { edge, whole } = edgeFor(0, { changeEverythingElse: true });
  expect(edge).toEqual(whole);
});
