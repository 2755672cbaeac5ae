// Shapes for measuring the change map: each in Figma, and as SVG for a rasteriser that has never met Figma's.
import type {
  FrameNode,
  GeometryMixin,
  MinimalStrokesMixin,
  PluginAPI,
  SceneNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { compose, invert, type Matrix, translation } from '../../core/geometry.ts';
import type { Random } from './random.ts';
import { alphaRamp, type Box, ellipse, frame, rectangle, shadow, solid } from './shapes.ts';

type Shape = SceneNode & GeometryMixin & MinimalStrokesMixin;

/** A region in Figma, and what it looks like in its own px, as SVG. */
export interface Drawn {
  readonly node: SceneNode;
  readonly svg: string;
}

type Draw = (figma: PluginAPI, parent: FrameNode, box: Box, random: Random) => Drawn | Promise<Drawn>;

export const rect = (x: number, y: number, width: number, height: number, rest = '') =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${rest}/>`;

const oval = (width: number, height: number, inset = 0, rest = '') =>
  `<ellipse cx="${width / 2}" cy="${height / 2}" rx="${width / 2 - inset}" ry="${height / 2 - inset}" ${rest}/>`;

export const matrix = ([[a, c, e], [b, d, f]]: Matrix) => `matrix(${[a, b, c, d, e, f].join(' ')})`;

/** Figma's transform leads from the layer's unit square to the gradient, SVG's the other way. */
function gradientDefinition(kind: 'linear' | 'radial', transform: Matrix, from: number, to: number): string {
  const place = kind === 'linear' ? 'x1="0" x2="1"' : 'cx="0.5" cy="0.5" r="0.5"';
  return (
    `<${kind}Gradient id="g" ${place} gradientTransform="${matrix(invert(transform)!)}">` +
    `<stop offset="0" stop-opacity="${from}"/><stop offset="1" stop-opacity="${to}"/></${kind}Gradient>`
  );
}

/** Turns about the middle of the unit square, and stretches. */
function someGradient(random: Random): Matrix {
  const angle = random.between(-Math.PI, Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const stretch = random.between(0.8, 1.6);
  const turned: Matrix = [
    [stretch * cos, stretch * sin, 0.5],
    [-stretch * sin, stretch * cos, 0.5],
  ];
  return compose(turned, translation(-0.5, -0.5));
}

function stroked(node: Shape, align: 'INSIDE' | 'CENTER' | 'OUTSIDE', weight: number): void {
  node.fills = [];
  node.strokes = [solid(0, 0, 0)];
  node.strokeAlign = align;
  node.strokeWeight = weight;
}

export const KINDS: Readonly<Record<string, Draw>> = {
  rectangle: (figma, parent, box) => {
    const node = rectangle(figma, parent, box);
    // Lowered, as designers do to see through a mask: it counts as full all the same.
    node.fills = [solid(0, 0, 0, 0.6)];
    node.opacity = 0.4;
    return { node, svg: rect(0, 0, box[2], box[3]) };
  },
  'rounded rectangle': (figma, parent, box, random) => {
    const node = rectangle(figma, parent, box);
    node.cornerRadius = Math.min(box[2], box[3]) * random.between(0.1, 0.5);
    return { node, svg: rect(0, 0, box[2], box[3], `rx="${node.cornerRadius}"`) };
  },
  ellipse: (figma, parent, box) => ({ node: ellipse(figma, parent, box), svg: oval(box[2], box[3]) }),
  'linear gradient': (figma, parent, box, random) => {
    const node = rectangle(figma, parent, box);
    const transform = someGradient(random);
    node.fills = [alphaRamp(0, 1, transform)];
    return {
      node,
      svg: gradientDefinition('linear', transform, 0, 1) + rect(0, 0, box[2], box[3], 'fill="url(#g)"'),
    };
  },
  'radial gradient': (figma, parent, box, random) => {
    const node = ellipse(figma, parent, box);
    const transform = someGradient(random);
    node.fills = [alphaRamp(1, 0.2, transform, 'GRADIENT_RADIAL')];
    return {
      node,
      svg: gradientDefinition('radial', transform, 1, 0.2) + oval(box[2], box[3], 0, 'fill="url(#g)"'),
    };
  },
  'stroke inside': (figma, parent, box, random) => {
    const node = rectangle(figma, parent, box);
    const weight = random.between(2, 8);
    stroked(node, 'INSIDE', weight);
    const [width, height] = [box[2] - weight, box[3] - weight];
    return { node, svg: rect(weight / 2, weight / 2, width, height, strokeOf(weight)) };
  },
  'stroke on the middle': (figma, parent, box, random) => {
    const node = ellipse(figma, parent, box);
    const weight = random.between(2, 8);
    stroked(node, 'CENTER', weight);
    return { node, svg: oval(box[2], box[3], 0, strokeOf(weight)) };
  },
  'stroke outside': (figma, parent, box, random) => {
    const node = ellipse(figma, parent, box);
    const weight = random.between(2, 8);
    stroked(node, 'OUTSIDE', weight);
    return { node, svg: oval(box[2], box[3], -weight / 2, strokeOf(weight)) };
  },
  'group of translucent shapes': (figma, parent, box) => {
    const [x, y, width, height] = box;
    const back = rectangle(figma, parent, [x, y, width * 0.7, height * 0.6]);
    back.opacity = 0.5;
    const front = ellipse(figma, parent, [x + width * 0.3, y + height * 0.3, width * 0.7, height * 0.7]);
    front.opacity = 0.8;
    const svg =
      rect(0, 0, width * 0.7, height * 0.6, 'opacity="0.5"') +
      `<g transform="translate(${width * 0.3} ${height * 0.3})">${oval(width * 0.7, height * 0.7, 0, 'opacity="0.8"')}</g>`;
    return { node: figma.group([back, front], parent), svg };
  },
  'frame that clips': (figma, parent, box) => {
    const [x, y, width, height] = box;
    const node = frame(figma, width, height, parent);
    [node.x, node.y, node.fills] = [x, y, []];
    ellipse(figma, node, [-width * 0.3, height * 0.2, width, height]);
    const inside = `<g transform="translate(${-width * 0.3} ${height * 0.2})">${oval(width, height)}</g>`;
    const clip = `<clipPath id="c">${rect(0, 0, width, height)}</clipPath>`;
    return { node, svg: `${clip}<g clip-path="url(#c)">${inside}</g>` };
  },
  'layer with a blur': (figma, parent, box, random) => {
    const node = ellipse(figma, parent, box);
    // A deviation of about 3 crop px: of wide ones every rasteriser has its own approximation, by boxes.
    const radius = parent.width * random.between(0.022, 0.03);
    node.effects = [{ type: 'LAYER_BLUR', blurType: 'NORMAL', radius, visible: true }];
    return { node, svg: blurred(radius, box[2], box[3]) + oval(box[2], box[3], 0, 'filter="url(#b)"') };
  },
  // A shadow is thrown by the design, and no part of what was drawn; one inside a drawing is as much of it as the rest.
  'layer with a shadow': (figma, parent, box) => {
    const node = rectangle(figma, parent, box);
    node.effects = [shadow(6)];
    return { node, svg: rect(0, 0, box[2], box[3]) };
  },
  // So large that it is drawn by its outlines; with small letters every rasteriser has its own way.
  letter: async (figma, parent) => {
    await figma.loadFontAsync({ family: 'Inter', style: 'Bold' });
    const node = figma.createText();
    parent.appendChild(node);
    Object.assign(node, { name: 'Mask', fontName: { family: 'Inter', style: 'Bold' } });
    // Its ascent is a whole number, to which some round.
    [node.fontSize, node.characters] = [32 * Math.ceil((parent.width * 1.27) / 32), 'e'];
    const ascent = INTER_ASCENT * node.fontSize;
    [node.x, node.y] = [parent.width * 0.1, parent.width * 0.8 - ascent];
    const at = `y="${ascent}" font-size="${node.fontSize}"`;
    return { node, svg: `<text font-family="Inter" font-weight="700" ${at}>e</text>` };
  },
  'group with a shadow in it': (figma, parent, box, random) => {
    const [x, y, width, height] = box;
    const back = rectangle(figma, parent, box);
    back.opacity = 0.3;
    const front = ellipse(figma, parent, [x, y + height * 0.2, width * 0.6, height * 0.6]);
    const radius = random.between(3, 8);
    front.effects = [shadow(radius)];
    const svg =
      rect(0, 0, width, height, 'opacity="0.3"') +
      `${blurred(radius, width * 0.6, height * 0.6)}<g transform="translate(0 ${height * 0.2})">` +
      `<g transform="translate(3 4)" opacity="0.7">${oval(width * 0.6, height * 0.6, 0, 'filter="url(#b)"')}</g>` +
      `${oval(width * 0.6, height * 0.6)}</g>`;
    return { node: figma.group([back, front], parent), svg };
  },
  picture: (figma, parent, box) => {
    const node = rectangle(figma, parent, box);
    const png = fadingPicture(48);
    node.fills = [{ type: 'IMAGE', imageHash: figma.createImage(png).hash, scaleMode: 'FILL' }];
    const [width, height] = [box[2], box[3]];
    const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
    const svg = `<image width="${width}" height="${height}" preserveAspectRatio="xMidYMid slice" href="${href}"/>`;
    return { node, svg };
  },
};

const strokeOf = (weight: number) => `fill="none" stroke="#000" stroke-width="${weight}"`;

/** In Figma a blur's radius is twice the deviation of its Gaussian. */
function blurred(radius: number, width: number, height: number): string {
  const margin = 2 * radius;
  const box = `x="${-margin}" y="${-margin}" width="${width + 2 * margin}" height="${height + 2 * margin}"`;
  return `<filter id="b" filterUnits="userSpaceOnUse" ${box}><feGaussianBlur stdDeviation="${radius / 2}"/></filter>`;
}

/** Of the font's own height, above the baseline of its first line. */
const INTER_ASCENT = 0.96875;

/** Clear at its corners and opaque in the middle. */
function fadingPicture(side: number): Uint8Array {
  const data = new Uint8Array(side * side * 4);
  for (let i = 0; i < side * side; i++) {
    const [x, y] = [(i % side) + 0.5, Math.floor(i / side) + 0.5];
    data[i * 4 + 3] = Math.round(255 * Math.sin((Math.PI * x) / side) * Math.sin((Math.PI * y) / side));
  }
  return encode({ width: side, height: side, data, channels: 4 });
}
