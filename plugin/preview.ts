// A picture of the target for the panel, exported as it stands: nothing is written to the document.
import { compose, type Matrix, scaling, translation } from '../core/geometry.ts';
import { pngSize } from '../core/png.ts';
import type { Preview } from '../core/protocol.ts';
import { isLayer, type Layer, pageToFrame, toPage } from './layers.ts';
import { outlineOf } from './region.ts';

interface PreviewRequest {
  readonly targetId: string;
  readonly regionIds: readonly string[];
  readonly longestSide: number;
}

/** Null when the target is gone or shows nothing. */
export async function preview(request: PreviewRequest): Promise<Preview | null> {
  const target = await figma.getNodeByIdAsync(request.targetId);
  const box = isLayer(target) ? target.absoluteBoundingBox : null;
  const toFrame = isLayer(target) ? pageToFrame(target) : null;
  if (!isLayer(target) || !box || !toFrame || !('exportAsync' in target)) return null;
  const png = await exportWithin(target, box, request.longestSide);
  const regions = await Promise.all(request.regionIds.map((id) => figma.getNodeByIdAsync(id)));
  return {
    png,
    toPreview: compose(
      scaling<'page', 'preview'>((pngSize(png)?.width ?? box.width) / box.width),
      compose(translation<'page', 'page'>(-box.x, -box.y), toPage(target)),
    ) as Matrix,
    regions: regions
      .filter(isLayer)
      .map((region) => ({ id: region.id, outline: outlineOf(region, toFrame) })),
  };
}

function exportWithin(target: Layer, box: globalThis.Rect, longestSide: number): Promise<Uint8Array> {
  const isWide = box.width >= box.height;
  const value = Math.max(1, Math.round(Math.min(longestSide, 2 * Math.max(box.width, box.height))));
  return target.exportAsync({
    format: 'PNG',
    contentsOnly: true,
    useAbsoluteBounds: true,
    colorProfile: 'SRGB',
    constraint: { type: isWide ? 'WIDTH' : 'HEIGHT', value },
  });
}
