// Where a result would go over regions, told to the panel: it has them drawn, and cuts the result by them.
import type { PlacesRequest, UsedOver, UsePlace, UsePlaces } from '../../core/protocol.ts';
import type { MemberChoice } from '../../core/selection-rules.ts';
import { layersOf, targetProblem } from '../layers.ts';
import { regionOf, targetOf } from '../selection.ts';
import { bytesOf, drawnIn, membersFor, type Result, resultOn, spotIn } from './use-spots.ts';

/** @throws Failure result-lost */
export async function usePlaces({ of, within }: PlacesRequest): Promise<UsePlaces> {
  const result = 'layerId' in of ? await resultOn(of) : resultToCome(of);
  const layers = within ? await layersOf(within) : figma.currentPage.selection;
  return { within: layers.map(({ id }) => id), over: await overRegions(result, layers) };
}

function resultToCome({ recipe, area, shown }: Exclude<PlacesRequest['of'], { layerId: string }>): Result {
  return { name: '', recipe, isSure: true, hash: '', footprint: { area, shown } };
}

async function overRegions(result: Result, layers: readonly SceneNode[]): Promise<UsedOver | null> {
  const { footprint, recipe, hash } = result;
  const found: (UsePlace | null)[] = [];
  for (const member of await membersFor(result, layers)) found.push(await placeIn(member, result));
  const places = found.filter((place) => place !== null);
  if (!footprint || places.length === 0) return null;
  const picture = hash === '' ? null : await bytesOf(result);
  return { recipe, area: footprint.area, picture, places };
}

/** Null where it has not to be cut, or cannot go. */
async function placeIn(member: MemberChoice, result: Result): Promise<UsePlace | null> {
  const [target] = await layersOf([member.targetId]);
  if (!target || targetProblem(target)) return null;
  const spot = await spotIn(target, await drawnIn(member), result);
  if (!spot || spot.cutBy.length === 0) return null;
  const regions = spot.cutBy.flatMap(({ layer, use }) => regionOf(layer, use, target));
  return { target: targetOf(target), regions, area: spot.to.area };
}
