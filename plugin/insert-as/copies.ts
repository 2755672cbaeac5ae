// Results in copies of their target, in which text and vectors are as live as they were.
import { Failure } from '../../core/failure.ts';
import { compose, type Matrix, translation } from '../../core/geometry.ts';
import type { InsertRequest } from '../../core/protocol.ts';
import { copyName } from '../../core/recipe.ts';
import { collectionsOf } from '../draw.ts';
import { resultsBeside } from '../earlier.ts';
import { hideFillsIn } from '../fills.ts';
import { keepOn, keptOn } from '../kept-data.ts';
import {
  ancestors,
  follow,
  hasChildren,
  indexPath,
  isLayer,
  type Layer,
  mutable,
  type Parent,
  pageOf,
  pageToFrame,
  toPage,
} from '../layers.ts';
import type { Placement, PlaceWanted } from '../placement.ts';
import { resultsIn } from '../recipes.ts';
import type { Undo } from '../step.ts';
import { hideLayer } from '../visibility.ts';

/** Its picture is the business of whoever adds it. */
type CopiedPatch = Pick<InsertRequest['patches'][number], 'name' | 'recipe'>;

/** What a copy stands for, and how it is filled. */
export interface CopyWanted extends PlaceWanted {
  readonly page: PageNode;
  readonly placement: Placement;
  /** There are copies of other targets beside them. */
  readonly isOfSeveral: boolean;
  /** Modes of variables that the target has from what it lies in. */
  readonly modes: Awaited<ReturnType<typeof collectionsOf>>;
}

interface Copy {
  /** What stands in the row and bears the name. */
  readonly outer: FrameNode;
  /** The target's own copy: the same frame, or in it. */
  readonly inner: Layer;
  /** Where the result goes. */
  readonly placement: Placement;
}

/** A copy of a set of components would be a second set. @throws Failure set-copied */
export function checkCopied(target: Layer): void {
  if (!canBeCopied(target)) throw new Failure('set-copied', { target: target.name });
}

export function canBeCopied({ type }: Layer): boolean {
  return type !== 'COMPONENT_SET';
}

export async function copyWanted(
  wanted: PlaceWanted,
  placement: Placement,
  isOfSeveral = false,
): Promise<CopyWanted> {
  const { target } = wanted;
  const page = pageOf(target);
  if (!page) throw new Failure('target-gone', { target: target.name });
  const modes = target.parent?.id === page.id ? [] : await collectionsOf(target);
  return { ...wanted, page, placement, isOfSeveral, modes };
}

/** On a copy: the id of its result. */
const COPY_KEY = 'copy';

/** The copy that was made for a result, which of a picture is the picture itself; null where it has been taken out of it. */
export function copyAround(result: BaseNode): Layer | null {
  const around: readonly BaseNode[] = [result, ...ancestors(result)];
  return around.filter(isLayer).find((node) => keptOn(node, COPY_KEY) === result.id) ?? null;
}

export function isCopy(layer: BaseNode): boolean {
  return keptOn(layer, COPY_KEY) !== '';
}

/** The other way round: null where it has been taken out, and in a copy that somebody has made of the copy. */
export function resultIn(copy: Layer): BaseNode | null {
  const id = keptOn(copy, COPY_KEY);
  if (id === copy.id) return copy;
  return hasChildren(copy) ? (resultsIn(copy).find((node) => node.id === id) ?? null) : null;
}

/**
 * They lie over their target until they are put into place: `copiesToCome`.
 * @param add puts a result into a copy
 * @returns the results
 */
export function addCopies<P extends CopiedPatch>(
  wanted: CopyWanted,
  patches: readonly P[],
  add: (patch: P, index: number, target: Layer, placement: Placement) => SceneNode,
  undoers: Undo[],
): SceneNode[] {
  const { page } = wanted;
  const flows = page.flowStartingPoints;
  const results = patches.map((patch, i) => {
    const copy = copyOf(wanted, undoers);
    copy.outer.name = labelOf(wanted, patch);
    hideInCopy(wanted, copy);
    const { id, name } = wanted.target;
    const recipe = {
      ...patch.recipe,
      targetId: copy.inner.id,
      madeFor: { id, name },
      regionIds: regionsIn(wanted, copy, patch),
    };
    const result = add({ ...patch, recipe }, i, copy.inner, copy.placement);
    keepOn(copy.outer, COPY_KEY, result.id);
    return result;
  });
  // Figma copies a frame's flow starting point along with the frame.
  if (page.flowStartingPoints.length !== flows.length) page.flowStartingPoints = flows;
  return results;
}

