// Figma's paints as Skia paints: solid colours, the four gradients, and images in their four scale modes.
import type { GradientPaint, ImagePaint, Paint, RGB } from '@figma/plugin-typings/plugin-api-standalone';
import type { CanvasKit, Image, Shader, BlendMode as SkiaBlend, Paint as SkiaPaint } from 'canvaskit-wasm';
import { IDENTITY, invert, multiply, scaling, type Transform, translation } from '../scene/matrix.ts';
import { skiaMatrix } from './shapes.ts';
import type { Skia } from './skia.ts';

export interface PaintContext {
  skia: Skia;
  imageBytes(hash: string): Uint8Array | undefined;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A Skia paint that fills a node of this size, or null when the paint shows nothing. The caller deletes it. */
export function skiaPaint(context: PaintContext, paint: Paint, size: Size): SkiaPaint | null {
  const { kit } = context.skia;
  if (paint.visible === false || paint.opacity === 0) return null;
  const result = new kit.Paint();
  result.setAntiAlias(true);
  if (paint.type === 'SOLID') result.setColor(colour(kit, paint.color, 1));
  else {
    const shader = shaderOf(context, paint, size);
    if (!shader) {
      result.delete();
      return null;
    }
    result.setShader(shader);
    shader.delete();
  }
  result.setAlphaf(paint.opacity ?? 1);
  result.setBlendMode(blendMode(kit, paint.blendMode ?? 'NORMAL'));
  return result;
}

export function colour(kit: CanvasKit, { r, g, b }: RGB, alpha: number): Float32Array {
  return kit.Color4f(r, g, b, alpha);
}

function shaderOf(context: PaintContext, paint: Paint, size: Size): Shader | null {
  switch (paint.type) {
    case 'GRADIENT_LINEAR':
    case 'GRADIENT_RADIAL':
    case 'GRADIENT_ANGULAR':
    case 'GRADIENT_DIAMOND':
      return gradient(context.skia.kit, paint, size);
    case 'IMAGE':
      return imageShader(context, paint, size);
    default:
      throw new Error(`This stand-in for Figma cannot draw a paint of type ${paint.type}`);
  }
}

/** `gradientTransform` takes the node's unit square to the gradient's, where a linear gradient runs from x 0 to 1. */
function gradient(kit: CanvasKit, paint: GradientPaint, { width, height }: Size): Shader | null {
  const toUnit = invert(paint.gradientTransform as Transform);
  if (!toUnit || width === 0) return null;
  const matrix = skiaMatrix(multiply(scaling(width, height || 1), toUnit));
  const colours = paint.gradientStops.map(({ color }) => colour(kit, color, color.a));
  const stops = paint.gradientStops.map(({ position }) => position);
  const clamp = kit.TileMode.Clamp;
  switch (paint.type) {
    case 'GRADIENT_LINEAR':
      return kit.Shader.MakeLinearGradient([0, 0], [1, 0], colours, stops, clamp, matrix);
    case 'GRADIENT_RADIAL':
      return kit.Shader.MakeRadialGradient([0.5, 0.5], 0.5, colours, stops, clamp, matrix);
    case 'GRADIENT_ANGULAR':
      return kit.Shader.MakeSweepGradient(0.5, 0.5, colours, stops, clamp, matrix);
    case 'GRADIENT_DIAMOND':
      return diamond(kit, colours, stops, matrix);
    default:
      return paint.type satisfies never;
  }
}

function diamond(kit: CanvasKit, colours: Float32Array[], stops: number[], matrix: number[]): Shader | null {
  const effect = kit.RuntimeEffect.Make(`
    uniform shader ramp;
    half4 main(float2 p) { return ramp.eval(float2(2 * (abs(p.x - .5) + abs(p.y - .5)), 0)); }`);
  const ramp = kit.Shader.MakeLinearGradient([0, 0], [1, 0], colours, stops, kit.TileMode.Clamp);
  const diamond = effect?.makeShaderWithChildren([], [ramp], matrix) ?? null;
  effect?.delete();
  ramp.delete();
  return diamond;
}

function imageShader(context: PaintContext, paint: ImagePaint, size: Size): Shader | null {
  const { kit } = context.skia;
  const bytes = paint.imageHash === null ? undefined : context.imageBytes(paint.imageHash);
  const image = bytes && paint.imageHash ? context.skia.images.get(paint.imageHash, bytes) : null;
  if (!image) return null;
  const tile = paint.scaleMode === 'TILE' ? kit.TileMode.Repeat : kit.TileMode.Clamp;
  const matrix = imageMatrix(paint, image, size);
  const shader = image.makeShaderOptions(
    tile,
    tile,
    kit.FilterMode.Linear,
    kit.MipmapMode.Linear,
    skiaMatrix(matrix),
  );
  const covers = paint.scaleMode === 'TILE' || paint.scaleMode === 'FILL';
  return covers
    ? shader
    : cutToImage(context.skia, shader, multiply(matrix, scaling(image.width(), image.height())));
}

/** Clear outside the image, without letting its edges fade as they would if the image itself were cut. */
function cutToImage({ kit, white }: Skia, shader: Shader, matrix: Transform): Shader {
  const { Decal } = kit.TileMode;
  const area = white.makeShaderOptions(
    Decal,
    Decal,
    kit.FilterMode.Nearest,
    kit.MipmapMode.None,
    skiaMatrix(matrix),
  );
  const cut = kit.Shader.MakeBlend(kit.BlendMode.SrcIn, area, shader);
  area.delete();
  shader.delete();
  return cut;
}

/** From the image's pixels to the node's space. */
function imageMatrix(paint: ImagePaint, image: Image, size: Size): Transform {
  const pixels = { width: image.width(), height: image.height() };
  if (paint.scaleMode === 'CROP')
    return cropMatrix(paint.imageTransform as Transform | undefined, pixels, size);
  const turned = turn(paint.rotation ?? 0, pixels);
  if (paint.scaleMode === 'TILE') {
    const factor = paint.scalingFactor ?? 1;
    return multiply(scaling(factor, factor), turned.matrix);
  }
  const pick = paint.scaleMode === 'FIT' ? Math.min : Math.max;
  const scale = pick(size.width / turned.width, size.height / turned.height);
  const [x, y] = [(size.width - turned.width * scale) / 2, (size.height - turned.height * scale) / 2];
  return multiply(multiply(translation(x, y), scaling(scale, scale)), turned.matrix);
}

/** `imageTransform` takes the node's unit square to the image's. */
function cropMatrix(imageTransform: Transform | undefined, pixels: Size, size: Size): Transform {
  const toNode = invert(imageTransform ?? IDENTITY) ?? IDENTITY;
  return multiply(
    multiply(scaling(size.width, size.height), toNode),
    scaling(1 / pixels.width, 1 / pixels.height),
  );
}

/** An image turned clockwise by quarter turns, as `rotation` of a paint says, and its size then. */
function turn(degrees: number, { width, height }: Size): Size & { matrix: Transform } {
  const quarter = ((Math.round(degrees / 90) % 4) + 4) % 4;
  const matrices: Transform[] = [
    IDENTITY,
    [
      [0, -1, height],
      [1, 0, 0],
    ],
    [
      [-1, 0, width],
      [0, -1, height],
    ],
    [
      [0, 1, 0],
      [-1, 0, width],
    ],
  ];
  const upright = quarter % 2 === 0;
  return {
    width: upright ? width : height,
    height: upright ? height : width,
    matrix: matrices[quarter] ?? IDENTITY,
  };
}

const BLEND_MODES: Readonly<Record<string, keyof CanvasKit['BlendMode']>> = {
  PASS_THROUGH: 'SrcOver',
  NORMAL: 'SrcOver',
  DARKEN: 'Darken',
  MULTIPLY: 'Multiply',
  COLOR_BURN: 'ColorBurn',
  LINEAR_BURN: 'Multiply',
  LIGHTEN: 'Lighten',
  SCREEN: 'Screen',
  COLOR_DODGE: 'ColorDodge',
  LINEAR_DODGE: 'Plus',
  OVERLAY: 'Overlay',
  SOFT_LIGHT: 'SoftLight',
  HARD_LIGHT: 'HardLight',
  DIFFERENCE: 'Difference',
  EXCLUSION: 'Exclusion',
  HUE: 'Hue',
  SATURATION: 'Saturation',
  COLOR: 'Color',
  LUMINOSITY: 'Luminosity',
};

export function blendMode(kit: CanvasKit, mode: string): SkiaBlend {
  const name = BLEND_MODES[mode];
  if (!name) throw new Error(`Unknown blend mode ${mode}`);
  return kit.BlendMode[name] as SkiaBlend;
}
