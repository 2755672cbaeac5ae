// What is selected, in the product's words, and the rules that decide which layer is the target and which the regions.
import type { FailureKind } from './failure.ts';
import type { Rect, Size } from './geometry.ts';
import type { ReadFrom } from './region-reading.ts';

export interface Target {
  readonly id: string;
  readonly name: string;
  readonly pageId: string;
  /** `picture`: a lone layer with an image fill. `instance`: the patch goes beside it, as nothing can be added inside. */
  readonly kind: 'frame' | 'group' | 'instance' | 'picture';
  /** The target's own size; may be fractional. */
  readonly size: Size<'frame'>;
}

/** What a designer sets on a region; it is kept on the layer. */
export interface RegionSettings {
  /** 0–1: what its strongest pixel may change. */
  readonly amount: number;
  readonly readFrom: ReadFrom;
  /** `automatic` follows how the region was chosen. */
  readonly use: 'automatic' | 'mask' | 'content';
}

export interface Region {
  readonly id: string;
  readonly name: string;
  /** As a mask it is not part of the design; as content (a silhouette) it is. */
  readonly use: 'mask' | 'content';
  readonly amount: RegionSettings['amount'];
  readonly readFrom: RegionSettings['readFrom'];
  /** What was set, of which `use` above is what follows. */
  readonly useSetting: RegionSettings['use'];
  /** Geometry, outside strokes and blur, upright in the target's space; not clipped to the target. */
  readonly box: Rect<'frame'>;
}

/** Everything the panel needs to know of Figma's selection; geometry alone, no pixels. */
export type Selection =
  | { readonly kind: 'none'; readonly problem: FailureKind; readonly message: string }
  | {
      readonly kind: 'target';
      readonly target: Target;
      readonly problem: FailureKind;
      readonly message: string;
    }
  | { readonly kind: 'ready'; readonly target: Target; readonly regions: readonly Region[] };

/** The selection of a target that is to be changed as a whole: its own silhouette is the region. */
export function wholeOf(target: Target): Extract<Selection, { kind: 'ready' }> {
  const box = { x: 0, y: 0, ...target.size };
  const region: Region = {
    id: target.id,
    name: target.name,
    use: 'content',
    amount: 1,
    readFrom: 'shape',
    useSetting: 'automatic',
    box,
  };
  return { kind: 'ready', target, regions: [region] };
}

/** What the rules look at in one layer. */
export interface LayerFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: 'container' | 'instance' | 'section' | 'other';
  /** A visible image fill. */
  readonly hasPicture: boolean;
  /** A Figma mask, or a group that holds one: part of the design, never a region. */
  readonly isFigmaMask: boolean;
  /** Made by Changemap as a region. */
  readonly isMarkedRegion: boolean;
  /** Made by Changemap as a result, whatever its prompt has it called. */
  readonly isResult: boolean;
  /** Ids from the page's child down to the layer's parent. */
  readonly ancestors: readonly string[];
  /** Painting order on the page: a larger one is painted later. */
  readonly order: number;
  /** Upright bounds on the page. */
  readonly bounds: Rect<'page'>;
}

/** The choice, by id; or why there is none. */
export type Choice =
  | { readonly kind: 'none'; readonly problem: FailureKind; readonly layer?: string }
  | { readonly kind: 'target'; readonly targetId: string; readonly problem: FailureKind }
  | { readonly kind: 'ready'; readonly targetId: string; readonly regions: readonly RegionChoice[] };

export interface RegionChoice {
  readonly id: string;
  readonly use: 'mask' | 'content';
}

const REGION_NAME = /^(mask|region|change map)( \d+)?$/i;

/** Whether a layer counts as a region without being selected. */
export function isNamedRegion(
  layer: Pick<LayerFacts, 'name' | 'isMarkedRegion' | 'isFigmaMask' | 'isResult'>,
): boolean {
  return (
    !layer.isFigmaMask && !layer.isResult && (layer.isMarkedRegion || REGION_NAME.test(layer.name.trim()))
  );
}

/**
 * The selection rules.
 * @param selected the selected layers, in any order
 * @param around for a lone selected layer: the layers in and over it, and its top-level frame
 */
