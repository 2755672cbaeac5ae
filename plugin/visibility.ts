// Hides a layer once a result has taken its place, and shows it again.
import { keepOn, keptDataRestorer, keptOn } from './kept-data.ts';
import { hasAutoLayout } from './layers.ts';

const OPACITY_KEY = 'opacity-before';

/** Hides the layer without moving its neighbours. */
export function hideLayer(layer: SceneNode): void {
  if (!flows(layer)) layer.visible = false;
  else if ('opacity' in layer && layer.opacity > 0) {
    keepOn(layer, OPACITY_KEY, String(layer.opacity));
    layer.opacity = 0;
  }
}

/** What undoes it; to be asked for first, since hiding may fail halfway. */
export function visibilityRestorer(layer: SceneNode): () => void {
  const { visible } = layer;
  const opacity = 'opacity' in layer ? layer.opacity : 1;
  const putBack = keptDataRestorer(layer, [OPACITY_KEY]);
  return () => {
    layer.visible = visible;
    if ('opacity' in layer) layer.opacity = opacity;
    putBack();
  };
}

export function showRegion(region: SceneNode): void {
  region.visible = true;
  const before = Number(keptOn(region, OPACITY_KEY));
  if ('opacity' in region && region.opacity === 0) region.opacity = before > 0 ? before : 1;
  keepOn(region, OPACITY_KEY, '');
}

/** Whether the layer takes part in an auto layout, where hiding it would let the others close up. */
export function flows(layer: SceneNode): boolean {
  if (!layer.parent || !hasAutoLayout(layer.parent)) return false;
  return !('layoutPositioning' in layer) || layer.layoutPositioning !== 'ABSOLUTE';
}
