// A small picture of a result, for lists: exported as it stands, so that nothing is written to the document.
import type { Thumbnail } from '../core/protocol.ts';
import { fillOf } from './fills.ts';
import type { KnownResult } from './history.ts';
import { isLayer, isShown } from './layers.ts';

/** Null where neither its layer nor its image is there any more. */
export async function thumbnail(
  { id, fill, picture }: Pick<KnownResult, 'id' | 'fill' | 'picture'>,
  longestSide: number,
): Promise<Thumbnail | null> {
  const layer = await figma.getNodeByIdAsync(id);
  const isSeen = isLayer(layer) && isShown(layer) && (!fill || (fillOf(layer, fill)?.isSeen ?? false));
  if (isSeen) {
    const bytes = await exportSmall(layer, longestSide).catch(() => null);
    if (bytes) return { bytes, isSmall: true };
  }
  // Figma exports nothing that is hidden, but it has the image.
  const image = picture === '' ? null : figma.getImageByHash(picture);
  return image && { bytes: await image.getBytesAsync(), isSmall: false };
}

function exportSmall(layer: SceneNode & LayoutMixin, value: number): Promise<Uint8Array> {
  const type = layer.width >= layer.height ? 'WIDTH' : 'HEIGHT';
  return layer.exportAsync({
    format: 'PNG',
    contentsOnly: true,
    useAbsoluteBounds: true,
    colorProfile: 'SRGB',
    constraint: { type, value },
  });
}
