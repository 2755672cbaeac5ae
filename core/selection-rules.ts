// The selection rules: which layer is the target, which are its regions, and which others could be the target.
import type { FailureKind } from './failure.ts';
import { contains, intersect, type Rect } from './geometry.ts';

/** What the rules look at in one layer. */
export interface LayerFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: 'container' | 'instance' | 'section' | 'other';
  /** A visible image fill. */
  readonly hasPicture: boolean;
  /** A Figma mask, or a group that holds one: part of the design, never a region. */
  readonly isFigmaMask: boolean;
  /** It only cuts other layers, by being a Figma mask or part of one: nothing of it is painted. */
  readonly isClip: boolean;
  /** Made by Changemap as a region. */
  readonly isMarkedRegion: boolean;
  /** Made by Changemap as a result, whatever its prompt has it called. */
  readonly isResult: boolean;
  /** Why it could not be a target as it stands; null when it could. */
  readonly problem: FailureKind | null;
  /** Ids from the page's child down to the layer's parent. */
  readonly ancestors: readonly string[];
  /** Positions among siblings from the page down: compared in turn, they give the painting order. */
  readonly place: readonly number[];
  /** Upright bounds on the page. */
  readonly bounds: Rect<'page'>;
}

/** What the rules may ask of the document beside the selected layers. */
export interface Neighbours {
  /** The layers inside it or painted over it. */
  candidates(layer: LayerFacts): readonly LayerFacts[];
  /** The containers it lies in, from its top-level frame (the child of a page or section) down to its parent. */
  around(layer: LayerFacts): readonly LayerFacts[];
}

export interface RegionChoice {
  readonly id: string;
  readonly use: 'mask' | 'content';
}

export interface MemberChoice {
  readonly targetId: string;
  readonly regions: readonly RegionChoice[];
}

/** The choice, by id, with everything that could be the target instead; or why there is none. */
export type Choice =
  | { readonly kind: 'none'; readonly problem: FailureKind; readonly layer: string }
  | {
      readonly kind: 'target';
      readonly targetId: string;
      readonly problem: FailureKind;
      /** The layer that could not be its region. */
      readonly layer?: string;
      readonly targets: readonly string[];
    }
  | ({ readonly kind: 'ready'; readonly targets: readonly string[] } & MemberChoice)
  | { readonly kind: 'batch'; readonly members: readonly MemberChoice[]; readonly loose: readonly string[] };

const REGION_NAME = /^(mask|region|change map)( \d+)?$/i;

/** Whether a layer counts as a region without being selected. */
export function isNamedRegion(
  layer: Pick<LayerFacts, 'name' | 'isMarkedRegion' | 'isFigmaMask' | 'isResult'>,
): boolean {
  return !layer.isFigmaMask && !layer.isResult && (layer.isMarkedRegion || hasRegionName(layer));
}

/** Cheap to ask, and true of few. */
export function hasRegionName({ name }: Pick<LayerFacts, 'name'>): boolean {
  return REGION_NAME.test(name.trim());
}

/**
 * The selection rules.
 * @param selected the selected layers, in any order
 * @param wanted the target that was chosen instead of the one that follows; passed over where it is none of the choices
 */
export function choose(
  selected: readonly LayerFacts[],
  neighbours: Neighbours,
  wanted: string | null = null,
): Choice {
  const layers = selected.filter((layer) => !hasSelectedRegionAncestor(layer, selected));
  const usable = layers.filter((layer) => layer.kind !== 'section');
  const [first] = usable;
  if (!first) return layers[0] ? none('section-target', layers[0]) : none('nothing-selected');
  const rivals = rivalsAmong(usable, neighbours);
  if (rivals.length === 0) return chooseAround(usable, first, neighbours, wanted);
  if (usable.length === 1) return chooseForOne(first, neighbours, wanted);
  const [target, ...others] = apart(rivals);
  if (!target) return none('nothing-selected');
  if (others.length > 0) return chooseInBatch([target, ...others], usable, neighbours, wanted);
  return chooseWithRegions(target, usable, neighbours, wanted);
}

