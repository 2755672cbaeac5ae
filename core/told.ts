// The layers that a recipe tells of: an id alone may be another layer's, since every file counts its own from the start.
import { askedOf, type Recipe, type WrittenRecipe } from './recipe.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A recipe, and how far its ids are to be trusted. */
export interface Telling {
  readonly recipe: Recipe;
  /** It was written where it is, and so its ids are those of this file, whatever has been renamed since. */
  readonly isSure: boolean;
}

/** A layer as a recipe tells of it. */
export interface Told extends Named {
  readonly isSure: boolean;
}

/** A copy has another id than the layer it was written for, also where it was pasted into another file. */
export function tellingOn({ id }: { readonly id: string }, recipe: WrittenRecipe): Telling {
  return { recipe, isSure: recipe.madeAs === id };
}

export function isTold({ id, name }: Named, told: Told): boolean {
  return id === told.id && (told.isSure || (name === told.name && name !== ''));
}

export function targetTold({ recipe, isSure }: Telling): Told {
  return { id: recipe.targetId, name: recipe.targetName, isSure };
}

/** Of copies, the frame that was copied. */
export function askedTold({ recipe, isSure }: Telling): Told {
  return { ...askedOf(recipe), isSure };
}

/** Those that are layers of their own. */
export function regionsTold({ recipe, isSure }: Telling): Told[] {
  const ids = recipe.regionIds.filter((id) => id !== recipe.targetId);
  const names = recipe.regionNames.length === ids.length ? recipe.regionNames : [];
  return ids.map((id, i) => ({ id, name: names[i] ?? '', isSure }));
}

/** Whether any of them tells of a layer: made once, and asked of many. */
export function tellsOf(all: readonly Told[]): (layer: Named) => boolean {
  const ids = new Set(all.map(({ id }) => id));
  return (layer) => ids.has(layer.id) && all.some((told) => isTold(layer, told));
}
