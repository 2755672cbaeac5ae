// Draws a node and everything in it: layers, effects, fills, children, masks, strokes, in Figma's order.
import type { Canvas, CanvasKit, Path } from 'canvaskit-wasm';
import { clipsChildren, hasOwnPaint } from '../scene/geometry.ts';
import { isFrameLike, type SceneNode } from '../scene/model.ts';
import { backgroundBlur, dropShadows, innerShadows, layerBlur } from './effects.ts';
import { blendMode, type PaintContext, skiaPaint } from './paints.ts';
import { shapePath, skiaMatrix, strokedArea, strokePath } from './shapes.ts';
import { drawText } from './text.ts';

/** Draws the node where it stands in its parent's space. */
function drawNode(canvas: Canvas, context: PaintContext, node: SceneNode): void {
  if (!node.props.visible || node.props.opacity === 0) return;
  canvas.save();
  canvas.concat(skiaMatrix(node.props.transform));
  drawInPlace(canvas, context, node);
  canvas.restore();
}

/** Draws the node in its own space: the canvas is already there. */
export function drawInPlace(canvas: Canvas, context: PaintContext, node: SceneNode): void {
  const shape = shapePath(context.skia.kit, node);
  backgroundBlur(canvas, context, node, shape);
  const layers = openLayer(canvas, context.skia.kit, node);
  const silhouette = () => drawSilhouette(canvas, context, node, shape);
  dropShadows(canvas, context.skia.kit, node, shape, silhouette);
  drawContent(canvas, context, node, shape);
  if (layers) canvas.restore();
  shape.delete();
}

/** One layer serves opacity, blend mode and blur; without them none is made. */
function openLayer(canvas: Canvas, kit: CanvasKit, node: SceneNode): boolean {
  const { opacity } = node.props;
  const blend = node.props.blendMode;
  const blur = layerBlur(kit, node);
  if (
    opacity === 1 &&
    !blur &&
    (blend === 'PASS_THROUGH' || (blend === 'NORMAL' && node.children.length === 0))
  ) {
    return false;
  }
  const paint = new kit.Paint();
  paint.setAlphaf(opacity);
  paint.setBlendMode(blendMode(kit, blend));
  paint.setImageFilter(blur);
  canvas.saveLayer(paint);
  paint.delete();
  blur?.delete();
  return true;
}

/** Frames show their strokes above their children, everything else has no children to show. */
function drawContent(canvas: Canvas, context: PaintContext, node: SceneNode, shape: Path): void {
  drawFills(canvas, context, node, shape);
  innerShadows(canvas, context.skia.kit, node, shape);
  drawChildren(canvas, context, node, shape);
  drawStrokes(canvas, context, node, shape);
}

/** What casts the shadow: the node's own paint, or its children when it has none. */
function drawSilhouette(canvas: Canvas, context: PaintContext, node: SceneNode, shape: Path): void {
  if (!hasOwnPaint(node)) {
    drawChildren(canvas, context, node, shape);
    return;
  }
  drawFills(canvas, context, node, shape);
  drawStrokes(canvas, context, node, shape);
}

function drawFills(canvas: Canvas, context: PaintContext, node: SceneNode, shape: Path): void {
  if (node.type === 'TEXT') {
    drawTextNode(canvas, context, node);
    return;
  }
  if (node.type === 'LINE' || node.type === 'GROUP' || node.type === 'SLICE') return;
  for (const fill of node.props.fills) {
    const paint = skiaPaint(context, fill, node.props);
    if (!paint) continue;
    canvas.drawPath(shape, paint);
    paint.delete();
  }
}

function drawTextNode(canvas: Canvas, context: PaintContext, node: SceneNode): void {
  if (node.props.glyphs) drawGlyphs(canvas, context, node);
  else if (node.props.characters !== '') drawText(canvas, context, node.props);
}

function drawGlyphs(canvas: Canvas, context: PaintContext, node: SceneNode): void {
  const { kit } = context.skia;
  for (const fill of node.props.fills) {
    const paint = skiaPaint(context, fill, node.props);
    if (!paint) continue;
    for (const glyph of node.props.glyphs ?? []) {
      const path = kit.Path.MakeFromSVGString(glyph.data);
      // Glyph outlines are in ems with the y axis upwards.
      path?.transform(
        kit.Matrix.multiply(
          kit.Matrix.translated(glyph.x, glyph.y),
          kit.Matrix.scaled(glyph.fontSize, -glyph.fontSize),
        ),
      );
      if (path) canvas.drawPath(path, paint);
      path?.delete();
    }
    paint.delete();
  }
}