// A group that is a region brings its children along; they are not regions of their own.
function hasSelectedRegionAncestor(layer: LayerFacts, selected: readonly LayerFacts[]): boolean {
  return selected.some((other) => isNamedRegion(other) && layer.ancestors.includes(other.id));
}

/** The layers that may be targets, containers before pictures and lowest first; a region only where it lies in nothing. */
function rivalsAmong(layers: readonly LayerFacts[], neighbours: Neighbours): LayerFacts[] {
  const possible = layers.filter(isTargetKind);
  const unnamed = possible.filter((layer) => !isNamedRegion(layer));
  const isTopLevel = (layer: LayerFacts) => neighbours.around(layer).length === 0;
  const rivals = unnamed.length > 0 ? unnamed : possible.filter(isTopLevel);
  const isPicture = ({ kind }: LayerFacts) => Number(kind === 'other');
  return rivals.sort((a, b) => isPicture(a) - isPicture(b) || comparePlaces(a.place, b.place));
}

/** Of the rivals in their order: those that neither lie in nor share an area with one before them. */
function apart(layers: readonly LayerFacts[]): LayerFacts[] {
  const lowest: LayerFacts[] = [];
  for (const layer of layers) {
    const isOver = lowest.some((under) => holds(under, layer) || sharedArea(under, layer) > 0);
    if (!isOver) lowest.push(layer);
  }
  return lowest;
}

/** A lone container or picture. */
function chooseForOne(layer: LayerFacts, neighbours: Neighbours, wanted: string | null): Choice {
  const regions = namedRegions(layer, neighbours);
  if (regions.length > 0) return offered(layer, regions, regions.map(asMask), neighbours, wanted);
  const choice = offered(layer, [layer], [], neighbours, wanted);
  if (choice.kind !== 'target') return choice;
  // A picture is one thing, and changing it all is what selecting it alone means; a frame is not. Within
  // a container that was chosen instead, either is what changes.
  const isRegion = layer.kind === 'other' || choice.targetId !== layer.id;
  return isRegion ? ready(choice, [asContent(layer)]) : choice;
}

/** One target and the layers selected with it. */
function chooseWithRegions(
  target: LayerFacts,
  layers: readonly LayerFacts[],
  neighbours: Neighbours,
  wanted: string | null,
): Choice {
  const others = layers.filter((layer) => layer !== target);
  const regions = others.filter((layer) => !layer.isFigmaMask);
  const choice = offered(target, regions, regions.map(asMask), neighbours, wanted);
  const [clip] = others;
  return choice.kind === 'target' && clip ? { ...choice, problem: 'region-clips', layer: clip.name } : choice;
}

/** A target that follows from the rules, and the containers around it that hold all of it and of its regions. */
function offered(
  target: LayerFacts,
  held: readonly LayerFacts[],
  regions: readonly RegionChoice[],
  neighbours: Neighbours,
  wanted: string | null,
): Choice {
  const outer = neighbours
    .around(target)
    .filter((container) => canBeTarget(container) && held.every((layer) => takesIn(container, layer)));
  return taken([...outer, target], target, regions, wanted);
}

/** Only layers that cannot be targets themselves: their top-level frame is the target. */
function chooseAround(
  layers: readonly LayerFacts[],
  first: LayerFacts,
  neighbours: Neighbours,
  wanted: string | null,
): Choice {
  const common = neighbours.around(first).filter((outer) => layers.every((layer) => holds(outer, layer)));
  const possible = common.filter(canBeTarget);
  const [topLevel = common[0]] = possible;
  if (!topLevel) return none(layers.length > 1 ? 'no-common-target' : 'unusable-layer', first);
  return taken(possible, topLevel, layers.map(asNamed), wanted);
}

function taken(
  possible: readonly LayerFacts[],
  usual: LayerFacts,
  regions: readonly RegionChoice[],
  wanted: string | null,
): Choice {
  const target = possible.find(({ id }) => id === wanted) ?? usual;
  if (target.problem) return none(target.problem, target);
  return withRegions({ targetId: target.id, targets: idsOf(possible) }, regions);
}

