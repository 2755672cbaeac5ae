// What a node of the stand-in's document is: one immutable record of properties per node, and its place in the tree.
import type {
  ArcData,
  BlendMode,
  Constraints,
  Effect,
  FontName,
  LetterSpacing,
  LineHeight,
  MaskType,
  Paint,
  TextCase,
  TextDecoration,
  VectorPath,
} from '@figma/plugin-typings/plugin-api-standalone';
import { IDENTITY, type Transform } from './matrix.ts';

export type NodeType =
  | 'DOCUMENT'
  | 'PAGE'
  | 'FRAME'
  | 'GROUP'
  | 'SECTION'
  | 'COMPONENT'
  | 'COMPONENT_SET'
  | 'INSTANCE'
  | 'BOOLEAN_OPERATION'
  | 'RECTANGLE'
  | 'ELLIPSE'
  | 'LINE'
  | 'POLYGON'
  | 'STAR'
  | 'VECTOR'
  | 'TEXT'
  | 'SLICE';

/** A stretch of text that differs from its node's own style. */
export interface TextRun {
  start: number;
  end: number;
  fontName?: FontName;
  fontSize?: number;
  letterSpacing?: LetterSpacing;
  lineHeight?: LineHeight;
  fills?: readonly Paint[];
}

/** A glyph outline as the file that was opened lays it out; used as long as the text is not changed. */
export interface Glyph {
  data: string;
  x: number;
  y: number;
  fontSize: number;
}

/** Every property a node can have, in the Plugin API's shapes. All values are immutable. */
export interface Props {
  name: string;
  visible: boolean;
  locked: boolean;
  opacity: number;
  blendMode: BlendMode;
  isMask: boolean;
  maskType: MaskType;
  /** Relative to the parent in the tree, groups included; `relativeTransform` skips groups. */
  transform: Transform;
  width: number;
  height: number;
  constraints: Constraints;
  fills: readonly Paint[];
  strokes: readonly Paint[];
  strokeWeight: number;
  strokeAlign: 'INSIDE' | 'CENTER' | 'OUTSIDE';
  strokeCap: 'NONE' | 'ROUND' | 'SQUARE';
  strokeJoin: 'MITER' | 'BEVEL' | 'ROUND';
  strokeMiterLimit: number;
  dashPattern: readonly number[];
  effects: readonly Effect[];
  topLeftRadius: number;
  topRightRadius: number;
  bottomLeftRadius: number;
  bottomRightRadius: number;
  cornerSmoothing: number;
  clipsContent: boolean;
  layoutMode: 'NONE' | 'HORIZONTAL' | 'VERTICAL';
  layoutWrap: 'NO_WRAP' | 'WRAP';
  primaryAxisSizingMode: 'FIXED' | 'AUTO';
  counterAxisSizingMode: 'FIXED' | 'AUTO';
  primaryAxisAlignItems: 'MIN' | 'MAX' | 'CENTER' | 'SPACE_BETWEEN';
  counterAxisAlignItems: 'MIN' | 'MAX' | 'CENTER' | 'BASELINE';
  paddingLeft: number;
  paddingRight: number;
  paddingTop: number;
  paddingBottom: number;
  itemSpacing: number;
  counterAxisSpacing: number | null;
  itemReverseZIndex: boolean;
  strokesIncludedInLayout: boolean;
  layoutPositioning: 'AUTO' | 'ABSOLUTE';
  layoutAlign: 'MIN' | 'CENTER' | 'MAX' | 'STRETCH' | 'INHERIT';
  layoutGrow: number;
  minWidth: number | null;
  maxWidth: number | null;
  minHeight: number | null;
  maxHeight: number | null;
  characters: string;
  fontName: FontName;
  fontSize: number;
  lineHeight: LineHeight;
  letterSpacing: LetterSpacing;
  textCase: TextCase;
  textDecoration: TextDecoration;
  textAlignHorizontal: 'LEFT' | 'CENTER' | 'RIGHT' | 'JUSTIFIED';
  textAlignVertical: 'TOP' | 'CENTER' | 'BOTTOM';
  textAutoResize: 'NONE' | 'WIDTH_AND_HEIGHT' | 'HEIGHT' | 'TRUNCATE';
  textTruncation: 'DISABLED' | 'ENDING';
  maxLines: number | null;
  textRuns: readonly TextRun[];
  glyphs: readonly Glyph[] | null;
  arcData: ArcData;
  pointCount: number;
  innerRadius: number;
  booleanOperation: 'UNION' | 'INTERSECT' | 'SUBTRACT' | 'EXCLUDE';
  /** A vector's outline, drawn in a box of `outlineSize` that is stretched over the node. */
  fillOutline: readonly VectorPath[];
  strokeOutline: readonly VectorPath[];
  /** The area its stroke covers, as an opened file has it; used until the stroke changes. */
  strokedOutline: readonly VectorPath[];
  outlineSize: { readonly width: number; readonly height: number };
  mainComponentId: string | null;
  /** For a layer inside an instance: the component's layer it repeats, and what it no longer repeats. */
  sourceId: string | null;
  overridden: readonly string[];
  expanded: boolean;
  description: string;
  pluginData: Readonly<Record<string, string>>;
  sharedPluginData: Readonly<Record<string, string>>;
  relaunchData: Readonly<Record<string, string>>;
  explicitVariableModes: Readonly<Record<string, string>>;
  flowStartingPoints: readonly { readonly nodeId: string; readonly name: string }[];
  backgrounds: readonly Paint[];
}

