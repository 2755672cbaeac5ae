// The words for choices that are shown in more than one place.
import { PRESET_SIZES, type SizePreset, type SizeValue } from '../core/models/index.ts';
import type { Resolution, Surroundings } from '../core/settings.ts';

interface Option<T> {
  readonly value: T;
  readonly title: string;
}

export const SURROUNDINGS: readonly Option<Surroundings>[] = [
  { value: 'nearby', title: 'Nearby' },
  { value: 'none', title: 'None' },
  { value: 'whole', title: 'Whole frame' },
];

export const RESOLUTIONS: readonly Option<Resolution>[] = [
  { value: 'standard', title: 'Standard' },
  { value: 'fine', title: 'Fine' },
];

const PRESET_TITLES: Readonly<Record<SizePreset, string>> = {
  square_hd: 'Large square',
  square: 'Square',
  portrait_4_3: 'Portrait 3 : 4',
  portrait_16_9: 'Portrait 9 : 16',
  landscape_4_3: 'Landscape 4 : 3',
  landscape_16_9: 'Landscape 16 : 9',
};

export const SIZES: readonly Option<Extract<SizeValue, string>>[] = [
  { value: 'region', title: 'Fit the region' },
  { value: 'frame', title: 'Fit the frame' },
  ...Object.entries(PRESET_TITLES).map(([value, title]) => ({
    value: value as SizePreset,
    title: `${title} · ${PRESET_SIZES[value as SizePreset].width} × ${PRESET_SIZES[value as SizePreset].height}`,
  })),
];

export function titleIn<T>(options: readonly Option<T>[], value: T): string {
  return options.find((option) => option.value === value)?.title ?? '';
}
