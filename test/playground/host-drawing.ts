// What the host's pictures are tested with: red rectangles in a frame that is clear otherwise.
import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone';
import type { Host } from '../../playground/host/index.ts';
import { type Box, rectangle, solid } from '../support/shapes.ts';
import { pixels } from './host.ts';

export const RED = [solid(1, 0, 0)];
export const BLUE = [solid(0, 0, 1)];

/** In a document of its own. */
export function emptyFrame(host: Host, width = 120, height = 80): FrameNode {
  host.newDocument();
  const frame = host.figma.createFrame();
  frame.resize(width, height);
  frame.fills = [];
  return frame;
}

export function redRectangle({ figma }: Host, parent: FrameNode, box: Box) {
  const node = rectangle(figma, parent, box);
  node.fills = RED;
  return node;
}

export async function picture(node: { exportAsync(settings: object): Promise<Uint8Array> }, scale = 1) {
  return pixels(
    await node.exportAsync({
      format: 'PNG',
      useAbsoluteBounds: true,
      constraint: { type: 'SCALE', value: scale },
    }),
  );
}
