// Which rectangle of the target is sent, and how many pixels it becomes: pure geometry, so the price needs no export.

import type { Rect, Size, Transform } from './geometry.ts';
import { apply, clamp, compose, intersect, outset, scaling, translation } from './geometry.ts';
import type { Resolution, Surroundings } from './settings.ts';
import { type Edge, reachOf } from './soft-edge.ts';

/**
 * A rectangle of whole frame px, `columns` × `rows` cells of `unit` frame px, each cell 16 crop px.
 * So crop = frame × 16 / unit exactly, whatever the target's own size is.
 */
export interface Framing {
  /** Whole frame px; may lie outside the target where the target is smaller than the rectangle. */
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
  /** Frame px a cell, at least 4: the density is at most 4. */
  readonly unit: number;
}

export const CELL = 16;
const LEAST_UNIT = 4;
const LEAST_CELLS = 256 / CELL;
const MOST_CELLS = 2048 / CELL;
const BUDGET: Record<Resolution, number> = { standard: 1_000_000, fine: 2_000_000 };

/** Crop px per frame px. */
export function density(framing: Framing): number {
  return CELL / framing.unit;
}

export function frameRect({ x, y, columns, rows, unit }: Framing): Rect<'frame'> {
  return { x, y, width: columns * unit, height: rows * unit };
}

export function cropSize({ columns, rows }: Framing): Size<'crop'> {
  return { width: columns * CELL, height: rows * CELL };
}

/** Frame px → crop px; its inverse is exact up to rounding of the last bit. */
export function toCrop(framing: Framing): Transform<'frame', 'crop'> {
  return compose(scaling(density(framing)), translation<'frame', 'frame'>(-framing.x, -framing.y));
}

/** Crop px → frame px, for rectangles: exact when they lie on the grid's cells. */
export function toFrameRect({ x, y, unit }: Framing, area: Rect<'crop'>): Rect<'frame'> {
  const scaled = (value: number) => (value * unit) / CELL;
  return {
    x: x + scaled(area.x),
    y: y + scaled(area.y),
    width: scaled(area.width),
    height: scaled(area.height),
  };
}

export interface FramingRequest {
  readonly target: Size<'frame'>;
  /** The regions' bounds, not yet clipped to the target. */
  readonly region: Rect<'frame'>;
  readonly edge: Edge;
  readonly surroundings: Surroundings;
  readonly resolution: Resolution;
}

/** Null when the region and the target share no area. */
export function frameRegion(request: FramingRequest): Framing | null {
  const whole = wholePixels({ x: 0, y: 0, ...request.target });
  const region = intersect(request.region, { x: 0, y: 0, ...request.target });
  if (!region) return null;
  const budget = BUDGET[request.resolution];
  const needed = neededRect(region, request.edge, whole, budget);
  if (request.surroundings === 'whole') return place(whole, whole, budget);
  if (request.surroundings === 'none') return place(needed, whole, budget);
  return place(trimmed(needed, withSurroundings(needed, whole), budget), whole, budget);
}

/** All of a target. */
export function wholeFraming(target: Size<'frame'>, resolution: Resolution): Framing {
  const whole = wholePixels({ x: 0, y: 0, ...target });
  return place(whole, whole, BUDGET[resolution]);
}

/** The region and everything its soft edge may change, within the target; with a margin where that leaves the density at 1. */
function neededRect(region: Rect<'frame'>, edge: Edge, whole: Rect<'frame'>, budget: number): Rect<'frame'> {
  const grown = (by: number) => intersect(wholePixels(outset(region, by)), whole) ?? whole;
  const reached = grown(reachOf(edge));
  const roomy = grown(reachOf(edge) + EDGE_MARGIN);
  return unitFor(roomy, budget) > CELL && unitFor(reached, budget) <= CELL ? reached : roomy;
}

// The patch's outermost two pixels stay clear, so the crop ends a little beyond the reach.
const EDGE_MARGIN = 4;

/**
 * What the model should see around the region, by Krita AI Diffusion's rule: half the region's mean side or a
 * sixteenth of the target's long side, at least 512 px in all, and rather square. Unlike there it is reckoned from what
 * may change, without 6 % of the diagonal beside it, which would only cost density; and at every strength, since a
 * region changed by half has to fit in as well.
 */
function withSurroundings(needed: Rect<'frame'>, whole: Rect<'frame'>): Rect<'frame'> {
  const meanSide = (needed.width + needed.height) / 2;
  const pad = Math.max(Math.floor(Math.max(whole.width, whole.height) / 16), Math.floor(meanSide / 2));
  const [padX, padY] = squarer(needed, pad);
  // There is nothing to see beyond the target: padding would only take density from what there is.
  const width = Math.min(Math.max(needed.width + 2 * padX, LEAST_SURROUNDINGS), whole.width);
  const height = Math.min(Math.max(needed.height + 2 * padY, LEAST_SURROUNDINGS), whole.height);
  return shiftedInside(centred(needed, width, height), whole);
}

const LEAST_SURROUNDINGS = 512;

// The long axis gives up half of what it is longer by, yet keeps at least half its padding.
function squarer(rect: Size<'frame'>, pad: number): [number, number] {
  const excess = rect.width - rect.height;
  const less = Math.min(Math.floor(Math.abs(excess) / 2), Math.floor(pad / 2));
  return excess > 0 ? [pad - less, pad] : [pad, pad - less];
}

