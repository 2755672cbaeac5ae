// Text: paragraphs measured and drawn by Skia with the fonts the host was given.
import type { FontName, LetterSpacing, LineHeight, Paint } from '@figma/plugin-typings/plugin-api-standalone';
import type { Canvas, CanvasKit, Paragraph, TextStyle } from 'canvaskit-wasm';
import type { Props, TextRun } from '../scene/model.ts';
import { type PaintContext, skiaPaint } from './paints.ts';
import { fontFamily, type Skia } from './skia.ts';

/** Wide enough for any line that must not wrap. */
const UNBOUNDED = 1e6;

export interface TextSize {
  width: number;
  height: number;
}

export type MeasureText = (props: Readonly<Props>, maxWidth?: number) => TextSize;

export function createTextMeasurer(skia: Skia): MeasureText {
  const context: PaintContext = { skia, imageBytes: () => undefined };
  return (props, maxWidth = UNBOUNDED) => {
    const { paragraph, release } = layOut(context, props, maxWidth);
    const size = { width: Math.ceil(paragraph.getLongestLine()), height: Math.round(paragraph.getHeight()) };
    release();
    return size;
  };
}

export function drawText(canvas: Canvas, context: PaintContext, props: Readonly<Props>): void {
  const { paragraph, release } = layOut(context, props, props.width);
  canvas.drawParagraph(paragraph, 0, verticalOffset(props, paragraph.getHeight()));
  release();
}

function verticalOffset({ textAlignVertical, height }: Readonly<Props>, textHeight: number): number {
  const share = { TOP: 0, CENTER: 0.5, BOTTOM: 1 }[textAlignVertical];
  return (height - textHeight) * share;
}

interface Style {
  fontName: FontName;
  fontSize: number;
  letterSpacing: LetterSpacing;
  lineHeight: LineHeight;
  fills: readonly Paint[];
}

function layOut(context: PaintContext, props: Readonly<Props>, width: number) {
  const { kit } = context.skia;
  const style = new kit.ParagraphStyle({
    textAlign: {
      LEFT: kit.TextAlign.Left,
      CENTER: kit.TextAlign.Center,
      RIGHT: kit.TextAlign.Right,
      JUSTIFIED: kit.TextAlign.Justify,
    }[props.textAlignHorizontal],
    textStyle: textStyle(context.skia, props, props),
    ...truncation(props),
  });
  const builder = kit.ParagraphBuilder.MakeFromFontProvider(style, context.skia.fonts);
  const release = addRuns(builder, context, props);
  const paragraph: Paragraph = builder.build();
  paragraph.layout(width);
  return {
    paragraph,
    release: () => {
      paragraph.delete();
      builder.delete();
      release();
    },
  };
}

function truncation({ textTruncation, textAutoResize, maxLines, height, fontSize }: Readonly<Props>) {
  if (textTruncation !== 'ENDING' && textAutoResize !== 'TRUNCATE') return {};
  return { ellipsis: '…', maxLines: maxLines ?? Math.max(1, Math.floor(height / (fontSize * 1.21))) };
}

type Builder = ReturnType<CanvasKit['ParagraphBuilder']['MakeFromFontProvider']>;

/** Adds every run with its own paint; the paints must outlive the drawing, so releasing is left to the caller. */
function addRuns(builder: Builder, context: PaintContext, props: Readonly<Props>): () => void {
  const { kit } = context.skia;
  const background = new kit.Paint();
  background.setColor(kit.TRANSPARENT);
  const paints = [background];
  for (const run of completeRuns(props)) {
    const style: Style = { ...props, ...run };
    const foreground = firstPaint(context, style.fills, props) ?? background;
    if (foreground !== background) paints.push(foreground);
    builder.pushPaintStyle(new kit.TextStyle(textStyle(context.skia, style, props)), foreground, background);
    builder.addText(inCase(props, props.characters.slice(run.start, run.end)));
    builder.pop();
  }
  return () => {
    for (const paint of paints) paint.delete();
  };
}

function firstPaint(context: PaintContext, fills: readonly Paint[], size: Readonly<Props>) {
  for (const fill of [...fills].reverse()) {
    const paint = skiaPaint(context, fill, size);
    if (paint) return paint;
  }
  return null;
}

/** The runs with the gaps between them filled by the node's own style. */
function completeRuns({ characters, textRuns }: Readonly<Props>): TextRun[] {
  const runs: TextRun[] = [];
  let at = 0;
  for (const run of textRuns) {
    if (run.start > at) runs.push({ start: at, end: run.start });
    runs.push(run);
    at = run.end;
  }
  if (at < characters.length) runs.push({ start: at, end: characters.length });
  return runs;
}

function textStyle(skia: Skia, style: Style, props: Readonly<Props>): TextStyle {
  const { kit } = skia;
  const multiple = lineHeightMultiple(style);
  return {
    color: kit.BLACK,
    fontFamilies: [nearestFont(skia, style.fontName)],
    fontSize: style.fontSize,
    letterSpacing: pixels(style.letterSpacing, style.fontSize),
    ...(multiple === null ? {} : { heightMultiplier: multiple, halfLeading: true }),
    decoration: {
      NONE: kit.NoDecoration,
      UNDERLINE: kit.UnderlineDecoration,
      STRIKETHROUGH: kit.LineThroughDecoration,
    }[props.textDecoration],
  };
}

/** Fonts the host lacks fall back to the first font of the nearest style, as Figma does for a missing font. */
function nearestFont({ fontNames }: Skia, { family, style }: FontName): string {
  const exact = fontNames.find((font) => font.family === family && font.style === style);
  const font = exact ?? fontNames.find((candidate) => candidate.style === style) ?? fontNames[0];
  return font ? fontFamily(font.family, font.style) : '';
}

function pixels({ unit, value }: LetterSpacing, fontSize: number): number {
  return unit === 'PIXELS' ? value : (value / 100) * fontSize;
}

function lineHeightMultiple({ lineHeight, fontSize }: Style): number | null {
  switch (lineHeight.unit) {
    case 'AUTO':
      return null;
    case 'PIXELS':
      return lineHeight.value / fontSize;
    case 'PERCENT':
      return lineHeight.value / 100;
    default:
      return lineHeight satisfies never;
  }
}

function inCase({ textCase }: Readonly<Props>, text: string): string {
  switch (textCase) {
    case 'UPPER':
      return text.toUpperCase();
    case 'LOWER':
      return text.toLowerCase();
    case 'TITLE':
      return text.replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());
    default:
      return text;
  }
}
