// The words for choices that are shown in more than one place.
import type { InsertAs } from '../core/insert-as.ts';
import { PRESET_SIZES, type SizePreset, type SizeValue } from '../core/models/index.ts';
import type { Resolution, Surroundings } from '../core/settings.ts';

interface Option<T> {
  readonly value: T;
  readonly title: string;
  readonly isImpossible?: boolean;
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

export function insertAsOptions(isFrame: boolean): readonly Option<InsertAs>[] {
  return [
    { value: 'layer', title: 'Layer' },
    {
      value: 'fill',
      title: isFrame ? 'Picture fill (only in a picture)' : 'Picture fill',
      isImpossible: isFrame,
    },
    { value: 'copies', title: 'Copies of the frame' },
    { value: 'uncut', title: 'Uncut picture' },
  ];
}

/** What there is to say of the choice; of the usual one, nothing. */
export function insertAsText(insertAs: InsertAs, wanted: InsertAs): string | null {
  if (insertAs !== wanted)
    return 'A picture fill needs a picture by itself as the target: this one becomes a layer.';
  return INSERT_AS_TEXTS[insertAs];
}

const INSERT_AS_TEXTS: Readonly<Record<InsertAs, string | null>> = {
  layer: null,
  fill: 'A new fill above the picture’s own. It follows its crop, its corners and its size.',
  copies: 'Each result stands in a copy beside the original, which stays as it is.',
  uncut: 'All of the picture that was made, not cut to the region.',
};

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
