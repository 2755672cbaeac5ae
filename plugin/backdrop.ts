// The colour a target stands on: what fal sees where the target is transparent.
import type { Colour } from '../core/pixels.ts';
import { ancestors, type Layer, visibleFills } from './layers.ts';

const WHITE: Colour = { r: 255, g: 255, b: 255 };

/** The nearest opaque solid fill beneath the target, else the page's own colour. */
export function backdropOf(target: Layer): Colour {
  for (const ancestor of ancestors(target)) {
    const paints = ancestor.type === 'PAGE' ? ancestor.backgrounds : visibleFills(ancestor);
    const colour = opaqueColour(paints);
    if (colour) return colour;
  }
  return WHITE;
}

function opaqueColour(paints: readonly Paint[]): Colour | null {
  const top = [...paints].reverse().find((paint) => paint.type === 'SOLID' && (paint.opacity ?? 1) === 1);
  if (top?.type !== 'SOLID' || top.visible === false) return null;
  const { r, g, b } = top.color;
  return { r: Math.round(r * 255), g: Math.round(g * 255), b: Math.round(b * 255) };
}
