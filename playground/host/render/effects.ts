// Shadows and blurs. Figma's radius is twice the deviation of the Gaussian.
import type { DropShadowEffect, InnerShadowEffect } from '@figma/plugin-typings/plugin-api-standalone';
import type { Canvas, CanvasKit, ImageFilter, Path } from 'canvaskit-wasm';
import { hasOwnPaint } from '../scene/geometry.ts';
import type { SceneNode } from '../scene/model.ts';
import { blendMode, colour, type PaintContext } from './paints.ts';

const deviation = (radius: number) => radius / 2;

export function layerBlur(kit: CanvasKit, node: SceneNode): ImageFilter | null {
  const blur = node.props.effects.find((effect) => effect.type === 'LAYER_BLUR' && effect.visible);
  if (blur?.type !== 'LAYER_BLUR' || blur.radius === 0) return null;
  const sigma = deviation(blur.radius);
  return kit.ImageFilter.MakeBlur(sigma, sigma, kit.TileMode.Decal, null);
}

/** What lies behind the node, blurred within its shape. */
export function backgroundBlur(canvas: Canvas, context: PaintContext, node: SceneNode, shape: Path): void {
  const { kit } = context.skia;
  const blur = node.props.effects.find((effect) => effect.type === 'BACKGROUND_BLUR' && effect.visible);
  if (blur?.type !== 'BACKGROUND_BLUR' || blur.radius === 0) return;
  const sigma = deviation(blur.radius);
  const filter = kit.ImageFilter.MakeBlur(sigma, sigma, kit.TileMode.Clamp, null);
  canvas.save();
  canvas.clipPath(shape, kit.ClipOp.Intersect, true);
  canvas.saveLayer(undefined, null, filter);
  canvas.restore();
  canvas.restore();
  filter.delete();
}

export function dropShadows(
  canvas: Canvas,
  kit: CanvasKit,
  node: SceneNode,
  shape: Path,
  silhouette: () => void,
): void {
  for (const effect of node.props.effects) {
    if (effect.type === 'DROP_SHADOW' && effect.visible)
      dropShadow(canvas, kit, node, shape, effect, silhouette);
  }
}

function dropShadow(
  canvas: Canvas,
  kit: CanvasKit,
  node: SceneNode,
  shape: Path,
  effect: DropShadowEffect,
  silhouette: () => void,
): void {
  const { offset, color, radius } = effect;
  const sigma = deviation(radius);
  const filter = kit.ImageFilter.MakeDropShadowOnly(
    offset.x,
    offset.y,
    sigma,
    sigma,
    colour(kit, color, color.a),
    null,
  );
  const paint = new kit.Paint();
  paint.setImageFilter(filter);
  paint.setBlendMode(blendMode(kit, effect.blendMode));
  canvas.save();
  if (!effect.showShadowBehindNode && hasOwnPaint(node) && node.type !== 'TEXT') {
    canvas.clipPath(shape, kit.ClipOp.Difference, true);
  }
  canvas.saveLayer(paint);
  if (effect.spread && hasOwnPaint(node)) drawSpread(canvas, kit, shape, effect.spread);
  else silhouette();
  canvas.restore();
  canvas.restore();
  paint.delete();
  filter.delete();
}

/** The shape grown by the spread: its fill and a stroke of twice the spread around it. */
function drawSpread(canvas: Canvas, kit: CanvasKit, shape: Path, spread: number): void {
  const paint = new kit.Paint();
  paint.setAntiAlias(true);
  canvas.drawPath(shape, paint);
  paint.setStyle(kit.PaintStyle.Stroke);
  paint.setStrokeWidth(Math.abs(spread) * 2);
  if (spread < 0) paint.setBlendMode(kit.BlendMode.DstOut);
  canvas.drawPath(shape, paint);
  paint.delete();
}

export function innerShadows(canvas: Canvas, kit: CanvasKit, node: SceneNode, shape: Path): void {
  for (const effect of node.props.effects) {
    if (effect.type === 'INNER_SHADOW' && effect.visible) innerShadow(canvas, kit, shape, effect);
  }
}

/** The shadow that everything around the shape throws into it. */
function innerShadow(canvas: Canvas, kit: CanvasKit, shape: Path, effect: InnerShadowEffect): void {
  const { color, offset, radius } = effect;
  const [left, top, right, bottom] = shape.getBounds() as unknown as [number, number, number, number];
  const margin = radius * 3 + Math.abs(offset.x) + Math.abs(offset.y) + (effect.spread ?? 0);
  const around = new kit.Path().addRect(
    kit.LTRBRect(left - margin, top - margin, right + margin, bottom + margin),
  );
  around.op(shape, kit.PathOp.Difference);
  const paint = new kit.Paint();
  paint.setAntiAlias(true);
  paint.setColor(colour(kit, color, color.a));
  paint.setBlendMode(blendMode(kit, effect.blendMode));
  if (radius > 0) paint.setMaskFilter(kit.MaskFilter.MakeBlur(kit.BlurStyle.Normal, deviation(radius), true));
  canvas.save();
  canvas.clipPath(shape, kit.ClipOp.Intersect, true);
  canvas.translate(offset.x, offset.y);
  canvas.drawPath(around, paint);
  canvas.restore();
  paint.delete();
  around.delete();
}
