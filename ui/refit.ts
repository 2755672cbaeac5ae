// A result follows the sliders: its pictures are cut anew, by another edge or with other colours, and nothing is sent.
import { changeMap } from '../core/change-map.ts';
import type { Surroundings } from '../core/finish.ts';
import { edgeOn, matchingOf } from '../core/plan.ts';
import type { UpdateRequest } from '../core/protocol.ts';
import type { EditSettings } from '../core/settings.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { type Composited, cutPatch } from './cut-out.ts';
import { shapeOf } from './prepare.ts';

/** What of the settings can still be changed once the result is there. */
export type Fit = Pick<EditSettings, 'softEdge' | 'edgeDetails' | 'matchColours'>;

export function fitOf({ softEdge, edgeDetails, matchColours }: EditSettings): Fit {
  return { softEdge, edgeDetails, matchColours };
}

/**
 * The same pictures, cut to fit; null when that is no longer wanted.
 * @throws Failure nothing-shows
 */
export async function refit(
  composited: Composited,
  layerIds: readonly string[],
  fit: Fit,
  { codec, clock }: { codec: Codec; clock: Clock },
  isWanted: () => boolean,
): Promise<UpdateRequest | null> {
  const { plan, pictures, insert } = composited;
  const settings = { ...composited.settings, ...fit };
  const around = withEdge(composited, settings);
  const layers = [];
  for (const [i, id] of layerIds.entries()) {
    // A megapixel takes a moment, in which nobody should have to wait for a slider.
    await clock.sleep(0);
    if (!isWanted()) return null;
    const { recipe } = insert.patches[i]!;
    const patch = cutPatch(pictures[i]!, around, plan, matchingOf(settings), codec);
    layers.push({ id, ...patch, recipe: { ...recipe, settings } });
  }
  return { layers };
}

/** The alpha alone is new: what may have changed in the picture was settled by the map as sent. */
function withEdge({ plan, around, regions }: Composited, settings: EditSettings): Surroundings {
  const edge = edgeOn(plan.framing, plan, settings);
  if (JSON.stringify(edge) === JSON.stringify(plan.edge)) return around;
  return { ...around, alpha: changeMap(regions, shapeOf(plan, edge)).alpha };
}
