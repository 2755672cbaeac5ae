// A picture of the target and of each region for the panel, exported as they stand: nothing is written to the document.
import { compose, mapRect, scaling, type Transform, translation } from '../core/geometry.ts';
import { pngSize } from '../core/png.ts';
import type { OverPreview, Preview, RegionView } from '../core/protocol.ts';
import { resultsBeside } from './earlier.ts';
import { isLayer, type Layer, layersOf, pageToFrame, toPage } from './layers.ts';
import { placementBeside } from './placement.ts';
import { outlineOf } from './region.ts';
import { mapOfRegion } from './region-memory.ts';
import { regionPicture } from './region-picture.ts';

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
  const scale = scaling<'page', 'preview'>((pngSize(png)?.width ?? box.width) / box.width);
  const fromPage = compose(scale, translation<'page', 'page'>(-box.x, -box.y));
  const regions: RegionView[] = [];
  for (const layer of await layersOf(request.regionIds)) {
    regions.push(await viewOf(layer, target, toFrame, fromPage));
  }
  const over = await overTarget(target, scale[0][0], fromPage);
  return { png, toPreview: compose(fromPage, toPage(target)), over, regions };
}

/** Figma exports the target without what stands beside it, although its next source begins with that. */
async function overTarget(
  target: Layer,
  value: number,
  fromPage: Transform<'page', 'preview'>,
): Promise<OverPreview[]> {
  const { parent, index } = placementBeside(target);
  const over: OverPreview[] = [];
  for (const layer of resultsBeside(target, parent, index)) {
    const bounds = layer.absoluteBoundingBox;
    // A group of which nothing is seen cannot be exported.
    const png = await exportWhole(layer, { type: 'SCALE', value }).catch(() => null);
    if (png && bounds) over.push({ png, box: mapRect(fromPage, bounds) });
  }
  return over;
}

async function viewOf(
  layer: Layer,
  target: Layer,
  toFrame: Transform<'page', 'frame'>,
  fromPage: Transform<'page', 'preview'>,
): Promise<RegionView> {
  const picture = await regionPicture(layer, fromPage);
  const map = picture ? null : mapOfRegion(target, layer);
  return { id: layer.id, outline: outlineOf(layer, toFrame), picture, map };
}

function exportWithin(target: Layer, box: globalThis.Rect, longestSide: number): Promise<Uint8Array> {
  const isWide = box.width >= box.height;
  const value = Math.max(1, Math.round(Math.min(longestSide, 2 * Math.max(box.width, box.height))));
  return exportWhole(target, { type: isWide ? 'WIDTH' : 'HEIGHT', value });
}

function exportWhole(layer: Layer, constraint: ExportSettingsConstraints): Promise<Uint8Array> {
  return layer.exportAsync({
    format: 'PNG',
    contentsOnly: true,
    useAbsoluteBounds: true,
    colorProfile: 'SRGB',
    constraint,
  });
}
