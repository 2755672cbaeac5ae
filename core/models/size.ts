// How large a picture comes back, as far as the table knows: what the price depends on.
import type { Size } from '../geometry.ts';
import type { FieldValues, Model, SizePreset } from './model.ts';
import { fieldsOf, readSize } from './values.ts';

// fal documents the presets' names alone; these are the sizes its examples have had for long.
export const PRESET_SIZES: Readonly<Record<SizePreset, Size<'crop'>>> = {
  square_hd: { width: 1024, height: 1024 },
  square: { width: 512, height: 512 },
  portrait_4_3: { width: 768, height: 1024 },
  portrait_16_9: { width: 576, height: 1024 },
  landscape_4_3: { width: 1024, height: 768 },
  landscape_16_9: { width: 1024, height: 576 },
};

/** Of each picture the model makes; an endpoint that takes no size makes it as large as its source. */
export function pictureSize(
  model: Model,
  values: FieldValues,
  fitting: { readonly size: Size<'crop'>; readonly frameSize: Size<'crop'> },
): Size<'crop'> {
  const field = fieldsOf(model).find(({ kind }) => kind === 'size');
  const size = readSize(field && values[field.name]);
  if (!field || size === 'region') return fitting.size;
  if (size === 'frame') return fitting.frameSize;
  return typeof size === 'string' ? PRESET_SIZES[size] : size;
}
