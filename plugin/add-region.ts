// Draws a region to start from: a soft ellipse over the middle of the target, ready to be moved.
import { type Transform, translation } from '../core/geometry.ts';
import { hasAutoLayout, type Layer, mutable, transformInto } from './layers.ts';
import { type Placement, placementOver } from './placement.ts';
import { isMarkedRegion } from './region.ts';
import { layersWithRegionData, setRegionData } from './region-data.ts';

const VIOLET: SolidPaint = { type: 'SOLID', color: { r: 0.6, g: 0.28, b: 1 }, opacity: 0.5 };
/** Of the target's sides. */
const SHARE = 0.4;
const LEAST_SIDE = 16;
/** Of the shorter side: soft enough to blend, small enough to leave a whole middle. */
const BLUR = 0.1;

/** The new region alone is selected then: dragged, it leaves the target where it is. */
export function addRegion(target: Layer, masks: readonly Layer[]): SceneNode {
  const { currentPage } = figma;
  const { selection } = currentPage;
  const region = figma.createEllipse();
  try {
    draw(region, target, masks);
    const x = Math.round((target.width - region.width) / 2);
    const y = Math.round((target.height - region.height) / 2);
    placeAt(region, placementOver(target), target, translation(x, y));
    currentPage.selection = [region];
  } catch (error) {
    currentPage.selection = selection;
    region.remove();
    throw error;
  }
  return region;
}

function draw(region: EllipseNode, target: Layer, masks: readonly Layer[]): void {
  const width = Math.max(LEAST_SIDE, Math.round(target.width * SHARE));
  const height = Math.max(LEAST_SIDE, Math.round(target.height * SHARE));
  region.name = freeName(masks);
  region.resize(width, height);
  region.fills = [VIOLET];
  const radius = Math.round(Math.min(width, height) * BLUR);
  region.effects = [{ type: 'LAYER_BLUR', blurType: 'NORMAL', radius, visible: true }];
  setRegionData(region, { isMade: true });
}

/** @param placed from the region's px to the target's */
export function placeAt(
  region: EllipseNode | RectangleNode,
  { parent, index }: Placement,
  target: Layer,
  placed: Transform<'frame', 'frame'>,
): void {
  parent.insertChild(index, region);
  if (hasAutoLayout(parent)) region.layoutPositioning = 'ABSOLUTE';
  const transform = transformInto(parent, target, placed);
  if (transform) region.relativeTransform = mutable(transform);
}

/** Of no region of the page that was made so, nor of one that it will stand beside in the panel. */
export function freeName(masks: readonly Layer[]): string {
  const made = layersWithRegionData(figma.currentPage).filter(isMarkedRegion);
  const names = new Set([...made, ...masks].map(({ name }) => name));
  let number = 1;
  while (names.has(`Region ${number}`)) number++;
  return `Region ${number}`;
}