function drawStrokes(canvas: Canvas, context: PaintContext, node: SceneNode, shape: Path): void {
  const { strokes, strokeWeight } = node.props;
  if (strokeWeight === 0 || node.type === 'TEXT' || strokes.length === 0) return;
  const area = strokedArea(context.skia.kit, node);
  if (area) {
    drawStrokedArea(canvas, context, node, area);
    return;
  }
  const line = strokePath(context.skia.kit, node);
  for (const stroke of strokes) {
    const paint = skiaPaint(context, stroke, node.props);
    if (!paint) continue;
    configureStroke(context.skia.kit, paint, node);
    strokeAligned(canvas, context.skia.kit, node, line, shape, paint);
    paint.delete();
  }
  line.delete();
}

function drawStrokedArea(canvas: Canvas, context: PaintContext, node: SceneNode, area: Path): void {
  for (const stroke of node.props.strokes) {
    const paint = skiaPaint(context, stroke, node.props);
    if (paint) canvas.drawPath(area, paint);
    paint?.delete();
  }
  area.delete();
}

type SkiaPaint = NonNullable<ReturnType<typeof skiaPaint>>;

function configureStroke(kit: CanvasKit, paint: SkiaPaint, node: SceneNode): void {
  const { strokeWeight, strokeCap, strokeJoin, strokeMiterLimit, dashPattern } = node.props;
  paint.setStyle(kit.PaintStyle.Stroke);
  paint.setStrokeWidth(isCentred(node) ? strokeWeight : strokeWeight * 2);
  paint.setStrokeCap(
    { NONE: kit.StrokeCap.Butt, ROUND: kit.StrokeCap.Round, SQUARE: kit.StrokeCap.Square }[strokeCap],
  );
  paint.setStrokeJoin(
    { MITER: kit.StrokeJoin.Miter, BEVEL: kit.StrokeJoin.Bevel, ROUND: kit.StrokeJoin.Round }[strokeJoin],
  );
  paint.setStrokeMiter(strokeMiterLimit);
  if (dashPattern.length === 0) return;
  const pairs = dashPattern.length % 2 === 0 ? dashPattern : [...dashPattern, ...dashPattern];
  paint.setPathEffect(kit.PathEffect.MakeDash([...pairs]));
}

function isCentred(node: SceneNode): boolean {
  const open = node.type === 'LINE' || (node.type === 'VECTOR' && node.props.fillOutline.length === 0);
  return open || node.props.strokeAlign === 'CENTER';
}

/** An inside or outside stroke is one of double weight, cut by the shape. */
function strokeAligned(
  canvas: Canvas,
  kit: CanvasKit,
  node: SceneNode,
  line: Path,
  shape: Path,
  paint: SkiaPaint,
): void {
  canvas.save();
  if (!isCentred(node)) {
    const inside = node.props.strokeAlign === 'INSIDE';
    canvas.clipPath(shape, inside ? kit.ClipOp.Intersect : kit.ClipOp.Difference, true);
  }
  canvas.drawPath(line, paint);
  canvas.restore();
}

function drawChildren(canvas: Canvas, context: PaintContext, node: SceneNode, shape: Path): void {
  if (node.children.length === 0 || node.type === 'BOOLEAN_OPERATION') return;
  canvas.save();
  if (clipsChildren(node) && (isFrameLike(node.type) || node.type === 'SECTION')) {
    canvas.clipPath(shape, context.skia.kit.ClipOp.Intersect, true);
  }
  const reversed = node.props.itemReverseZIndex && node.props.layoutMode !== 'NONE';
  drawSiblings(canvas, context, reversed ? [...node.children].reverse() : node.children);
  canvas.restore();
}

/** A mask cuts the siblings after it, up to the next mask. */
export function drawSiblings(canvas: Canvas, context: PaintContext, siblings: readonly SceneNode[]): void {
  let mask: SceneNode | null = null;
  for (const node of siblings) {
    if (node.props.isMask && node.props.visible) {
      if (mask) closeMask(canvas, context, mask);
      mask = node;
      canvas.saveLayer();
    } else drawNode(canvas, context, node);
  }
  if (mask) closeMask(canvas, context, mask);
}

function closeMask(canvas: Canvas, context: PaintContext, mask: SceneNode): void {
  const { kit } = context.skia;
  const paint = new kit.Paint();
  paint.setBlendMode(kit.BlendMode.DstIn);
  if (mask.props.maskType === 'LUMINANCE') paint.setColorFilter(kit.ColorFilter.MakeLuma());
  canvas.saveLayer(paint);
  if (mask.props.maskType === 'VECTOR') drawOutline(canvas, context, mask);
  else drawNode(canvas, context, mask);
  canvas.restore();
  canvas.restore();
  paint.delete();
}

function drawOutline(canvas: Canvas, context: PaintContext, mask: SceneNode): void {
  const { kit } = context.skia;
  const paint = new kit.Paint();
  paint.setAntiAlias(true);
  const shape = shapePath(kit, mask).transform(skiaMatrix(mask.props.transform));
  canvas.drawPath(shape, paint);
  shape.delete();
  paint.delete();
}
