// Hides a region once its result is there, and shows it again.

const OPACITY_KEY = 'opacity-before';

/** Hides the layer without moving its neighbours; returns what undoes it. */
export function hideLayer(region: SceneNode): () => void {
  const before = { visible: region.visible, opacity: 'opacity' in region ? region.opacity : 1 };
  if (!flows(region)) region.visible = false;
  else if ('opacity' in region && region.opacity > 0) {
    region.setPluginData(OPACITY_KEY, String(region.opacity));
    region.opacity = 0;
  }
  return () => {
    region.visible = before.visible;
    if ('opacity' in region) region.opacity = before.opacity;
  };
}

export function showRegion(region: SceneNode): void {
  region.visible = true;
  const before = Number(region.getPluginData(OPACITY_KEY));
  if ('opacity' in region && region.opacity === 0) region.opacity = before > 0 ? before : 1;
  region.setPluginData(OPACITY_KEY, '');
}

/** Whether the layer takes part in an auto layout, where hiding it would let the others close up. */
function flows(layer: SceneNode): boolean {
  const { parent } = layer;
  if (!parent || !('layoutMode' in parent) || parent.layoutMode === 'NONE') return false;
  return !('layoutPositioning' in layer) || layer.layoutPositioning !== 'ABSOLUTE';
}
