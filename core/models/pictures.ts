// Pictures that are chosen rather than addressed, files and layers: what an input wants of each, and what may be wrong with it.
import type { Field, FieldValue, FieldValues, ImageField, ImageValue, LayerUse, Model } from './model.ts';
import { asList, asRecord, fieldsOf, readImage } from './values.ts';

/** What has become of a layer that a field remembers, as it stands in the document. */
export type LayerState =
  /** `renamed`: another layer may have that id now, in another file. */
  | { readonly kind: 'gone' | 'renamed' | 'empty' }
  /** `isOver`: over the target, on its page. */
  | { readonly kind: 'there'; readonly isHidden: boolean; readonly isOver: boolean };

/** What is known of chosen pictures beyond the values that name them. */
export interface AtHand {
  hasFile(key: string): boolean;
  /** Null where nobody has looked. */
  layer(id: string): LayerState | null;
}

/** In a plan nothing is known. */
export const UNKNOWN: AtHand = { hasFile: () => true, layer: () => null };

function layerUse({ layer }: ImageField, siblings: FieldValues): LayerUse {
  if (typeof layer === 'string') return layer;
  return layer.uses[String(siblings[layer.by])] ?? layer.otherwise;
}

/** Whether a layer is drawn where it lies over the design, on the pixels of the source. */
export function isInPlace(use: LayerUse): boolean {
  return use !== 'itself';
}

/** A picture that has no address before it is uploaded. */
export type ChosenPicture =
  | { readonly kind: 'file'; readonly key: string; readonly name: string }
  | {
      readonly kind: 'layer';
      readonly key: string;
      readonly id: string;
      readonly name: string;
      readonly use: LayerUse;
    };

/** Those an input refers to, each once for each use that is made of it. */
export function picturesChosen(model: Pick<Model, 'first' | 'more'>, values: FieldValues): ChosenPicture[] {
  const found = picturesAmong(fieldsOf(model), values);
  return [...new Map(found.map((picture) => [picture.key, picture])).values()];
}

function picturesAmong(fields: readonly Field[], values: FieldValues): ChosenPicture[] {
  return fields.flatMap((field) => picturesAt(field, values[field.name], values));
}

function picturesAt(field: Field, value: FieldValue | undefined, siblings: FieldValues): ChosenPicture[] {
  if (field.kind === 'group') return picturesAmong(field.fields, asRecord(value));
  if (field.kind === 'list') return asList(value).flatMap((item) => picturesAt(field.item, item, {}));
  const image = field.kind === 'image' ? readImage(value) : null;
  const picture = field.kind === 'image' && image ? chosen(field, image, siblings) : null;
  return picture ? [picture] : [];
}

/** Null for a picture that has an address. */
export function chosen(field: ImageField, image: ImageValue, siblings: FieldValues): ChosenPicture | null {
  switch (image.kind) {
    case 'url':
      return null;
    case 'file':
      return image;
    case 'layer': {
      const use = layerUse(field, siblings);
      return { ...image, use, key: `layer ${image.id} ${use}` };
    }
    default:
      return image satisfies never;
  }
}

/** What a chosen picture has to be when it cannot be had as things stand; null when it can. */
export function missing(
  field: ImageField,
  value: FieldValue | undefined,
  siblings: FieldValues,
  atHand: AtHand,
): string | null {
  const image = readImage(value);
  const picture = image && chosen(field, image, siblings);
  if (!picture) return null;
  if (picture.kind === 'layer') return layerProblem(picture, atHand.layer(picture.id));
  return atHand.hasFile(picture.key)
    ? null
    : `a picture: “${picture.name}” is no longer at hand, so choose it again`;
}

function layerProblem(
  { name, use }: Extract<ChosenPicture, { kind: 'layer' }>,
  state: LayerState | null,
): string | null {
  switch (state?.kind) {
    case undefined:
      return null;
    case 'gone':
      return `another layer: “${name}” is no longer in this file`;
    case 'renamed':
      return `another layer: “${name}” goes by another name now, or belongs to another file`;
    case 'empty':
      return `a layer that shows something: “${name}” is empty`;
    case 'there':
      return isInPlace(use) && !state.isOver ? `a layer over the target: “${name}” lies elsewhere` : null;
    default:
      return state satisfies never;
  }
}
