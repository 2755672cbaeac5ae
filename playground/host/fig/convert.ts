// The properties of a node as @open-pencil/core reads them, in the Plugin API's shapes.
import type { Constraints, Effect, Paint } from '@figma/plugin-typings/plugin-api-standalone';
import { freezeDeep } from '../api/validate.ts';
import { multiply, type Transform, translation } from '../scene/matrix.ts';
import type { Props, TextRun } from '../scene/model.ts';
import type { FigNode } from './open.ts';
import { blobToPathData, networkToPathData } from './outlines.ts';

type FigFill = FigNode['fills'][number];

export function convertProps(node: FigNode): Partial<Props> {
  return freezeDeep({
    ...place(node),
    ...appearance(node),
    ...outlines(node),
    ...layout(node),
    ...text(node),
    ...special(node),
  });
}

function place(node: FigNode): Partial<Props> {
  return {
    name: node.name,
    visible: node.visible,
    locked: node.locked,
    width: node.width,
    height: node.height,
    transform: transformOf(node),
    constraints: {
      horizontal: node.horizontalConstraint,
      vertical: node.verticalConstraint,
    } satisfies Constraints,
  };
}

/** The reader turns nodes about their middle, lines about their start; flips come before the turn. */
function transformOf(node: FigNode): Transform {
  const radians = (node.rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const [x, y] = node.type === 'LINE' ? [0, 0] : [node.width / 2, node.height / 2];
  const turn = multiply(
    multiply(translation(x, y), [
      [cos, -sin, 0],
      [sin, cos, 0],
    ]),
    translation(-x, -y),
  );
  const flip: Transform = [
    [node.flipX ? -1 : 1, 0, node.flipX ? node.width : 0],
    [0, node.flipY ? -1 : 1, node.flipY ? node.height : 0],
  ];
  return multiply(multiply(translation(node.x, node.y), flip), turn);
}

function appearance(node: FigNode): Partial<Props> {
  const stroke = node.strokes[0];
  const radius = (own: number) => (node.independentCorners ? own : node.cornerRadius);
  return {
    opacity: node.opacity,
    blendMode: node.blendMode,
    isMask: node.isMask,
    maskType: node.maskType,
    fills: node.fills.flatMap(paint),
    strokes: node.strokes.map(({ color, opacity, visible }) => solid(color, opacity, visible)),
    strokeWeight: stroke?.weight ?? 1,
    strokeAlign: stroke?.align ?? 'INSIDE',
    strokeCap: stroke?.cap === 'ROUND' || stroke?.cap === 'SQUARE' ? stroke.cap : 'NONE',
    strokeJoin: stroke?.join ?? node.strokeJoin,
    strokeMiterLimit: node.strokeMiterLimit,
    dashPattern: stroke?.dashPattern ?? [],
    effects: node.effects.map(effect),
    topLeftRadius: radius(node.topLeftRadius),
    topRightRadius: radius(node.topRightRadius),
    bottomLeftRadius: radius(node.bottomLeftRadius),
    bottomRightRadius: radius(node.bottomRightRadius),
    cornerSmoothing: node.cornerSmoothing,
    clipsContent: node.clipsContent,
  };
}

function solid({ r, g, b }: FigFill['color'], opacity: number, visible: boolean): Paint {
  return { type: 'SOLID', color: { r, g, b }, opacity, visible, blendMode: 'NORMAL' };
}

/** Paints the stand-in cannot draw are left out here, rather than failing every picture of the file. */
function paint(fill: FigFill): Paint[] {
  const { opacity, visible, blendMode = 'NORMAL' } = fill;
  const common = { opacity, visible, blendMode };
  switch (fill.type) {
    case 'SOLID':
      return [{ ...solid(fill.color, opacity, visible), blendMode }];
    case 'GRADIENT_LINEAR':
    case 'GRADIENT_RADIAL':
    case 'GRADIENT_ANGULAR':
    case 'GRADIENT_DIAMOND':
      return [
        {
          ...common,
          type: fill.type,
          gradientTransform: rows(fill.gradientTransform),
          gradientStops: fill.gradientStops ?? [],
        },
      ];
    case 'IMAGE':
      return [
        {
          ...common,
          type: 'IMAGE',
          imageHash: fill.imageHash ?? null,
          scaleMode: fill.imageScaleMode ?? 'FILL',
          imageTransform: rows(fill.imageTransform),
          scalingFactor: fill.scale ?? 1,
        },
      ];
    default:
      return [];
  }
}

function rows(matrix: FigFill['gradientTransform']): Transform {
  if (!matrix)
    return [
      [1, 0, 0],
      [0, 1, 0],
    ];
  return [
    [matrix.m00, matrix.m01, matrix.m02],
    [matrix.m10, matrix.m11, matrix.m12],
  ];
}

function effect({
  type,
  color,
  offset,
  radius,
  spread,
  visible,
  blendMode = 'NORMAL',
  showShadowBehindNode = false,
}: FigNode['effects'][number]): Effect {
  switch (type) {
    case 'DROP_SHADOW':
      return { type, color, offset, radius, spread, visible, blendMode, showShadowBehindNode };
    case 'INNER_SHADOW':
      return { type, color, offset, radius, spread, visible, blendMode };
    case 'BACKGROUND_BLUR':
      return { type, blurType: 'NORMAL', radius, visible };
    case 'LAYER_BLUR':
    case 'FOREGROUND_BLUR':
      return { type: 'LAYER_BLUR', blurType: 'NORMAL', radius, visible };
    default:
      return type satisfies never;
  }
}

function outlines(node: FigNode): Partial<Props> {
  if (node.type !== 'VECTOR') return {};
  const path = ({ windingRule, commandsBlob }: FigNode['fillGeometry'][number]) => ({
    windingRule,
    data: blobToPathData(commandsBlob),
  });
  return {
    fillOutline: node.fillGeometry.map(path),
    strokedOutline: node.strokeGeometry.map(path),
    strokeOutline: node.vectorNetwork
      ? [{ windingRule: 'NONE', data: networkToPathData(node.vectorNetwork) }]
      : [],
    outlineSize: { width: node.width, height: node.height },
  };
}

function layout(node: FigNode): Partial<Props> {
  const mode = (sizing: FigNode['primaryAxisSizing']) => (sizing === 'HUG' ? 'AUTO' : 'FIXED');
  const { paddingLeft, paddingRight, paddingTop, paddingBottom, itemSpacing, layoutPositioning, layoutWrap } =
    node;
  const align = node.layoutAlignSelf;
  return {
    layoutMode: node.layoutMode === 'GRID' ? 'NONE' : node.layoutMode,
    layoutWrap,
    layoutPositioning,
    layoutGrow: node.layoutGrow,
    layoutAlign: align === 'AUTO' || align === 'BASELINE' ? 'INHERIT' : align,
    primaryAxisSizingMode: mode(node.primaryAxisSizing),
    counterAxisSizingMode: mode(node.counterAxisSizing),
    primaryAxisAlignItems: node.primaryAxisAlign,
    counterAxisAlignItems: node.counterAxisAlign === 'STRETCH' ? 'MIN' : node.counterAxisAlign,
    ...{ paddingLeft, paddingRight, paddingTop, paddingBottom, itemSpacing },
    counterAxisSpacing: node.counterAxisSpacing,
    itemReverseZIndex: node.itemReverseZIndex,
    strokesIncludedInLayout: node.strokesIncludedInLayout,
    minWidth: node.minWidth,
    maxWidth: node.maxWidth,
    minHeight: node.minHeight,
    maxHeight: node.maxHeight,
  };
}

const WEIGHTS: Readonly<Record<number, string>> = {
  100: 'Thin',
  200: 'Extra Light',
  300: 'Light',
  400: 'Regular',
  500: 'Medium',
  600: 'Semi Bold',
  700: 'Bold',
  800: 'Extra Bold',
  900: 'Black',
};

function styleName(weight: number, italic: boolean): string {
  const name = WEIGHTS[Math.round(weight / 100) * 100] ?? 'Regular';
  if (!italic) return name;
  return name === 'Regular' ? 'Italic' : `${name} Italic`;
}

function text(node: FigNode): Partial<Props> {
  if (node.type !== 'TEXT') return {};
  const glyphs = node.figmaDerivedTextGlyphs?.map(({ commandsBlob, x, y, fontSize }) => ({
    data: blobToPathData(commandsBlob),
    x,
    y,
    fontSize,
  }));
  const {
    fontSize,
    textCase,
    textDecoration,
    textAlignHorizontal,
    textAlignVertical,
    textAutoResize,
    textTruncation,
    maxLines,
  } = node;
  return {
    characters: node.text,
    fontName: { family: node.fontFamily, style: styleName(node.fontWeight, node.italic) },
    lineHeight: node.lineHeight === null ? { unit: 'AUTO' } : { unit: 'PIXELS', value: node.lineHeight },
    letterSpacing: { unit: 'PIXELS', value: node.letterSpacing },
    ...{
      fontSize,
      textCase,
      textDecoration,
      textAlignHorizontal,
      textAlignVertical,
      textAutoResize,
      textTruncation,
      maxLines,
    },
    textRuns: node.styleRuns.map((run) => textRun(node, run)),
    glyphs: glyphs?.length ? glyphs : null,
  };
}

function textRun(node: FigNode, { start, length, style }: FigNode['styleRuns'][number]): TextRun {
  const weight = style.fontWeight ?? node.fontWeight;
  const italic = style.italic ?? node.italic;
  return {
    start,
    end: start + length,
    fontName: { family: style.fontFamily ?? node.fontFamily, style: styleName(weight, italic) },
    fontSize: style.fontSize ?? node.fontSize,
    ...(style.letterSpacing === undefined
      ? {}
      : { letterSpacing: { unit: 'PIXELS' as const, value: style.letterSpacing } }),
    ...(style.fills ? { fills: style.fills.flatMap(paint) } : {}),
  };
}

function special(node: FigNode): Partial<Props> {
  const data = node.pluginData.map(({ pluginId, key, value }) => [`${pluginId}/${key}`, value] as const);
  return {
    sharedPluginData: Object.fromEntries(data),
    ...(node.arcData ? { arcData: node.arcData } : {}),
    ...(node.booleanOperation ? { booleanOperation: node.booleanOperation } : {}),
    pointCount: node.pointCount,
    innerRadius: node.starInnerRadius,
  };
}
