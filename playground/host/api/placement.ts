// Properties and methods of place and size: positions, transforms, bounds, constraints, auto layout.
import type { Transform } from '@figma/plugin-typings/plugin-api-standalone';
import { rescaleTree, resizeTree } from '../scene/constraints.ts';
import {
  absoluteBox,
  absoluteTransform,
  relativeTransform,
  renderBounds,
  treeTransform,
} from '../scene/geometry.ts';
import { isAutoLayout, isInFlow, primaryAxis, sizingOf } from '../scene/layout.ts';
import { rotationOf, withPosition, withRotation } from '../scene/matrix.ts';
import { isInsideInstance, isTransparentParent, type SceneNode } from '../scene/model.ts';
import type { ApiContext } from './context.ts';
import {
  exactly,
  frameLike,
  laidOut,
  type Method,
  type Property,
  readOnly,
  scene,
  stored,
} from './tables.ts';
import { boolean, frozen, nullable, number, oneOf, record, unitTransform } from './validate.ts';

const sizingModes = oneOf('FIXED', 'AUTO');
const constraint = oneOf('MIN', 'CENTER', 'MAX', 'STRETCH', 'SCALE');

export const placementProperties: Record<string, Property> = {
  x: {
    on: scene,
    get: (_c, node) => relativeTransform(node)[0][2],
    set: (c, node, x) => moveTo(c, node, 'x', x),
  },
  y: {
    on: scene,
    get: (_c, node) => relativeTransform(node)[1][2],
    set: (c, node, y) => moveTo(c, node, 'y', y),
  },
  width: readOnly(scene, (_c, node) => node.props.width),
  height: readOnly(scene, (_c, node) => node.props.height),
  rotation: { on: laidOut, get: (_c, node) => rotationOf(relativeTransform(node)), set: rotate },
  relativeTransform: {
    on: scene,
    get: (_c, node) => frozen(relativeTransform(node)),
    set: setRelativeTransform,
  },
  absoluteTransform: readOnly(scene, (_c, node) => frozen(absoluteTransform(node))),
  absoluteBoundingBox: readOnly(scene, (_c, node) => frozen(absoluteBox(node))),
  absoluteRenderBounds: readOnly(scene, (_c, node) => frozen(renderBounds(node))),
  constraints: stored(laidOut, 'constraints', record({ horizontal: constraint, vertical: constraint })),
  constrainProportions: readOnly(scene, () => false),
  layoutMode: stored(frameLike, 'layoutMode', oneOf('NONE', 'HORIZONTAL', 'VERTICAL')),
  layoutWrap: stored(frameLike, 'layoutWrap', oneOf('NO_WRAP', 'WRAP')),
  primaryAxisSizingMode: stored(frameLike, 'primaryAxisSizingMode', sizingModes),
  counterAxisSizingMode: stored(frameLike, 'counterAxisSizingMode', sizingModes),
  primaryAxisAlignItems: stored(
    frameLike,
    'primaryAxisAlignItems',
    oneOf('MIN', 'MAX', 'CENTER', 'SPACE_BETWEEN'),
  ),
  counterAxisAlignItems: stored(
    frameLike,
    'counterAxisAlignItems',
    oneOf('MIN', 'MAX', 'CENTER', 'BASELINE'),
  ),
  paddingLeft: stored(frameLike, 'paddingLeft', number(0)),
  paddingRight: stored(frameLike, 'paddingRight', number(0)),
  paddingTop: stored(frameLike, 'paddingTop', number(0)),
  paddingBottom: stored(frameLike, 'paddingBottom', number(0)),
  itemSpacing: stored(frameLike, 'itemSpacing', number()),
  counterAxisSpacing: stored(frameLike, 'counterAxisSpacing', nullable(number(0))),
  itemReverseZIndex: stored(frameLike, 'itemReverseZIndex', boolean),
  strokesIncludedInLayout: stored(frameLike, 'strokesIncludedInLayout', boolean),
  layoutPositioning: {
    ...stored(laidOut, 'layoutPositioning', oneOf('AUTO', 'ABSOLUTE')),
    set: setPositioning,
  },
  layoutAlign: stored(laidOut, 'layoutAlign', oneOf('MIN', 'CENTER', 'MAX', 'STRETCH', 'INHERIT')),
  layoutGrow: stored(laidOut, 'layoutGrow', number(0, 1)),
  layoutSizingHorizontal: sizing('width'),
  layoutSizingVertical: sizing('height'),
  minWidth: stored(laidOut, 'minWidth', nullable(number(0))),
  maxWidth: stored(laidOut, 'maxWidth', nullable(number(0))),
  minHeight: stored(laidOut, 'minHeight', nullable(number(0))),
  maxHeight: stored(laidOut, 'maxHeight', nullable(number(0))),
};

export const placementMethods: Record<string, Method> = {
  resize: { on: laidOut, call: (context, node, width, height) => resize(context, node, width, height, true) },
  resizeWithoutConstraints: {
    on: scene,
    call: (context, node, width, height) => resize(context, node, width, height, false),
  },
  rescale: { on: laidOut, call: rescale },
  getTopLevelFrame: { on: exactly('FRAME', 'COMPONENT', 'INSTANCE'), call: topLevelFrame },
};

export function refuseMoveInInstance(node: SceneNode, property: string): void {
  if (!isInsideInstance(node)) return;
  throw new Error(`in set_${property}: This property cannot be overridden in an instance: ${property}`);
}

