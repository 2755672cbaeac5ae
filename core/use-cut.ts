// A result over other regions: as much of an edge as its picture has room for there, and how much of it shows.
import { interiorValues } from './antialias.ts';
import { type ChangeMap, clearance, isReached } from './change-map.ts';
import { distanceTo } from './distance.ts';
import { cropSize, density, type Framing, toCrop } from './framing.ts';
import { around, mapRect, type Rect, type Size } from './geometry.ts';
import { sampled } from './picture-fill.ts';
import { alphaOf, lesser, type Pixels, type Plane } from './pixels.ts';
import type { Layout } from './plan.ts';
import { type Edge, edgeWithin } from './soft-edge.ts';

/** Where the picture ends with the regions, or just beyond, there is nothing to blend further out. */
export function edgeWithRoom(
  { edge, regions, framing, target, changeEverythingElse }: Layout,
  picture: Rect<'frame'>,
): Edge {
  if (changeEverythingElse) return edge;
  const room = roomBeside(around(regions.map(({ box }) => box)), picture, target.size);
  const each = density(framing);
  const reach = room * each < 1 ? 0 : room + clearance(edge, each) / each;
  return edgeWithin(edge, { feather: 0, grow: reach, blend: 0 }, false);
}

/** What there is of the picture at the side where it is least; at the target's own border none is needed. */
function roomBeside(box: Rect<'frame'>, picture: Rect<'frame'>, target: Size<'frame'>): number {
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  const rooms = [
    box.x > 0 && box.x - picture.x,
    box.y > 0 && box.y - picture.y,
    right < target.width && picture.x + picture.width - right,
    bottom < target.height && picture.y + picture.height - bottom,
  ];
  return Math.max(0, Math.min(...rooms.map((room) => (room === false ? Number.POSITIVE_INFINITY : room))));
}

/** In px of the picture: what is rounded away at its ends is made up for by its last ones. */
const OPEN = { left: 1, top: 1, right: 1, bottom: 1 };

/**
 * The picture on the crop's grid.
 * @param area where it lies in the target
 * @returns null where nothing of it lies in the crop
 */
export function onCrop(pixels: Pixels, area: Rect<'frame'>, framing: Framing): Pixels | null {
  const lies = mapRect(toCrop(framing), area);
  const [across, down] = [pixels.width / lies.width, pixels.height / lies.height];
  const toPatch = [
    [across, 0, -lies.x * across],
    [0, down, -lies.y * down],
  ] as const;
  const { width, height } = cropSize(framing);
  return sampled({ pixels, open: OPEN, toPatch }, { width, height });
}

/**
 * By its own alpha, and by the regions' greys: no model has made it with these, so nothing of them is in it yet. Around
 * a region goes what its nearest px says; how it fades out there is for the edge alone.
 */
export function mostShown(
  pixels: Pixels,
  { amount, drawn }: Pick<ChangeMap, 'amount' | 'drawn'>,
  changeEverythingElse: boolean,
): Plane {
  return lesser(changeEverythingElse ? amount : goingOn(interiorValues(drawn)), alphaOf(pixels));
}

function goingOn(plane: Plane): Plane {
  const { width, height, data } = plane;
  const reached = Uint8Array.from(data, (value) => (isReached(value) ? 1 : 0));
  const { nearest } = distanceTo(reached, width, height);
  return { ...plane, data: data.map((value, i) => data[nearest[i]!] ?? value) };
}
