// What tells layers of the same name apart, where several are listed together.
import { labelsOf } from '../core/target-labels.ts';
import { holderName, type Layer } from './layers.ts';

/** @returns for each of them its label; null where the name alone will do */
export function labelling(layers: readonly Layer[]): (layer: Layer) => string | null {
  const labels = labelsOf(layers.map((layer) => ({ name: layer.name, within: holderName(layer) })));
  const byId = new Map(layers.map(({ id }, i) => [id, labels[i]]));
  return ({ id }) => byId.get(id) ?? null;
}
