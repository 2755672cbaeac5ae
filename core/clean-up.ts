// What edits leave on a page and nobody needs any more: offered for removal item by item, never removed by itself.

/** In the order in which they are listed. */
export const LEFTOVER_KINDS = ['regions', 'masks', 'results', 'fills', 'temporary'] as const;
export type LeftoverKind = (typeof LEFTOVER_KINDS)[number];

/** Why something that could go is left to be chosen by hand: it may have been drawn, or hidden, for something else. */
export type Doubt = 'never-used' | 'seen' | 'other-name' | 'none-seen' | 'holds-layers' | 'in-flow';

export interface Leftover {
  readonly kind: LeftoverKind;
  /** Of the layer; of a picture, where it is about fills of it. */
  readonly layerId: string;
  readonly name: string;
  /** Name of what it lies in; empty on the page itself. */
  readonly within: string;
  /** Null for what goes unless somebody says otherwise. */
  readonly doubt: Doubt | null;
}

export interface Leftovers {
  readonly pageName: string;
  readonly items: readonly Leftover[];
  /** How many more there are, which are not to be touched: locked, in something hidden, or part of an instance. */
  readonly untouchable: number;
}

export type LeftoverKey = Pick<Leftover, 'kind' | 'layerId'>;

/** Of each kind, a layer is listed at most once. */
export function leftoverKey({ kind, layerId }: LeftoverKey): string {
  return `${kind} ${layerId}`;
}