function moveTo(context: ApiContext, node: SceneNode, axis: 'x' | 'y', value: unknown): void {
  const [[, , x], [, , y]] = relativeTransform(node);
  const position = { x, y, [axis]: number()(value, axis) };
  if (relativeTransform(node)[axis === 'x' ? 0 : 1][2] === position[axis]) return;
  refuseMoveInInstance(node, axis);
  place(context, node, withPosition(relativeTransform(node), position.x, position.y));
}

function rotate(context: ApiContext, node: SceneNode, value: unknown): void {
  refuseMoveInInstance(node, 'rotation');
  place(context, node, withRotation(relativeTransform(node), number()(value, 'rotation')));
}

function setRelativeTransform(context: ApiContext, node: SceneNode, value: unknown): void {
  const transform = unitTransform(value, 'relativeTransform');
  refuseMoveInInstance(node, 'relativeTransform');
  place(context, node, transform);
}

/** In the flow of an auto layout the position is the layout's: writing it changes nothing but the turn. */
function place(context: ApiContext, node: SceneNode, relative: Transform): void {
  const [[, , x], [, , y]] = relativeTransform(node);
  const kept = isInFlow(node) ? withPosition(relative, x, y) : relative;
  context.edit(node, { transform: frozen(treeTransform(node, kept)) });
}

function setPositioning(context: ApiContext, node: SceneNode, value: unknown): void {
  const layoutPositioning = oneOf('AUTO', 'ABSOLUTE')(value, 'layoutPositioning');
  if (layoutPositioning === 'ABSOLUTE' && !isAutoLayout(node.parent)) {
    throw new Error(
      'in set_layoutPositioning: Can only set layoutPositioning = ABSOLUTE if the parent node has layoutMode !== NONE',
    );
  }
  context.edit(node, { layoutPositioning });
}

function resize(
  context: ApiContext,
  node: SceneNode,
  width: unknown,
  height: unknown,
  constrained: boolean,
): void {
  const flat = node.type === 'LINE';
  const size = { width: number(0.01)(width, 'resize'), height: number(flat ? 0 : 0.01)(height, 'resize') };
  if (isInsideInstance(node))
    throw new Error('in resize: This property cannot be overridden in an instance: size');
  fixSizing(context, node, size);
  if (constrained || isTransparentParent(node.type)) resizeTree(context.document, node, size);
  context.edit(node, size);
}

/** Resizing by hand ends hugging along the axes that change, and automatic text boxes. */
function fixSizing(context: ApiContext, node: SceneNode, size: { width: number; height: number }): void {
  const [wider, higher] = [size.width !== node.props.width, size.height !== node.props.height];
  if (node.type === 'TEXT' && (wider || higher)) {
    context.document.set(node, { textAutoResize: higher ? 'NONE' : 'HEIGHT', glyphs: null });
  }
  if (!isAutoLayout(node)) return;
  const changed = { width: wider, height: higher };
  const counter = primaryAxis(node) === 'width' ? 'height' : 'width';
  if (changed[primaryAxis(node)]) context.document.set(node, { primaryAxisSizingMode: 'FIXED' });
  if (changed[counter]) context.document.set(node, { counterAxisSizingMode: 'FIXED' });
}

function rescale(context: ApiContext, node: SceneNode, factor: unknown): void {
  rescaleTree(context.document, node, number(0.01)(factor, 'rescale'));
  context.settle(node);
}

function sizing(axis: 'width' | 'height'): Property {
  return {
    on: laidOut,
    get: (_context, node) => sizingOf(node, axis),
    set: (context, node, value) =>
      setSizing(context, node, axis, oneOf('FIXED', 'HUG', 'FILL')(value, 'layoutSizing')),
  };
}

function setSizing(
  context: ApiContext,
  node: SceneNode,
  axis: 'width' | 'height',
  value: 'FIXED' | 'HUG' | 'FILL',
): void {
  if (value === 'FILL' && !isAutoLayout(node.parent)) {
    throw new Error('in set_layoutSizing: FILL can only be set on children of auto-layout frames');
  }
  if (value === 'HUG' && !isAutoLayout(node) && node.type !== 'TEXT') {
    throw new Error('in set_layoutSizing: HUG can only be set on auto-layout frames and text nodes');
  }
  const inPrimary = node.parent !== null && isAutoLayout(node.parent) && primaryAxis(node.parent) === axis;
  const fill = inPrimary
    ? { layoutGrow: value === 'FILL' ? 1 : 0 }
    : { layoutAlign: value === 'FILL' ? ('STRETCH' as const) : ('INHERIT' as const) };
  const own = isAutoLayout(node)
    ? {
        [primaryAxis(node) === axis ? 'primaryAxisSizingMode' : 'counterAxisSizingMode']:
          value === 'HUG' ? 'AUTO' : 'FIXED',
      }
    : {};
  context.edit(node, {
    ...(isAutoLayout(node.parent) ? fill : {}),
    ...own,
    ...textSizing(node, axis, value),
  });
}

function textSizing(node: SceneNode, axis: 'width' | 'height', value: 'FIXED' | 'HUG' | 'FILL') {
  if (node.type !== 'TEXT') return {};
  if (axis === 'width')
    return { textAutoResize: value === 'HUG' ? ('WIDTH_AND_HEIGHT' as const) : ('HEIGHT' as const) };
  return value === 'HUG' ? {} : { textAutoResize: 'NONE' as const };
}

function topLevelFrame(context: ApiContext, node: SceneNode): unknown {
  let top: SceneNode = node;
  for (let up = node.parent; up && up.type !== 'PAGE' && up.type !== 'SECTION'; up = up.parent) top = up;
  return context.wrap(top);
}
