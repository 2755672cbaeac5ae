// A dozen telling drawings, each as the change map that is sent and the alpha the result is cut with.
import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import type { Pixels, Plane } from '../../core/pixels.ts';
import type { EditSettings } from '../../core/settings.ts';
import { type Editor, openEditor } from './edit.ts';
import { alphaRamp, ellipse, frame, rectangle, solid } from './shapes.ts';

interface Case {
  readonly target?: readonly [width: number, height: number];
  readonly settings?: Partial<EditSettings>;
  /** Draws the regions into the target. */
  draw(editor: Editor, target: ReturnType<typeof frame>): SceneNode[] | Promise<SceneNode[]>;
}

const BLUR = { type: 'LAYER_BLUR', blurType: 'NORMAL', radius: 24, visible: true } as const;

export const CASES: Readonly<Record<string, Case>> = {
  gradient: {
    draw: ({ figma }, target) => {
      const node = rectangle(figma, target, [60, 60, 120, 80]);
      node.fills = [alphaRamp(0.1, 1)];
      return [node];
    },
  },
  'soft-ellipse': { draw: ({ figma }, target) => [ellipse(figma, target, [70, 60, 100, 80])] },
  'turned-rectangle': {
    draw: ({ figma }, target) => {
      const node = rectangle(figma, target, [70, 120, 100, 50]);
      node.rotation = 27;
      return [node];
    },
  },
  'two-regions': {
    draw: ({ figma }, target) => {
      const faint = rectangle(figma, target, [50, 60, 80, 60]);
      faint.fills = [alphaRamp(0.4, 0.4)];
      return [faint, ellipse(figma, target, [110, 80, 70, 70])];
    },
  },
  'hard-silhouette': {
    draw: ({ figma }, target) => {
      const node = ellipse(figma, target, [70.4, 60.7, 100.2, 80.9]);
      node.name = 'Badge';
      return [node];
    },
  },
  'blurred-region': {
    draw: ({ figma }, target) => {
      const node = rectangle(figma, target, [80, 70, 80, 60]);
      node.effects = [BLUR];
      return [node];
    },
  },
  'target-border': { draw: ({ figma }, target) => [rectangle(figma, target, [-20, 70, 90, 180])] },
  'tiny-at-four-times': { draw: ({ figma }, target) => [ellipse(figma, target, [116, 96, 9, 9])] },
  padding: {
    target: [50.5, 41.3],
    settings: { softEdge: 6 },
    draw: ({ figma }, target) => [rectangle(figma, target, [24, 14, 40, 12])],
  },
  'zero-edge': {
    draw: ({ figma }, target) => {
      const node = rectangle(figma, target, [60, 60, 120, 80]);
      node.fills = [alphaRamp(0, 1)];
      return [node];
    },
  },
  'stroke-ring': {
    settings: { softEdge: 8 },
    draw: ({ figma }, target) => {
      const node = ellipse(figma, target, [60, 50, 120, 100]);
      [node.fills, node.strokes, node.strokeWeight] = [[], [solid(0, 0, 0)], 12];
      return [node];
    },
  },
  text: {
    settings: { softEdge: 4 },
    draw: async ({ figma }, target) => {
      await figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
      const node = figma.createText();
      [node.fontSize, node.characters, node.name] = [48, 'Red', 'Mask'];
      target.appendChild(node);
      [node.x, node.y] = [70, 70];
      return [node];
    },
  },
};

/** Draws every case and hands over its picture: the map (white = change) above, the alpha below. */
export async function drawCases(take: (name: string, picture: Pixels) => unknown): Promise<void> {
  const editor = await openEditor();
  for (const [name, { target: [width, height] = [240, 200], settings, draw }] of Object.entries(CASES)) {
    const target = frame(editor.figma, width, height);
    const regions = await draw(editor, target);
    // A silhouette is selected by itself; a mask with its target.
    const isSilhouette = regions.some((region) => region.name !== 'Mask');
    const selection = await editor.select(...(isSilhouette ? [] : [target]), ...regions);
    const { amount, alpha } = await editor.send(selection, settings);
    target.remove();
    await take(name, stacked(amount, alpha));
  }
  editor.host.dispose();
}

const LONGEST = 128;

function stacked(...planes: Plane[]): Pixels {
  const small = planes.map(shrunk);
  const { width } = small[0]!;
  const greys = small.flatMap(({ data }) => [...data]);
  const data = new Uint8Array(greys.length * 4);
  greys.forEach((grey, i) => {
    data.fill(Math.round(grey * 255), i * 4, i * 4 + 3);
    data[i * 4 + 3] = 255;
  });
  return { width, height: greys.length / width, data };
}

/** By a whole number, each pixel the mean of those it stands for: small files, and no detail skipped. */
function shrunk({ width, height, data }: Plane): Plane {
  const factor = Math.ceil(Math.max(width, height) / LONGEST);
  const [columns, rows] = [Math.floor(width / factor), Math.floor(height / factor)];
  const mean = (i: number) => {
    const [left, top] = [(i % columns) * factor, Math.floor(i / columns) * factor];
    let sum = 0;
    for (let y = top; y < top + factor; y++) {
      for (let x = left; x < left + factor; x++) sum += data[y * width + x]!;
    }
    return sum / factor ** 2;
  };
  return {
    width: columns,
    height: rows,
    data: Float32Array.from({ length: columns * rows }, (_, i) => mean(i)),
  };
}
