// The rasteriser: Skia, as CanvasKit, on the CPU, so that the same scene gives the same bytes everywhere.
import type { Canvas, CanvasKit, Image, TypefaceFontProvider } from 'canvaskit-wasm';
import { DecodedImages } from './images.ts';

export interface FontFile {
  family: string;
  style: string;
  bytes: Uint8Array;
}

export interface Skia {
  readonly kit: CanvasKit;
  readonly fonts: TypefaceFontProvider;
  readonly fontNames: readonly { family: string; style: string }[];
  /** One opaque pixel. */
  readonly white: Image;
  readonly images: DecodedImages;
}

/** Each font file is registered under a family of its own, so that a style is never guessed from a weight. */
export function fontFamily(family: string, style: string): string {
  return `${family} ${style}`;
}

export function createSkia(kit: CanvasKit, files: readonly FontFile[]): Skia {
  const fonts = kit.TypefaceFontProvider.Make();
  for (const { family, style, bytes } of files) fonts.registerFont(bytes, fontFamily(family, style));
  return {
    kit,
    fonts,
    fontNames: files.map(({ family, style }) => ({ family, style })),
    white: onePixel(kit),
    images: new DecodedImages(kit),
  };
}

function onePixel(kit: CanvasKit): Image {
  const info = {
    width: 1,
    height: 1,
    colorType: kit.ColorType.RGBA_8888,
    alphaType: kit.AlphaType.Opaque,
    colorSpace: kit.ColorSpace.SRGB,
  };
  const image = kit.MakeImage(info, Uint8Array.of(255, 255, 255, 255), 4);
  if (!image) throw new Error('Cannot make a picture of one pixel');
  return image;
}

export interface Pixels {
  width: number;
  height: number;
  /** RGBA, 8 bits, alpha not premultiplied. */
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** Draws on a fresh transparent surface and reads it back. */
export function rasterise(skia: Skia, width: number, height: number, draw: (canvas: Canvas) => void): Pixels {
  const { kit } = skia;
  const surface = kit.MakeSurface(width, height);
  if (!surface) throw new Error(`Cannot make a picture of ${width} × ${height} pixels`);
  try {
    const canvas = surface.getCanvas();
    canvas.clear(kit.TRANSPARENT);
    draw(canvas);
    surface.flush();
    const info = {
      width,
      height,
      colorType: kit.ColorType.RGBA_8888,
      alphaType: kit.AlphaType.Unpremul,
      colorSpace: kit.ColorSpace.SRGB,
    };
    const data = canvas.readPixels(0, 0, info);
    if (!(data instanceof Uint8Array)) throw new Error('Cannot read the picture back');
    return { width, height, data: new Uint8ClampedArray(data.buffer as ArrayBuffer) };
  } finally {
    surface.dispose();
  }
}
