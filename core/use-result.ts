// A result in another target: over the regions of the same names, else over the same part of it, with a recipe to make it again there.
import { type Footprint, type Framing, wholeFraming } from './framing.ts';
import { intersect, type Rect, type Size } from './geometry.ts';
import type { Recipe } from './recipe.ts';

/** Where the result lies, and what it was made for. */
export interface Used extends Footprint {
  readonly target: Size<'frame'>;
  /** The box around all its regions that the other target has as well. */
  readonly region: Rect<'frame'>;
}

/** What has decided where a result lies in another target: with it, it can follow the one that it comes from. */
export interface Way extends Pick<Used, 'target' | 'region'> {
  /** The other target. */
  readonly within: Size<'frame'>;
  /** Its region; null where the result lies over the same part. */
  readonly over: Rect<'frame'> | null;
}

export function placedBy(footprint: Footprint, { within, over, ...from }: Way): Footprint | null {
  return placedIn({ ...footprint, ...from }, within, over);
}

interface Drawn {
  readonly name: string;
}

interface Named extends Drawn {
  readonly id: string;
}

/** Regions of the result and of another target that together say where it goes there; of both none, where nothing does. */
export interface Matched<O, R> {
  readonly own: readonly O[];
  readonly others: readonly R[];
}

/** Those of the same names; else all, where there are as many, or only one that can be meant. */
export function matching<O extends Drawn, R extends Drawn>(
  own: readonly O[],
  others: readonly R[],
): Matched<O, R> {
  const named = { own: own.filter(isNamedIn(others)), others: others.filter(isNamedIn(own)) };
  if (named.own.length > 0) return named;
  return others.length === 1 || others.length === own.length ? { own, others } : { own: [], others: [] };
}

function isNamedIn(regions: readonly Drawn[]): (region: Drawn) => boolean {
  const plain = ({ name }: Drawn) => name.trim().toLowerCase();
  const names = new Set(regions.map(plain));
  return (region) => names.has(plain(region));
}

/**
 * Its region covers the other, in its own ratio: what stands over is cut, with what the soft edge needs beside it.
 * @param region null where there is none: the same part of the target, whatever its size
 * @returns null when nothing of it would lie in the target
 */
export function placedIn(used: Used, target: Size<'frame'>, region: Rect<'frame'> | null): Footprint | null {
  const [from, to] = [used.region, region ?? samePart(used, target)];
  const scale = Math.max(to.width / from.width, to.height / from.height);
  const moved = (rect: Rect<'frame'>): Rect<'frame'> => ({
    x: to.x + to.width / 2 + (rect.x - from.x - from.width / 2) * scale,
    y: to.y + to.height / 2 + (rect.y - from.y - from.height / 2) * scale,
    width: rect.width * scale,
    height: rect.height * scale,
  });
  const open = intersect(beside(to, used, scale), { x: 0, y: 0, ...target });
  const shown = open && intersect(moved(used.shown), open);
  return shown && { area: moved(used.area), shown };
}

function samePart({ region, target }: Used, other: Size<'frame'>): Rect<'frame'> {
  const [across, down] = [other.width / target.width, other.height / target.height];
  return {
    x: region.x * across,
    y: region.y * down,
    width: region.width * across,
    height: region.height * down,
  };
}

/** A region with as much around it as the result has around its own. */
function beside(to: Rect<'frame'>, { region, shown }: Used, scale: number): Rect<'frame'> {
  const left = Math.max(0, region.x - shown.x) * scale;
  const top = Math.max(0, region.y - shown.y) * scale;
  const right = Math.max(0, shown.x + shown.width - region.x - region.width) * scale;
  const bottom = Math.max(0, shown.y + shown.height - region.y - region.height) * scale;
  return { x: to.x - left, y: to.y - top, width: to.width + left + right, height: to.height + top + bottom };
}

/** Of a picture that it fills, all changes when it is made again. */
export function recipeForWhole(recipe: Recipe, { id, name, size }: Named & { size: Size<'frame'> }): Recipe {
  const { settings } = recipe;
  return {
    ...recipe,
    settings: { ...settings, insertAs: 'fill' },
    targetId: id,
    targetName: name,
    madeFor: null,
    regionIds: [id],
    regionNames: [],
    framing: wholeFraming(size, settings.resolution),
    map: null,
    drawn: null,
  };
}

/**
 * Made again, it is made for the regions there; where there are none, the map says what it was made for.
 * @param moved where its pixels lay, and where they lie now
 */
export function recipeOver(
  recipe: Recipe,
  target: Named,
  regions: readonly Named[],
  moved: { readonly from: Rect<'frame'>; readonly to: Rect<'frame'> },
): Recipe {
  const { settings, map, framing, drawn } = recipe;
  const whole = map === null ? [target.id] : [];
  return {
    ...recipe,
    settings: { ...settings, insertAs: settings.insertAs === 'uncut' ? 'uncut' : 'layer' },
    targetId: target.id,
    targetName: target.name,
    madeFor: null,
    regionIds: regions.length > 0 ? regions.map(({ id }) => id) : whole,
    regionNames: regions.map(({ name }) => name),
    framing: framingAt(framing, moved),
    drawn: drawn && boxAt(drawn, moved),
  };
}

function boxAt({ x, y, width, height }: Rect<'frame'>, { from, to }: Parameters<typeof recipeOver>[3]) {
  const scale = to.width / from.width;
  return {
    x: to.x + (x - from.x) * scale,
    y: to.y + (y - from.y) * scale,
    width: width * scale,
    height: height * scale,
  };
}

/** The same, with what has been set since for the one that it comes from. */
export function recipeAfter(own: Recipe, { settings }: Pick<Recipe, 'settings'>): Recipe {
  return { ...own, settings: { ...settings, insertAs: own.settings.insertAs } };
}

/** It has gone along with the pixels, and lies on no whole px any more: nothing is sent by it, but its map is drawn. */
function framingAt(framing: Framing, { from, to }: Parameters<typeof recipeOver>[3]): Framing {
  const scale = to.width / from.width;
  return {
    ...framing,
    x: to.x + (framing.x - from.x) * scale,
    y: to.y + (framing.y - from.y) * scale,
    unit: framing.unit * scale,
  };
}
