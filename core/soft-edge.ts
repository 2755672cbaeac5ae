// Feather, grow and blend: how the change fades out around what was drawn.
import type { Rect } from './geometry.ts';
import type { EdgeDetails, SoftEdge } from './settings.ts';

/**
 * All in frame px.
 * - `feather`: the width over which the amount of change falls to zero;
 * - `grow`: how far outside the drawing the middle of that fall lies;
 * - `blend`: the width over which the patch's alpha falls to zero.
 */
export interface Edge {
  readonly feather: number;
  readonly grow: number;
  readonly blend: number;
}

export const HARD_EDGE: Edge = { feather: 0, grow: 0, blend: 0 };

// Numbers proven by painters (Krita AI Diffusion's defaults): a tenth of the region's diagonal, at
// least 32 px, scaled by the strength; the fall starts 4 px outside, so that the drawing itself is whole.
const FEATHER_OF_DIAGONAL = 0.1;
const LEAST_FEATHER = 32;
const OFFSET = 4;
const LARGEST_BLEND = 25;

/** The edge with what was set by hand in place of what follows from the soft edge. */
export function withDetails(edge: Edge, { feather, grow, blend }: EdgeDetails): Edge {
  return { feather: feather ?? edge.feather, grow: grow ?? edge.grow, blend: blend ?? edge.blend };
}

/** @param box the regions' bounds; @param strength 0–1 */
export function softEdge(setting: SoftEdge, box: Rect<'frame'>, strength: number): Edge {
  const feather = setting === 'automatic' ? automaticFeather(box, strength) : setting;
  if (feather <= 0) return HARD_EDGE;
  const grow = OFFSET + Math.floor(feather / 2);
  return { feather, grow, blend: Math.min(LARGEST_BLEND, grow + Math.floor(feather / 2)) };
}

function automaticFeather(box: Rect<'frame'>, strength: number): number {
  const diagonal = Math.hypot(box.width, box.height);
  return Math.max(
    Math.floor(FEATHER_OF_DIAGONAL * strength * diagonal),
    Math.round(LEAST_FEATHER * strength),
  );
}

/** How far outside the drawing anything may still change, in frame px. */
export function reachOf(edge: Edge): number {
  return edge.grow + edge.feather / 2;
}

/** How far outside the drawing its own value goes on undiminished, in frame px. */
function fullTo({ grow, feather }: Edge): number {
  return Math.max(0, grow - feather / 2);
}

/**
 * As much of an edge as a picture has room for that was made by a map with another: beyond what that one let
 * change it is the source again, and ends there in the steps of the model's cells.
 * @param changeEverythingElse what changes lies outside the drawing, and goes as near to it as the edge lets it
 */
export function edgeWithin(wanted: Edge, sent: Edge, changeEverythingElse: boolean): Edge {
  if (changeEverythingElse) {
    const isFarEnough = fullTo(wanted) >= fullTo(sent);
    return isFarEnough ? wanted : { ...wanted, grow: fullTo(sent) + wanted.feather / 2 };
  }
  const reach = reachOf(sent);
  if (reachOf(wanted) <= reach) return wanted;
  const feather = Math.min(wanted.feather, 2 * reach);
  return { feather, grow: reach - feather / 2, blend: Math.min(wanted.blend, Math.max(sent.blend, reach)) };
}