export interface SceneNode {
  readonly id: string;
  readonly type: NodeType;
  parent: SceneNode | null;
  children: SceneNode[];
  props: Readonly<Props>;
}

const INTER: FontName = Object.freeze({ family: 'Inter', style: 'Regular' });

export const DEFAULTS: Readonly<Props> = Object.freeze<Props>({
  name: '',
  visible: true,
  locked: false,
  opacity: 1,
  blendMode: 'PASS_THROUGH',
  isMask: false,
  maskType: 'ALPHA',
  transform: IDENTITY,
  width: 100,
  height: 100,
  constraints: { horizontal: 'MIN', vertical: 'MIN' },
  fills: [],
  strokes: [],
  strokeWeight: 1,
  strokeAlign: 'INSIDE',
  strokeCap: 'NONE',
  strokeJoin: 'MITER',
  strokeMiterLimit: 4,
  dashPattern: [],
  effects: [],
  topLeftRadius: 0,
  topRightRadius: 0,
  bottomLeftRadius: 0,
  bottomRightRadius: 0,
  cornerSmoothing: 0,
  clipsContent: false,
  layoutMode: 'NONE',
  layoutWrap: 'NO_WRAP',
  primaryAxisSizingMode: 'AUTO',
  counterAxisSizingMode: 'AUTO',
  primaryAxisAlignItems: 'MIN',
  counterAxisAlignItems: 'MIN',
  paddingLeft: 0,
  paddingRight: 0,
  paddingTop: 0,
  paddingBottom: 0,
  itemSpacing: 0,
  counterAxisSpacing: null,
  itemReverseZIndex: false,
  strokesIncludedInLayout: false,
  layoutPositioning: 'AUTO',
  layoutAlign: 'INHERIT',
  layoutGrow: 0,
  minWidth: null,
  maxWidth: null,
  minHeight: null,
  maxHeight: null,
  characters: '',
  fontName: INTER,
  fontSize: 12,
  lineHeight: { unit: 'AUTO' },
  letterSpacing: { unit: 'PERCENT', value: 0 },
  textCase: 'ORIGINAL',
  textDecoration: 'NONE',
  textAlignHorizontal: 'LEFT',
  textAlignVertical: 'TOP',
  textAutoResize: 'WIDTH_AND_HEIGHT',
  textTruncation: 'DISABLED',
  maxLines: null,
  textRuns: [],
  glyphs: null,
  arcData: { startingAngle: 0, endingAngle: 2 * Math.PI, innerRadius: 0 },
  pointCount: 3,
  innerRadius: 0.382,
  booleanOperation: 'UNION',
  fillOutline: [],
  strokeOutline: [],
  strokedOutline: [],
  outlineSize: { width: 100, height: 100 },
  mainComponentId: null,
  sourceId: null,
  overridden: [],
  expanded: true,
  description: '',
  pluginData: {},
  sharedPluginData: {},
  relaunchData: {},
  explicitVariableModes: {},
  flowStartingPoints: [],
  backgrounds: [],
});

