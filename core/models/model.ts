// What one entry of the model table says: its fields, what it does, its polarity and price; and what a field is.

interface Named {
  /** The input property's name at fal; for an item of a list, the name of fal's type. */
  readonly name: string;
  /** The readable name: the control's accessible name. */
  readonly label: string;
  /** One line in a designer's words. */
  readonly help: string;
}

export interface NumberField extends Named {
  readonly kind: 'number' | 'integer';
  /** Null where fal sets no limit. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** The minimum itself is too little. */
  readonly excludesMinimum?: true;
  readonly step: number;
  /** Null where fal has none: the field has to be set. */
  readonly default: number | null;
}

/** One number, or a number for each layer of the model. */
export interface ScaleField extends Named {
  readonly kind: 'scale';
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly default: number;
}

export interface BooleanField extends Named {
  readonly kind: 'boolean';
  readonly default: boolean;
}

export interface TextField extends Named {
  readonly kind: 'text';
  /** What has to be entered, where it may not stay empty. */
  readonly required?: string;
  /** What fal is to find by it: weights by their address or path, or a file by its address. */
  readonly names?: 'weights' | 'address';
  readonly isLong?: true;
  readonly suggestions?: readonly string[];
}

export interface ChoiceField extends Named {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly title: string }[];
  readonly default: string | null;
  readonly isRequired?: true;
}

export interface ImageField extends Named {
  readonly kind: 'image';
  readonly isRequired?: true;
  /** What is made of the selection and sent where the field is left empty. */
  readonly madeFrom?: 'source' | 'map';
  /** What is made of a layer for it; where that depends on a choice beside it, by the choice's value. */
  readonly layer:
    | LayerUse
    | {
        readonly by: string;
        readonly uses: Readonly<Record<string, LayerUse>>;
        readonly otherwise: LayerUse;
      };
}

/**
 * What is drawn of a layer. All but the last on the pixels of the source, where the layer lies over the design,
 * so that the two line up:
 * - `source`: its colours, over the design.
 * - `control`: its colours, over what it stands on.
 * - `mask`: how much it counts, read as a region is; white counts.
 * - `map`: how much may change, read as a region is, in the endpoint's own polarity.
 * - `itself`: its colours, whatever its place.
 */
export type LayerUse = 'source' | 'control' | 'mask' | 'map' | 'itself';

export interface SizeField extends Named {
  readonly kind: 'size';
  readonly minimum: number;
  readonly maximum: number;
  /** What fal takes where nothing is sent; null where that is not documented. */
  readonly falDefault: SizePreset | null;
}

export interface GroupField extends Named {
  readonly kind: 'group';
  readonly fields: readonly Field[];
}

export interface ListField extends Named {
  readonly kind: 'list';
  /** Its label and a number name each item. */
  readonly item: GroupField | ImageField;
  readonly most: number | null;
  readonly isRequired?: true;
}

/** Set on the first screen whatever the model, and kept apart from a model's own values. */
export interface PromptField extends Named {
  readonly kind: 'prompt';
}

export interface CountField extends Named {
  readonly kind: 'count';
  readonly minimum: 1;
  readonly maximum: number;
  readonly default: 1;
}

export interface SeedField extends Named {
  readonly kind: 'seed';
}

export type Field =
  | NumberField
  | ScaleField
  | BooleanField
  | TextField
  | ChoiceField
  | ImageField
  | SizeField
  | GroupField
  | ListField
  | PromptField
  | CountField
  | SeedField;

/** Anything JSON can hold: nested fields are lists and records. */
export type FieldValue = null | boolean | number | string | readonly FieldValue[] | FieldValues;
export interface FieldValues {
  readonly [name: string]: FieldValue;
}

export const SIZE_PRESETS = [
  'square_hd',
  'square',
  'portrait_4_3',
  'portrait_16_9',
  'landscape_4_3',
  'landscape_16_9',
] as const;
export type SizePreset = (typeof SIZE_PRESETS)[number];

/** `region` and `frame` are computed: as many px as the resolution allows, in the ratio of what is named. */
export type SizeValue = 'region' | 'frame' | SizePreset | { readonly width: number; readonly height: number };

/** A picture for an input. A file's bytes stay in the panel's memory, under its key; a layer is drawn for each run. */
export type ImageValue =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'file'; readonly key: string; readonly name: string }
  | { readonly kind: 'layer'; readonly id: string; readonly name: string };

/** Which end of the map's grey scale an endpoint reads as “change”. It exists only here. */
export type Polarity = 'white-changes' | 'white-preserves';

/** `known: false` where fal names no usable price. */
export type Price =
  | { readonly known: true; readonly dollarsPerMegapixel: number }
  | { readonly known: false };

/** Fields that belong together, under `All model settings`. */
export interface Section {
  readonly title: string;
  readonly fields: readonly Field[];
}

export interface Model {
  readonly id: string;
  readonly label: string;
  /** What it does in a design, in a line. */
  readonly note: string;
  /**
   * - `blend`: changes the picture by the map, and keeps the rest.
   * - `restyle`: changes all of the picture that is sent; what surrounds the region guides it.
   * - `fill`, `vary`: a new picture for the region alone, from words or from what is there.
   */
  readonly does: 'blend' | 'restyle' | 'fill' | 'vary';
  /** Null where the endpoint takes no map. */
  readonly polarity: Polarity | null;
  readonly price: Price;
  /** On the first screen. */
  readonly first: readonly Field[];
  readonly more: readonly Section[];
}
