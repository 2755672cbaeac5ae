// Framing once more: only where a region is cut that geometry had end before, and never at a higher price.
import { describe, expect, it } from 'vitest';
import { density, frameRect } from '../../core/framing.ts';
import { contains, type Rect } from '../../core/geometry.ts';
import { emptyPlane, type Plane } from '../../core/pixels.ts';
import { type EditPlan, planEdit } from '../../core/plan.ts';
import { billedMegapixels } from '../../core/price.ts';
import { reframed } from '../../core/reframe.ts';
import type { Ready } from '../../core/selection.ts';
import { DEFAULT_EDIT, type EditSettings } from '../../core/settings.ts';

const EDIT: EditSettings = { ...DEFAULT_EDIT, prompt: 'a red door', surroundings: 'none' };

function selectionOf(box: Rect<'frame'>, target = { width: 4000, height: 3000 }): Ready {
  const region = { id: '1:2', name: 'Mask', use: 'mask', amount: 1 } as const;
  const set = { readFrom: 'automatic', useSetting: 'automatic' } as const;
  return {
    kind: 'ready',
    target: { id: '1:1', name: 'Page', pageId: '0:1', kind: 'frame', size: target },
    regions: [{ ...region, ...set, box }],
  };
}

type Edges = Partial<Record<'left' | 'top' | 'right' | 'bottom', boolean>>;

/** What was drawn, as far as the crop’s border tells; its corners belong to two sides, so they are left out. */
function painted({ size: { width, height } }: EditPlan, { left, top, right, bottom }: Edges): Plane {
  const plane = emptyPlane(width, height);
  for (let y = 1; y < height - 1; y++) {
    if (left) plane.data[y * width] = 0.5;
    if (right) plane.data[y * width + width - 1] = 0.5;
  }
  if (top) plane.data.fill(0.5, 1, width - 1);
  if (bottom) plane.data.fill(0.5, (height - 1) * width + 1, height * width - 1);
  return plane;
}

function again(
  box: Rect<'frame'>,
  edges: Edges,
  settings = EDIT,
  target?: { width: number; height: number },
) {
  const selection = selectionOf(box, target);
  const plan = planEdit(selection, settings, 7);
  return { plan, larger: reframed(plan, [painted(plan, edges)], selection, settings) };
}

const BOX = { x: 1500, y: 1200, width: 300, height: 200 };

describe('framing once more', () => {
  it('shows more where the region goes on, at the same price and with the same edge', () => {
    const { plan, larger } = again(BOX, { right: true });
    const [before, after] = [frameRect(plan.framing), frameRect(larger!.framing)];
    expect(after.x + after.width).toBeGreaterThan(before.x + before.width + 50);
    expect(billedMegapixels(larger!.size)).toBe(billedMegapixels(plan.size));
    expect(larger!.edge).toMatchObject({ feather: plan.edge.feather, grow: plan.edge.grow });
    expect(larger!.reach.some((box) => contains(box, plan.reach[0]!))).toBe(true);
  });

  it('has every side in view on which the region goes on', () => {
    const { plan, larger } = again(BOX, { left: true, top: true, right: true, bottom: true });
    const [before, after] = [frameRect(plan.framing), frameRect(larger!.framing)];
    expect(contains(after, { ...before, x: before.x - 20, width: before.width + 40 })).toBe(true);
    expect(contains(after, { ...before, y: before.y - 20, height: before.height + 40 })).toBe(true);
  });

  it('is not needed where the region ends within the crop', () => {
    expect(again(BOX, {}).larger).toBeNull();
  });

  it('is not needed where the target itself ends', () => {
    expect(again({ x: 0, y: 0, width: 300, height: 200 }, { left: true, top: true }).larger).toBeNull();
  });

  it('is not needed where the drawing was known to reach the crop’s border', () => {
    const hard = { ...EDIT, softEdge: 0 };
    const { plan, larger } = again({ x: 1000, y: 1000, width: 1008, height: 976 }, { left: true }, hard);
    expect(frameRect(plan.framing).x).toBe(1000);
    expect(larger).toBeNull();
  });

  it('is left undone rather than turn a sharp result soft', () => {
    const box = { x: 1000, y: 1000, width: 880, height: 880 };
    const { plan, larger } = again(box, { left: true, right: true }, { ...EDIT, softEdge: 32 });
    expect(density(plan.framing)).toBe(1);
    expect(larger).toBeNull();
  });

  it('takes as much as the price shown allows, and no more', () => {
    const fine = { ...EDIT, resolution: 'fine', softEdge: 0 } as const;
    const large = again({ x: 1000, y: 1000, width: 700, height: 500 }, { bottom: true }, fine);
    const small = again({ x: 1000, y: 1000, width: 217, height: 217 }, { bottom: true }, fine);
    for (const [{ plan, larger }, megapixels] of [
      [large, 2],
      [small, 1],
    ] as const) {
      expect(billedMegapixels(plan.size)).toBe(megapixels);
      expect(billedMegapixels(larger!.size)).toBe(megapixels);
      expect(frameRect(larger!.framing).height).toBeGreaterThan(frameRect(plan.framing).height);
    }
  });
});
