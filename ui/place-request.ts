// What the main thread must know to find the place of a result.
import type { EditPlan } from '../core/plan.ts';
import type { PlaceRequest } from '../core/protocol.ts';

export function placeRequest({
  target,
  regions,
  reach,
  protectsText,
  fillsTransparent,
  insertAs,
  replacedIds,
}: Pick<
  EditPlan,
  'target' | 'regions' | 'reach' | 'protectsText' | 'fillsTransparent' | 'insertAs' | 'replacedIds'
>): PlaceRequest {
  return {
    targetId: target.id,
    regions: regions.map(({ id, use }) => ({ id, use })),
    reach,
    protectsText,
    fillsTransparent,
    insertAs,
    replacedIds,
  };
}
