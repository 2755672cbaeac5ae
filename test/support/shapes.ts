// Draws documents for measurements: frames, shapes and paints, placed by a matrix.
import type {
  DropShadowEffect,
  FrameNode,
  GradientPaint,
  LayoutMixin,
  PluginAPI,
  SceneNode,
  SolidPaint,
} from '@figma/plugin-typings/plugin-api-standalone';
import { IDENTITY, type Matrix } from '../../core/geometry.ts';
import type { Random } from './random.ts';

export type Parent = Pick<FrameNode, 'appendChild'>;
export type Box = readonly [x: number, y: number, width: number, height: number];

export const solid = (r: number, g: number, b: number, opacity = 1): SolidPaint => ({
  type: 'SOLID',
  color: { r, g, b },
  opacity,
});

export const shadow = (radius: number): DropShadowEffect => ({
  type: 'DROP_SHADOW',
  color: { r: 0, g: 0, b: 0, a: 0.7 },
  offset: { x: 3, y: 4 },
  radius,
  spread: 0,
  visible: true,
  blendMode: 'NORMAL',
});

/** Alpha from one value at the left to another at the right, in the layer's own space; `transform` turns it. */
export function alphaRamp(
  from: number,
  to: number,
  gradientTransform: Matrix = IDENTITY,
  type: 'GRADIENT_LINEAR' | 'GRADIENT_RADIAL' = 'GRADIENT_LINEAR',
): GradientPaint {
  return {
    type,
    gradientTransform: mutable(gradientTransform),
    gradientStops: [
      { position: 0, color: { r: 0, g: 0, b: 0, a: from } },
      { position: 1, color: { r: 0, g: 0, b: 0, a: to } },
    ],
  };
}

export function frame(figma: PluginAPI, width: number, height: number, parent: Parent = figma.currentPage) {
  const node = figma.createFrame();
  parent.appendChild(node);
  node.resize(width, height);
  node.fills = [solid(1, 1, 1)];
  return node;
}

export function rectangle(figma: PluginAPI, parent: Parent, box: Box) {
  return placed(figma.createRectangle(), parent, box);
}

export function ellipse(figma: PluginAPI, parent: Parent, box: Box) {
  return placed(figma.createEllipse(), parent, box);
}

type Shape = SceneNode & LayoutMixin;

function placed<T extends Shape>(node: T, parent: Parent, [x, y, width, height]: Box): T {
  parent.appendChild(node);
  node.resize(width, height);
  node.x = x;
  node.y = y;
  node.name = 'Mask';
  return node;
}

/** Figma's own type wants a mutable tuple. */
export function mutable([[a, b, c], [d, e, f]]: Matrix): [
  [number, number, number],
  [number, number, number],
] {
  return [
    [a, b, c],
    [d, e, f],
  ];
}

/** Turned by any angle, mirrored half of the time, and moved to a fraction of a px. */
export function somePlacement(random: Random, reach = 500): Matrix {
  const angle = random.between(-Math.PI, Math.PI);
  const mirror = random.below(2) === 0 ? 1 : -1;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [
    [mirror * cos, sin, random.between(-reach, reach)],
    [-mirror * sin, cos, random.between(-reach, reach)],
  ];
}