export function choose(
  selected: readonly LayerFacts[],
  around: { readonly candidates: readonly LayerFacts[]; readonly topLevel: LayerFacts | null },
): Choice {
  const layers = selected.filter((layer) => !hasSelectedRegionAncestor(layer, selected));
  const [first] = layers;
  if (!first) return { kind: 'none', problem: 'nothing-selected' };
  if (layers.length === 1) return chooseForOne(first, around);
  return chooseForSeveral(layers);
}

// A group that is a region brings its children along; they are not regions of their own.
function hasSelectedRegionAncestor(layer: LayerFacts, selected: readonly LayerFacts[]): boolean {
  return selected.some((other) => isNamedRegion(other) && layer.ancestors.includes(other.id));
}

function chooseForOne(
  layer: LayerFacts,
  around: { readonly candidates: readonly LayerFacts[]; readonly topLevel: LayerFacts | null },
): Choice {
  if (layer.kind === 'section') return { kind: 'none', problem: 'section-target', layer: layer.name };
  const isInside = layer.ancestors.length > 0;
  if (isTargetKind(layer) && !(isInside && isNamedRegion(layer))) {
    const regions = around.candidates.filter(isNamedRegion);
    if (regions.length > 0) return { kind: 'ready', targetId: layer.id, regions: regions.map(asMask) };
    // A picture is one thing, and changing it all is what selecting it alone means; a frame is not.
    if (layer.kind === 'other') return { kind: 'ready', targetId: layer.id, regions: [asContent(layer)] };
    return { kind: 'target', targetId: layer.id, problem: 'no-region' };
  }
  const target = around.topLevel;
  if (!target || target.id === layer.id)
    return { kind: 'none', problem: 'unusable-layer', layer: layer.name };
  const use = isNamedRegion(layer) ? 'mask' : 'content';
  return { kind: 'ready', targetId: target.id, regions: [{ id: layer.id, use }] };
}

function chooseForSeveral(layers: readonly LayerFacts[]): Choice {
  const target = lowestTarget(layers);
  if (!target) return { kind: 'none', problem: 'nothing-selected' };
  if (target === 'several') return { kind: 'none', problem: 'several-targets' };
  const regions = layers.filter((layer) => layer !== target && !layer.isFigmaMask);
  if (regions.length === 0) return { kind: 'target', targetId: target.id, problem: 'no-region' };
  return { kind: 'ready', targetId: target.id, regions: regions.map(asMask) };
}

/** The container or picture that holds the others or lies beneath them all. */
function lowestTarget(layers: readonly LayerFacts[]): LayerFacts | 'several' | null {
  const candidates = layers.filter((layer) => isTargetKind(layer) && !isNamedRegion(layer));
  const pool = candidates.length > 0 ? candidates : layers.filter(isTargetKind);
  const containers = pool.filter((layer) => layer.kind !== 'other');
  const lowest = [...(containers.length > 0 ? containers : pool)].sort((a, b) => a.order - b.order)[0];
  if (!lowest) return null;
  const rivals = containers.length > 0 ? containers : pool;
  const others = rivals.filter((layer) => layer !== lowest);
  return others.every((layer) => holds(lowest, layer) || overlaps(lowest, layer)) ? lowest : 'several';
}

function holds(outer: LayerFacts, inner: LayerFacts): boolean {
  return inner.ancestors.includes(outer.id);
}

function overlaps(a: LayerFacts, b: LayerFacts): boolean {
  return (
    a.bounds.x < b.bounds.x + b.bounds.width &&
    b.bounds.x < a.bounds.x + a.bounds.width &&
    a.bounds.y < b.bounds.y + b.bounds.height &&
    b.bounds.y < a.bounds.y + a.bounds.height
  );
}

function isTargetKind(layer: LayerFacts): boolean {
  return layer.kind === 'container' || layer.kind === 'instance' || layer.hasPicture;
}

function asContent(layer: LayerFacts): RegionChoice {
  return { id: layer.id, use: 'content' };
}

function asMask(layer: LayerFacts): RegionChoice {
  return { id: layer.id, use: 'mask' };
}
