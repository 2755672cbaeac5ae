// Renders of the page around a target, before and after a whole edit, compared outside its reach.
import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone';
import { density } from '../../core/framing.ts';
import { compose, invert, type Matrix, type Rect, translation } from '../../core/geometry.ts';
import type { Host } from '../../playground/host/index.ts';
import type { Edited } from './edit.ts';
import { compare } from './outside.ts';
import type { Picture } from './page-bytes.ts';

/** Whole px of the page around the target, with what lies beside it. */
export function pageBox(target: SceneNode): Rect<'page'> {
  const bounds = target.absoluteBoundingBox!;
  const [x, y] = [Math.floor(bounds.x) - 8, Math.floor(bounds.y) - 8];
  return { x, y, width: Math.ceil(bounds.width) + 17, height: Math.ceil(bounds.height) + 17 };
}

export async function renderedPage(host: Host, box: Rect<'page'>, scale = 1): Promise<Picture> {
  const { width, height, data } = await host.renderPage({ ...box, scale });
  return { width, height, data: Uint8Array.from(data), channels: 4 };
}

/** @param isHard cut at a silhouette, whose edge blends with its neighbours where it is drawn smaller than it is */
export function comparePage(
  { plan, map }: Edited,
  target: SceneNode,
  box: Rect<'page'>,
  { before, after }: { readonly before: Picture; readonly after: Picture },
  isHard: boolean,
) {
  const toPage = target.absoluteTransform as Matrix;
  const toFrame = compose(invert(toPage)!, translation(box.x, box.y));
  const slack = isHard && density(plan.framing) > 1 ? 1 : 0;
  return compare(before, after, { ...map, channels: 4 }, plan.framing, slack, toFrame);
}