/** As much of the wanted surroundings as leaves the density at 1 or more; never less than what is needed. */
function trimmed(needed: Rect<'frame'>, wanted: Rect<'frame'>, budget: number): Rect<'frame'> {
  if (unitFor(wanted, budget) <= CELL || unitFor(needed, budget) > CELL) {
    return unitFor(needed, budget) > CELL ? needed : wanted;
  }
  let enough = 0;
  let tooMuch = 1;
  for (let i = 0; i < TRIM_STEPS; i++) {
    const middle = (enough + tooMuch) / 2;
    if (unitFor(between(needed, wanted, middle), budget) <= CELL) enough = middle;
    else tooMuch = middle;
  }
  return between(needed, wanted, enough);
}

const TRIM_STEPS = 12;

function between(inner: Rect<'frame'>, outer: Rect<'frame'>, share: number): Rect<'frame'> {
  const mix = (a: number, b: number) => a + (b - a) * share;
  const left = Math.round(mix(inner.x, outer.x));
  const top = Math.round(mix(inner.y, outer.y));
  const right = Math.round(mix(inner.x + inner.width, outer.x + outer.width));
  const bottom = Math.round(mix(inner.y + inner.height, outer.y + outer.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The rectangle on the finest grid the budget allows, moved (never shrunk) to lie inside the target. */
function place(rect: Rect<'frame'>, whole: Rect<'frame'>, budget: number): Framing {
  const unit = unitFor(rect, budget);
  const { columns, rows } = cells(rect, unit);
  const grown = centred(rect, columns * unit, rows * unit);
  const { x, y } = shiftedInside(grown, whole);
  return { x, y, columns, rows, unit };
}

/** The fewest whole frame px a cell with which the rectangle fits the budget and the side limits. */
function unitFor(size: Size<'frame'>, budget: number): number {
  const leastForSides = Math.ceil(Math.max(size.width, size.height) / MOST_CELLS);
  const leastForBudget = Math.floor(CELL * Math.sqrt((size.width * size.height) / budget));
  let unit = Math.max(LEAST_UNIT, leastForSides, leastForBudget);
  while (!fits(cells(size, unit), budget)) unit++;
  return unit;
}

function cells(size: Size<'frame'>, unit: number) {
  return {
    columns: Math.max(LEAST_CELLS, Math.ceil(size.width / unit)),
    rows: Math.max(LEAST_CELLS, Math.ceil(size.height / unit)),
  };
}

function fits({ columns, rows }: { columns: number; rows: number }, budget: number): boolean {
  return columns <= MOST_CELLS && rows <= MOST_CELLS && columns * rows * CELL * CELL <= budget;
}

function wholePixels(rect: Rect<'frame'>): Rect<'frame'> {
  const x = Math.floor(rect.x);
  const y = Math.floor(rect.y);
  return { x, y, width: Math.ceil(rect.x + rect.width) - x, height: Math.ceil(rect.y + rect.height) - y };
}

function centred(rect: Rect<'frame'>, width: number, height: number): Rect<'frame'> {
  return {
    x: rect.x - Math.floor((width - rect.width) / 2),
    y: rect.y - Math.floor((height - rect.height) / 2),
    width,
    height,
  };
}

// Larger than the target, it starts at the target's origin: the padding is then on the right and below.
function shiftedInside(rect: Rect<'frame'>, whole: Rect<'frame'>): Rect<'frame'> {
  return {
    ...rect,
    x: clamp(rect.x, 0, Math.max(0, whole.width - rect.width)),
    y: clamp(rect.y, 0, Math.max(0, whole.height - rect.height)),
  };
}

/** Which sides of the crop are the target's own border: there is nothing beyond them to blend into. */
export function targetSides(framing: Framing, target: Size<'frame'>) {
  const rect = frameRect(framing);
  return {
    left: rect.x <= 0,
    top: rect.y <= 0,
    right: rect.x + rect.width >= target.width,
    bottom: rect.y + rect.height >= target.height,
  };
}

/** The crop px that the target covers whole. What lies beyond is padding: the last of them, repeated before it is sent. */
export function coveredArea(framing: Framing, target: Size<'frame'>): Rect<'crop'> {
  return areaWithin(framing, target, (side) => Math.floor(side + ROUNDING));
}

/** The crop px that the target has any part of: no other is ever part of the patch. */
export function targetArea(framing: Framing, target: Size<'frame'>): Rect<'crop'> {
  return areaWithin(framing, target, (side) => Math.ceil(side - ROUNDING));
}

// No crop starts before its target, and each on a whole px of it: only the far sides lie between crop px.
function areaWithin(framing: Framing, target: Size<'frame'>, whole: (side: number) => number): Rect<'crop'> {
  const crop = cropSize(framing);
  const end = apply(toCrop(framing), { x: target.width, y: target.height });
  return {
    x: 0,
    y: 0,
    width: clamp(whole(end.x), 0, crop.width),
    height: clamp(whole(end.y), 0, crop.height),
  };
}

// A border that is whole but for the last bits of a product of fractions counts as whole.
const ROUNDING = 1e-6;

/** Where a patch lies, in the target's own px: its pixels may end beyond the target's border, by less than one of them, and are cut there. */
export interface Footprint {
  /** All its pixels. */
  readonly area: Rect<'frame'>;
  /** The part of them that lies in the target. */
  readonly shown: Rect<'frame'>;
}

/** Null when nothing of the patch lies in the target. */
export function footprintOf(framing: Framing, target: Size<'frame'>, patch: Rect<'crop'>): Footprint | null {
  const area = toFrameRect(framing, patch);
  const shown = intersect(area, { x: 0, y: 0, ...target });
  return shown && { area, shown };
}