function labelOf({ target, isOfSeveral }: CopyWanted, { name, recipe }: CopiedPatch): string {
  return isOfSeveral ? copyName(name, target.name, recipe.simulated) : name;
}

function copyOf(wanted: CopyWanted, undoers: Undo[]): Copy {
  const { target, page, placement, modes } = wanted;
  const path = indexPath(target, placement.parent);
  const clone = duplicate(target, undoers);
  const isOwnFrame = clone.type === 'FRAME' && path !== null;
  const outer = isOwnFrame ? clone : frameFor(target, undoers);
  page.appendChild(outer);
  for (const { collection, modeId } of modes) outer.setExplicitVariableModeForCollection(collection, modeId);
  if (!isOwnFrame) outer.appendChild(clone);
  outer.relativeTransform = mutable(toPage(target));
  if (!isOwnFrame) clone.relativeTransform = mutable(translation(0, 0));
  keepSize(clone, target);
  if (!path) copyBeside(wanted, outer);
  const parent = path && ([clone, ...follow(clone, path)].at(-1) as Parent);
  const beside = { parent: outer, index: outer.children.length };
  return { outer, inner: clone, placement: parent ? { parent, index: placement.index } : beside };
}

/** The results of earlier runs that stand beside the target, as the source has shown them. */
function copyBeside({ target, placement, replaced }: CopyWanted, outer: FrameNode): void {
  const toFrame = pageToFrame(target);
  if (!toFrame) return;
  for (const result of resultsBeside(target, placement.parent, placement.index)) {
    const copy = result.clone() as Layer;
    outer.appendChild(copy);
    copy.relativeTransform = mutable(compose(toFrame, toPage(result)) as Matrix);
    for (const layer of replaced) {
      const path = indexPath(result, layer);
      const found = path && (follow(copy, path).at(-1) ?? copy);
      if (found && isLayer(found)) hideLayer(found);
    }
  }
}

/** Of a component, what its instances look like: a variation is not one more component. */
function duplicate(target: Layer, undoers: Undo[]): Layer {
  let copy: SceneNode = target.type === 'COMPONENT' ? target.createInstance() : target.clone();
  undoers.push(() => {
    if (!copy.removed) copy.remove();
  });
  if (target.type === 'COMPONENT' && copy.type === 'INSTANCE') copy = copy.detachInstance();
  if (!isLayer(copy)) throw new Error('the copy has no place on the page');
  copy.visible = true;
  copy.locked = false;
  return copy;
}

/** What takes no layers, or shows no name on the canvas, stands in a frame that does both. */
function frameFor(target: Layer, undoers: Undo[]): FrameNode {
  const frame = figma.createFrame();
  undoers.push(() => {
    if (!frame.removed) frame.remove();
  });
  frame.fills = [];
  frame.clipsContent = false;
  frame.resize(target.width, target.height);
  return frame;
}

/** Out of an auto layout, a layer that filled it may have lost its size. */
function keepSize(clone: Layer, { width, height }: Layer): void {
  const isSame = clone.width === width && clone.height === height;
  if (!isSame && 'resizeWithoutConstraints' in clone) clone.resizeWithoutConstraints(width, height);
}

/** The layer's counterpart in a copy; null for one that lies elsewhere. */
function counterpart({ target }: CopyWanted, { inner }: Copy, layer: Layer): BaseNode | null {
  const path = indexPath(target, layer);
  return path?.length ? (follow(inner, path).at(-1) ?? null) : null;
}

/** What only says where, and the results that the new one takes the place of. */
function hideInCopy(wanted: CopyWanted, copy: Copy): void {
  const masks = wanted.regions.filter(({ use }) => use === 'mask').map(({ layer }) => layer);
  for (const layer of [...masks, ...wanted.replaced]) {
    const found = counterpart(wanted, copy, layer);
    if (found && isLayer(found)) hideLayer(found);
  }
  hideFillsIn(copy.inner, wanted.target, wanted.replacedFills);
}

/** Asked for again, the result is edited where it stands. What lies beside the target has stayed there: all are drawn again. */
function regionsIn(wanted: CopyWanted, copy: Copy, { recipe }: CopiedPatch): string[] {
  const ids = recipe.regionIds.flatMap((id) => {
    if (id === recipe.targetId) return copy.inner.id;
    const region = wanted.regions.find(({ layer }) => layer.id === id);
    return (region && counterpart(wanted, copy, region.layer)?.id) ?? [];
  });
  return ids.length < recipe.regionIds.length ? [] : ids;
}
