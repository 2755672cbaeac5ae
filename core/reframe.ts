// A region painted beyond the crop (a shadow, an overflowing child): the edit is framed once more, larger.
import { isReached } from './change-map.ts';
import { cropSize, density, frameRect, targetSides } from './framing.ts';
import type { Rect } from './geometry.ts';
import type { Plane } from './pixels.ts';
import { type EditPlan, outline } from './plan.ts';
import { billedMegapixels } from './price.ts';
import type { Ready } from './selection.ts';
import type { EditSettings } from './settings.ts';

type Side = keyof ReturnType<typeof targetSides>;
const SIDES: readonly Side[] = ['left', 'top', 'right', 'bottom'];

/** How far a region is taken to go on, in shares of the crop's side; the largest that the price allows. */
const SHARES = [1 / 2, 1 / 4, 1 / 8];

/**
 * The plan with more of the target in view, when a region is cut by the crop where its geometry had ended before.
 * Null when none is, or when more would cost more than was shown, or turn a sharp result soft.
 * @param coverage each region's, as drawn for the plan
 */
export function reframed(
  plan: EditPlan,
  coverage: readonly Plane[],
  selection: Ready,
  settings: EditSettings,
): EditPlan | null {
  const cut = plan.regions.map(({ box }, i) => sidesCut(coverage[i]!, box, plan));
  if (cut.every((sides) => sides.length === 0)) return null;
  for (const share of SHARES) {
    const boxes = plan.regions.map(({ box }, i) => grown(box, cut[i]!, share, plan));
    const { framing, edge, reach } = outline(selection, settings, boxes);
    const larger = { ...plan, framing, edge, reach, size: cropSize(framing) };
    if (isAffordable(larger, plan)) return larger;
  }
  return null;
}

/** The crop's sides on which the region is painted although the target goes on and its box ends before. */
function sidesCut(coverage: Plane, box: Rect<'frame'>, { framing, target }: EditPlan): Side[] {
  const isBorder = targetSides(framing, target.size);
  const room = roomAround(box, frameRect(framing));
  const pixel = 1 / density(framing);
  return SIDES.filter((side) => !isBorder[side] && room[side] > pixel && isPainted(coverage, side));
}

/** From a box to the crop's sides, in frame px. */
function roomAround(box: Rect<'frame'>, crop: Rect<'frame'>): Record<Side, number> {
  return {
    left: box.x - crop.x,
    top: box.y - crop.y,
    right: crop.x + crop.width - box.x - box.width,
    bottom: crop.y + crop.height - box.y - box.height,
  };
}

function isPainted({ width, height, data }: Plane, side: Side): boolean {
  const isRow = side === 'top' || side === 'bottom';
  const first = side === 'right' ? width - 1 : side === 'bottom' ? (height - 1) * width : 0;
  const step = isRow ? 1 : width;
  return Array.from({ length: isRow ? width : height }, (_, i) => data[first + i * step]!).some(isReached);
}

/** The box taken beyond the crop, on the sides where it is cut. */
function grown(
  box: Rect<'frame'>,
  sides: readonly Side[],
  share: number,
  { framing }: EditPlan,
): Rect<'frame'> {
  const crop = frameRect(framing);
  const room = roomAround(box, crop);
  const by = (side: Side, length: number) => (sides.includes(side) ? room[side] + length * share : 0);
  const [left, top] = [by('left', crop.width), by('top', crop.height)];
  return {
    x: box.x - left,
    y: box.y - top,
    width: box.width + left + by('right', crop.width),
    height: box.height + top + by('bottom', crop.height),
  };
}

function isAffordable(larger: EditPlan, shown: EditPlan): boolean {
  const isAsSharp = density(larger.framing) >= Math.min(1, density(shown.framing));
  return isAsSharp && billedMegapixels(larger.size) <= billedMegapixels(shown.size);
}
