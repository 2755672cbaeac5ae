// Gives the layers of a run other pixels: the same picture, cut by another edge or matched in another way.
import { asFailure } from '../core/failure.ts';
import type { Footprint } from '../core/framing.ts';
import { compose, type Matrix, translation } from '../core/geometry.ts';
import type { UpdateReply, UpdateRequest } from '../core/protocol.ts';
import type { Recipe } from '../core/recipe.ts';
import type { EditCounts } from './edit-count.ts';
import { fillOf } from './fills.ts';
import { refill } from './insert-as/fill.ts';
import { followed } from './insert-as/used.ts';
import { keptDataRestorer } from './kept-data.ts';
import { isLayer, type Layer, layersOf, mutable } from './layers.ts';
import { ownRecipe, recipeRestorer } from './recipes.ts';
import {
  createImage,
  footprintOn,
  isPictureOf,
  paint,
  pictureFill,
  pictureHash,
  RESULT_KEYS,
} from './result.ts';
import { inStep, type Undo } from './step.ts';

type Part = UpdateRequest['parts'][number];

type Change = Omit<Part['layers'][number], 'elsewhere'> & Pick<Part, 'targetId'>;

/** A layer that still shows a picture of ours. */
interface Shown {
  readonly layer: RectangleNode;
  /** Where it went when it came. */
  readonly footprint: Footprint;
  readonly fills: readonly Paint[];
  /** Which of the fills is the picture. */
  readonly picture: number;
}

/** @throws Failure update-failed, picture-too-large; the layers are then as before */
export async function updateLayers({ parts }: UpdateRequest, counts: EditCounts): Promise<UpdateReply> {
  const changes = await changesIn(parts);
  const nodes = await Promise.all(changes.map(({ id }) => figma.getNodeByIdAsync(id)));
  const pictures = changes.map((change, i) =>
    isFill(change) ? fillFor(nodes[i] ?? null, change) : pictureFor(nodes[i] ?? null, change),
  );
  const unchanged = pictures.filter((picture) => picture === 'same').length;
  // Nothing is left to change, and so nothing to undo.
  if (!pictures.some(isImage)) return { updated: 0, unchanged };
  try {
    return await inStep((undoers) => {
      for (const [i, change] of changes.entries()) {
        const [node, picture] = [nodes[i] ?? null, pictures[i]];
        if (!isLayer(node) || !isImage(picture)) continue;
        if (isFill(change)) refill(node, change, picture, undoers);
        else redraw(node, change, picture, undoers);
        counts.of(change.targetId).passOver([node], []);
      }
      return { updated: undoers.length, unchanged };
    });
  } catch (error) {
    throw asFailure(error, 'update-failed');
  }
}

/** Ids of all the layers that it is about. */
export function updatedIn({ parts }: UpdateRequest): string[] {
  const layers = parts.flatMap((part) => part.layers);
  return layers.flatMap(({ id, elsewhere }) => [id, ...(elsewhere?.placedIds ?? [])]);
}

async function changesIn(parts: readonly Part[]): Promise<Change[]> {
  const changes: Change[] = [];
  for (const { targetId, layers } of parts) {
    for (const { elsewhere, ...layer } of layers) {
      changes.push({ ...layer, targetId });
      if (!elsewhere) continue;
      const used = await layersOf(elsewhere.placedIds);
      changes.push(...used.flatMap((node) => followed(node, layer, elsewhere) ?? []));
    }
  }
  return changes;
}

/** A result that is in the target itself. */
function isFill({ id, fill, targetId }: Change): boolean {
  return fill !== undefined && id === targetId;
}

/** What a fill is to show, unless it shows just that already. */
function fillFor(node: BaseNode | null, { fill, png, recipe }: Change): Image | 'same' | 'gone' {
  const before = isLayer(node) ? fillOf(node, recipe) : null;
  if (!before) return 'gone';
  const image = createImage(fill ?? png);
  return image.hash === before.hash ? 'same' : image;
}

/** What a layer is to be painted with, unless it shows just that already. */
function pictureFor(node: BaseNode | null, { png, area, shown }: Change): Image | 'same' | 'gone' {
  const before = shownBy(node);
  if (!before) return 'gone';
  const image = createImage(png);
  const isInPlace = JSON.stringify(before.footprint) === JSON.stringify({ area, shown } satisfies Footprint);
  const isSame = isInPlace && pictureHash(before.layer) === image.hash;
  return isSame ? 'same' : image;
}

function isImage(picture: Image | 'same' | 'gone' | undefined): picture is Image {
  return typeof picture === 'object';
}

/** Null where there is nothing to replace: gone, or painted or cropped by somebody since. */
function shownBy(node: BaseNode | null): Shown | null {
  if (node?.type !== 'RECTANGLE' || node.removed) return null;
  const footprint = footprintOn(node);
  const fills = Array.isArray(node.fills) ? (node.fills as readonly Paint[]) : [];
  const picture = footprint ? fills.findIndex((fill) => isPictureOf(node, footprint, fill)) : -1;
  return footprint && picture >= 0 ? { layer: node, footprint, fills, picture } : null;
}

/** Looked at anew: the step may have had to wait. */
function redraw(node: Layer, change: Change, picture: Image, undoers: Undo[]): void {
  const shown = shownBy(node);
  if (!shown) return;
  undoers.push(restorer(shown));
  repaint(shown, change, picture);
}

/** What was done to the layer since it came, moved, turned or scaled, is done to its new pixels as well. */
function repaint({ layer, footprint, fills, picture }: Shown, change: Change, image: Image): void {
  const { shown } = footprint;
  const scale = [layer.width / shown.width, layer.height / shown.height] as const;
  const before = layer.relativeTransform as Matrix;
  const moved = translation<'frame', 'frame'>(
    (change.shown.x - shown.x) * scale[0],
    (change.shown.y - shown.y) * scale[1],
  );
  const replaced = fills.map((fill, i) =>
    i === picture && fill.type === 'IMAGE' ? repainted(fill, pictureFill(image, change)) : fill,
  );
  paint(layer, replaced, image, { ...change, recipe: standing(layer, change.recipe) }, scale);
  layer.relativeTransform = mutable(compose(before, moved));
}

/** In a copy of the target, a result goes on belonging to that. */
function standing(layer: BaseNode, recipe: Recipe): Recipe {
  const { targetId, madeFor, regionIds } = ownRecipe(layer) ?? recipe;
  return { ...recipe, targetId, madeFor, regionIds };
}

/** Another picture; opacity, blend mode and filters are the designer's. */
function repainted({ imageTransform: _, ...settings }: ImagePaint, picture: ImagePaint): ImagePaint {
  return { ...settings, ...picture };
}

function restorer({ layer, fills }: Shown): () => void {
  const { width, height, relativeTransform } = layer;
  const own = keptDataRestorer(layer, RESULT_KEYS);
  const recipe = recipeRestorer(layer);
  return () => {
    layer.resize(width, height);
    layer.fills = fills;
    layer.relativeTransform = relativeTransform;
    own();
    recipe();
  };
}
