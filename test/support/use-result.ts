// A red square made in one frame, to be used elsewhere.
import type { EllipseNode, FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import type { ResultAddress } from '../../core/placed.ts';
import { toBase64 } from '../../ui/base64.ts';
import { systemClock } from '../../ui/clock.ts';
import { encodeGrey } from '../../ui/codec.ts';
import { spreadFor, useResult } from '../../ui/use-result.ts';
import { NOBODY } from '../../ui/used-cuts.ts';
import { codec } from '../ui/world.ts';
import type { OpenFigma } from './figma.ts';
import { insertOne } from './insert.ts';
import { AREA, patchOf, placeFor, placeOf, run, type Wanted } from './insert-as.ts';
import { ellipse, frame, type Parent } from './shapes.ts';

/** What may change of a crop of 256 px: half of the square. */
export const HALF = toBase64(
  encodeGrey({
    width: 16,
    height: 16,
    data: Float32Array.from({ length: 256 }, (_, i) => (i % 16 < 3 && i >= 16 && i < 48 ? 1 : 0)),
  }),
);

export interface Masked {
  readonly target: FrameNode;
  readonly mask: EllipseNode;
}

/** The mask lies where the square will: in larger frames it is larger. */
export function withMask(
  { figma }: OpenFigma,
  name: string,
  scale = 1,
  parent: Parent = figma.currentPage,
): Masked {
  const target = frame(figma, 96 * scale, 64 * scale, parent);
  target.name = name;
  const { x, y, width, height } = AREA;
  const mask = ellipse(figma, target, [x * scale, y * scale, width * scale, height * scale]);
  mask.name = 'Hero';
  return { target, mask };
}

/** @returns id of its layer */
export async function squareIn(open: OpenFigma, { target, mask }: Masked) {
  const regions = [{ id: mask.id, use: 'mask' as const }];
  const recipe = { map: HALF, targetName: target.name, regionNames: [mask.name] };
  const [layerId] = await run(open, { targetId: target.id, regions, insertAs: 'layer' }, { recipe });
  return layerId!;
}

/** @returns how many places have it now, and the names of those that could not take it */
export async function useIn(open: OpenFigma, layerId: string, ...places: { id: string }[]) {
  const { placedIds, refused } = await used(open, { layerId }, ...places);
  return { used: placedIds.length, refused };
}

/** As the panel does it, when no more is left of the result than its layer. */
export function used({ host, plugin }: OpenFigma, of: ResultAddress, ...places: { id: string }[]) {
  host.select(places.map(({ id }) => id));
  return useResult(of, null, { plugin, codec, clock: systemClock }, NOBODY);
}

/** A red square, made for one target and placed in the others in the same step. */
export async function everywhere(open: OpenFigma, wanted: Wanted, places: readonly { id: string }[]) {
  const place = await placeFor(open, wanted);
  const patch = patchOf(open, wanted, place);
  const whole = { targetId: wanted.targetId, pixels: await codec.decode(patch.png), area: AREA };
  const within = places.map(({ id }) => id);
  const { plugin } = open;
  return insertOne(plugin, {
    ...placeOf(wanted),
    place,
    patches: [patch],
    name: 'a red door',
    spread: await spreadFor(patch, whole, within, { plugin, codec, clock: systemClock }),
  });
}
