// Gives the layers of a run other pixels: the same picture, cut by another edge or matched in another way.
import { asFailure } from '../core/failure.ts';
import { compose, type Matrix, type Rect, translation } from '../core/geometry.ts';
import { SHARED_NAMESPACE, type UpdateReply, type UpdateRequest } from '../core/protocol.ts';
import type { EditCount } from './edit-count.ts';
import { mutable } from './layers.ts';
import { areaOf, createImage, isPictureOf, paint, pictureHash, RESULT_KEYS } from './result.ts';
import { beginStep } from './scratch.ts';

type Change = UpdateRequest['layers'][number];

/** A layer that still shows a picture of ours. */
interface Shown {
  readonly layer: RectangleNode;
  /** Where its pixels were taken. */
  readonly area: Rect<'frame'>;
  readonly fills: readonly Paint[];
  /** Which of the fills is the picture. */
  readonly picture: number;
}

/** @throws Failure update-failed, picture-too-large; the layers are then as before */
export async function updateLayers({ layers }: UpdateRequest, count: EditCount): Promise<UpdateReply> {
  const nodes = await Promise.all(layers.map(({ id }) => figma.getNodeByIdAsync(id)));
  const pictures = layers.map((change, i) => pictureFor(nodes[i] ?? null, change));
  const unchanged = pictures.filter((picture) => picture === 'same').length;
  // Nothing is left to change, and so nothing to undo.
  if (!pictures.some(isImage)) return { updated: 0, unchanged };
  await beginStep();
  const undoers: (() => void)[] = [];
  try {
    for (const [i, change] of layers.entries()) {
      // Looked at anew: the step may have had to wait.
      const [shown, picture] = [shownBy(nodes[i] ?? null), pictures[i]];
      if (!shown || !isImage(picture)) continue;
      undoers.push(restorer(shown));
      repaint(shown, change, picture);
      count.passOver([shown.layer], []);
    }
    figma.commitUndo();
    return { updated: undoers.length, unchanged };
  } catch (error) {
    for (const undo of undoers) undo();
    throw asFailure(error, 'update-failed');
  }
}

/** What a layer is to be painted with, unless it shows just that already. */
function pictureFor(node: BaseNode | null, { png, area }: Change): Image | 'same' | 'gone' {
  const shown = shownBy(node);
  if (!shown) return 'gone';
  const image = createImage(png);
  const isSame =
    pictureHash(shown.layer) === image.hash && JSON.stringify(shown.area) === JSON.stringify(area);
  return isSame ? 'same' : image;
}

function isImage(picture: Image | 'same' | 'gone' | undefined): picture is Image {
  return typeof picture === 'object';
}

/** Null where there is nothing to replace: gone, or painted or cropped by somebody since. */
function shownBy(node: BaseNode | null): Shown | null {
  if (node?.type !== 'RECTANGLE' || node.removed) return null;
  const area = areaOf(node);
  const fills = Array.isArray(node.fills) ? (node.fills as readonly Paint[]) : [];
  const picture = fills.findIndex((fill) => isPictureOf(node, fill));
  return area && picture >= 0 ? { layer: node, area, fills, picture } : null;
}

/** What was done to the layer since it came, moved, turned or scaled, is done to its new pixels as well. */
function repaint({ layer, area, fills, picture }: Shown, change: Change, image: Image): void {
  const scale = [layer.width / area.width, layer.height / area.height] as const;
  const before = layer.relativeTransform as Matrix;
  const moved = translation<'frame', 'frame'>(
    (change.area.x - area.x) * scale[0],
    (change.area.y - area.y) * scale[1],
  );
  const replaced = fills.map((fill, i) =>
    i === picture && fill.type === 'IMAGE' ? { ...fill, imageHash: image.hash } : fill,
  );
  paint(layer, replaced, image, change, scale);
  layer.relativeTransform = mutable(compose(before, moved));
}

function restorer({ layer, fills }: Shown): () => void {
  const { width, height, relativeTransform } = layer;
  const own = RESULT_KEYS.map((key) => [key, layer.getPluginData(key)] as const);
  const shared = layer
    .getSharedPluginDataKeys(SHARED_NAMESPACE)
    .map((key) => [key, layer.getSharedPluginData(SHARED_NAMESPACE, key)] as const);
  return () => {
    layer.resize(width, height);
    layer.fills = fills;
    layer.relativeTransform = relativeTransform;
    for (const [key, text] of own) layer.setPluginData(key, text);
    for (const [key, text] of shared) layer.setSharedPluginData(SHARED_NAMESPACE, key, text);
  };
}
