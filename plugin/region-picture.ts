// What a region looks like by itself, for the preview's outlines: exported where it stands, so that nothing is written.
import { compose, contains, IDENTITY, mapRect, type Rect, type Transform } from '../core/geometry.ts';
import { TO_GRID } from '../core/outlines.ts';
import { pngSize } from '../core/png.ts';
import type { RegionPicture } from '../core/protocol.ts';
import { hasChildren, type Layer, opacityOf, visibleFills } from './layers.ts';
import { paintedBox } from './region.ts';

/** A region that is far larger than its target would be exported for the little of it that is seen. */
const LONGEST_SIDE = 1024;

/** Null for a layer that is hidden, shows nothing, or is too large. */
export async function regionPicture(
  layer: Layer,
  fromPage: Transform<'page', 'preview'>,
): Promise<RegionPicture | null> {
  const shown = 'absoluteRenderBounds' in layer ? layer.absoluteRenderBounds : null;
  const bounds = layer.absoluteBoundingBox;
  if (!shown || !bounds) return null;
  const spills = paintsBeyond(layer, bounds);
  const toGrid = compose(TO_GRID, fromPage);
  const box = mapRect(toGrid, spills ? paintedBox<'page'>(layer, IDENTITY) : bounds);
  if (Math.max(box.width, box.height) > LONGEST_SIDE) return null;
  const png = await exportAs(layer, !spills, toGrid[0][0]).catch(() => null);
  const size = png && pngSize(png);
  if (!size) return null;
  // What is painted beyond the layer's bounds goes as far on all sides, by Figma's own reckoning of a blur.
  const at = {
    x: spills ? box.x + (box.width - size.width) / 2 : box.x,
    y: spills ? box.y + (box.height - size.height) / 2 : box.y,
  };
  return { png, at, shown: mapRect(toGrid, shown), opacity: seenThrough(layer) };
}

/** Whether strokes, blur or children need a larger picture; one with shadows, which do not count, is cut. */
function paintsBeyond(layer: Layer, bounds: Rect<'page'>): boolean {
  const effects = 'effects' in layer ? layer.effects : [];
  const hasShadow = effects.some(({ visible, type }) => visible && type !== 'LAYER_BLUR');
  return !hasShadow && !contains(bounds, paintedBox<'page'>(layer, IDENTITY), 0.01);
}

function exportAs(layer: Layer, useAbsoluteBounds: boolean, scale: number): Promise<Uint8Array> {
  return layer.exportAsync({
    format: 'PNG',
    contentsOnly: true,
    useAbsoluteBounds,
    colorProfile: 'SRGB',
    constraint: { type: 'SCALE', value: scale },
  });
}

/** What a designer lowered to see through the region: the layer's own, and that of a fill which is all there is. */
function seenThrough(layer: Layer): number {
  const [only, ...others] = visibleFills(layer);
  const isAll = only?.type === 'SOLID' && others.length === 0 && !hasChildren(layer);
  return opacityOf(layer) * (isAll ? (only.opacity ?? 1) : 1);
}
