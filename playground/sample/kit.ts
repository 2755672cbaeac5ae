// The brand's few parts, drawn with the ordinary Plugin API: colours, type, stacks, photographs and icons.
import type {
  FontName,
  FrameNode,
  ImagePaint,
  Paint,
  PluginAPI,
  RectangleNode,
  RGB,
  SceneNode,
  SolidPaint,
  TextNode,
  VectorNode,
} from '@figma/plugin-typings/plugin-api-standalone';

export type Images = Readonly<Record<string, Uint8Array>>;
export type FontStyle = 'Regular' | 'Medium' | 'SemiBold' | 'Bold';

export const rgb = (hex: string): RGB => {
  const value = Number.parseInt(hex.slice(1), 16);
  return { r: (value >> 16) / 255, g: ((value >> 8) & 255) / 255, b: (value & 255) / 255 };
};

export const solid = (hex: string, opacity = 1): SolidPaint => ({ type: 'SOLID', color: rgb(hex), opacity });

export const COLOUR = {
  paper: '#faf8f3',
  white: '#ffffff',
  ink: '#1d2924',
  moss: '#27493d',
  stone: '#69716c',
  line: '#e7e2d8',
  sun: '#e39b34',
  mask: '#c026d3',
} as const;

export interface TextStyle {
  size: number;
  line: number;
  font?: FontStyle;
  colour?: string;
  opacity?: number;
  /** Wraps at this width; without it the text is one line. */
  width?: number;
  /** Percent of the size. */
  spacing?: number;
}

export interface StackStyle {
  direction?: 'HORIZONTAL' | 'VERTICAL';
  gap?: number;
  /** Top and bottom, left and right. */
  padding?: readonly [number, number];
  /** Sides without a number hug what is in the stack. */
  width?: number;
  height?: number;
  spread?: boolean;
  align?: 'MIN' | 'CENTER';
  fills?: readonly Paint[];
  radius?: number;
}

export interface Kit {
  figma: PluginAPI;
  text(name: string, characters: string, style: TextStyle): TextNode;
  frame(name: string, box: Box, fills?: readonly Paint[]): FrameNode;
  stack(name: string, style: StackStyle, children: readonly SceneNode[]): FrameNode;
  photo(name: string, image: string, box: Box): RectangleNode;
  imagePaint(image: string): ImagePaint;
  icon(name: string, path: string, style: { colour: string; weight?: number }): VectorNode;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const STYLES: readonly FontStyle[] = ['Regular', 'Medium', 'SemiBold', 'Bold'];
/** Inter names its half-bold cut in two words, as Figma lists it. */
export const fontOf = (style: FontStyle): FontName => ({
  family: 'Inter',
  style: style === 'SemiBold' ? 'Semi Bold' : style,
});

export async function createKit(figma: PluginAPI, images: Images): Promise<Kit> {
  await Promise.all(STYLES.map((style) => figma.loadFontAsync(fontOf(style))));
  const hashes = new Map(
    Object.entries(images).map(([name, bytes]) => [name, figma.createImage(bytes).hash]),
  );
  const imagePaint = (image: string): ImagePaint => {
    const imageHash = hashes.get(image);
    if (!imageHash) throw new Error(`The sample needs the image “${image}”.`);
    return { type: 'IMAGE', scaleMode: 'FILL', imageHash };
  };
  return {
    figma,
    imagePaint,
    text: (name, characters, style) => createText(figma, name, characters, style),
    frame: (name, box, fills = []) => createFrame(figma, name, box, fills),
    stack: (name, style, children) => createStack(figma, name, style, children),
    photo: (name, image, box) => createPhoto(figma, name, imagePaint(image), box),
    icon: (name, path, style) => createIcon(figma, name, path, style),
  };
}

function createText(figma: PluginAPI, name: string, characters: string, style: TextStyle): TextNode {
  const node = figma.createText();
  node.name = name;
  node.fontName = fontOf(style.font ?? 'Regular');
  node.fontSize = style.size;
  node.lineHeight = { unit: 'PIXELS', value: style.line };
  node.letterSpacing = { unit: 'PERCENT', value: style.spacing ?? 0 };
  node.fills = [solid(style.colour ?? COLOUR.ink, style.opacity)];
  node.characters = characters;
  if (style.width !== undefined) {
    node.textAutoResize = 'HEIGHT';
    node.resize(style.width, node.height);
  }
  return node;
}

function createFrame(figma: PluginAPI, name: string, box: Box, fills: readonly Paint[]): FrameNode {
  const node = figma.createFrame();
  node.name = name;
  node.fills = fills;
  node.clipsContent = true;
  node.resize(box.width, box.height);
  node.x = box.x;
  node.y = box.y;
  return node;
}

function createStack(
  figma: PluginAPI,
  name: string,
  style: StackStyle,
  children: readonly SceneNode[],
): FrameNode {
  const node = figma.createFrame();
  const isRow = style.direction !== 'VERTICAL';
  const [block, inline] = style.padding ?? [0, 0];
  const sizing = (length: number | undefined) => (length === undefined ? 'AUTO' : 'FIXED');
  node.name = name;
  node.fills = style.fills ?? [];
  node.cornerRadius = style.radius ?? 0;
  node.layoutMode = isRow ? 'HORIZONTAL' : 'VERTICAL';
  node.itemSpacing = style.gap ?? 0;
  node.paddingTop = node.paddingBottom = block;
  node.paddingLeft = node.paddingRight = inline;
  node.primaryAxisAlignItems = style.spread ? 'SPACE_BETWEEN' : 'MIN';
  node.counterAxisAlignItems = style.align ?? (isRow ? 'CENTER' : 'MIN');
  node.primaryAxisSizingMode = sizing(isRow ? style.width : style.height);
  node.counterAxisSizingMode = sizing(isRow ? style.height : style.width);
  for (const child of children) node.appendChild(child);
  node.resize(style.width ?? node.width, style.height ?? node.height);
  node.primaryAxisSizingMode = sizing(isRow ? style.width : style.height);
  node.counterAxisSizingMode = sizing(isRow ? style.height : style.width);
  return node;
}

function createPhoto(figma: PluginAPI, name: string, paint: ImagePaint, box: Box): RectangleNode {
  const node = figma.createRectangle();
  node.name = name;
  node.fills = [paint];
  node.resize(box.width, box.height);
  node.x = box.x;
  node.y = box.y;
  return node;
}

function createIcon(
  figma: PluginAPI,
  name: string,
  path: string,
  { colour, weight }: { colour: string; weight?: number },
): VectorNode {
  const node = figma.createVector();
  node.name = name;
  node.vectorPaths = [{ windingRule: weight ? 'NONE' : 'NONZERO', data: path }];
  node.fills = weight ? [] : [solid(colour)];
  node.strokes = weight ? [solid(colour)] : [];
  if (weight) node.strokeWeight = weight;
  node.strokeCap = 'ROUND';
  node.strokeJoin = 'ROUND';
  return node;
}

/** A region layer: magenta, see-through, and told apart from the design at a glance. */
export function asRegion(
  node: SceneNode & { fills: readonly Paint[] | symbol; opacity: number },
  fills: readonly Paint[],
): void {
  node.fills = fills;
  node.opacity = 0.6;
}
