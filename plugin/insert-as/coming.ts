// A result on its way to a place that it was not made for: into the target there, or into a copy of that.
import { Failure } from '../../core/failure.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Layer } from '../layers.ts';
import { anchored, type Placement, type PlaceWanted, placementFor } from '../placement.ts';
import type { Undo } from '../step.ts';
import { addCopies, copyWanted } from './copies.ts';

export interface Coming {
  readonly name: string;
  readonly recipe: Recipe;
  readonly wanted: PlaceWanted;
  readonly isNewFill: boolean;
  /** Those of the regions by which it goes to its place. */
  readonly over: PlaceWanted['regions'];
  /** Into the target, or into a copy of it. */
  put(recipe: Recipe, target: Layer, placement: Placement, undoers: Undo[]): SceneNode;
}

function placed({ wanted, over }: Coming): Placement {
  return placementFor({ ...wanted, regions: over });
}

export function putting(coming: Coming) {
  const place = anchored(placed(coming));
  return (undoers: Undo[]) => coming.put(coming.recipe, coming.wanted.target, place(), undoers);
}

export async function puttingIntoCopy(coming: Coming) {
  const { name, recipe, wanted } = coming;
  const copied = await copyWanted(wanted, placed(coming), true);
  return (undoers: Undo[]) => {
    const add = (own: { recipe: Recipe }, _: number, copy: Layer, within: Placement) =>
      coming.put(own.recipe, copy, within, undoers);
    const [result] = addCopies(copied, [{ name, recipe }], add, undoers);
    if (!result) throw new Failure('insert-failed', { target: wanted.target.name });
    return result;
  };
}
