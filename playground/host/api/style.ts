// Properties of appearance: paints, strokes, effects, corners, masks.
import type { BlendMode } from '@figma/plugin-typings/plugin-api-standalone';
import type { Props, SceneNode } from '../scene/model.ts';
import { type ApiContext, MIXED } from './context.ts';
import {
  blended,
  exactly,
  filled,
  fourCorners,
  frameLike,
  geometry,
  type Property,
  rounded,
  scene,
  stored,
} from './tables.ts';
import { boolean, type Check, effect, list, number, oneOf, paint, record, string } from './validate.ts';

const CORNERS = ['topLeftRadius', 'topRightRadius', 'bottomLeftRadius', 'bottomRightRadius'] as const;

const blendModes: Check<BlendMode> = oneOf(
  'PASS_THROUGH',
  'NORMAL',
  'DARKEN',
  'MULTIPLY',
  'LINEAR_BURN',
  'COLOR_BURN',
  'LIGHTEN',
  'SCREEN',
  'LINEAR_DODGE',
  'COLOR_DODGE',
  'OVERLAY',
  'SOFT_LIGHT',
  'HARD_LIGHT',
  'DIFFERENCE',
  'EXCLUSION',
  'HUE',
  'SATURATION',
  'COLOR',
  'LUMINOSITY',
);

export const styleProperties: Record<string, Property> = {
  name: { ...stored(() => true, 'name', string) },
  visible: stored(scene, 'visible', boolean),
  locked: stored(scene, 'locked', boolean),
  expanded: stored(scene, 'expanded', boolean),
  opacity: stored(blended, 'opacity', number(0, 1)),
  blendMode: stored(blended, 'blendMode', blendModes),
  isMask: stored(blended, 'isMask', boolean),
  maskType: stored(blended, 'maskType', oneOf('ALPHA', 'VECTOR', 'LUMINANCE')),
  effects: stored(blended, 'effects', list(effect)),
  fills: stored(filled, 'fills', list(paint)),
  strokes: stored(geometry, 'strokes', list(paint)),
  strokeWeight: strokeShape('strokeWeight', number(0)),
  strokeAlign: strokeShape('strokeAlign', oneOf('INSIDE', 'CENTER', 'OUTSIDE')),
  strokeCap: strokeShape('strokeCap', oneOf('NONE', 'ROUND', 'SQUARE')),
  strokeJoin: strokeShape('strokeJoin', oneOf('MITER', 'BEVEL', 'ROUND')),
  strokeMiterLimit: strokeShape('strokeMiterLimit', number(0)),
  dashPattern: strokeShape('dashPattern', list(number(0))),
  cornerSmoothing: stored(rounded, 'cornerSmoothing', number(0, 1)),
  cornerRadius: { on: rounded, get: (_context, node) => cornerRadius(node), set: setCornerRadius },
  topLeftRadius: stored(fourCorners, 'topLeftRadius', number(0)),
  topRightRadius: stored(fourCorners, 'topRightRadius', number(0)),
  bottomLeftRadius: stored(fourCorners, 'bottomLeftRadius', number(0)),
  bottomRightRadius: stored(fourCorners, 'bottomRightRadius', number(0)),
  clipsContent: stored(frameLike, 'clipsContent', boolean),
  backgrounds: stored(exactly('PAGE'), 'backgrounds', list(paint)),
  arcData: stored(
    exactly('ELLIPSE'),
    'arcData',
    record({ startingAngle: number(), endingAngle: number(), innerRadius: number(0, 1) }),
  ),
  pointCount: stored(exactly('POLYGON', 'STAR'), 'pointCount', number(3)),
  innerRadius: stored(exactly('STAR'), 'innerRadius', number(0, 1)),
  booleanOperation: stored(
    exactly('BOOLEAN_OPERATION'),
    'booleanOperation',
    oneOf('UNION', 'INTERSECT', 'SUBTRACT', 'EXCLUDE'),
  ),
  description: stored(exactly('COMPONENT', 'COMPONENT_SET'), 'description', string),
  fillStyleId: { on: geometry, get: () => '' },
  strokeStyleId: { on: geometry, get: () => '' },
  effectStyleId: { on: blended, get: () => '' },
  boundVariables: { on: scene, get: () => ({}) },
  vectorPaths: {
    on: exactly('VECTOR'),
    get: (_context, node) => node.props.fillOutline,
    set: setVectorPaths,
  },
};

/** A property on which the area of the stroke depends. */
function strokeShape<K extends keyof Props>(key: K, check: Check<Props[K]>): Property {
  return {
    ...stored(geometry, key, check),
    set: (context, node, value) => context.edit(node, { [key]: check(value, key), strokedOutline: [] }),
  };
}

function cornerRadius({ props }: SceneNode): unknown {
  const [first, ...others] = CORNERS.map((corner) => props[corner]);
  return others.every((other) => other === first) ? first : MIXED;
}

function setCornerRadius(context: ApiContext, node: SceneNode, value: unknown): void {
  const radius = number(0)(value, 'cornerRadius');
  context.edit(node, Object.fromEntries(CORNERS.map((corner) => [corner, radius])));
}

const vectorPath = record({ windingRule: oneOf('NONZERO', 'EVENODD', 'NONE'), data: string });

/** The node takes the size of its outline, which then starts at the node's origin. */
function setVectorPaths(context: ApiContext, node: SceneNode, value: unknown): void {
  const paths = list(vectorPath)(value, 'vectorPaths') as Props['fillOutline'];
  context.edit(node, outlineProps(context, paths));
}

export function outlineProps({ skia: { kit } }: ApiContext, paths: Props['fillOutline']): Partial<Props> {
  const all = new kit.Path();
  const parsed = paths.map(({ data }) => kit.Path.MakeFromSVGString(data));
  if (parsed.includes(null)) throw new Error('in set_vectorPaths: Invalid path data');
  for (const path of parsed) if (path) all.addPath(path);
  const [left = 0, top = 0, right = 0, bottom = 0] = all.computeTightBounds();
  const shift = kit.Matrix.translated(-left, -top);
  const moved = parsed.map((path) => path?.transform(shift).toSVGString() ?? '');
  for (const path of [all, ...parsed]) path?.delete();
  const size = { width: right - left, height: bottom - top };
  const outline = paths.map((path, index) => ({ windingRule: path.windingRule, data: moved[index] ?? '' }));
  const closed = outline.filter(({ windingRule }) => windingRule !== 'NONE');
  return { ...size, outlineSize: size, fillOutline: closed, strokeOutline: outline, strokedOutline: [] };
}
