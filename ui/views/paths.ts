// Outlines as paths of an SVG in px of the preview.
import type { Ring } from '../../core/contour.ts';
import { TO_GRID } from '../../core/outlines.ts';

export function pathOf(rings: readonly Ring<'preview'>[]): string {
  const digits = ({ x, y }: Ring<'preview'>[number]) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return rings.map((ring) => `M${ring.map(digits).join('L')}Z`).join('');
}

const GRID_TO_PREVIEW = 1 / TO_GRID[0][0];

export function pathOnPreview(rings: readonly Ring<'grid'>[]): string {
  return pathOf(
    rings.map((ring) => ring.map(({ x, y }) => ({ x: x * GRID_TO_PREVIEW, y: y * GRID_TO_PREVIEW }))),
  );
}
