// Auto layout, computed by Yoga at once after every change that can move something.
import yoga, {
  Align,
  Direction,
  Edge,
  FlexDirection,
  Gutter,
  Justify,
  MeasureMode,
  PositionType,
  Wrap,
  type Node as YogaNode,
} from 'yoga-layout';
import type { MeasureText } from '../render/text.ts';
import { applyConstraints } from './constraints.ts';
import type { SceneDocument } from './document.ts';
import { localBox } from './geometry.ts';
import { boxOf, withPosition } from './matrix.ts';
import { ancestors, type Props, type SceneNode } from './model.ts';

type Axis = 'width' | 'height';

export function isAutoLayout(node: SceneNode | null): boolean {
  return node !== null && node.props.layoutMode !== 'NONE';
}

/** In an auto layout and placed by it. */
export function isInFlow(node: SceneNode): boolean {
  return isAutoLayout(node.parent) && node.props.layoutPositioning === 'AUTO';
}

export class Layout {
  readonly #document: SceneDocument;
  readonly #measure: MeasureText;

  constructor(document: SceneDocument, measure: MeasureText) {
    this.#document = document;
    this.#measure = measure;
  }

  /** Lays out everything a change of this node can move. */
  update(node: SceneNode): void {
    if (node.type === 'TEXT') this.fitText(node);
    const root = outermost(node);
    if (!root) return;
    const tree = this.#build(root, null);
    tree.calculateLayout(undefined, undefined, Direction.LTR);
    this.#setSize(root, tree);
    this.#applyChildren(root, tree);
    tree.freeRecursive();
  }

  /** Text outside an auto layout takes the size of its characters. */
  fitText(node: SceneNode): void {
    const { textAutoResize, width } = node.props;
    if (node.props.glyphs || textAutoResize === 'NONE' || textAutoResize === 'TRUNCATE') return;
    const size = this.#measure(node.props, textAutoResize === 'HEIGHT' ? width : undefined);
    this.#document.set(node, textAutoResize === 'HEIGHT' ? { height: size.height } : size);
  }

  #build(node: SceneNode, parent: SceneNode | null): YogaNode {
    const result = yoga.Node.create();
    if (parent && node.props.layoutPositioning === 'ABSOLUTE') {
      result.setPositionType(PositionType.Absolute);
      const box = boxInParent(node);
      result.setWidth(box.width);
      result.setHeight(box.height);
      return result;
    }
    setSize(result, node, parent);
    limitSize(result, node.props);
    if (isAutoLayout(node)) this.#buildContainer(result, node);
    else if (node.type === 'TEXT') this.#setTextMeasure(result, node);
    return result;
  }

  #buildContainer(result: YogaNode, node: SceneNode): void {
    configureContainer(result, node);
    for (const child of inFlowOrder(node))
      result.insertChild(this.#build(child, node), result.getChildCount());
  }

  #setTextMeasure(result: YogaNode, { props }: SceneNode): void {
    if (props.glyphs || props.textAutoResize === 'NONE' || props.textAutoResize === 'TRUNCATE') return;
    result.setMeasureFunc((width, mode) => {
      const bounded = mode !== MeasureMode.Undefined;
      const limit = props.textAutoResize === 'HEIGHT' && bounded ? width : undefined;
      const size = this.#measure(props, limit);
      return limit === undefined ? size : { width: limit, height: size.height };
    });
  }

  #applyChildren(node: SceneNode, tree: YogaNode): void {
    inFlowOrder(node).forEach((child, index) => {
      if (child.props.layoutPositioning === 'ABSOLUTE') return;
      const box = tree.getChild(index);
      this.#setSize(child, box);
      this.#place(child, box.getComputedLeft(), box.getComputedTop());
      if (isAutoLayout(child)) this.#applyChildren(child, box);
    });
  }

  /** A turned child is placed by the box around it. */
  #place(child: SceneNode, left: number, top: number): void {
    const [[, , x], [, , y]] = child.props.transform;
    const box = boxInParent(child);
    const transform = withPosition(child.props.transform, left + x - box.x, top + y - box.y);
    if (left !== box.x || top !== box.y) this.#document.set(child, { transform });
  }

  #setSize(node: SceneNode, box: YogaNode): void {
    if (isTurned(node)) return;
    const before = node.props;
    const size = { width: box.getComputedWidth(), height: box.getComputedHeight() };
    this.#document.set(node, size);
    if (!isAutoLayout(node)) applyConstraints(this.#document, node, before, size);
  }
}

function outermost(node: SceneNode): SceneNode | null {
  let root = isAutoLayout(node) ? node : null;
  for (const up of ancestors(node)) {
    if (isAutoLayout(up)) root = up;
    else if (root) break;
  }
  return root;
}

