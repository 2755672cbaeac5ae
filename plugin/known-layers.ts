// Finds the layers that a recipe tells of, and no others that have come by the same ids.
import { isTold, type Told } from '../core/told.ts';
import { type Layer, layersOf } from './layers.ts';

export async function knownLayers(all: readonly Told[]): Promise<Layer[]> {
  const found = await Promise.all(all.map(knownLayer));
  return found.filter((layer) => layer !== null);
}

/** Null where it is gone, or never was in this file. */
export async function knownLayer(told: Told): Promise<Layer | null> {
  const [layer] = await layersOf([told.id]);
  return layer && isTold(layer, told) ? layer : null;
}