interface Taken {
  readonly targetId: string;
  readonly targets: readonly string[];
}

function withRegions(target: Taken, regions: readonly RegionChoice[]): Choice {
  return regions.length > 0 ? ready(target, regions) : { kind: 'target', ...target, problem: 'no-region' };
}

function ready({ targetId, targets }: Taken, regions: readonly RegionChoice[]): Choice {
  return { kind: 'ready', targetId, regions, targets };
}

/** Several targets, each with its own regions: nothing is taken before one of them is chosen. */
function chooseInBatch(
  targets: readonly LayerFacts[],
  layers: readonly LayerFacts[],
  neighbours: Neighbours,
  wanted: string | null,
): Choice {
  const regions = layers.filter((layer) => !targets.includes(layer) && !layer.isFigmaMask);
  const owners = new Map(regions.map((region) => [region, ownerOf(region, targets)]));
  const members = targets.map((target) => {
    const own = regions.filter((region) => owners.get(region) === target);
    const found = namedRegions(target, neighbours).filter((region) => ownerOf(region, targets) === target);
    return { targetId: target.id, regions: regionsOfMember(target, own.length > 0 ? own : found) };
  });
  const possible = idsOf(targets.filter(canBeTarget));
  const chosen = members.find(({ targetId }) => targetId === wanted && possible.includes(targetId));
  if (chosen) return withRegions({ targetId: chosen.targetId, targets: possible }, chosen.regions);
  const loose = regions.filter((region) => !owners.get(region)).map(({ name }) => name);
  return { kind: 'batch', members, loose };
}

function regionsOfMember(target: LayerFacts, regions: readonly LayerFacts[]): RegionChoice[] {
  if (regions.length > 0) return regions.map(asMask);
  return target.kind === 'other' ? [asContent(target)] : [];
}

/** The target that holds the region, else the one it covers most of; null when it touches none. */
export function ownerOf(region: LayerFacts, targets: readonly LayerFacts[]): LayerFacts | null {
  const holder = targets.find((target) => holds(target, region));
  if (holder) return holder;
  let [owner, most]: [LayerFacts | null, number] = [null, 0];
  for (const target of targets) {
    const area = sharedArea(target, region);
    if (area > most) [owner, most] = [target, area];
  }
  return owner;
}

function namedRegions(target: LayerFacts, neighbours: Neighbours): LayerFacts[] {
  return neighbours.candidates(target).filter(isNamedRegion);
}

function holds(outer: LayerFacts, inner: LayerFacts): boolean {
  return inner.ancestors.includes(outer.id);
}

/** Also of a layer painted over the container from outside. */
function takesIn(outer: LayerFacts, layer: LayerFacts): boolean {
  return holds(outer, layer) || contains(outer.bounds, layer.bounds);
}

function sharedArea(a: LayerFacts, b: LayerFacts): number {
  const shared = intersect(a.bounds, b.bounds);
  return shared ? shared.width * shared.height : 0;
}

function isTargetKind(layer: LayerFacts): boolean {
  return !layer.isClip && (layer.kind === 'container' || layer.kind === 'instance' || layer.hasPicture);
}

function canBeTarget(layer: LayerFacts): boolean {
  return isTargetKind(layer) && layer.problem === null;
}

/** In painting order: below 0 where the first is painted before the other. */
export function comparePlaces(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((position, depth) => position !== b[depth]);
  // Whoever has no further position holds the other, and is painted first.
  return differing < 0 ? a.length - b.length : a[differing]! - (b[differing] ?? -1);
}

function none(problem: FailureKind, layer?: LayerFacts): Choice {
  return { kind: 'none', problem, layer: layer?.name ?? '' };
}

function idsOf(layers: readonly LayerFacts[]): string[] {
  return layers.map(({ id }) => id);
}

function asContent(layer: LayerFacts): RegionChoice {
  return { id: layer.id, use: 'content' };
}

function asMask(layer: LayerFacts): RegionChoice {
  return { id: layer.id, use: 'mask' };
}

function asNamed(layer: LayerFacts): RegionChoice {
  return isNamedRegion(layer) ? asMask(layer) : asContent(layer);
}
