// Results where they stand, of whichever kind: seen, hidden, removed in the one way that is meant for each.
import { type Placed, placedKey } from '../core/placed.ts';
import { fillOf } from './fills.ts';
import { copyAround } from './insert-as/copies.ts';
import { removeFills, showFill } from './insert-as/fill.ts';
import { type Layer, layersOf } from './layers.ts';

export interface Standing {
  readonly placed: Placed;
  readonly key: string;
  /** Of the result itself; of a fill, the picture. */
  readonly layer: Layer;
  readonly isSeen: boolean;
}

/** Those that are still there, as they are now. */
export async function standing(all: readonly Placed[]): Promise<Standing[]> {
  const layers = new Map((await layersOf(all.map(({ layerId }) => layerId))).map((each) => [each.id, each]));
  return all.flatMap((placed) => {
    const layer = layers.get(placed.layerId);
    const isSeen = layer ? seenIn(layer, placed) : null;
    return layer && isSeen !== null ? [{ placed, key: placedKey(placed), layer, isSeen }] : [];
  });
}

/** Null where it is gone. */
function seenIn(layer: Layer, placed: Placed): boolean | null {
  return placed.kind === 'fill' ? (fillOf(layer, placed)?.isSeen ?? null) : layer.visible;
}

/** As it is by now, and not as it was when it was found. */
export function seenNow({ layer, placed }: Standing): boolean | null {
  return layer.removed ? null : seenIn(layer, placed);
}

export function turn({ layer, placed }: Standing, isSeen: boolean): void {
  if (placed.kind === 'fill') showFill(layer, placed, isSeen);
  else layer.visible = isSeen;
}

/** A copy goes whole; where the result was taken out of its copy, that belongs to somebody else by now. */
export function removeStanding({ layer, placed }: Standing): void {
  if (layer.removed) return;
  switch (placed.kind) {
    case 'layer':
      layer.remove();
      break;
    case 'copy':
      (copyAround(layer) ?? layer).remove();
      break;
    case 'fill':
      removeFills(layer, [placed]);
      break;
    default:
      placed satisfies never;
  }
}
