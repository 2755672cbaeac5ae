// A result follows the sliders: its pictures are cut anew, by another edge or with other colours, and nothing is sent.
import { changeMap } from '../core/change-map.ts';
import { isFailure } from '../core/failure.ts';
import type { CropContext } from '../core/finish.ts';
import { frameRect, toCrop } from '../core/framing.ts';
import { mapRect, type Rect } from '../core/geometry.ts';
import { matchingOf } from '../core/model-settings.ts';
import type { Plane } from '../core/pixels.ts';
import { type EditPlan, fittedEdge, widenedReach } from '../core/plan.ts';
import type { UpdateRequest, UseReply } from '../core/protocol.ts';
import type { Edge } from '../core/soft-edge.ts';
import type { Plugin } from './channel.ts';
import { type Composited, cutPatch } from './cut-out.ts';
import type { Cut, Fit } from './fit.ts';
import type { EditOutcome } from './outcome.ts';
import { placeRequest } from './place-request.ts';
import { isOverOld, shapeOf, shownOf } from './prepare.ts';
import { spreadFor, uncutOf } from './use-result.ts';
import type { Cutting, CutWorld } from './used-cuts.ts';

export interface Refitted {
  readonly update: UpdateRequest['parts'][number];
  readonly cut: Cut;
}

/** What has come of a result. */
export interface Fitting extends Pick<EditOutcome, 'placed' | 'used'> {
  /** Targets and regions in which its one picture was to be used as well. */
  readonly within: readonly string[];
}

/**
 * The same pictures, cut to fit; null when that is no longer wanted.
 * @throws Failure nothing-shows
 */
export async function refit(
  composited: Composited,
  { placed, used, within }: Fitting,
  fit: Fit,
  world: CutWorld,
  isWanted: () => boolean,
): Promise<Refitted | null> {
  const { plan, pictures, insert } = composited;
  const { plugin, codec, clock } = world;
  const settings = { ...composited.settings, ...fit };
  await clock.sleep(0);
  if (!isWanted()) return null;
  const { edge, isHeldBack } = fittedEdge(plan, settings);
  const bounds = (await paintsOverText(composited, edge, plugin)) ? plan.reach : null;
  if (!isWanted()) return null;
  const { around, allowed } = withEdge(composited, edge, bounds);
  // Whoever makes the picture again gets the edge that is seen, and not the one that it had no room for.
  const inEffect = isHeldBack ? { ...settings, edgeDetails: edge } : settings;
  const layers = [];
  for (const [i, at] of placed.entries()) {
    if (!at) continue;
    // A megapixel takes a moment, in which nobody should have to wait for a slider.
    await clock.sleep(0);
    if (!isWanted()) return null;
    const { recipe } = insert.patches[i]!;
    const patch = cutPatch(pictures[i]!, around, { plan, place: insert.place }, matchingOf(settings), codec);
    const layer = { id: at.layerId, ...patch, recipe: { ...recipe, settings: inEffect } };
    if (used) {
      const whole = uncutOf({ ...composited, plan: { ...plan, matching: matchingOf(settings) }, around });
      const { uncut, cuts } = await spreadFor(layer, whole, within, world, cuttingAnew(used, isWanted));
      if (!isWanted()) return null;
      layers.push({ ...layer, elsewhere: { uncut, cuts, placedIds: used.placedIds } });
    } else layers.push(layer);
  }
  return { update: { targetId: plan.target.id, layers }, cut: { fit, allowed } };
}

/** What was used elsewhere does not show in what lies beneath it there. */
function cuttingAnew({ placedIds }: UseReply, isWanted: () => boolean): Cutting {
  const stop = new AbortController();
  const told = () => {
    if (!isWanted()) stop.abort();
  };
  return { signal: stop.signal, told, replacedIds: placedIds };
}

/** Whether the edge would take the result over text that is protected, and was out of reach when its place was chosen. */
async function paintsOverText({ plan }: Composited, edge: Edge, plugin: Plugin): Promise<boolean> {
  const reach = widenedReach(plan, edge);
  if (!plan.protectsText || !reach) return false;
  const coveredBy = async (within: EditPlan['reach']) =>
    (await plugin.call('textOver', placeRequest({ ...plan, reach: within }))).covered.length;
  try {
    return (await coveredBy(reach)) > (await coveredBy(plan.reach));
  } catch (error) {
    // With the target its text has gone; what was made for others is not held up by that.
    if (isFailure(error) && error.kind === 'target-gone') return false;
    throw error;
  }
}

/** The alpha alone is new: what may have changed in the picture was settled by the map as sent. */
function withEdge(
  { plan, around, allowed, regions }: Composited,
  edge: Edge,
  bounds: EditPlan['reach'] | null,
): { around: CropContext; allowed: Plane } {
  if (JSON.stringify(edge) === JSON.stringify(plan.edge)) return { around, allowed };
  const within = bounds?.map((box) => mapRect(toCrop(plan.framing), openedAtBorder(box, plan)));
  const map = changeMap(regions, { ...shapeOf(plan, edge), ...(within && { within }) });
  const { alpha, allowed: reached } = shownOf(plan, map);
  return { around: { ...around, alpha, isOverOld: isOverOld(plan, edge) }, allowed: reached };
}

/** At the target's border there is nothing to fade into: what ends there goes on in the padding. */
function openedAtBorder(box: Rect<'frame'>, { framing, target: { size } }: EditPlan): Rect<'frame'> {
  const crop = frameRect(framing);
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  const x = box.x <= 0 ? Math.min(crop.x, 0) : box.x;
  const y = box.y <= 0 ? Math.min(crop.y, 0) : box.y;
  return {
    x,
    y,
    width: (right >= size.width ? Math.max(crop.x + crop.width, right) : right) - x,
    height: (bottom >= size.height ? Math.max(crop.y + crop.height, bottom) : bottom) - y,
  };
}
