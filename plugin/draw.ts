// Draws copies of layers in a temporary frame, where they lie in the target, and exports them on the framing's grid.
import { Failure } from '../core/failure.ts';
import { cropSize, density, type Framing, frameRect } from '../core/framing.ts';
import { compose, type Matrix, translation } from '../core/geometry.ts';
import { pngSize } from '../core/png.ts';
import { SHARED_NAMESPACE } from '../core/protocol.ts';
import {
  follow,
  hasChildren,
  indexPath,
  isClipping,
  isInInstance,
  type Layer,
  mutable,
  pageToFrame,
  toPage,
} from './layers.ts';
import { type clearSpot, Scratch } from './scratch.ts';

/** What an export is of; the framing's rectangle is what the temporary frame shows. */
export interface View {
  readonly page: PageNode;
  readonly target: Layer;
  readonly framing: Framing;
  readonly leaseId: string;
  /** Where there is room for the temporary frames. */
  readonly spot: ReturnType<typeof clearSpot>;
  /** Told when somebody takes the temporary frame away, as an undo does. */
  readonly taken?: () => void;
}

interface ToPlace {
  readonly layer: Layer;
  /** It stands for the target, wherever it lies itself. */
  readonly isInPlace: boolean;
}

/** Puts a copy of a layer where it lies in the target's own px, which the framing's origin has moved. */
function placeClone(
  frame: FrameNode,
  scratch: Scratch,
  { layer, isInPlace }: ToPlace,
  { target, framing }: View,
): Layer {
  const clone = scratch.keep(layer.type === 'COMPONENT' ? layer.createInstance() : (layer.clone() as Layer));
  frame.appendChild(clone);
  const toFrame = pageToFrame(target);
  if (!toFrame) throw new Failure('target-flat', { target: target.name });
  const placed = compose(translation(-framing.x, -framing.y), compose(toFrame, toPage(layer)));
  clone.relativeTransform = mutable(
    isInPlace || layer.id === target.id ? shift(framing) : (placed as Matrix),
  );
  if ((clone.width !== layer.width || clone.height !== layer.height) && 'resizeWithoutConstraints' in clone) {
    clone.resizeWithoutConstraints(layer.width, layer.height);
  }
  clone.locked = false;
  forgetData(clone);
  return clone;
}

/** A copy is no result, no region and no relaunch button: whoever looks through the page finds each once. */
function forgetData(clone: Layer): void {
  const inside = hasChildren(clone)
    ? [
        ...clone.findAllWithCriteria({ sharedPluginData: { namespace: SHARED_NAMESPACE } }),
        ...clone.findAllWithCriteria({ pluginData: {} }),
      ]
    : [];
  // What an instance holds is its component's.
  for (const layer of [clone, ...inside]) if (!isInInstance(layer)) clearData(layer);
}

function clearData(layer: SceneNode): void {
  layer.setRelaunchData({});
  for (const key of layer.getPluginDataKeys()) layer.setPluginData(key, '');
  for (const key of layer.getSharedPluginDataKeys(SHARED_NAMESPACE)) {
    layer.setSharedPluginData(SHARED_NAMESPACE, key, '');
  }
}

// Written out rather than computed, so that the target's own copy sits on whole px to the last bit.
function shift(framing: Framing): Matrix {
  return translation(-framing.x, -framing.y);
}

/** What it means when nothing can be seen. */
interface Empty {
  readonly failing: 'target-empty' | 'region-empty' | 'input-empty' | 'input-outside';
  readonly target?: string;
  readonly layer?: string;
}

export async function inScratch(
  view: View,
  empty: Empty,
  fill: (place: (layer: Layer, isInPlace?: boolean) => Layer) => void,
): Promise<Uint8Array> {
  const { page, target, framing, leaseId, spot } = view;
  const modes = await collectionsOf(target);
  const flows = page.flowStartingPoints;
  const scratch = new Scratch();
  try {
    const frame = scratch.frameOn(page, spot, frameRect(framing), leaseId);
    for (const { collection, modeId } of modes)
      frame.setExplicitVariableModeForCollection(collection, modeId);
    fill((layer, isInPlace = false) => placeClone(frame, scratch, { layer, isInPlace }, view));
    return await exportFrame(frame, framing);
  } catch (error) {
    throw exportFailure(error, empty, target);
  } finally {
    scratch.close();
    if (scratch.isTaken) view.taken?.();
    // Figma copies a frame's flow starting point along with the frame.
    if (page.flowStartingPoints.length !== flows.length) page.flowStartingPoints = flows;
  }
}

/** Away from its ancestors a copy would lose the variable modes it inherits from them. */
export async function collectionsOf(target: Layer) {
  const modes = Object.entries(target.resolvedVariableModes);
  const found = await Promise.all(
    modes.map(async ([id, modeId]) => ({
      collection: await figma.variables.getVariableCollectionByIdAsync(id),
      modeId,
    })),
  );
  return found.flatMap(({ collection, modeId }) => (collection ? [{ collection, modeId }] : []));
}

/** @throws Failure export-unequal when Figma's size is not the grid's, by any of its ways to ask for it */
async function exportFrame(frame: FrameNode, framing: Framing): Promise<Uint8Array> {
  const size = cropSize(framing);
  const constraints: ExportSettingsConstraints[] = [
    { type: 'WIDTH', value: size.width },
    { type: 'HEIGHT', value: size.height },
    { type: 'SCALE', value: density(framing) },
  ];
  for (const constraint of constraints) {
    const png = await frame.exportAsync({
      format: 'PNG',
      contentsOnly: true,
      useAbsoluteBounds: true,
      colorProfile: 'SRGB',
      constraint,
    });
    const got = pngSize(png);
    if (got?.width === size.width && got.height === size.height) return png;
  }
  throw new Failure('export-unequal');
}

// Figma has one sentence for “nothing to see”; everything else is a failure of its own.
function exportFailure(error: unknown, { failing, ...names }: Empty, target: Layer): unknown {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof Failure) return error;
  if (/visible layers/i.test(text)) return new Failure(failing, names, error);
  return new Failure('export-failed', { target: target.removed ? '' : target.name }, error);
}

// Opacity, not visibility: in auto layout a hidden layer gives up its place. A Figma mask only clips.
export function hideInClone(clone: SceneNode, target: Layer, mask: BaseNode): void {
  const path = indexPath(target, mask);
  const copy = path && follow(clone, path).pop();
  if (!copy || !('opacity' in copy) || isClipping(copy)) return;
  copy.opacity = 0;
  if (copy.opacity !== 0) throw new Failure('export-failed', { target: target.name });
}
