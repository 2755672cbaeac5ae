// A result over other regions is cut by them, as they are drawn there: each target's own picture of it, made in the panel.
import { changeMap } from '../core/change-map.ts';
import { isFailure } from '../core/failure.ts';
import { cutAsItIs } from '../core/finish.ts';
import { footprintOf } from '../core/framing.ts';
import { mapRect, type Rect, type Transform } from '../core/geometry.ts';
import type { Pixels } from '../core/pixels.ts';
import { type Layout, layoutOf } from '../core/plan.ts';
import type { UseCut, UsedOver, UsePlace } from '../core/protocol.ts';
import { askedOf } from '../core/recipe.ts';
import type { Ready } from '../core/selection.ts';
import type { EditSettings } from '../core/settings.ts';
import { edgeWithRoom, mostShown, onCrop } from '../core/use-cut.ts';
import type { Plugin } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { drawnMapOf } from './cut-out.ts';
import { placeRequest } from './place-request.ts';
import { aroundOf, type Drawing, readDrawing, shapeOf, sourceOf } from './prepare.ts';
import { stopIfCancelled } from './stoppable.ts';

export interface CutWorld {
  readonly plugin: Plugin;
  readonly codec: Codec;
  readonly clock: Clock;
}

/** A picture, and where it lies in the target that it was made for. */
export interface Lying {
  readonly targetId: string;
  readonly pixels: Pixels;
  readonly area: Rect<'frame'>;
}

/** Whoever waits for it. */
export interface Watcher {
  readonly signal: AbortSignal;
  /** How many of the targets are done with. */
  told(done: number, of: number): void;
}

export interface Cutting extends Watcher {
  /** What is there already of what is to be cut anew. */
  readonly replacedIds: readonly string[];
}

/** Where it is not to be stopped. */
export const NOBODY: Cutting = {
  signal: new AbortController().signal,
  told: () => undefined,
  replacedIds: [],
};

/**
 * One for each target; those whose regions cannot be drawn, or under which nothing of it would show, are left out.
 * @param whole all that was made, where that is at hand: what was cut away may show elsewhere
 * @throws Failure cancelled
 */
export async function cutsFor(
  over: UsedOver,
  whole: Lying | null,
  world: CutWorld,
  { signal, told, replacedIds }: Cutting,
): Promise<UseCut[]> {
  const picture = await pictureOf(over, whole, world.codec);
  const cuts: UseCut[] = [];
  for (const [i, place] of over.places.entries()) {
    told(i, over.places.length);
    // A megapixel takes a moment, in which somebody may want to stop it.
    await world.clock.sleep(0);
    stopIfCancelled(signal);
    const cut =
      picture &&
      (await cutAt(place, { ...picture, area: movedTo(place, over, picture) }, { over, replacedIds }, world));
    if (cut) cuts.push(cut);
  }
  stopIfCancelled(signal);
  return cuts;
}

async function pictureOf(
  { recipe, area, picture }: UsedOver,
  whole: Lying | null,
  codec: Codec,
): Promise<Pick<Lying, 'pixels' | 'area'> | null> {
  // One that has come from elsewhere lies by another target's px.
  if (whole?.targetId === askedOf(recipe).id) return whole;
  return picture && { pixels: await codec.decode(picture), area };
}

/** Along with the pixels of the result. */
function movedTo(
  { area: to }: UsePlace,
  { area: from }: UsedOver,
  { area }: Pick<Lying, 'area'>,
): Rect<'frame'> {
  const [across, down] = [to.width / from.width, to.height / from.height];
  const move: Transform<'frame', 'frame'> = [
    [across, 0, to.x - from.x * across],
    [0, down, to.y - from.y * down],
  ];
  return mapRect(move, area);
}

async function cutAt(
  { target, regions }: UsePlace,
  picture: Pick<Lying, 'pixels' | 'area'>,
  { over, replacedIds }: Pick<Cutting, 'replacedIds'> & { readonly over: UsedOver },
  { plugin, codec }: CutWorld,
): Promise<UseCut | null> {
  const there = { kind: 'ready', target, regions } as const;
  try {
    const layout = { ...layoutIn(there, picture.area, over.recipe.settings), replacedIds };
    const asked = { ...placeRequest(layout), framing: layout.framing, goesUnkept: true };
    const drawing = await readDrawing(layout, await plugin.call('raster', asked), codec);
    return cutBy(drawing, picture, codec);
  } catch (error) {
    if (!isFailure(error)) throw error;
    return null;
  }
}

/** Nothing is sent: what lies around the regions need not be drawn, beyond the edge that there is room for. */
function layoutIn(there: Ready, area: Rect<'frame'>, settings: EditSettings): Layout {
  const used: EditSettings = { ...settings, insertAs: 'layer', surroundings: 'none', protectText: false };
  const layout = layoutOf(there, used);
  const edge = edgeWithRoom(layout, area);
  return edge === layout.edge ? layout : layoutOf(there, { ...used, edgeDetails: edge });
}

function cutBy(
  drawing: Drawing<Layout>,
  { pixels, area }: Pick<Lying, 'pixels' | 'area'>,
  codec: Codec,
): UseCut | null {
  const { plan, regions } = drawing;
  const { framing, target } = plan;
  const placed = onCrop(pixels, area, framing);
  const map = changeMap(regions, shapeOf(plan, plan.edge));
  const { sent, limit } = sourceOf(drawing);
  const around = aroundOf(plan, map.sent, map.alpha, sent, limit);
  const patch = placed && cutAsItIs(placed, around, mostShown(placed, map, plan.changeEverythingElse));
  const footprint = patch && footprintOf(framing, target.size, patch.area);
  if (!footprint) return null;
  return {
    targetId: target.id,
    png: codec.encode(patch.pixels),
    ...footprint,
    map: drawnMapOf(plan, regions),
  };
}
