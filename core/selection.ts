// What is selected, in the product's words: what is edited, which layers say where, and what could be edited instead.
import type { FailureKind } from './failure.ts';
import type { Rect, Size } from './geometry.ts';
import type { ReadFrom } from './region-reading.ts';

export interface Target {
  readonly id: string;
  readonly name: string;
  /** What tells it from others of its name that are listed with it; not there where its name will do. */
  readonly label?: string;
  readonly pageId: string;
  /** `picture`: a lone layer with an image fill. `instance`: the patch goes beside it, as nothing can be added inside. */
  readonly kind: 'frame' | 'component' | 'group' | 'instance' | 'picture';
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
  /** Frame px to one px of the small map that it was drawn again from; not there in any other. */
  readonly grain?: number;
  /** What was set, of which `use` above is what follows. */
  readonly useSetting: RegionSettings['use'];
  /** Geometry, outside strokes and blur, upright in the target's space; not clipped to the target. */
  readonly box: Rect<'frame'>;
}

/** What an edit would be made of; geometry alone, no pixels. */
export type Selection =
  | { readonly kind: 'none'; readonly problem: FailureKind; readonly message: string }
  | {
      readonly kind: 'target';
      readonly target: Target;
      readonly problem: FailureKind;
      readonly message: string;
    }
  | { readonly kind: 'ready'; readonly target: Target; readonly regions: readonly Region[] };

/** A target with at least one region. */
export type Ready = Extract<Selection, { kind: 'ready' }>;

/** One of several targets that are selected together. */
export interface BatchMember {
  readonly target: Target;
  /** The names of its own regions. */
  readonly regions: readonly string[];
  /** Null where nothing says what of it may change. */
  readonly ready: Ready | null;
  /** Why it cannot be changed; null when it can. */
  readonly problem: string | null;
}

/** Several targets at once: none is taken until one of them is chosen. */
export interface Batch {
  readonly members: readonly BatchMember[];
  /** The names of selected layers that lie over none of them. */
  readonly loose: readonly string[];
  /** They show the same picture, or play the same role. */
  readonly isAlike: boolean;
}

/** What there is beside the selection itself: other targets to choose, and what was not taken. */
export interface Offer {
  /** What could be the target, the one taken among them; empty when there is no choice. */
  readonly targets: readonly Target[];
  readonly batch: Batch | null;
  /** Why the layers that are selected now were not taken, so that the target before them stays. */
  readonly refusal: string | null;
}

/** Everything the panel needs to know of what is selected in Figma. */
export interface Selected {
  readonly selection: Selection;
  readonly offer: Offer;
}

export const NO_OFFER: Offer = { targets: [], batch: null, refusal: null };

export function labelOf({ label, name }: Pick<Target, 'label' | 'name'>): string {
  return label ?? name;
}

/** Whether the target is its own region. */
export function isWhole({ target, regions }: Pick<Ready, 'target' | 'regions'>): boolean {
  return regions.every(({ id }) => id === target.id);
}

/** The selection of a target that is to be changed as a whole: its own silhouette is the region. */
export function wholeOf(target: Target): Ready {
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
