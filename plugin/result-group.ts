// The group in which several results of a run stand: made for them, and dissolved once one of them is left.
import { keepOn, keptOn } from './kept-data.ts';
import { hasAutoLayout, isLayer } from './layers.ts';

const GROUP_KEY = 'results';

/** @param layers in one parent */
export function groupResults(
  layers: readonly SceneNode[],
  parent: BaseNode & ChildrenMixin,
  index: number,
  name: string,
): GroupNode {
  const group = figma.group(layers, parent, index);
  group.name = name;
  keepOn(group, GROUP_KEY, 'yes');
  if (hasAutoLayout(parent)) group.layoutPositioning = 'ABSOLUTE';
  return group;
}

/** A designer may have put results into a group as well, for reasons of their own. */
export function isResultGroup(node: BaseNode | null): node is GroupNode {
  return node?.type === 'GROUP' && keptOn(node, GROUP_KEY) !== '';
}

/**
 * With one result left, the group has done its work, unless somebody has given it a look or a purpose since.
 * @param isResult whether the layer that is left is one of them
 */
export function dissolve(group: BaseNode | null, isResult: (layer: SceneNode) => boolean): void {
  if (!isResultGroup(group) || group.removed || !isPlain(group)) return;
  const [last, ...others] = group.children;
  const { parent } = group;
  if (!last || others.length > 0 || !isLayer(last) || !isResult(last)) return;
  if (!parent || !('insertChild' in parent)) return;
  const { relativeTransform } = last;
  parent.insertChild(parent.children.indexOf(group), last);
  if (hasAutoLayout(parent) && 'layoutPositioning' in last) last.layoutPositioning = 'ABSOLUTE';
  last.relativeTransform = relativeTransform;
}

/** As it was made: nothing of how its layer looks, or of what can be done with it, would go with it. */
function isPlain({ visible, locked, opacity, blendMode, effects, isMask }: GroupNode): boolean {
  const isSeenAsIs = visible && opacity === 1 && blendMode === 'PASS_THROUGH' && effects.length === 0;
  return isSeenAsIs && !locked && !isMask;
}
