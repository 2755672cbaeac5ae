// What happens to the children when a container without auto layout changes its size.
import type { SceneDocument } from './document.ts';
import { apply, invert, withPosition } from './matrix.ts';
import { isTransparentParent, type Props, type SceneNode } from './model.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

type Constraint = Props['constraints']['horizontal'];

export function applyConstraints(document: SceneDocument, node: SceneNode, before: Size, after: Size): void {
  if (before.width === after.width && before.height === after.height) return;
  for (const child of node.children) constrain(document, child, node, before, after);
}

function constrain(
  document: SceneDocument,
  child: SceneNode,
  parent: SceneNode,
  before: Size,
  after: Size,
): void {
  const scaled = isTransparentParent(parent.type);
  const { horizontal, vertical } = scaled
    ? ({ horizontal: 'SCALE', vertical: 'SCALE' } as const)
    : child.props.constraints;
  const [[, , left], [, , top]] = child.props.transform;
  const { width, height } = child.props;
  const x = along(horizontal, left, width, before.width, after.width);
  const y = along(vertical, top, height, before.height, after.height);
  document.set(child, { transform: withPosition(child.props.transform, x.start, y.start) });
  const size = sizeInOwnAxes(child, { width: x.length - width, height: y.length - height });
  resizeTree(document, child, size);
}

/** The growth along the parent's axes, as far as it falls on the child's own. */
function sizeInOwnAxes(child: SceneNode, growth: Size): Size {
  const [[a, c], [b, d]] = child.props.transform;
  const turned = Math.abs(b) > Math.abs(a) && Math.abs(c) > Math.abs(d);
  return {
    width: Math.max(0.01, child.props.width + (turned ? growth.height : growth.width)),
    height: Math.max(
      child.props.height === 0 ? 0 : 0.01,
      child.props.height + (turned ? growth.width : growth.height),
    ),
  };
}

function along(constraint: Constraint, start: number, length: number, before: number, after: number) {
  const growth = after - before;
  switch (constraint) {
    case 'MIN':
      return { start, length };
    case 'MAX':
      return { start: start + growth, length };
    case 'CENTER':
      return { start: start + growth / 2, length };
    case 'STRETCH':
      return { start, length: length + growth };
    case 'SCALE':
      return before === 0
        ? { start, length }
        : { start: (start * after) / before, length: (length * after) / before };
    default:
      return constraint satisfies never;
  }
}

/** Resizes a node and lets its children follow. */
export function resizeTree(document: SceneDocument, node: SceneNode, size: Size): void {
  const before = { width: node.props.width, height: node.props.height };
  document.set(node, { width: size.width, height: size.height });
  if (node.props.layoutMode === 'NONE') applyConstraints(document, node, before, size);
}

/** `rescale`: everything in the node grows by the factor, about the node's own origin. */
export function rescaleTree(document: SceneDocument, node: SceneNode, factor: number): void {
  document.set(node, scaledProps(node.props, factor));
  for (const child of node.children) {
    const [[, , x], [, , y]] = child.props.transform;
    document.set(child, { transform: withPosition(child.props.transform, x * factor, y * factor) });
    rescaleTree(document, child, factor);
  }
}

const LENGTHS = [
  'width',
  'height',
  'strokeWeight',
  'topLeftRadius',
  'topRightRadius',
  'bottomLeftRadius',
  'bottomRightRadius',
  'paddingLeft',
  'paddingRight',
  'paddingTop',
  'paddingBottom',
  'itemSpacing',
  'fontSize',
] as const satisfies readonly (keyof Props)[];

function scaledProps(props: Readonly<Props>, factor: number): Partial<Props> {
  const lengths = Object.fromEntries(LENGTHS.map((key) => [key, props[key] * factor]));
  const effects = props.effects.map((effect) => ('radius' in effect ? scaledEffect(effect, factor) : effect));
  const dashPattern = props.dashPattern.map((length) => length * factor);
  return { ...lengths, effects, dashPattern };
}

function scaledEffect<E extends { readonly radius: number }>(effect: E, factor: number): E {
  const offset = 'offset' in effect ? (effect.offset as { x: number; y: number }) : null;
  return {
    ...effect,
    radius: effect.radius * factor,
    ...(offset ? { offset: { x: offset.x * factor, y: offset.y * factor } } : {}),
  };
}

/** A point of the page in a node's own space. */
export function toLocal(transform: Props['transform'], point: { x: number; y: number }) {
  const inverse = invert(transform);
  return inverse ? apply(inverse, point) : null;
}