function inFlowOrder(node: SceneNode): SceneNode[] {
  return node.children.filter((child) => child.props.visible);
}

function boxInParent(node: SceneNode) {
  return boxOf(node.props.transform, localBox(node));
}

function isTurned({ props }: SceneNode): boolean {
  const [[a, c], [b, d]] = props.transform;
  return Math.abs(b) > 1e-9 || Math.abs(c) > 1e-9 || a < 0 || d < 0;
}

function setSize(result: YogaNode, node: SceneNode, parent: SceneNode | null): void {
  for (const axis of ['width', 'height'] as const) {
    const sizing = sizingOf(node, axis, parent);
    if (sizing === 'FILL') fill(result, axis, parent);
    else if (sizing === 'FIXED')
      setFixed(result, axis, isTurned(node) ? boxInParent(node)[axis] : node.props[axis]);
  }
  if (!parent || sizingOf(node, primaryAxis(parent), parent) !== 'FILL') result.setFlexShrink(0);
}

function fill(result: YogaNode, axis: Axis, parent: SceneNode | null): void {
  if (!parent || axis !== primaryAxis(parent)) {
    result.setAlignSelf(Align.Stretch);
    return;
  }
  result.setFlexGrow(1);
  result.setFlexShrink(1);
  result.setFlexBasis(0);
}

function setFixed(result: YogaNode, axis: Axis, value: number): void {
  if (axis === 'width') result.setWidth(value);
  else result.setHeight(value);
}

export function primaryAxis(node: SceneNode): Axis {
  return node.props.layoutMode === 'VERTICAL' ? 'height' : 'width';
}

/** `layoutSizingHorizontal` and `layoutSizingVertical`. */
export function sizingOf(node: SceneNode, axis: Axis, parent = node.parent): 'FIXED' | 'HUG' | 'FILL' {
  if (parent && isAutoLayout(parent) && node.props.layoutPositioning === 'AUTO') {
    const primary = primaryAxis(parent) === axis;
    if (primary ? node.props.layoutGrow === 1 : node.props.layoutAlign === 'STRETCH') return 'FILL';
  }
  if (node.type === 'TEXT') return textHugs(node.props, axis) ? 'HUG' : 'FIXED';
  if (!isAutoLayout(node)) return 'FIXED';
  const mode =
    primaryAxis(node) === axis ? node.props.primaryAxisSizingMode : node.props.counterAxisSizingMode;
  return mode === 'AUTO' ? 'HUG' : 'FIXED';
}

function textHugs({ glyphs, textAutoResize }: Readonly<Props>, axis: Axis): boolean {
  if (glyphs) return false;
  return textAutoResize === 'WIDTH_AND_HEIGHT' || (textAutoResize === 'HEIGHT' && axis === 'height');
}

function limitSize(result: YogaNode, { minWidth, maxWidth, minHeight, maxHeight }: Readonly<Props>): void {
  if (minWidth !== null) result.setMinWidth(minWidth);
  if (maxWidth !== null) result.setMaxWidth(maxWidth);
  if (minHeight !== null) result.setMinHeight(minHeight);
  if (maxHeight !== null) result.setMaxHeight(maxHeight);
}

const JUSTIFY = {
  MIN: Justify.FlexStart,
  CENTER: Justify.Center,
  MAX: Justify.FlexEnd,
  SPACE_BETWEEN: Justify.SpaceBetween,
} as const;

const ALIGN = {
  MIN: Align.FlexStart,
  CENTER: Align.Center,
  MAX: Align.FlexEnd,
  BASELINE: Align.Baseline,
} as const;

function configureContainer(result: YogaNode, node: SceneNode): void {
  const { props } = node;
  const horizontal = props.layoutMode === 'HORIZONTAL';
  result.setFlexDirection(horizontal ? FlexDirection.Row : FlexDirection.Column);
  result.setFlexWrap(props.layoutWrap === 'WRAP' ? Wrap.Wrap : Wrap.NoWrap);
  result.setJustifyContent(JUSTIFY[props.primaryAxisAlignItems]);
  result.setAlignItems(ALIGN[props.counterAxisAlignItems]);
  const stroke = props.strokesIncludedInLayout ? props.strokeWeight : 0;
  result.setPadding(Edge.Left, props.paddingLeft + stroke);
  result.setPadding(Edge.Right, props.paddingRight + stroke);
  result.setPadding(Edge.Top, props.paddingTop + stroke);
  result.setPadding(Edge.Bottom, props.paddingBottom + stroke);
  const gap = props.primaryAxisAlignItems === 'SPACE_BETWEEN' ? 0 : props.itemSpacing;
  result.setGap(horizontal ? Gutter.Column : Gutter.Row, gap);
  result.setGap(horizontal ? Gutter.Row : Gutter.Column, props.counterAxisSpacing ?? props.itemSpacing);
}
