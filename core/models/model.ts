// What one entry of the model table says: its fields, what it needs, its polarity, limits, price and input.
import type { EditPlan } from '../plan.ts';

interface FieldBase {
  /** The input property's name at fal. */
  readonly name: string;
  /** The readable name: the control's accessible name. */
  readonly label: string;
  readonly help: string;
  /** `first` stands on the first screen, `more` under `All model settings`. */
  readonly group: 'first' | 'more';
}

export interface NumberField extends FieldBase {
  readonly kind: 'number' | 'integer';
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly default: number;
}

export interface SeedField extends FieldBase {
  readonly kind: 'seed';
}

export interface BooleanField extends FieldBase {
  readonly kind: 'boolean';
  readonly default: boolean;
}

export type Field = NumberField | SeedField | BooleanField;
export type FieldValue = number | boolean | null;

/** Which end of the map's grey scale an endpoint reads as “change”. It exists only here. */
export type Polarity = 'white-changes' | 'white-preserves';

/** `known: false` where fal names no usable price. */
export type Price =
  | { readonly known: true; readonly dollarsPerMegapixel: number }
  | { readonly known: false };

/** What of a plan an endpoint's input is made from. */
export type ModelRequest = Pick<EditPlan, 'prompt' | 'values' | 'seed' | 'images' | 'size'>;

export interface Model {
  readonly id: string;
  readonly label: string;
  readonly polarity: Polarity;
  readonly fields: readonly Field[];
  /** Pictures one request may return. */
  readonly imagesPerRequest: number;
  readonly price: Price;
  /** The endpoint's input, without the fields that stand at their default. */
  input(
    request: ModelRequest,
    images: { readonly source: string; readonly map: string },
  ): Record<string, unknown>;
}