const solid = (r: number, g: number, b: number): readonly Paint[] => [
  { type: 'SOLID', visible: true, opacity: 1, blendMode: 'NORMAL', color: { r, g, b } },
];

/** What a freshly created node of a type has beyond the defaults. */
export const INITIAL: Partial<Record<NodeType, Partial<Props>>> = {
  DOCUMENT: { name: 'Document' },
  PAGE: { name: 'Page', backgrounds: solid(0.96, 0.96, 0.96) },
  FRAME: { name: 'Frame', fills: solid(1, 1, 1), clipsContent: true },
  COMPONENT: { name: 'Component', fills: solid(1, 1, 1), clipsContent: true },
  COMPONENT_SET: { name: 'Component set', clipsContent: true },
  INSTANCE: { name: 'Instance' },
  GROUP: { name: 'Group' },
  SECTION: { name: 'Section', fills: solid(1, 1, 1) },
  BOOLEAN_OPERATION: { name: 'Union', fills: solid(0.85, 0.85, 0.85) },
  RECTANGLE: { name: 'Rectangle', fills: solid(0.85, 0.85, 0.85) },
  ELLIPSE: { name: 'Ellipse', fills: solid(0.85, 0.85, 0.85) },
  POLYGON: { name: 'Polygon', fills: solid(0.85, 0.85, 0.85) },
  STAR: { name: 'Star', pointCount: 5, fills: solid(0.85, 0.85, 0.85) },
  LINE: { name: 'Line', height: 0, strokes: solid(0, 0, 0), strokeAlign: 'CENTER' },
  VECTOR: { name: 'Vector', strokes: solid(0, 0, 0), strokeAlign: 'CENTER' },
  TEXT: { name: 'Text', fills: solid(0, 0, 0), strokeAlign: 'OUTSIDE', width: 0, height: 14 },
  SLICE: { name: 'Slice' },
};

/** Groups and boolean operations have no space of their own: their children are placed in the container above. */
export function isTransparentParent(type: NodeType): boolean {
  return type === 'GROUP' || type === 'BOOLEAN_OPERATION';
}

export function isFrameLike(type: NodeType): boolean {
  return type === 'FRAME' || type === 'COMPONENT' || type === 'COMPONENT_SET' || type === 'INSTANCE';
}

export function canHaveChildren(type: NodeType): boolean {
  return isFrameLike(type) || isTransparentParent(type) || ['DOCUMENT', 'PAGE', 'SECTION'].includes(type);
}

export function* preorder(node: SceneNode): Generator<SceneNode> {
  yield node;
  for (const child of node.children) yield* preorder(child);
}

export function* ancestors(node: SceneNode): Generator<SceneNode> {
  for (let up = node.parent; up; up = up.parent) yield up;
}

export function pageOf(node: SceneNode): SceneNode | null {
  if (node.type === 'PAGE') return node;
  for (const up of ancestors(node)) if (up.type === 'PAGE') return up;
  return null;
}

/** True for the layers inside an instance, which only repeat their component. */
export function isInsideInstance(node: SceneNode): boolean {
  for (const up of ancestors(node)) if (up.type === 'INSTANCE') return true;
  return false;
}
